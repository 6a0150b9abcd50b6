// The same year through the API on the table of a deployment, with its sessions and its record of access.
import { test } from 'vitest';
import { aWorld } from '../../steps/review/world.ts';
import { aDynamoStore } from '../../support/aws/services/dynamo-store.ts';
import { aFolder } from '../../support/folders.ts';
import { apiYear } from './api-year.ts';

test('a year of reviews through the API on DynamoDB comes to the same', { timeout: 300_000 }, async () => {
  const store = await aDynamoStore();
  await apiYear(await aWorld(store, { home: await aFolder() }), store);
});
