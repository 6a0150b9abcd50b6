// Tables of a stand-in that runs for one file of tests, and clients to which the network does something.
import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { dynamoAlone } from '../../../adapters/stores/dynamodb/alone.ts';
import { dynamoStore } from '../../../adapters/stores/dynamodb/store.ts';
import type { Alone, Stores } from '../../../core/ports/stores.ts';
import { instantFromMs, msOf } from '../../../core/values/instant.ts';
import { createTable, dynamoClient, startDynamoStandIn } from '../../support/aws/services/dynamodb-stand-in.ts';
import type { ServiceStandIn } from '../../support/aws/services/json-service.ts';
import { at } from '../../support/time.ts';

export interface DynamoTables {
  readonly client: DynamoDBClient;
  readonly endpoint: string;
  fresh(): Promise<{ readonly store: Stores; readonly table: string }>;
  /** @param nowMs the clock of whoever claims */
  claim(table: string, nowMs: () => number, client?: DynamoDBClient): Alone;
  /** What the network does when it loses an answer: this client sends each request of these twice. */
  repeating(isLost: (command: string | undefined) => boolean): DynamoDBClient;
}

/** Called once for a file: it starts the stand-in before its tests, and ends it after them. */
export function dynamoTables(): DynamoTables {
  let standIn: ServiceStandIn;
  let client: DynamoDBClient;
  beforeAll(async () => {
    standIn = await startDynamoStandIn();
    client = dynamoClient(standIn.endpoint);
  });
  afterAll(async () => {
    client.destroy();
    await standIn.close();
  });
  return {
    get client() {
      return client;
    },
    get endpoint() {
      return standIn.endpoint;
    },
    async fresh() {
      const table = `review-${randomUUID()}`;
      await createTable(client, table);
      return { store: dynamoStore({ client, table, ids: { next: () => randomUUID() } }), table };
    },
    claim(table, nowMs, by = client) {
      const ids = { next: () => randomUUID() };
      const clock = { now: () => instantFromMs(nowMs()) };
      return dynamoAlone({ client: by, table, name: 'handing-over', endsAfterMs: 60_000, clock, ids });
    },
    repeating(isLost) {
      const twice = dynamoClient(standIn.endpoint);
      onTestFinished(() => twice.destroy());
      twice.middlewareStack.add(
        (next, { commandName }) =>
          async (args) => {
            if (isLost(commandName)) await next(args);
            return next(args);
          },
        { step: 'finalizeRequest', priority: 'low' },
      );
      return twice;
    },
  };
}

export function morning(): number {
  return msOf(at('2026-10-05T08:00:00Z'));
}
