// What is deployed beside the rest where exports arrive by mail or are fetched: off in cdk.json, so it is synthesized here.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { templateAlone } from '../support/aws/deployment/assemblies.ts';
import { SimulatedStage } from '../support/aws/deployment/simulation.ts';
import type { Question } from '../support/aws/deployment/simulation.ts';
import { synthesize, templateOf, validationReport } from '../support/aws/deployment/synthesis.ts';
import type { SynthesizedTemplate } from '../support/aws/deployment/synthesis.ts';
import { sftpServer as server } from '../support/aws/services/sftp-server.ts';
import { account } from '../support/aws/deployment/template.ts';
import { madeOnce } from '../support/suite/made-once.ts';

const root = join(import.meta.dirname, '..', '..');
const cdkJson = z.object({ context: z.looseObject({ 'access-review': z.record(z.string(), z.unknown()) }) });

const intake = { senders: [{ address: 'jane@quillfeather.example', sends: ['export', 'leavers'] }] };

async function synthesized(output: string): Promise<void> {
  const { context } = z.parse(cdkJson, JSON.parse(await readFile(join(root, 'cdk.json'), 'utf8')));
  const own: unknown = JSON.parse(await readFile(join(root, 'cdk/sample.json'), 'utf8'));
  const config = `${output}-review.json`;
  await writeFile(config, JSON.stringify({ ...z.parse(z.looseObject({}), own), intake }));
  const mailIntake = { address: 'exports@intake.quillfeather.example' };
  const settings = { ...context['access-review'], config, mailIntake, fetch: [server], uploadDays: 500 };
  synthesize({ stage: 'prod', output, context: { 'aws:cdk:bundling-stacks': [], 'access-review': settings } });
}

let assembly = '';
let template: SynthesizedTemplate;
let stage: SimulatedStage;
beforeAll(async () => {
  assembly = await madeOnce('template-intake', synthesized);
  template = templateOf(assembly, 'AccessReview-prod');
  stage = SimulatedStage.of(assembly);
}, 300_000);

function properties(type: string): readonly Readonly<Record<string, unknown>>[] {
  return Object.values(template.Resources).flatMap((one) => (one.Type === type ? [one.Properties] : []));
}

const exports = (key = ''): string => `${stage.arn('AWS::S3::Bucket', 'Exports')}${key === '' ? '' : `/${key}`}`;
const evidence = (key = ''): string => `${stage.arn('AWS::S3::Bucket', 'Evidence')}${key === '' ? '' : `/${key}`}`;

async function roleMay(part: string, question: Question): Promise<boolean> {
  return stage.roleMay(stage.arn('AWS::IAM::Role', part), question);
}

function put(resource: string): Question {
  return { action: 's3:PutObject', resource, context: { 's3:if-none-match': '*' } };
}

function read(resource: string): Question {
  return { action: 's3:GetObject', resource };
}

function lock(days: string): Question {
  return {
    action: 's3:PutObjectRetention',
    resource: evidence('mail/1/message.eml'),
    context: { 's3:object-lock-mode': 'COMPLIANCE', 's3:object-lock-remaining-retention-days': days },
  };
}

/** Whether SES may become what puts messages into the bucket. */
async function lets(context: Record<string, string>): Promise<boolean> {
  const resource = stage.arn('AWS::IAM::Role', 'IntakeWriter');
  return stage.mayBecome('ses.amazonaws.com', { action: 'sts:AssumeRole', resource, context });
}

async function may(action: string, resource: string): Promise<boolean> {
  return roleMay('FetchvendorConnectorRole', { action, resource });
}

describe('the intake', () => {
  test('adds to the template what was reviewed, and changes nothing else but the bucket of exports, what judges uploads and what is watched', async () => {
    const without = templateOf(await templateAlone('prod'), 'AccessReview-prod').Resources;
    const added = Object.entries(template.Resources).filter(([id]) => without[id] === undefined);
    const changed = Object.entries(without).flatMap(([id, one]) =>
      JSON.stringify(one) === JSON.stringify(template.Resources[id]) ? [] : [one.Type],
    );
    expect(new Set(changed)).toEqual(
      new Set([
        'AWS::S3::Bucket',
        // Below the keys of what is fetched nobody else puts anything, and whoever judges it knows from where it came.
        'AWS::S3::BucketPolicy',
        'AWS::Lambda::Function',
        'AWS::CloudWatch::Dashboard',
        'AWS::SQS::QueuePolicy',
      ]),
    );
    // A difference is for a person to read: `npx vitest run test/cdk/intake.test.ts -u` takes it over.
    const text = `${JSON.stringify(Object.fromEntries(added), null, 1)}\n`;
    await expect(text).toMatchFileSnapshot('../../cdk/reviewed-intake.template.json');
    // It is deployed in any part of AWS.
    expect(text).not.toContain('arn:aws');
  });

  test('passes every rule of cdk-nag, or says why not', () => {
    expect(validationReport(assembly)).toMatchObject({ pluginReports: [] });
  });

  test('takes mail for the one address, over TLS only, scanned, stores it first, and then hands it over', () => {
    expect(properties('AWS::SES::ReceiptRule')).toMatchObject([
      {
        Rule: {
          Enabled: true,
          Recipients: ['exports@intake.quillfeather.example'],
          ScanEnabled: true,
          TlsPolicy: 'Require',
          Actions: [{ S3Action: { ObjectKeyPrefix: 'incoming/' } }, { LambdaAction: { InvocationType: 'Event' } }],
        },
      },
    ]);
  });

  test('is handed messages by its own rule of its own account alone', () => {
    const permissions = properties('AWS::Lambda::Permission').filter(
      ({ Principal }) => Principal === 'ses.amazonaws.com',
    );
    expect(permissions).toHaveLength(1);
    expect(JSON.stringify(permissions[0])).toContain(
      'receipt-rule-set/access-review-prod:receipt-rule/access-review-prod-intake',
    );
    expect(permissions[0]).toHaveProperty('SourceAccount');
  });

  test('keeps what could not be judged in the queue that an alarm looks at', () => {
    const kept = properties('AWS::Lambda::EventInvokeConfig').filter((one) =>
      JSON.stringify(one).includes('IngestMail'),
    );
    expect(kept).toMatchObject([{ DestinationConfig: { OnFailure: {} } }]);
    expect(properties('AWS::CloudWatch::Alarm').map(({ AlarmName }) => AlarmName)).toContain(
      'access-review-prod-MailNotJudged',
    );
  });

  test('lets messages go after a month, what was put aside after a year, and uploads after the days that are set', () => {
    const rules = properties('AWS::S3::Bucket').flatMap(({ LifecycleConfiguration }) => {
      const read = z.safeParse(z.object({ Rules: z.array(z.looseObject({})) }), LifecycleConfiguration);
      return read.success ? read.data.Rules : [];
    });
    const ofUploads = rules.filter(({ Prefix }) =>
      /^(?:incoming|quarantine|inbox|leavers|results|announced|confirmations|counts)\/$/.test(String(Prefix)),
    );
    const days = ofUploads.map(({ Prefix, ExpirationInDays, NoncurrentVersionExpiration }) => [
      Prefix,
      ExpirationInDays,
      z.parse(z.object({ NoncurrentDays: z.number() }), NoncurrentVersionExpiration).NoncurrentDays,
    ]);
    expect(days).toEqual([
      ['inbox/', 500, 200],
      ['leavers/', 500, 200],
      ['results/', 500, 200],
      ['announced/', 500, 200],
      ['confirmations/', 500, 200],
      ['counts/', 500, 200],
      ['incoming/', 30, 1],
      ['quarantine/', 400, 1],
    ]);
  });
});

describe('the function that judges messages', () => {
  test('writes where mail lands, into quarantine and what is kept under lock, and nowhere else', async () => {
    const written = [
      exports('inbox/mail/1/users.csv'),
      exports('leavers/mail/1/left.csv'),
      exports('quarantine/1/bytes'),
    ];
    for (const resource of [...written, evidence('mail/1/message.eml'), evidence('receipts/1/2.json')]) {
      expect(await roleMay('IngestMail', put(resource))).toBe(true);
    }
    const never = [
      exports('inbox/users.csv'),
      exports('results/1.json'),
      exports('incoming/1'),
      exports('inbox/sftp/1'),
    ];
    for (const resource of [...never, evidence('runs/1/report.pdf'), evidence('reviews/2026-Q4/heads/1')]) {
      expect(await roleMay('IngestMail', put(resource))).toBe(false);
    }
  });

  test('reads messages, and neither uploads nor evidence of runs', async () => {
    expect(await roleMay('IngestMail', read(exports('incoming/1')))).toBe(true);
    for (const resource of [exports('inbox/users.csv'), evidence('runs/1/report.pdf')]) {
      expect(await roleMay('IngestMail', read(resource))).toBe(false);
    }
  });

  test.each(['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:BypassGovernanceRetention'])(
    'may never %s',
    async (action) => {
      for (const resource of [exports('incoming/1'), exports('quarantine/1/bytes'), evidence('mail/1/message.eml')]) {
        expect(await roleMay('IngestMail', { action, resource })).toBe(false);
      }
    },
  );

  test('locks what it keeps for the years of evidence, and for no less', async () => {
    expect(await roleMay('IngestMail', lock('2562'))).toBe(true);
    expect(await roleMay('IngestMail', lock('2554'))).toBe(false);
  });

  test('sends mail from the one address', async () => {
    const identity = `arn:aws:ses:eu-central-1:${account}:identity/access-review@quillfeather.example`;
    const from = (sender: string): Question => ({
      action: 'ses:SendRawEmail',
      resource: identity,
      context: { 'ses:FromAddress': sender },
    });
    expect(await roleMay('IngestMail', from('access-review@quillfeather.example'))).toBe(true);
    expect(await roleMay('IngestMail', from('cfo@quillfeather.example'))).toBe(false);
  });
});

describe('SES', () => {
  test('puts messages where they arrive, and nothing among the uploads', async () => {
    expect(await roleMay('IntakeWriter', { action: 's3:PutObject', resource: exports('incoming/1') })).toBe(true);
    for (const key of ['inbox/users.csv', 'inbox/mail/1/users.csv', 'leavers/left.csv', 'quarantine/1/bytes']) {
      expect(await roleMay('IntakeWriter', { action: 's3:PutObject', resource: exports(key) })).toBe(false);
    }
    expect(await roleMay('IntakeWriter', { action: 's3:GetObject', resource: exports('incoming/1') })).toBe(false);
  });

  test('takes that role for its own rule of this account alone', async () => {
    const rule = `arn:aws:ses:eu-central-1:${account}:receipt-rule-set/access-review-prod:receipt-rule/access-review-prod-intake`;
    expect(await lets({ 'aws:SourceAccount': account, 'aws:SourceArn': rule })).toBe(true);
    expect(await lets({ 'aws:SourceAccount': '999999999999', 'aws:SourceArn': rule })).toBe(false);
    expect(await lets({ 'aws:SourceAccount': account, 'aws:SourceArn': `${rule}-other` })).toBe(false);
  });
});

describe('a server from which files are fetched', () => {
  test('is known by its key, and called by a schedule without anything that stands', () => {
    expect(properties('AWS::Transfer::Connector')).toMatchObject([
      { Url: server.url, SftpConfig: { TrustedHostKeys: server.hostKeys } },
    ]);
    expect(properties('AWS::Transfer::Server')).toEqual([]);
    const schedules = properties('AWS::Scheduler::Schedule').map((one) => JSON.stringify(one));
    expect(
      schedules.filter((one) => one.includes('transfer:startFileTransfer') && one.includes(server.schedule)),
    ).toHaveLength(1);
  });

  test('is answered by a role that puts its files in a place of their own, and reads its own secret', async () => {
    expect(await may('s3:PutObject', exports('inbox/sftp/vendor/users.csv'))).toBe(true);
    for (const key of ['inbox/users.csv', 'inbox/sftp/other/users.csv', 'inbox/mail/1/users.csv', 'results/1.json']) {
      expect(await may('s3:PutObject', exports(key))).toBe(false);
    }
    for (const action of ['s3:GetObject', 's3:DeleteObject']) {
      expect(await may(action, exports('inbox/sftp/vendor/users.csv'))).toBe(false);
    }
    expect(await may('secretsmanager:GetSecretValue', stage.arn('AWS::SecretsManager::Secret', 'Fetchvendor'))).toBe(
      true,
    );
    expect(await may('secretsmanager:GetSecretValue', stage.arn('AWS::SecretsManager::Secret', 'okta'))).toBe(false);
  });

  test('whose file did not come is told by the queue of lost events', () => {
    const rules = properties('AWS::Events::Rule').map((one) => JSON.stringify(one));
    expect(rules.filter((one) => one.includes('SFTP Connector File Retrieve Failed'))).toHaveLength(1);
  });
});
