// What each event of the story asks of DynamoDB and S3 is asked of the role of its function too.
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { Question } from '../../support/aws/deployment/simulation.ts';
import { evidence, exports, functionNames, may, once, onRecords, table } from '../../cdk/permissions/who-may.ts';
import type { Call } from './cutting.ts';
import { raiseStage } from './stage.ts';
import type { Stage } from './stage.ts';
import { story } from './story.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await raiseStage();
});
afterAll(async () => stage.close());

const onObject = z.object({ Bucket: z.string(), Key: z.optional(z.string()), VersionId: z.optional(z.string()) });
const item = z.object({ pk: z.string() });
const onRecord = z.object({
  Key: z.optional(item),
  Item: z.optional(item),
  IndexName: z.optional(z.string()),
  KeyConditionExpression: z.optional(z.string()),
  ExpressionAttributeValues: z.optional(z.record(z.string(), z.unknown())),
});

/** As IAM is asked of a call. */
function questionOf({ command, input }: Call): Question {
  const { data } = z.safeParse(onObject, input);
  if (data === undefined) return ofRecords(command, z.parse(onRecord, input));
  const resource = (data.Bucket === 'evidence' ? evidence : exports)(data.Key);
  if (command === 'ListObjectsV2') return { action: 's3:ListBucket', resource };
  if (command === 'PutObject') return { action: 's3:PutObject', resource, context: once };
  return { action: data.VersionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion', resource };
}

function ofRecords(command: string, asked: z.infer<typeof onRecord>): Question {
  const [, name = ''] = /^pk = (:\w+)/.exec(asked.KeyConditionExpression ?? '') ?? [];
  const { pk } = asked.Item ?? asked.Key ?? z.parse(item, { pk: asked.ExpressionAttributeValues?.[name] });
  const question = onRecords(command, pk);
  return asked.IndexName === undefined ? question : { ...question, resource: `${table()}/index/${asked.IndexName}` };
}

test('every call that an event makes is one that the role of its function may make', async () => {
  const refused: string[] = [];
  for (const { by, when, before, deliver } of story) {
    stage.at(when);
    await before?.(stage);
    stage.calls.cut();
    // Delivered again it finds what it wrote.
    for (let time = 0; time < 2; time += 1) await deliver(stage);
    if (!functionNames.includes(by)) continue;
    const questions = new Map(stage.calls.calls.map((call) => [JSON.stringify(questionOf(call)), questionOf(call)]));
    for (const [text, question] of questions) if (!(await may(by, question))) refused.push(`${by}: ${text}`);
  }
  expect(refused).toEqual([]);
});
