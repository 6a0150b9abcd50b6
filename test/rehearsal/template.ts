// The synthesized template as the rehearsal reads it: what it does not model, it refuses, so that nothing goes unnoticed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';

/** Every resource type and each of its properties: those that the rehearsal acts on, and those it only takes note of. */
const modelled: Readonly<Record<string, { readonly acts: readonly string[]; readonly notes: readonly string[] }>> = {
  'AWS::S3::Bucket': {
    acts: ['VersioningConfiguration', 'ObjectLockEnabled', 'NotificationConfiguration'],
    notes: [
      'BucketEncryption',
      'LifecycleConfiguration',
      'LoggingConfiguration',
      'OwnershipControls',
      'PublicAccessBlockConfiguration',
      'Tags',
    ],
  },
  'AWS::DynamoDB::Table': {
    acts: ['AttributeDefinitions', 'KeySchema', 'LocalSecondaryIndexes', 'BillingMode'],
    notes: ['DeletionProtectionEnabled', 'PointInTimeRecoverySpecification', 'SSESpecification', 'Tags'],
  },
  'AWS::KMS::Key': {
    acts: ['KeySpec', 'KeyUsage'],
    notes: ['Description', 'EnableKeyRotation', 'KeyPolicy', 'Tags'],
  },
  'AWS::SecretsManager::Secret': {
    acts: ['Name'],
    notes: ['Description', 'GenerateSecretString', 'KmsKeyId', 'Tags'],
  },
  'AWS::Lambda::Function': {
    acts: ['FunctionName', 'Handler', 'Runtime', 'Code', 'Environment', 'DurableConfig'],
    notes: [
      'Architectures',
      'Description',
      'EphemeralStorage',
      'LoggingConfig',
      'MemorySize',
      'Role',
      'Tags',
      'Timeout',
    ],
  },
  'AWS::Lambda::Alias': { acts: ['FunctionName', 'FunctionVersion', 'Name'], notes: [] },
  'AWS::Lambda::Version': { acts: ['FunctionName'], notes: [] },
  'AWS::Events::Rule': { acts: ['EventPattern', 'Targets', 'State'], notes: ['Description', 'Tags'] },
  'AWS::Scheduler::Schedule': {
    acts: ['Target', 'ScheduleExpression'],
    notes: ['Description', 'FlexibleTimeWindow', 'ScheduleExpressionTimezone'],
  },
  'AWS::SES::EmailIdentity': { acts: ['EmailIdentity'], notes: ['Tags'] },
  // Whether roles and policies allow what the functions do is asked by simulation: test/aws/permissions.test.ts.
  'AWS::IAM::Role': { acts: [], notes: ['AssumeRolePolicyDocument', 'Tags'] },
  'AWS::IAM::Policy': { acts: [], notes: ['PolicyDocument', 'PolicyName', 'Roles'] },
  'AWS::Lambda::Permission': { acts: [], notes: ['Action', 'FunctionName', 'Principal', 'SourceArn'] },
  'AWS::S3::BucketPolicy': { acts: [], notes: ['Bucket', 'PolicyDocument'] },
  'AWS::SQS::Queue': { acts: [], notes: ['MessageRetentionPeriod', 'SqsManagedSseEnabled', 'Tags'] },
  'AWS::SQS::QueuePolicy': { acts: [], notes: ['PolicyDocument', 'Queues'] },
  'AWS::SNS::Topic': { acts: [], notes: ['KmsMasterKeyId', 'Tags'] },
  'AWS::SNS::TopicPolicy': { acts: [], notes: ['PolicyDocument', 'Topics'] },
  'AWS::SNS::Subscription': { acts: [], notes: ['Endpoint', 'Protocol', 'TopicArn'] },
  'AWS::Logs::LogGroup': { acts: [], notes: ['RetentionInDays', 'Tags'] },
  'AWS::CloudWatch::Alarm': {
    acts: [],
    notes: [
      'AlarmActions',
      'AlarmDescription',
      'AlarmName',
      'ComparisonOperator',
      'Dimensions',
      'EvaluationPeriods',
      'MetricName',
      'Namespace',
      'Period',
      'Statistic',
      'Tags',
      'Threshold',
      'TreatMissingData',
    ],
  },
  'AWS::CloudWatch::Dashboard': { acts: [], notes: ['DashboardBody', 'DashboardName', 'Tags'] },
};

const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z._default(z.record(z.string(), z.unknown()), {}) }),
  ),
});

export interface Resource {
  readonly id: string;
  readonly type: string;
  /** With every reference resolved. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Answers what a resource is called once it exists: by `Ref`, or by an attribute. */
export type NameOf = (resource: { readonly id: string; readonly type: string }, attribute: string | null) => string;

/** @throws Error naming the first type, property or function of CloudFormation that is not modelled */
export function readTemplate(folder: string, name: string, nameOf: NameOf): readonly Resource[] {
  const read: unknown = JSON.parse(readFileSync(join(folder, `${name}.template.json`), 'utf8'));
  const { Resources: resources } = z.parse(templateSchema, read);
  const typeOf = (id: string): string => {
    const found = resources[id];
    if (found === undefined) throw new Error(`the template refers to ${id}, which is not in it`);
    return found.Type;
  };
  const resolve = resolver((id, attribute) => nameOf({ id, type: typeOf(id) }, attribute));
  return Object.entries(resources).map(([id, { Type: type, Properties }]) => {
    const known = modelled[type];
    if (known === undefined) throw new Error(`${id} is of the type ${type}, which the rehearsal does not model`);
    for (const property of Object.keys(Properties)) {
      if (known.acts.includes(property) || known.notes.includes(property)) continue;
      throw new Error(`${id} (${type}) has the property ${property}, which the rehearsal does not model`);
    }
    const acted = Object.entries(Properties).filter(([property]) => known.acts.includes(property));
    return { id, type, properties: Object.fromEntries(acted.map(([key, value]) => [key, resolve(value)])) };
  });
}

const pseudo: Readonly<Record<string, string>> = {
  'AWS::Region': 'eu-central-1',
  'AWS::AccountId': '123456789012',
  'AWS::Partition': 'aws',
};

function resolver(named: (id: string, attribute: string | null) => string): (value: unknown) => unknown {
  const functions: Readonly<Record<string, (given: unknown) => unknown>> = {
    Ref: (given) => pseudo[String(given)] ?? named(String(given), null),
    'Fn::GetAtt': (given) => {
      const [id, attribute] = z.parse(z.tuple([z.string(), z.string()]), given);
      return named(id, attribute);
    },
    'Fn::Join': (given) => {
      const [separator, parts] = z.parse(z.tuple([z.string(), z.array(z.unknown())]), given);
      return parts.map((part) => String(resolve(part))).join(separator);
    },
    'Fn::Sub': (given) =>
      String(given).replaceAll(/\$\{([^}]+)\}/g, (_all, name: string) => String(resolve({ Ref: name }))),
  };
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [only] = entries;
    const call = only === undefined || entries.length > 1 ? undefined : functions[only[0]];
    if (call !== undefined && only !== undefined) return call(only[1]);
    for (const [key] of entries) {
      if (key.startsWith('Fn::')) throw new Error(`the rehearsal does not model ${key}`);
    }
    return Object.fromEntries(entries.map(([key, item]) => [key, resolve(item)]));
  };
  return resolve;
}
