// Alarms that say what a failure means to the company, and where in the runbook it says what to do.
import { Stack } from 'aws-cdk-lib';
import { application } from '../core/application/applications.ts';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  TextWidget,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { nameInAccount, serviceName } from './function.ts';
import { counted, watchedOf } from './watched.ts';
import type { AlarmsProps, Watched } from './watched.ts';

export class Alarms extends Construct {
  readonly #props: AlarmsProps;
  readonly #topic: Topic;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.#props = props;
    this.#topic = this.#operatorsTopic();
    const watched = watchedOf(props);
    for (const [name, alarm] of Object.entries(watched)) this.#alarm(name, alarm);
    this.#dashboard(Object.values(watched).map(({ metric }) => metric));
  }

  #alarm(name: string, { metric, threshold, below = false, periods = 1, meaning, runbook }: Watched): void {
    const alarm = new Alarm(this, name, {
      alarmName: `${serviceName(this.#props.settings.stage)}-${name}`,
      alarmDescription: `${meaning} What to do: docs/runbook.md#${runbook}`,
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: below ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
  }

  #operatorsTopic(): Topic {
    const { settings } = this.#props;
    // Not encrypted with our key: where that key is disabled nothing works any more, and the alarms have to say so.
    // Their texts stand in this folder and name nobody.
    const topic = new Topic(this, 'Operators', { enforceSSL: true });
    for (const operator of settings.operators) topic.addSubscription(new EmailSubscription(operator));
    const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com');
    const alarms = `alarm:${serviceName(settings.stage)}-*`;
    // `enforceSSL` gives the topic a policy, which replaces the default one that lets alarms in.
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsArePublished',
        principals: [cloudWatch],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: {
          // Alarms of other accounts use the same service principal.
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
          ArnLike: { 'aws:SourceArn': Stack.of(this).formatArn({ service: 'cloudwatch', resource: alarms }) },
        },
      }),
    );
    return topic;
  }

  #dashboard(metrics: readonly IMetric[]): void {
    const dashboard = new Dashboard(this, 'Dashboard', {
      dashboardName: nameInAccount(this, this.#props.settings),
    });
    const text = `Access review of ${application.name}. What each alarm means, and what to do: docs/runbook.md.`;
    dashboard.addWidgets(new TextWidget({ markdown: text, width: 24, height: 1 }));
    dashboard.addWidgets(
      new GraphWidget({
        title: 'Runs',
        width: 12,
        left: [counted(this.#props.settings, 'RunEnded'), counted(this.#props.settings, 'WatchEnded')],
      }),
      new GraphWidget({
        title: 'New findings between reviews',
        width: 12,
        left: [counted(this.#props.settings, 'WatchNewFindings')],
      }),
      new GraphWidget({
        title: 'Uploads',
        width: 12,
        left: [counted(this.#props.settings, 'UploadAccepted'), counted(this.#props.settings, 'UploadRefused')],
      }),
      new GraphWidget({ title: 'What alarms look at', width: 12, left: [...metrics] }),
    );
  }
}
