// What the alarms of the template look at, and what each tells.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { templateAlone } from '../support/aws/deployment/assemblies.ts';
import { templateOf } from '../support/aws/deployment/synthesis.ts';
import type { SynthesizedTemplate } from '../support/aws/deployment/synthesis.ts';

let template: SynthesizedTemplate;

beforeAll(async () => {
  template = templateOf(await templateAlone('prod'), 'AccessReview-prod');
}, 300_000);

function ofType(type: string): readonly SynthesizedTemplate['Resources'][string][] {
  return Object.values(template.Resources).filter((resource) => resource.Type === type);
}

const alarm = z.object({ AlarmDescription: z.string(), AlarmActions: z.array(z.unknown()) });

describe('the template', () => {
  test('looks at what is kept waiting: runs, what starts them, and the portal', () => {
    const alarms = ofType('AWS::CloudWatch::Alarm').flatMap(({ Properties }) =>
      Properties['MetricName'] === 'Throttles' ? [[Properties['AlarmName'], Properties['Threshold']]] : [],
    );
    expect(Object.fromEntries(alarms)).toEqual({
      'access-review-prod-PortalThrottled': 20,
      'access-review-prod-RunThrottled': 1,
      'access-review-prod-StartThrottled': 1,
    });
  });

  test('tells of a run that is missing within little more than a day, however late the run of a day ends', () => {
    const alarms = ofType('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
    const daily = alarms.filter((one) => one['ComparisonOperator'] === 'LessThanThreshold');
    expect(daily.map((one) => one['AlarmName'])).toEqual([
      'access-review-prod-WatchMissing',
      'access-review-prod-TickMissing',
    ]);
    for (const one of daily) {
      // Of hours that are only missing CloudWatch would not make an alarm before it found none in three or four periods.
      expect(one).toMatchObject({ EvaluationPeriods: 26, Threshold: 1, TreatMissingData: 'breaching' });
      expect(one['Metrics']).toMatchObject([
        { Expression: expect.stringMatching(/^FILL\((watch|tick)Ended, 0\)$/) },
        { MetricStat: { Period: 3600 } },
      ]);
    }
  });

  test('keeps the order of every function that is called without waiting where an alarm looks, also of one that never began', () => {
    const [queue] = Object.entries(template.Resources).filter(([, { Type }]) => Type === 'AWS::SQS::Queue');
    const lost = { 'Fn::GetAtt': [queue?.[0], 'Arn'] };
    const run = ofType('AWS::Lambda::Function').find(
      ({ Properties }) => Properties['FunctionName'] === 'access-review-prod-run',
    );
    // Destinations are not for durable functions.
    expect(run?.Properties['DeadLetterConfig']).toEqual({ TargetArn: lost });
    const destinations = ofType('AWS::Lambda::EventInvokeConfig').map(({ Properties }) => Properties);
    expect(destinations.filter((one) => JSON.stringify(one).includes('ReviewRun'))).toEqual([]);
    expect(destinations).not.toEqual([]);
  });

  test('tells in each alarm what it means, and where to read what to do', () => {
    const alarms = ofType('AWS::CloudWatch::Alarm').map(({ Properties }) => z.parse(alarm, Properties));
    expect(alarms.length).toBeGreaterThan(8);
    for (const { AlarmDescription, AlarmActions } of alarms) {
      expect(AlarmDescription).toMatch(/^[A-Z].{30,}\. What to do: docs\/runbook\.md#[a-z-]+$/);
      expect(AlarmActions).toHaveLength(1);
    }
  });

  test('points each alarm to a heading that the runbook has', () => {
    const runbook = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');
    const anchors = [...runbook.matchAll(/^## (.+)$/gm)].map(([, title = '']) =>
      title.toLowerCase().replaceAll(' ', '-'),
    );
    const named = JSON.stringify(template).matchAll(/docs\/runbook\.md#([a-z-]+)/g);
    for (const [, anchor] of named) expect(anchors).toContain(anchor);
  });
});
