import { beforeAll, describe, expect, test } from 'vitest';
import { SimulatedStage } from '../support/aws/deployment/simulation.ts';
import { account } from '../support/aws/deployment/template.ts';

let stage: SimulatedStage;
beforeAll(async () => {
  stage = await SimulatedStage.synthesized();
}, 300_000);

const cloudWatch = 'cloudwatch.amazonaws.com';

async function reachesOperators(alarm: string, owner = account): Promise<boolean> {
  const resource = stage.arn('AWS::SNS::Topic', 'Operators');
  const source = `arn:aws:cloudwatch:eu-central-1:${owner}:alarm:${alarm}`;
  return stage.serviceMay(cloudWatch, {
    action: 'sns:Publish',
    resource,
    context: { 'aws:SourceArn': source, 'aws:SourceAccount': owner },
  });
}

describe('an alarm', () => {
  test('reaches the operators', async () => {
    for (const { properties } of stage.ofType('AWS::CloudWatch::Alarm')) {
      expect(await reachesOperators(String(properties['AlarmName']))).toBe(true);
    }
  });

  test('of another stage or account does not reach them', async () => {
    expect(await reachesOperators('access-review-dev-RunFailed')).toBe(false);
    expect(await reachesOperators('access-review-prod-RunFailed', '444455556666')).toBe(false);
  });

  test('is encrypted with no key that could be disabled together with what it watches', () => {
    const [topic, ...others] = stage.ofType('AWS::SNS::Topic');
    expect(others).toEqual([]);
    expect(topic?.properties).not.toHaveProperty('KmsMasterKeyId');
  });
});
