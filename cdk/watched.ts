// What is watched, when it is an alarm, and what that means to the company.
import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { metricNames, metricsNamespace } from '../core/names/variables.ts';
import type { MetricName } from '../core/names/variables.ts';
import { serviceName } from './function.ts';
import type { ReviewFunction } from './function.ts';
import type { Settings } from './settings/settings.ts';
import type { Mail } from './telling/mail.ts';

export interface AlarmsProps {
  readonly settings: Settings;
  readonly run: ReviewFunction;
  readonly start: ReviewFunction;
  readonly ingest: ReviewFunction;
  /** `null` when nothing arrives by mail. */
  readonly ingestMail: ReviewFunction | null;
  readonly lost: Queue;
  readonly mail: Mail;
  /** `null` where people decide elsewhere. */
  readonly api: ReviewFunction | null;
  /** `null` where no assistant may ask. */
  readonly assistants: ReviewFunction | null;
}

export interface Watched {
  readonly metric: IMetric;
  /** The alarm fires from this value on; with `below`, under this value. */
  readonly threshold: number;
  readonly below?: boolean;
  /** How many periods of the metric in a row have to be so; one when it is left out. */
  readonly periods?: number;
  /** What it means to the company that this happened. */
  readonly meaning: string;
  /** Heading of docs/runbook.md. */
  readonly runbook: string;
}

/** All alarms by their names. */
export function watchedOf(props: AlarmsProps): Readonly<Record<string, Watched>> {
  return {
    ...ofRuns(props),
    ...ofReviews(props),
    ...ofEachDay(props),
    ...ofWhatComes(props),
    ...ofPortal(props),
  };
}

function ofRuns(props: AlarmsProps): Readonly<Record<string, Watched>> {
  const durable = (metricName: string): Metric =>
    props.run.function.metric(metricName, { statistic: Stats.SUM, period: Duration.minutes(5) });
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
      metric: props.run.function.metricThrottles({ period: Duration.minutes(5) }),
      threshold: 1,
      meaning: 'Lambda keeps a run or a tick waiting: after six hours its start is lost, and nothing is performed.',
      runbook: 'something-is-kept-waiting',
    },
    RunLate: {
      metric: counted(props.settings, metricNames.runMinutes, { statistic: Stats.MAXIMUM }),
      threshold: 60,
      meaning: 'A review took more than an hour. Export and snapshots may lie further apart than the policy allows.',
      runbook: 'a-run-is-late',
    },
    RunHeld: {
      metric: counted(props.settings, metricNames.runHeld),
      threshold: 1,
      meaning: 'A gate held the review: its report closes nothing, and the period is not reviewed yet.',
      runbook: 'a-run-is-held',
    },
  };
}

function ofReviews(props: AlarmsProps): Readonly<Record<string, Watched>> {
  return {
    ControlNotPerformed: {
      metric: counted(props.settings, metricNames.controlNotPerformed),
      threshold: 1,
      meaning: decided(
        props,
        'A run found no export of its period, or a due day passed without a review. A signed report says so.',
        'A run found no export of its period, or a due day passed without an accepted run. A signed report says so.',
      ),
      runbook: 'the-control-was-not-performed',
    },
    ReviewMissing: {
      metric: counted(props.settings, metricNames.reviewMissing),
      threshold: 1,
      meaning: decided(
        props,
        'A period has ended, its review is due within a fortnight, and nobody opened it.',
        'A period has ended, its review is due within a fortnight, and no run of it was accepted.',
      ),
      runbook: 'a-review-is-missing',
    },
  };
}

/** More than a day, because the run of today may end later than that of yesterday did. */
const missingAfterHours = 26;

/**
 * What is to be counted every day. Hours without a count are filled with zero: for what is missing, CloudWatch looks back
 * three or four periods until it finds something, and such an alarm with a period of a day fires after as many days.
 */
function everyDay(
  settings: AlarmsProps['settings'],
  metricName: MetricName,
): Pick<Watched, 'metric' | 'threshold' | 'below' | 'periods'> {
  const period = Duration.hours(1);
  // Each has its own in the one dashboard; it begins with a small letter.
  const id = `${metricName.slice(0, 1).toLowerCase()}${metricName.slice(1)}`;
  const metric = new MathExpression({
    expression: `FILL(${id}, 0)`,
    usingMetrics: { [id]: counted(settings, metricName, { period }) },
    period,
    label: `${metricName}, by the hour`,
  });
  return { metric, threshold: 1, below: true, periods: missingAfterHours };
}

/** Alarms about runs that are due every day, and about what keeps them from starting. */
function ofEachDay(props: AlarmsProps): Readonly<Record<string, Watched>> {
  const { start } = props;
  return {
    WatchMissing: {
      ...everyDay(props.settings, metricNames.watchEnded),
      meaning: 'No watch run ended for a day: nobody would hear of a leaver whose account is still open.',
      runbook: 'a-run-is-missing',
    },
    TickMissing: {
      ...everyDay(props.settings, metricNames.tickEnded),
      meaning: 'Reviews did not move on for a day: nobody is reminded, and a missed review is not reported.',
      runbook: 'a-run-is-missing',
    },
    WatchIncomplete: {
      metric: counted(props.settings, metricNames.watchIncomplete),
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

/** Alarms about uploads, messages, mails and events. */
function ofWhatComes(props: AlarmsProps): Readonly<Record<string, Watched>> {
  const { ingest, ingestMail, lost } = props;
  return {
    UploadNotJudged: {
      metric: ingest.function.metricErrors({ period: Duration.minutes(5) }),
      threshold: 1,
      meaning: 'An uploaded export could not be judged: the administrator waits, and the next run does not see it.',
      runbook: 'an-upload-was-not-judged',
    },
    EventsNotTaken: {
      metric: counted(props.settings, metricNames.eventsNotTaken),
      threshold: 1,
      meaning: 'The bus did not take the events about findings: whoever watches it hears nothing of new orphans.',
      runbook: 'events-were-not-taken',
    },
    ...ofHandOver(props),
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
    MailBounced: {
      metric: props.mail.bounced,
      threshold: 1,
      meaning: 'A mail did not arrive: somebody does not know what was found, or what they are to do.',
      runbook: 'a-mail-did-not-arrive',
    },
    EventsLost: {
      metric: lost.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) }),
      threshold: 1,
      meaning: 'A start or an upload could not be handed over, or was not handled, after several attempts.',
      runbook: 'events-were-lost',
    },
  };
}

/** @param here the text where people decide in the portal; `elsewhere` is that of a deployment which only compares */
function decided(props: AlarmsProps, here: string, elsewhere: string): string {
  return props.api === null ? elsewhere : here;
}

function ofPortal(props: AlarmsProps): Readonly<Record<string, Watched>> {
  const { api } = props;
  if (api === null) return {};
  return {
    PortalFailed: {
      metric: counted(props.settings, metricNames.portalFailed),
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
      // A page asks several things at once when it is opened, and asks again what was turned away: a few are no reason
      // for an alarm.
      threshold: 20,
      meaning: 'More people than the portal has room for were turned away: some could not decide, sign or download.',
      runbook: 'something-is-kept-waiting',
    },
    ...ofAssistants(props),
    ReportOwed: {
      metric: counted(props.settings, metricNames.reportOwed),
      threshold: 1,
      meaning:
        'A signature or a closing is recorded, and its report was not in place when the tick came by, more than an hour later.',
      runbook: 'a-report-is-owed',
    },
  };
}

function ofHandOver(props: AlarmsProps): Readonly<Record<string, Watched>> {
  if ((props.settings.config.handOver ?? []).length === 0) return {};
  return {
    HandOverRefused: {
      metric: counted(props.settings, metricNames.handOverRefused),
      threshold: 1,
      meaning: 'A place did not take a work order, or nobody knows whether it did: who should suspend may not know.',
      runbook: 'a-work-order-was-not-handed-over',
    },
  };
}

function ofAssistants(props: AlarmsProps): Readonly<Record<string, Watched>> {
  const { assistants } = props;
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

export function counted(
  { stage }: Pick<Settings, 'stage'>,
  metricName: MetricName,
  { statistic = Stats.SUM, period = Duration.minutes(5) }: { statistic?: string; period?: Duration } = {},
): Metric {
  const service = serviceName(stage);
  return new Metric({ namespace: metricsNamespace, metricName, statistic, period, dimensionsMap: { service } });
}
