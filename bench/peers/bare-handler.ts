// What every function of the review needs at least: the clients of S3 and DynamoDB, and nothing that uses them.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';

const clients = [new S3Client(), new DynamoDBClient()];

export const handler = async (): Promise<number> => clients.length;
