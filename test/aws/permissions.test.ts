import { runSimulation } from '@cloud-copilot/iam-simulate';
import { beforeAll, describe, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { synthesize } from '../support/aws/synthesis.ts';
import { account, namer, readTemplate } from '../support/aws/template.ts';
import type { NameOf, Resource } from '../support/aws/template.ts';

let resources: readonly Resource[];
let names: NameOf;

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'access-review-synth-'));
  // The functions' bundles have no part in what the roles may do.
  synthesize({ stage: 'prod', output: folder, context: { 'aws:cdk:bundling-stacks': [] } });
  names = namer();
  resources = readTemplate(folder, 'AccessReview-prod', names);
  rmSync(folder, { recursive: true });
}, 120_000);

const functionNames = [
  'start',
  'run',
  'pull-entra',
  'pull-okta',
  'pull-contractors',
  'reconcile',
  'publish',
  'deliver',
  'watch',
  'ingest-export',
];

interface Question {
  readonly action: string;
  readonly resource: string;
  readonly context?: Record<string, string>;
}

const policySchema = z.object({ PolicyDocument: z.unknown(), Roles: z.array(z.string()) });
const functionSchema = z.object({ FunctionName: z.string(), Role: z.string() });
const bucketPolicySchema = z.object({ Bucket: z.string(), PolicyDocument: z.unknown() });

function ofType(type: string): readonly Resource[] {
  return resources.filter((resource) => resource.type === type);
}

/** The one resource of a type whose id holds this text. */
function arn(type: string, part: string): string {
  const found = ofType(type).filter(({ id }) => id.includes(part));
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} resources are ${part}`);
  return names(only, 'Arn');
}

function roleOf(name: string): string {
  const functions = ofType('AWS::Lambda::Function').map(({ properties }) => z.parse(functionSchema, properties));
  const found = functions.find(({ FunctionName }) => FunctionName === `access-review-prod-${name}`);
  if (found === undefined) throw new Error(`no function ${name}`);
  return found.Role;
}

/** The policy of the bucket or key itself. */
function resourcePolicyOf(resource: string): unknown {
  for (const { properties } of ofType('AWS::S3::BucketPolicy')) {
    const { Bucket, PolicyDocument } = z.parse(bucketPolicySchema, properties);
    const bucket = `arn:aws:s3:::${Bucket}`;
    if (resource === bucket || resource.startsWith(`${bucket}/`)) return PolicyDocument;
  }
  return ofType('AWS::KMS::Key').find((key) => names(key, 'Arn') === resource)?.properties['KeyPolicy'];
}

const allowAll = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** Whether the function may, by its role's own policies and those of the resource. */
async function may(name: string, question: Question): Promise<boolean> {
  const role = roleOf(name);
  const policies = ofType('AWS::IAM::Policy')
    .map(({ properties }) => z.parse(policySchema, properties))
    .filter(({ Roles }) => Roles.some((one) => role.endsWith(`/${one}`)));
  return isAllowed(
    role,
    policies.map(({ PolicyDocument }) => PolicyDocument),
    question,
  );
}

/** Whether somebody may to whom the account allows everything. */
async function mayAdministrator(question: Question): Promise<boolean> {
  return isAllowed(`arn:aws:iam::${account}:role/administrator`, [allowAll], question);
}

async function isAllowed(
  role: string,
  policies: readonly unknown[],
  { action, resource, context = {} }: Question,
): Promise<boolean> {
  const answer = await runSimulation(
    {
      request: {
        principal: role,
        action,
        resource: { resource, accountId: account },
        contextVariables: { 'aws:SecureTransport': 'true', 'aws:PrincipalArn': role, ...context },
      },
      identityPolicies: policies.map((policy, index) => ({ name: `policy-${index}`, policy })),
      serviceControlPolicies: [{ orgIdentifier: 'all', policies: [{ name: 'all', policy: allowAll }] }],
      resourceControlPolicies: [],
      resourcePolicy: resourcePolicyOf(resource),
    },
    {},
  );
  if (answer.resultType === 'error') throw new Error(`${action} on ${resource}: ${JSON.stringify(answer.errors)}`);
  return answer.overallResult === 'Allowed';
}

async function whoMay(question: Question): Promise<readonly string[]> {
  const able = await Promise.all(functionNames.map(async (name) => ((await may(name, question)) ? [name] : [])));
  return able.flat();
}

const evidence = (key = ''): string => `${arn('AWS::S3::Bucket', 'Evidence')}${key === '' ? '' : `/${key}`}`;
const exports = (key = ''): string => `${arn('AWS::S3::Bucket', 'Exports')}${key === '' ? '' : `/${key}`}`;
const table = (): string => arn('AWS::DynamoDB::Table', 'Table');
const secret = (id: string): string => arn('AWS::SecretsManager::Secret', id);
const signingKey = (): string => arn('AWS::KMS::Key', 'SigningKey');
const sevenYears = { 's3:object-lock-mode': 'COMPLIANCE', 's3:object-lock-remaining-retention-days': '2562' };

function invoking(name: string): Question {
  const resource = `arn:aws:lambda:eu-central-1:${account}:function:${name}`;
  return { action: 'lambda:InvokeFunction', resource };
}

async function mayPull(key: string): Promise<boolean> {
  return may('pull-okta', { action: 's3:PutObject', resource: evidence(key) });
}

describe('evidence', () => {
  test.each(['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:BypassGovernanceRetention', 's3:PutObjectLegalHold'])(
    'can be touched by no function with %s',
    async (action) => {
      expect(await whoMay({ action, resource: evidence('runs/1/report.pdf') })).toEqual([]);
    },
  );

  test.each(['s3:PutBucketObjectLockConfiguration', 's3:PutBucketVersioning', 's3:DeleteBucket', 's3:PutBucketPolicy'])(
    'loses its protection to no function with %s',
    async (action) => {
      expect(await whoMay({ action, resource: evidence() })).toEqual([]);
    },
  );

  test('is written and locked by the publisher only, and never for less than seven years', async () => {
    const resource = evidence('runs/1/report.pdf');
    expect(await whoMay({ action: 's3:PutObject', resource })).toEqual(['publish']);
    expect(await whoMay({ action: 's3:PutObjectRetention', resource, context: sevenYears })).toEqual(['publish']);
    const shorter = { ...sevenYears, 's3:object-lock-remaining-retention-days': '2554' };
    expect(await whoMay({ action: 's3:PutObjectRetention', resource, context: shorter })).toEqual([]);
    const softer = { ...sevenYears, 's3:object-lock-mode': 'GOVERNANCE' };
    expect(await whoMay({ action: 's3:PutObjectRetention', resource, context: softer })).toEqual([]);
  });

  test('is kept from administrators who would go around a lock', async () => {
    const resource = evidence('runs/1/report.pdf');
    expect(await mayAdministrator({ action: 's3:GetObject', resource })).toBe(true);
    expect(await mayAdministrator({ action: 's3:BypassGovernanceRetention', resource })).toBe(false);
    expect(await mayAdministrator({ action: 's3:DeleteBucket', resource: evidence() })).toBe(false);
  });

  test('is not reached without TLS', async () => {
    const question = { action: 's3:GetObject', resource: evidence('runs/1/report.pdf') };
    expect(await may('publish', question)).toBe(true);
    expect(await may('publish', { ...question, context: { 'aws:SecureTransport': 'false' } })).toBe(false);
  });
});

describe('the signing key', () => {
  test('signs for the publisher and for nobody else', async () => {
    expect(await whoMay({ action: 'kms:Sign', resource: signingKey() })).toEqual(['publish']);
  });

  test('is managed by administrators, who cannot sign', async () => {
    expect(await mayAdministrator({ action: 'kms:DisableKey', resource: signingKey() })).toBe(true);
    expect(await mayAdministrator({ action: 'kms:Sign', resource: signingKey() })).toBe(false);
  });

  test('is handed on by nobody', async () => {
    expect(await whoMay({ action: 'kms:CreateGrant', resource: signingKey() })).toEqual([]);
  });
});

describe('records', () => {
  test.each(['dynamodb:GetItem', 'dynamodb:Query'])('are read with %s by those who need history', async (action) => {
    expect(await whoMay({ action, resource: table() })).toEqual(['reconcile', 'publish', 'watch']);
  });

  test.each(['dynamodb:PutItem', 'dynamodb:UpdateItem'])(
    'are written with %s by the publisher only',
    async (action) => {
      expect(await whoMay({ action, resource: table() })).toEqual(['publish']);
    },
  );

  test.each(['dynamodb:DeleteItem', 'dynamodb:Scan', 'dynamodb:DeleteTable', 'dynamodb:UpdateTable'])(
    'are touched with %s by nobody',
    async (action) => {
      expect(await whoMay({ action, resource: table() })).toEqual([]);
    },
  );
});

describe('a function that reads a directory', () => {
  test('reads its own credentials and those of no other', async () => {
    const action = 'secretsmanager:GetSecretValue';
    expect(await whoMay({ action, resource: secret('okta') })).toEqual(['pull-okta']);
    expect(await whoMay({ action, resource: secret('contractors') })).toEqual(['pull-contractors']);
  });

  test('is vouched for by AWS to Entra only, and only when it reads Entra', async () => {
    const audience = 'sts:IdentityTokenAudience';
    const question = { action: 'sts:GetWebIdentityToken', resource: '*' };
    expect(await whoMay({ ...question, context: { [audience]: 'api://AzureADTokenExchange' } })).toEqual([
      'pull-entra',
    ]);
    expect(await whoMay({ ...question, context: { [audience]: 'https://elsewhere.example' } })).toEqual([]);
  });

  test('writes its own snapshot, and neither that of another nor evidence', async () => {
    expect(await mayPull('work/20261005T080000Z-review/snapshot-okta.jsonl')).toBe(true);
    expect(await mayPull('work/20261005T080000Z-review/snapshot-entra.jsonl')).toBe(false);
    expect(await mayPull('runs/1/evidence/snapshot-okta.jsonl')).toBe(false);
  });

  test('reads no export', async () => {
    const question = { action: 's3:GetObjectVersion', resource: exports('inbox/users.csv') };
    expect(await whoMay(question)).toEqual(['reconcile', 'publish', 'watch', 'ingest-export']);
  });
});

describe('the durable function', () => {
  test('keeps the progress of its own executions, and nobody else does', async () => {
    const execution = 'function:access-review-prod-run:1/durable-execution/20261005T080000Z-review/1';
    const resource = `arn:aws:lambda:eu-central-1:${account}:${execution}`;
    expect(await whoMay({ action: 'lambda:CheckpointDurableExecution', resource })).toEqual(['run']);
    expect(await whoMay({ action: 'lambda:GetDurableExecutionState', resource })).toEqual(['run']);
  });

  test('invokes the functions of a run, and is started by its alias only', async () => {
    for (const name of ['pull-okta', 'reconcile', 'publish', 'deliver', 'watch']) {
      expect(await whoMay(invoking(`access-review-prod-${name}`))).toEqual(['run']);
    }
    expect(await whoMay(invoking('access-review-prod-run:live'))).toEqual(['start']);
    expect(await whoMay(invoking('access-review-prod-run'))).toEqual([]);
  });
});

describe('an upload', () => {
  test.each(['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutObject'])(
    'is changed or removed by no function with %s',
    async (action) => {
      expect(await whoMay({ action, resource: exports('inbox/users.csv') })).toEqual([]);
    },
  );

  test('has its result written by the function that judges it', async () => {
    const question = { action: 's3:PutObject', resource: exports('results/20261005T080000Z-0123456789abcdef.json') };
    expect(await whoMay(question)).toEqual(['ingest-export']);
  });
});

describe('mail', () => {
  test('is sent from the one address, by the two functions that send', async () => {
    const identity = `arn:aws:ses:eu-central-1:${account}:identity/access-review@quillfeather.example`;
    const from = (sender: string): Question => ({
      action: 'ses:SendRawEmail',
      resource: identity,
      context: { 'ses:FromAddress': sender },
    });
    expect(await whoMay(from('access-review@quillfeather.example'))).toEqual(['deliver', 'ingest-export']);
    expect(await whoMay(from('cfo@quillfeather.example'))).toEqual([]);
  });
});
