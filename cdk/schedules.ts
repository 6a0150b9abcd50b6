// When runs begin: the review by its calendar, watch and tick every day, each under the name of its scheduled time.
import { Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ReviewFunction } from './function.ts';
import { exactly, invokes } from './access/grants.ts';
import type { Settings } from './settings/settings.ts';

export interface SchedulesProps {
  readonly settings: Settings;
  readonly start: ReviewFunction;
  /** Takes a start that could not be handed over. */
  readonly lost: Queue;
}

const schedules = [
  { id: 'Review', kind: 'review', description: 'The review of the period' },
  { id: 'Watch', kind: 'watch', description: 'The daily look between reviews' },
  { id: 'Tick', kind: 'tick', description: 'Moves the reviews on, every day' },
] as const;

export class Schedules extends Construct {
  constructor(scope: Construct, id: string, { settings, start, lost }: SchedulesProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        // Schedules of other accounts use the same service principal.
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    role.addToPolicy(invokes(start.function.functionArn).statement);
    role.addToPolicy(exactly(['sqs:SendMessage'], [lost.queueArn]).statement);
    for (const { id: name, kind, description } of schedules) {
      new CfnSchedule(this, name, {
        description,
        scheduleExpression: settings[kind],
        scheduleExpressionTimezone: 'UTC',
        flexibleTimeWindow: { mode: 'OFF' },
        target: {
          arn: start.function.functionArn,
          roleArn: role.roleArn,
          input: JSON.stringify({ kind, scheduledAt: '<aws.scheduler.scheduled-time>' }),
          deadLetterConfig: { arn: lost.queueArn },
          retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 7200 },
        },
      });
    }
  }
}
