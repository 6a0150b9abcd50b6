// What each function may that the others may not: read a directory, call another, send, answer and prove.
import { describe, expect, test } from 'vitest';
import type { Question } from '../../support/aws/deployment/simulation.ts';
import { account } from '../../support/aws/deployment/template.ts';
import {
  evidence,
  exports,
  functionNames,
  invoking,
  may,
  onRecords,
  once,
  secret,
  stage,
  table,
  whoMay,
} from './who-may.ts';

const bus = `arn:aws:events:eu-central-1:${account}:event-bus/default`;

async function mayPull(key: string): Promise<boolean> {
  return may('pull-okta', { action: 's3:PutObject', resource: evidence(key), context: once });
}

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
    expect(await whoMay(question)).toEqual([]);
  });

  test('writes its own snapshot, and neither that of another nor evidence', async () => {
    expect(await mayPull('work/20261005T080000Z-review/snapshot-okta.jsonl')).toBe(true);
    expect(await mayPull('work/20261005T080000Z-review/snapshot-entra.jsonl')).toBe(false);
    expect(await mayPull('work/20261005T080000Z-review/looked-up-okta.jsonl')).toBe(true);
    expect(await mayPull('work/20261005T080000Z-review/looked-up-entra.jsonl')).toBe(false);
    expect(await mayPull('runs/1/evidence/snapshot-okta.jsonl')).toBe(false);
  });

  test.each([
    ['inbox/users.csv', ['reconcile', 'publish', 'ingest-export']],
    // A watch run compares the export that a run has kept.
    ['leavers/leavers.csv', ['reconcile', 'publish', 'watch', 'ingest-export']],
  ])('reads no upload such as %s, which %j read', async (key, readers) => {
    const question = { action: 's3:GetObjectVersion', resource: exports(key) };
    expect(await whoMay(question)).toEqual(readers);
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
    for (const name of ['pull-okta', 'reconcile', 'publish', 'deliver', 'watch', 'tick']) {
      expect(await whoMay(invoking(`access-review-prod-${name}`))).toEqual(['run']);
    }
    expect(await whoMay(invoking('access-review-prod-run:live'))).toEqual(['start']);
    expect(await whoMay(invoking('access-review-prod-run'))).toEqual([]);
  });

  test('is asked for by the portal with an object, for it may invoke nothing but what proves a report', async () => {
    for (const name of functionNames)
      expect([name, await may('portal', invoking(`access-review-prod-${name}`))]).toEqual([name, name === 'verify']);
    const ask = { action: 's3:PutObject', resource: exports('asks/20261005T080000Z-review'), context: once };
    expect(await whoMay(ask)).toEqual(['portal']);
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

describe('events about findings', () => {
  test('are put on the named bus by the functions that find something new, under the source of this product alone', async () => {
    const action = 'events:PutEvents';
    const own = { 'events:source': ['access-review', 'access-review'] };
    expect(await whoMay({ action, resource: bus, context: own })).toEqual(['publish', 'watch']);
    expect(await whoMay({ action, resource: bus, context: { 'events:source': ['access-review', 'aws.s3'] } })).toEqual(
      [],
    );
    expect(await whoMay({ action, resource: bus.replace('default', 'other'), context: own })).toEqual([]);
  });
});

describe('what is lost', () => {
  test('is kept by what is started from outside, when it failed each time', async () => {
    const resource = stage.arn('AWS::SQS::Queue', 'LostEvents');
    expect(await whoMay({ action: 'sqs:SendMessage', resource })).toEqual(['start', 'run', 'ingest-export']);
  });
});

describe('the portal', () => {
  test('reads the secret of its own sign-in, and that of no directory', async () => {
    const action = 'secretsmanager:GetSecretValue';
    expect(await whoMay({ action, resource: secret('SignIn') })).toEqual(['portal']);
  });

  test('has pages that its own network reads, and no other', async () => {
    const resource = `${stage.arn('AWS::S3::Bucket', 'Pages')}/index.html`;
    const by = async (distribution: string): Promise<boolean> => {
      const source = `arn:aws:cloudfront::${account}:distribution/${distribution}`;
      return stage.serviceMay('cloudfront.amazonaws.com', {
        action: 's3:GetObject',
        resource,
        context: { 'aws:SourceArn': source },
      });
    };
    const own = stage.only('AWS::CloudFront::Distribution', 'Network').id.toLowerCase();
    expect(await by(own)).toBe(true);
    expect(await by('another')).toBe(false);
    expect(await whoMay({ action: 's3:GetObject', resource })).toEqual([]);
    expect(await whoMay({ action: 's3:PutObject', resource, context: once })).toEqual([]);
  });

  test('is called by its own network alone, by both of the permissions that a function URL asks for', () => {
    const permissions = stage
      .ofType('AWS::Lambda::Permission')
      .filter(({ properties }) => properties['Principal'] === 'cloudfront.amazonaws.com');
    const own = `arn:aws:cloudfront::${account}:distribution/${stage.only('AWS::CloudFront::Distribution', 'Network').id.toLowerCase()}`;
    expect(
      permissions.map(({ properties }) => [properties['Action'], properties['Principal'], properties['SourceArn']]),
    ).toEqual([
      ['lambda:InvokeFunctionUrl', 'cloudfront.amazonaws.com', own],
      ['lambda:InvokeFunction', 'cloudfront.amazonaws.com', own],
    ]);
    expect(stage.only('AWS::Lambda::Url', 'Api').properties['AuthType']).toBe('AWS_IAM');
  });
});

describe('what answers assistants', () => {
  test('is asked by anybody, looks at a token of each, and writes nothing but who asked', async () => {
    expect(stage.only('AWS::Lambda::Url', 'Assistants').properties['AuthType']).toBe('NONE');
    for (const key of ['runs/1/report.pdf', 'reviews/2026-Q4/heads/1-0', 'reviews/2026-Q4/attached/1'])
      expect(await may('assistants', { action: 's3:PutObject', resource: evidence(key), context: once })).toBe(false);
    for (const partition of ['reviews', 'runs', 'counters', `passing#${'0'.repeat(64)}`])
      expect(await may('assistants', onRecords('PutItem', partition))).toBe(false);
    expect(await may('assistants', { action: 's3:GetObject', resource: exports('inbox/users.csv') })).toBe(false);
  });
});

describe('what proves a report', () => {
  test('reads evidence, and neither records nor uploads', async () => {
    expect(await may('verify', { action: 's3:GetObject', resource: evidence('runs/1/report.pdf') })).toBe(true);
    expect(await may('verify', { action: 's3:PutObject', resource: evidence('runs/1/x'), context: once })).toBe(false);
    expect(await may('verify', { action: 'dynamodb:Query', resource: table() })).toBe(false);
    expect(await may('verify', { action: 's3:GetObject', resource: exports('inbox/users.csv') })).toBe(false);
  });
});
