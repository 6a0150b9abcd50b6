// Alarms that say what a failure means to the company, and where in the runbook it says what to do.
import { Duration, Stack } from 'aws-cdk-lib';
import { application } from '../core/application/applications.ts';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  Metric,
  Stats,
  TextWidget,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { metricNames, metricsNamespace } from '../core/names/variables.ts';
import { serviceName } from './function.ts';
import type { ReviewFunction } from './function.ts';
import type { Settings } from './settings.ts';
import type { Storage } from './storage.ts';

export interface AlarmsProps {
  readonly settings: Settings;
  readonly storage: Storage;
  readonly run: ReviewFunction;
  readonly start: ReviewFunction;
  readonly ingest: ReviewFunction;
  /** `null` when nothing arrives by mail. */
  readonly ingestMail: ReviewFunction | null;
  readonly lost: Queue;
  /** `null` where people decide elsewhere. */
  readonly api: ReviewFunction | null;
  /** `null` where no assistant may ask. */
  readonly assistants: ReviewFunction | null;
}

interface Watched {
  readonly metric: IMetric;
  /** Fires from this value on; with `below`, under it. */
  readonly threshold: number;
  readonly below?: boolean;
  /** What it means to the company that this happened. */
  readonly meaning: string;
  /** Heading of docs/runbook.md. */
  readonly runbook: string;
}

type MetricName = (typeof metricNames)[keyof typeof metricNames];

export class Alarms extends Construct {
  readonly #props: AlarmsProps;
  readonly #topic: Topic;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.#props = props;
    this.#topic = this.#operatorsTopic();
    const watched = this.#watched();
    for (const [name, alarm] of Object.entries(watched)) this.#alarm(name, alarm);
    this.#dashboard(Object.values(watched).map(({ metric }) => metric));
  }

  #watched(): Readonly<Record<string, Watched>> {
    return {
      ...this.#ofRuns(),
      ...this.#ofReviews(),
      ...this.#ofEachDay(),
      ...this.#ofWhatComes(),
      ...this.#ofPortal(),
    };
  }

  #ofRuns(): Readonly<Record<string, Watched>> {
    const durable = (metricName: string): Metric =>
      this.#props.run.function.metric(metricName, { statistic: Stats.SUM, period: Duration.minutes(5) });
    return {
      RunFailed: {
        metric: durable('DurableExecutionFailed'),
        threshold: 1,
        meaning:
          'A run ended without its report or its mail, or a tick without one of its reports or mails. If it was a review without a report, the control was not performed until it is repeated.',
        runbook: 'a-run-failed',
      },
      RunTimedOut: {
        metric: durable('DurableExecutionTimedOut'),
        threshold: 1,
        meaning:
          'A run did not end within a day. If it was the review, the control was not performed until it is repeated.',
        runbook: 'a-run-failed',
      },
      RunThrottled: {
        metric: this.#props.run.function.metricThrottles({ period: Duration.minutes(5) }),
        threshold: 1,
        meaning: 'Lambda keeps a run or a tick waiting: after six hours its start is lost, and nothing is performed.',
        runbook: 'something-is-kept-waiting',
      },
      RunLate: {
        metric: this.#counted(metricNames.runMinutes, Stats.MAXIMUM),
        threshold: 60,
        meaning: 'A review took more than an hour. Export and snapshots may lie further apart than the policy allows.',
        runbook: 'a-run-is-late',
      },
      RunHeld: {
        metric: this.#counted(metricNames.runHeld),
        threshold: 1,
        meaning: 'A gate held the review: its report closes nothing, and the period is not reviewed yet.',
        runbook: 'a-run-is-held',
      },
    };
  }

  #ofReviews(): Readonly<Record<string, Watched>> {
    return {
      ControlNotPerformed: {
        metric: this.#counted(metricNames.controlNotPerformed),
        threshold: 1,
        meaning: this.#decided(
          'A run found no export of its period, or a due day passed without a review. A signed report says so.',
          'A run found no export of its period, or a due day passed without an accepted run. A signed report says so.',
        ),
        runbook: 'the-control-was-not-performed',
      },
      ReviewMissing: {
        metric: this.#counted(metricNames.reviewMissing),
        threshold: 1,
        meaning: this.#decided(
          'A period has ended, its review is due within a fortnight, and nobody opened it.',
          'A period has ended, its review is due within a fortnight, and no run of it was accepted.',
        ),
        runbook: 'a-review-is-missing',
      },
    };
  }

  /** What has to happen once a day, and what keeps it from happening. */
  #ofEachDay(): Readonly<Record<string, Watched>> {
    const { start } = this.#props;
    return {
      WatchMissing: {
        metric: this.#counted(metricNames.watchEnded, Stats.SUM, Duration.days(1)),
        threshold: 1,
        below: true,
        meaning: 'No watch run ended for a day: nobody would hear of a leaver whose account is still open.',
        runbook: 'a-run-is-missing',
      },
      TickMissing: {
        metric: this.#counted(metricNames.tickEnded, Stats.SUM, Duration.days(1)),
        threshold: 1,
        below: true,
        meaning: 'Reviews did not move on for a day: nobody is reminded, and a missed review is not reported.',
        runbook: 'a-run-is-missing',
      },
      WatchIncomplete: {
        metric: this.#counted(metricNames.watchIncomplete),
        threshold: 1,
        meaning:
          'A directory could not be read, the compared rows are in doubt, or no run was accepted yet: the next review may be held.',
        runbook: 'a-directory-cannot-be-read',
      },
      StartFailed: {
        metric: start.function.metricErrors({ period: Duration.minutes(5) }),
        threshold: 1,
        meaning: 'A run could not be started at its time.',
        runbook: 'a-run-is-missing',
      },
      StartThrottled: {
        metric: start.function.metricThrottles({ period: Duration.minutes(5) }),
        threshold: 1,
        meaning: 'Lambda keeps what starts runs waiting: after six hours the start is lost, and no run of it begins.',
        runbook: 'something-is-kept-waiting',
      },
    };
  }

  /** Uploads, messages and events that were handed on. */
  #ofWhatComes(): Readonly<Record<string, Watched>> {
    const { ingest, ingestMail, lost } = this.#props;
    return {
      UploadNotJudged: {
        metric: ingest.function.metricErrors({ period: Duration.minutes(5) }),
        threshold: 1,
        meaning: 'An uploaded export could not be judged: the administrator waits, and the next run does not see it.',
        runbook: 'an-upload-was-not-judged',
      },
      EventsNotTaken: {
        metric: this.#counted(metricNames.eventsNotTaken),
        threshold: 1,
        meaning: 'The bus did not take the events about findings: whoever watches it hears nothing of new orphans.',
        runbook: 'events-were-not-taken',
      },
      ...this.#ofHandOver(),
      ...(ingestMail === null
        ? {}
        : {
            MailNotJudged: {
              metric: ingestMail.function.metricErrors({ period: Duration.minutes(5) }),
              threshold: 1,
              meaning:
                'A message with an export could not be judged: its sender waits, and the next run does not see it.',
              runbook: 'a-message-was-not-judged',
            },
          }),
      EventsLost: {
        metric: lost.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) }),
        threshold: 1,
        meaning: 'A start or an upload could not be handed over, or was not handled, after several attempts.',
        runbook: 'events-were-lost',
      },
    };
  }

  /** @param here where people decide in the portal, and `elsewhere` where the comparison is all that is done here */
  #decided(here: string, elsewhere: string): string {
    return this.#props.api === null ? elsewhere : here;
  }

  #ofPortal(): Readonly<Record<string, Watched>> {
    const { api } = this.#props;
    if (api === null) return {};
    return {
      PortalFailed: {
        metric: this.#counted(metricNames.portalFailed),
        threshold: 1,
        meaning: 'The portal met something that nobody expected: somebody could not decide, sign or download.',
        runbook: 'the-portal-fails',
      },
      PortalDown: {
        metric: api.function.metricErrors({ period: Duration.minutes(5) }),
        threshold: 1,
        meaning: 'The portal gave no answer at all: its secret, its configuration or its time ran out.',
        runbook: 'the-portal-fails',
      },
      PortalThrottled: {
        metric: api.function.metricThrottles({ period: Duration.minutes(5) }),
        // A page that is opened asks several things at once, and asks again: a few that were turned away are nothing.
        threshold: 20,
        meaning: 'More people than the portal has room for were turned away: some could not decide, sign or download.',
        runbook: 'something-is-kept-waiting',
      },
      ...this.#ofAssistants(),
      ReportOwed: {
        metric: this.#counted(metricNames.reportOwed),
        threshold: 1,
        meaning:
          'A signature or a closing is recorded, and its report was not in place when the tick came by, more than an hour later.',
        runbook: 'a-report-is-owed',
      },
    };
  }

  #ofHandOver(): Readonly<Record<string, Watched>> {
    if ((this.#props.settings.config.handOver ?? []).length === 0) return {};
    return {
      HandOverRefused: {
        metric: this.#counted(metricNames.handOverRefused),
        threshold: 1,
        meaning: 'A place did not take a work order, or nobody knows whether it did: who should suspend may not know.',
        runbook: 'a-work-order-was-not-handed-over',
      },
    };
  }

  #ofAssistants(): Readonly<Record<string, Watched>> {
    const { assistants } = this.#props;
    if (assistants === null) return {};
    return {
      AssistantsDown: {
        metric: assistants.function.metricErrors({ period: Duration.minutes(5) }),
        threshold: 1,
        meaning: 'No assistant is answered: the configuration, the issuer or the time of the function ran out.',
        runbook: 'the-portal-fails',
      },
    };
  }

  #counted(metricName: MetricName, statistic: string = Stats.SUM, period = Duration.minutes(5)): Metric {
    const service = serviceName(this.#props.settings.stage);
    return new Metric({ namespace: metricsNamespace, metricName, statistic, period, dimensionsMap: { service } });
  }

  #alarm(name: string, { metric, threshold, below = false, meaning, runbook }: Watched): void {
    const alarm = new Alarm(this, name, {
      alarmName: `${serviceName(this.#props.settings.stage)}-${name}`,
      alarmDescription: `${meaning} What to do: docs/runbook.md#${runbook}`,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: below ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
  }

  #operatorsTopic(): Topic {
    const { storage, settings } = this.#props;
    const topic = new Topic(this, 'Operators', { masterKey: storage.dataKey, enforceSSL: true });
    for (const operator of settings.operators) topic.addSubscription(new EmailSubscription(operator));
    const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com');
    // Alarms of other accounts come by the same service.
    const ours = { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } };
    const alarms = `alarm:${serviceName(settings.stage)}-*`;
    // The refusal of unencrypted requests replaces the topic's own policy, and with it what lets alarms in.
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsArePublished',
        principals: [cloudWatch],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: {
          ...ours,
          ArnLike: { 'aws:SourceArn': Stack.of(this).formatArn({ service: 'cloudwatch', resource: alarms }) },
        },
      }),
    );
    storage.dataKey.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsReachTheOperators',
        principals: [cloudWatch],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        // In a key policy, the star is this key.
        resources: ['*'],
        conditions: ours,
      }),
    );
    return topic;
  }

  #dashboard(metrics: readonly IMetric[]): void {
    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName: serviceName(this.#props.settings.stage) });
    const text = `Access review of ${application.name}. What each alarm means, and what to do: docs/runbook.md.`;
    dashboard.addWidgets(new TextWidget({ markdown: text, width: 24, height: 1 }));
    dashboard.addWidgets(
      new GraphWidget({ title: 'Runs', width: 12, left: [this.#counted('RunEnded'), this.#counted('WatchEnded')] }),
      new GraphWidget({
        title: 'New findings between reviews',
        width: 12,
        left: [this.#counted('WatchNewFindings')],
      }),
      new GraphWidget({
        title: 'Uploads',
        width: 12,
        left: [this.#counted('UploadAccepted'), this.#counted('UploadRefused')],
      }),
      new GraphWidget({ title: 'What alarms look at', width: 12, left: [...metrics] }),
    );
  }
}
