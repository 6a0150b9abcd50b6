// The same year on the table of a deployment.
import { randomUUID } from 'node:crypto';
import { onTestFinished, test } from 'vitest';
import { dynamoStore } from '../../../../adapters/stores/dynamodb/store.ts';
import { createTable, dynamoClient, startDynamoStandIn } from '../../../support/aws/services/dynamodb-stand-in.ts';
import { aFolder } from '../../../support/folders.ts';
import { wholeYear } from './second-half.ts';
import { aWorld } from '../world.ts';

test('a year of reviews on DynamoDB comes to the same', { timeout: 300_000 }, async () => {
  const standIn = await startDynamoStandIn();
  onTestFinished(() => standIn.close());
  const client = dynamoClient(standIn.endpoint);
  onTestFinished(() => client.destroy());
  const table = `reviews-${randomUUID()}`;
  await createTable(client, table);
  const world = await aWorld(dynamoStore({ client, table, ids: { next: () => randomUUID() } }), {
    home: await aFolder(),
  });
  await wholeYear(world);
});
