// A table of its own for one test, as a deployment keeps it.
import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { dynamoStore } from '../../../../adapters/stores/dynamodb/store.ts';
import type { Stores } from '../../../../core/ports/stores.ts';
import { createTable, dynamoClient, startDynamoStandIn } from './dynamodb-stand-in.ts';

export async function aDynamoStore(): Promise<Stores> {
  const standIn = await startDynamoStandIn();
  onTestFinished(() => standIn.close());
  const client = dynamoClient(standIn.endpoint);
  onTestFinished(() => client.destroy());
  const table = `reviews-${randomUUID()}`;
  await createTable(client, table);
  return dynamoStore({ client, table, ids: { next: () => randomUUID() } });
}
