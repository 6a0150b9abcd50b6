import { beforeAll, describe, expect, test } from 'vitest';
import { SimulatedStage } from '../support/aws/deployment/simulation.ts';
import type { Question } from '../support/aws/deployment/simulation.ts';
import { account } from '../support/aws/deployment/template.ts';

let stage: SimulatedStage;
beforeAll(async () => {
  stage = await SimulatedStage.synthesized();
}, 300_000);

const evidence = (key = ''): string => `${stage.arn('AWS::S3::Bucket', 'Evidence')}${key === '' ? '' : `/${key}`}`;
const exports = (key = ''): string => `${stage.arn('AWS::S3::Bucket', 'Exports')}${key === '' ? '' : `/${key}`}`;
const trail = (): string => stage.arn('AWS::S3::Bucket', 'TrailLog');
const table = (): string => stage.arn('AWS::DynamoDB::Table', 'Table');
const role = (): string => stage.arn('AWS::IAM::Role', 'Auditors');

async function may(question: Question): Promise<boolean> {
  return stage.roleMay(role(), question);
}

/** Whether this provider makes auditors, by a statement that was made for this service. */
async function lets(provider: string, audience: string): Promise<boolean> {
  const question = { action: 'sts:AssumeRoleWithSAML', resource: role(), context: { 'SAML:aud': audience } };
  return stage.mayBecome(`arn:aws:iam::${account}:saml-provider/${provider}`, question);
}

describe('an auditor', () => {
  const run = 'runs/20261005T080000Z-1a2b3c4d';

  test.each(['runs/', `${run}/`, `${run}/evidence/`, 'reviews/2026-Q4/', 'certificates/'])(
    'lists %s',
    async (prefix) => {
      for (const action of ['s3:ListBucket', 's3:ListBucketVersions']) {
        expect(await may({ action, resource: evidence(), context: { 's3:prefix': prefix } })).toBe(true);
      }
    },
  );

  test.each(['', 'run', 'work/', 'watch/', 'history/'])('does not list %j', async (prefix) => {
    const question = { action: 's3:ListBucket', resource: evidence() };
    expect(await may({ ...question, context: { 's3:prefix': prefix } })).toBe(false);
    expect(await may(question)).toBe(false);
  });

  test.each([`${run}/report.pdf`, `${run}/evidence/export.csv`, 'reviews/2026-Q4/report.pdf', 'certificates/1.pem'])(
    'reads %s, its versions, and until when it is locked',
    async (key) => {
      for (const action of ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectRetention']) {
        expect(await may({ action, resource: evidence(key) })).toBe(true);
      }
    },
  );

  test.each(['work/1/inputs.json', 'watch/1/findings.json', 'history/1.json'])('does not read %s', async (key) => {
    expect(await may({ action: 's3:GetObject', resource: evidence(key) })).toBe(false);
  });

  test('sees how evidence is protected', async () => {
    for (const action of ['s3:GetBucketLocation', 's3:GetBucketVersioning', 's3:GetBucketObjectLockConfiguration']) {
      expect(await may({ action, resource: evidence() })).toBe(true);
    }
  });

  test('decrypts through S3 and in no other way', async () => {
    const question = { action: 'kms:Decrypt', resource: stage.arn('AWS::KMS::Key', 'DataKey') };
    const through = (service: string): Question => ({ ...question, context: { 'kms:ViaService': service } });
    expect(await may(through('s3.eu-central-1.amazonaws.com'))).toBe(true);
    expect(await may(through('s3.eu-central-1.amazonaws.com.cn'))).toBe(true);
    expect(await may(through('s3.eu-west-1.amazonaws.com'))).toBe(false);
    expect(await may(through('dynamodb.eu-central-1.amazonaws.com'))).toBe(false);
    expect(await may(question)).toBe(false);
  });

  test.each([
    's3:PutObject',
    's3:DeleteObject',
    's3:DeleteObjectVersion',
    's3:PutObjectRetention',
    's3:PutObjectLegalHold',
    's3:BypassGovernanceRetention',
    's3:RestoreObject',
    's3:PutObjectTagging',
  ])('touches no evidence with %s', async (action) => {
    expect(await may({ action, resource: evidence(`${run}/report.pdf`) })).toBe(false);
  });

  test('sees nothing else: no upload, no record, no credential, no trail, and not what other buckets there are', async () => {
    const others: readonly Question[] = [
      { action: 's3:GetObject', resource: exports('inbox/users.csv') },
      { action: 's3:ListBucket', resource: exports(), context: { 's3:prefix': 'runs/' } },
      { action: 's3:GetObject', resource: `${trail()}/AWSLogs/1.json.gz` },
      { action: 's3:ListAllMyBuckets', resource: '*' },
      { action: 'dynamodb:GetItem', resource: table() },
      { action: 'dynamodb:Query', resource: table() },
      { action: 'secretsmanager:GetSecretValue', resource: stage.arn('AWS::SecretsManager::Secret', 'okta') },
      { action: 'kms:Sign', resource: stage.arn('AWS::KMS::Key', 'SigningKey') },
      { action: 'lambda:InvokeFunction', resource: stage.arn('AWS::Lambda::Function', 'StartFunction') },
      { action: 'cloudtrail:StopLogging', resource: `arn:aws:cloudtrail:eu-central-1:${account}:trail/any` },
    ];
    for (const question of others) expect(await may(question), question.action).toBe(false);
  });

  test('is let in by the one provider, with a statement that was made for AWS', async () => {
    const endpoint = 'https://signin.aws.amazon.com/saml';
    expect(await lets('quillfeather', endpoint)).toBe(true);
    expect(await lets('quillfeather', 'https://eu-central-1.signin.aws.amazon.com/saml')).toBe(true);
    expect(await lets('quillfeather', 'https://elsewhere.example/saml')).toBe(false);
    expect(await lets('other', endpoint)).toBe(false);
  });
});
