// What `cdk synth` runs: one stage, and the rules that its template has to pass.
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AccessReview } from './access-review.ts';
import { settingsOf } from './settings/settings.ts';
import { SettingsRefused } from './settings/contradictions.ts';

try {
  const app = new App();
  new AccessReview(app, settingsOf(app));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
} catch (error) {
  if (!(error instanceof SettingsRefused)) throw error;
  // Only the message says what to mend; nobody needs the stack trace.
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
