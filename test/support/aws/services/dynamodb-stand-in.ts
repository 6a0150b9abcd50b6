// A DynamoDB on this machine, and tables in it as the deployment lays them out.
import { setTimeout as pause } from 'node:timers/promises';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { tableLayout } from '../../../../core/names/table-keys.ts';
import { startChild } from './child-service.ts';
import { standInCredentials } from './credentials.ts';
import type { ServiceStandIn } from './json-service.ts';

export async function startDynamoStandIn(): Promise<ServiceStandIn> {
  return startChild('dynalite-process.ts');
}

export function dynamoClient(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials: standInCredentials });
}

export async function createTable(client: DynamoDBClient, name: string): Promise<void> {
  const { partitionKey, sortKey, orderIndex } = tableLayout;
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [partitionKey, sortKey, orderIndex.sortKey].map((key) => ({
        AttributeName: key,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: partitionKey, KeyType: 'HASH' },
        { AttributeName: sortKey, KeyType: 'RANGE' },
      ],
      LocalSecondaryIndexes: [
        {
          IndexName: orderIndex.name,
          KeySchema: [
            { AttributeName: partitionKey, KeyType: 'HASH' },
            { AttributeName: orderIndex.sortKey, KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
  await untilActive(client, name);
}

export async function untilActive(client: DynamoDBClient, name: string): Promise<void> {
  for (;;) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    if (Table?.TableStatus === 'ACTIVE') return;
    await pause(5);
  }
}
