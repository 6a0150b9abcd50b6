// A stage of the review on this machine: what the template asks for, made on stand-ins, and its functions ready to run.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import type { CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { standInCredentials } from '../support/aws/credentials.ts';
import { dynamoClient, startDynamoStandIn, untilActive } from '../support/aws/dynamodb-stand-in.ts';
import { json, startService } from '../support/aws/json-service.ts';
import type { ServiceStandIn } from '../support/aws/json-service.ts';
import { startKmsStandIn } from '../support/aws/kms-stand-in.ts';
import type { KmsStandIn } from '../support/aws/kms-stand-in.ts';
import { startMailbox } from '../support/aws/mailbox.ts';
import type { Mailbox } from '../support/aws/mailbox.ts';
import { s3Client, startS3StandIn } from '../support/aws/s3-stand-in.ts';
import type { S3StandIn } from '../support/aws/s3-stand-in.ts';
import { namer } from '../support/aws/template.ts';
import type { Resource } from '../support/aws/template.ts';
import { federatedStatement, oktaToken } from './company.ts';
import { deployed } from './functions.ts';
import type { DeployedFunction } from './functions.ts';
import { modelledResources } from './model.ts';

/** A start as the schedule's function asked Lambda for it. */
export interface Started {
  readonly functionArn: string;
  readonly name: string;
  readonly payload: unknown;
}

export interface Stage {
  readonly s3: S3StandIn;
  readonly client: S3Client;
  readonly table: { readonly client: DynamoDBClient; readonly name: string };
  readonly kms: KmsStandIn;
  readonly mailbox: Mailbox;
  /** By ARN, and by the id of the resource. */
  readonly functions: ReadonlyMap<string, DeployedFunction>;
  readonly resources: readonly Resource[];
  readonly started: readonly Started[];
  /** The bucket's name, by what its id in the template holds. */
  bucket(part: 'Exports' | 'Evidence'): string;
  named(handler: string): DeployedFunction;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly assembly: string;
  readonly stack: string;
  /** Trust for the directories, in PEM. */
  readonly caPem: string;
  readonly folder: string;
}

export async function raiseStage({ assembly, stack, caPem, folder }: StageOptions): Promise<Stage> {
  const [s3, dynamo, kms, mailbox] = await Promise.all([
    startS3StandIn(),
    startDynamoStandIn(),
    startKmsStandIn(),
    startMailbox(),
  ]);
  const started: Started[] = [];
  const lambda = await startLambda(started);
  const sts = await startSts();
  const names = namer();
  const resources = modelledResources(assembly, stack, names);
  const secrets = await startSecrets();
  const ca = join(folder, 'ca.pem');
  await writeFile(ca, caPem);
  const environment = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: standInCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: standInCredentials.secretAccessKey,
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
    AWS_ENDPOINT_URL_KMS: kms.endpoint,
    AWS_ENDPOINT_URL_SESV2: mailbox.endpoint,
    AWS_ENDPOINT_URL_STS: sts.endpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
    AWS_ENDPOINT_URL_LAMBDA: lambda.endpoint,
    NODE_EXTRA_CA_CERTS: ca,
  };
  const table = dynamoClient(dynamo.endpoint);
  const functions = new Map<string, DeployedFunction>();
  let tableName = '';
  for (const resource of resources) {
    const { type } = resource;
    if (type === 'AWS::S3::Bucket') s3.createBucket(names(resource, null), bucketOptions(resource));
    if (type === 'AWS::KMS::Key' && resource.properties['KeySpec'] === 'RSA_3072') kms.createKey(names(resource, null));
    if (type === 'AWS::DynamoDB::Table') {
      tableName = names(resource, null);
      await createTableOf(table, tableName, resource);
    }
    if (type === 'AWS::Lambda::Function')
      functions.set(names(resource, 'Arn'), deployed(resource, assembly, environment));
  }
  const client = s3Client(s3.endpoint);
  return {
    s3,
    client,
    table: { client: table, name: tableName },
    kms,
    mailbox,
    functions,
    resources,
    started,
    bucket: (part) => [...s3.buckets.keys()].find((name) => name.includes(part.toLowerCase())) ?? '',
    named: (handler) => {
      const found = [...functions.values()].find(({ name }) => name.endsWith(`-${handler}`));
      if (found === undefined) throw new Error(`the template has no function ${handler}`);
      return found;
    },
    close: async () => {
      client.destroy();
      table.destroy();
      await Promise.all([s3, dynamo, kms, mailbox, lambda, sts, secrets].map(async (one) => one.close()));
    },
  };
}

const bucketSchema = z.object({
  VersioningConfiguration: z.optional(z.object({ Status: z.literal('Enabled') })),
  ObjectLockEnabled: z.optional(z.boolean()),
});

function bucketOptions({ properties }: Resource): { readonly versioning: boolean; readonly objectLock: boolean } {
  const { VersioningConfiguration, ObjectLockEnabled } = z.parse(bucketSchema, properties);
  return { versioning: VersioningConfiguration !== undefined, objectLock: ObjectLockEnabled === true };
}

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const tableSchema = z.object({
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  KeySchema: keySchema,
  LocalSecondaryIndexes: z.array(
    z.object({
      IndexName: z.string(),
      KeySchema: keySchema,
      Projection: z.object({ ProjectionType: z.literal('ALL') }),
    }),
  ),
  BillingMode: z.literal('PAY_PER_REQUEST'),
});

async function createTableOf(client: DynamoDBClient, name: string, { properties }: Resource): Promise<void> {
  const input: CreateTableCommandInput = { TableName: name, ...z.parse(tableSchema, properties) };
  await client.send(new CreateTableCommand(input));
  await untilActive(client, name);
}

async function startSecrets(): Promise<ServiceStandIn> {
  return startService(({ target, body }) => {
    const { SecretId } = z.parse(z.object({ SecretId: z.string() }), JSON.parse(body.toString()));
    if (target !== 'secretsmanager.GetSecretValue' || !SecretId.includes('okta')) {
      return json({ __type: 'ResourceNotFoundException', message: SecretId }, 400);
    }
    return json({ ARN: SecretId, Name: SecretId, SecretString: JSON.stringify({ API_TOKEN: oktaToken }) });
  });
}

async function startSts(): Promise<ServiceStandIn> {
  return startService(({ body }) => {
    const ask = new URLSearchParams(body.toString());
    const isRight =
      ask.get('Action') === 'GetWebIdentityToken' && ask.get('Audience.member.1') === 'api://AzureADTokenExchange';
    const token = isRight ? federatedStatement : 'for.somebody.else';
    const result = `<GetWebIdentityTokenResult><WebIdentityToken>${token}</WebIdentityToken></GetWebIdentityTokenResult>`;
    return {
      status: 200,
      type: 'text/xml',
      body: `<GetWebIdentityTokenResponse>${result}</GetWebIdentityTokenResponse>`,
    };
  });
}

async function startLambda(started: Started[]): Promise<ServiceStandIn> {
  return startService(({ path, body, headers }) => {
    const [, functionArn = ''] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(path) ?? [];
    started.push({
      functionArn: decodeURIComponent(functionArn),
      name: headers['x-amz-durable-execution-name'] ?? '',
      payload: JSON.parse(body.toString()),
    });
    return { status: headers['x-amz-invocation-type'] === 'Event' ? 202 : 200, type: 'application/json', body: '' };
  });
}
