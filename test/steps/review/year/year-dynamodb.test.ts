// The same year on the table of a deployment.
import { test } from 'vitest';
import { aDynamoStore } from '../../../support/aws/services/dynamo-store.ts';
import { aFolder } from '../../../support/folders.ts';
import { wholeYear } from './second-half.ts';
import { aWorld } from '../world.ts';

test('a year of reviews on DynamoDB comes to the same', { timeout: 300_000 }, async () => {
  const world = await aWorld(await aDynamoStore(), { home: await aFolder() });
  await wholeYear(world);
});
