// What `cdk synth` runs: one stage, and the rules that its template has to pass.
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AccessReview } from './access-review.ts';
import { settingsOf } from './settings.ts';

const app = new App();
new AccessReview(app, settingsOf(app));
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
