// The durable function of a run, which tells the others what to do, and the one that starts it.
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type * as z from 'zod/mini';
import type { runVariables, startVariables } from '../core/names/variables.ts';
import * as grants from './access/grants.ts';
import type { Grant } from './access/grants.ts';
import { functionArn, functionName, ReviewFunction } from './function.ts';
import type { Settings } from './settings/settings.ts';

export interface DurableProps extends Pick<Settings, 'stage' | 'configFile'> {
  /** Takes a start that failed each time it was tried. */
  readonly lost: Queue;
}

/** Pulls, reconciles, publishes and delivers, and goes on where it was interrupted. @param functions that it invokes */
export function durableFunction(
  scope: Construct,
  { lost, ...common }: DurableProps,
  { PULL_FUNCTIONS: pulls, HAND_OVER_FUNCTION: handOver, ...always }: z.infer<typeof runVariables>,
): ReviewFunction {
  const others = { ...always, ...(handOver === undefined ? {} : { HAND_OVER_FUNCTION: handOver }) };
  const name = functionName({ ...common, handler: 'run' });
  const own = { name, arn: functionArn(scope, name) };
  return new ReviewFunction(scope, 'Run', {
    ...common,
    handler: 'run',
    description: 'Pulls, reconciles, publishes and delivers; goes on where it was interrupted',
    // Versions are kept, because an execution ends with the version with which it began.
    currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
    // Nobody waits for the answer of a run, so no other alarm would notice a start that Lambda drops before it begins.
    lost,
    durableConfig: { executionTimeout: Duration.days(1), retentionPeriod: Duration.days(90) },
    environment: {
      ...others,
      PULL_FUNCTIONS: Stack.of(scope).toJsonString(pulls),
    } satisfies z.input<typeof runVariables>,
    grants: [grants.invokes(...Object.values(pulls), ...Object.values(others)), ownExecutions(own)],
  });
}

function ownExecutions(functionOf: { readonly name: string; readonly arn: string }): Grant {
  const grant = grants.exactly(
    ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'],
    [`${functionOf.arn}:*`],
  );
  const arn = 'arn:<AWS::Partition>:lambda:<AWS::Region>:<AWS::AccountId>:function';
  const reason = 'Its own executions only, whose versions and names are made when they start.';
  return { ...grant, stars: [{ finding: `Resource::${arn}:${functionOf.name}:*`, reason }] };
}

/** Durable functions are invoked by an alias, so that a run ends with the code with which it began. */
export function startFunction(
  scope: Construct,
  { lost, ...common }: DurableProps,
  run: ReviewFunction,
): ReviewFunction {
  const live = run.function.addAlias('live');
  return new ReviewFunction(scope, 'Start', {
    ...common,
    handler: 'start',
    description: 'Starts a run under the name of its scheduled time',
    // Three schedules may be due at one moment, and a person may start a run at the same time.
    atOnce: 4,
    environment: { RUN_FUNCTION: live.functionArn } satisfies z.infer<typeof startVariables>,
    grants: [grants.invokes(live.functionArn)],
    lost,
  });
}
