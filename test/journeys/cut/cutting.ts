// Calls to DynamoDB and S3 that fail on demand: before anything is done, or when it is done and nobody is told.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import type { Cut } from '../../support/aws/deployment/front.ts';

/** @example { command: 'PutObject', about: 'work/tick/told.json', input } */
export interface Call {
  readonly command: string;
  /** Key of the object or the record; empty where it is about several. */
  readonly about: string;
  /** As the client was asked. */
  readonly input: unknown;
}

export interface Cutting {
  /** Since the last `cut`, in their order. */
  readonly calls: readonly Call[];
  /** Lets this call fail, 1 for the next, and none after it; without one, none at all. */
  cut(call?: { readonly number: number; readonly where: Cut }): void;
}

const itemKey = z.object({ pk: z.string(), sk: z.string() });
const inputSchema = z.object({
  Key: z.optional(z.union([z.string(), itemKey])),
  Item: z.optional(itemKey),
});

function callOf(command: string | undefined, input: unknown): Call {
  const { data: { Key, Item = Key } = {} } = z.safeParse(inputSchema, input);
  const about = typeof Item === 'object' ? `${Item.pk} ${Item.sk}` : (Item ?? '');
  return { command: command?.replace(/Command$/, '') ?? '', about, input };
}

/** What a client throws has failed as often as the client asks again. */
export function cutting({ s3, dynamo }: { readonly s3: S3Client; readonly dynamo: DynamoDBClient }): Cutting {
  const calls: Call[] = [];
  let expected: Parameters<Cutting['cut']>[0];
  const through = async <Answer>(call: Call, ask: () => Promise<Answer>): Promise<Answer> => {
    const isCut = calls.push(call) === expected?.number;
    if (isCut && expected?.where === 'lost on its way') throw new Error('no network');
    const answer = await ask();
    if (isCut) throw new Error('timed out');
    return answer;
  };
  const step = 'initialize';
  s3.middlewareStack.add(
    (next, { commandName }) =>
      async (args) =>
        through(callOf(commandName, args.input), async () => next(args)),
    { step },
  );
  dynamo.middlewareStack.add(
    (next, { commandName }) =>
      async (args) =>
        through(callOf(commandName, args.input), async () => next(args)),
    { step },
  );
  return {
    calls,
    cut: (call) => {
      calls.length = 0;
      expected = call;
    },
  };
}
