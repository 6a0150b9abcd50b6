// A stage of the review on this machine: what the template asks for, made on stand-ins, and its functions ready to run.
import type { KeyObject } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import type { CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { standInCredentials } from '../../../support/aws/services/credentials.ts';
import { dynamoClient, startDynamoStandIn, untilActive } from '../../../support/aws/services/dynamodb-stand-in.ts';
import type { DurableStandIn } from '../../../support/aws/deployment/durable-stand-in.ts';
import { fronts } from '../../../support/aws/deployment/front.ts';
import type { Cutter } from '../../../support/aws/deployment/front.ts';
import { startEventBus } from '../../../support/aws/services/event-bus-stand-in.ts';
import type { EventBusStandIn } from '../../../support/aws/services/event-bus-stand-in.ts';
import { startKmsStandIn } from '../../../support/aws/services/kms-stand-in.ts';
import type { KmsStandIn } from '../../../support/aws/services/kms-stand-in.ts';
import { startMailbox } from '../../../support/aws/services/mailbox.ts';
import type { Mailbox } from '../../../support/aws/services/mailbox.ts';
import { s3Client, startS3StandIn } from '../../../support/aws/s3/s3-stand-in.ts';
import type { S3StandIn } from '../../../support/aws/s3/s3-stand-in.ts';
import { namer } from '../../../support/aws/deployment/template.ts';
import type { Resource } from '../../../support/aws/deployment/template.ts';
import { deployed, ExecutionEnvironments } from './functions.ts';
import type { DeployedFunction } from './functions.ts';
import { modelledResources } from './model.ts';
import { oktaToken } from '../company.ts';
import { startLambda, startSecrets, startSts } from './services.ts';
import type { Secrets, Started } from './services.ts';

export interface Stage {
  readonly s3: S3StandIn;
  readonly client: S3Client;
  readonly table: { readonly client: DynamoDBClient; readonly name: string };
  readonly kms: KmsStandIn;
  readonly mailbox: Mailbox;
  readonly bus: EventBusStandIn;
  /** By ARN, and by the id of the resource. */
  readonly functions: ReadonlyMap<string, DeployedFunction>;
  readonly resources: readonly Resource[];
  readonly started: readonly Started[];
  readonly durable: DurableStandIn;
  /** What the functions write: objects, records and mails. */
  readonly writes: Cutter;
  /** The bucket's name, by what its id in the template holds. */
  bucket(part: 'Exports' | 'Evidence' | 'Pages'): string;
  named(handler: string): DeployedFunction;
  /** @throws InvocationFailed */
  readonly invoke: ExecutionEnvironments['invoke'];
  close(): Promise<void>;
}

export interface StageOptions {
  readonly assembly: string;
  readonly stack: string;
  /** Trust for the directories, in PEM. */
  readonly caPem: string;
  readonly folder: string;
  /** By directory; by default the small company's. */
  readonly secrets?: Secrets;
  /** With which Okta is spoken to, when the template asks for such a key. */
  readonly assertionKey?: KeyObject;
  /** The clock of S3, which stamps uploads. */
  readonly now?: () => Date;
}

function isWrite({ method }: IncomingMessage): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

/** Every request to DynamoDB is a post. */
function isRecord({ headers }: IncomingMessage): boolean {
  return !/(GetItem|Query)$/.test(String(headers['x-amz-target']));
}

export async function raiseStage(options: StageOptions): Promise<Stage> {
  const { assembly, stack, caPem, folder, secrets: held = { okta: { API_TOKEN: oktaToken } } } = options;
  const [s3, dynamo, kms, mailbox, bus] = await Promise.all([
    startS3StandIn(options.now),
    startDynamoStandIn(),
    startKmsStandIn(),
    startMailbox(),
    startEventBus(),
  ]);
  const functions = new Map<string, DeployedFunction>();
  const environments = new ExecutionEnvironments();
  const call = async (functionArn: string, payload: unknown): Promise<object> => {
    const called = functions.get(functionArn);
    if (called === undefined) throw new Error(`${functionArn} is no function of the template`);
    return z.parse(z.looseObject({}), await environments.invoke(called, payload));
  };
  const [lambda, sts, secrets] = await Promise.all([startLambda(call), startSts(), startSecrets(held)]);
  const writes = fronts();
  const [s3Front, dynamoFront, mailFront] = await Promise.all([
    writes.before(s3.endpoint, isWrite),
    writes.before(dynamo.endpoint, isRecord),
    writes.before(mailbox.endpoint, isWrite),
  ]);
  const names = namer();
  const resources = modelledResources(assembly, stack, names);
  const ca = join(folder, 'ca.pem');
  await writeFile(ca, caPem);
  const environment = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: standInCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: standInCredentials.secretAccessKey,
    AWS_ENDPOINT_URL_S3: s3Front.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: dynamoFront.endpoint,
    AWS_ENDPOINT_URL_KMS: kms.endpoint,
    AWS_ENDPOINT_URL_SESV2: mailFront.endpoint,
    AWS_ENDPOINT_URL_STS: sts.endpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
    AWS_ENDPOINT_URL_LAMBDA: lambda.endpoint,
    AWS_ENDPOINT_URL_EVENTBRIDGE: bus.endpoint,
    NODE_EXTRA_CA_CERTS: ca,
    // Not of Lambda, and of no consequence but time: every call is a process that would compile its bundle again.
    NODE_COMPILE_CACHE: join(folder, 'compiled'),
  };
  const table = dynamoClient(dynamo.endpoint);
  let tableName = '';
  for (const resource of resources) {
    const { type } = resource;
    if (type === 'AWS::S3::Bucket') s3.createBucket(names(resource, null), bucketOptions(resource));
    if (type === 'AWS::KMS::Key' && resource.properties['KeySpec'] === 'RSA_3072') kms.createKey(names(resource, null));
    if (type === 'AWS::KMS::Key' && resource.properties['KeySpec'] === 'RSA_2048') {
      if (options.assertionKey === undefined) throw new Error(`${resource.id} is a key that nobody knows`);
      kms.importKey(names(resource, null), options.assertionKey);
    }
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
    bus,
    functions,
    resources,
    started: lambda.started,
    durable: lambda.durable,
    writes,
    bucket: (part) => [...s3.buckets.keys()].find((name) => name.includes(part.toLowerCase())) ?? '',
    named: (handler) => {
      const found = [...functions.values()].find(({ name }) => name.endsWith(`-${handler}`));
      if (found === undefined) throw new Error(`the template has no function ${handler}`);
      return found;
    },
    invoke: async (...call) => environments.invoke(...call),
    close: async () => {
      await environments.close();
      client.destroy();
      table.destroy();
      const services = [s3Front, dynamoFront, mailFront, s3, dynamo, kms, mailbox, bus, lambda, sts, secrets];
      await Promise.all(services.map(async (one) => one.close()));
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
