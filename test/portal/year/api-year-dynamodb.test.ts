// The same year through the API on the table of a deployment, with its sessions and its record of access.
import { randomUUID } from 'node:crypto';
import { onTestFinished, test } from 'vitest';
import { dynamoStore } from '../../../adapters/stores/dynamodb/store.ts';
import { aWorld } from '../../steps/review/world.ts';
import { createTable, dynamoClient, startDynamoStandIn } from '../../support/aws/services/dynamodb-stand-in.ts';
import { aFolder } from '../../support/folders.ts';
import { apiYear } from './api-year.ts';

test('a year of reviews through the API on DynamoDB comes to the same', { timeout: 300_000 }, async () => {
  const standIn = await startDynamoStandIn();
  onTestFinished(() => standIn.close());
  const client = dynamoClient(standIn.endpoint);
  onTestFinished(() => client.destroy());
  const table = `reviews-${randomUUID()}`;
  await createTable(client, table);
  const store = dynamoStore({ client, table, ids: { next: () => randomUUID() } });
  await apiYear(await aWorld(store, { home: await aFolder() }), store);
});
