import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { SimulatedStage } from '../support/aws/simulation.ts';
import type { Question } from '../support/aws/simulation.ts';
import { account } from '../support/aws/template.ts';

let stage: SimulatedStage;
beforeAll(async () => {
  stage = await SimulatedStage.synthesized();
}, 300_000);

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
  'tick',
  'ingest-export',
  'portal',
  'verify',
  'assistants',
];

const functionSchema = z.object({ FunctionName: z.string(), Role: z.string() });

function roleOf(name: string): string {
  const functions = stage.ofType('AWS::Lambda::Function').map(({ properties }) => z.parse(functionSchema, properties));
  const found = functions.find(({ FunctionName }) => FunctionName === `access-review-prod-${name}`);
  if (found === undefined) throw new Error(`no function ${name}`);
  return found.Role;
}

/** Whether the function may, by its role's own policies and those of the resource. */
async function may(name: string, question: Question): Promise<boolean> {
  return stage.roleMay(roleOf(name), question);
}

async function mayAdministrator(question: Question): Promise<boolean> {
  return stage.administratorMay(question);
}

async function whoMay(question: Question): Promise<readonly string[]> {
  const able = await Promise.all(functionNames.map(async (name) => ((await may(name, question)) ? [name] : [])));
  return able.flat();
}

const evidence = (key = ''): string => `${stage.arn('AWS::S3::Bucket', 'Evidence')}${key === '' ? '' : `/${key}`}`;
const exports = (key = ''): string => `${stage.arn('AWS::S3::Bucket', 'Exports')}${key === '' ? '' : `/${key}`}`;
const table = (): string => stage.arn('AWS::DynamoDB::Table', 'Table');
const secret = (id: string): string => stage.arn('AWS::SecretsManager::Secret', id);
const signingKey = (): string => stage.arn('AWS::KMS::Key', 'SigningKey');
const sevenYears = { 's3:object-lock-mode': 'COMPLIANCE', 's3:object-lock-remaining-retention-days': '2562' };

const bus = `arn:aws:events:eu-central-1:${account}:event-bus/default`;
/** Of a put that asks that nothing be there. */
const once = { 's3:if-none-match': '*' };

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
    expect(await whoMay({ action: 's3:PutObject', resource: evidence('reviews/2026-Q4/not-performed.pdf') })).toEqual([
      'publish',
    ]);
  });

  test('of how far a review went is added by those who add to reviews, beside nothing else of the review', async () => {
    const head = evidence(`reviews/2026-Q4/heads/12-${'0'.repeat(64)}`);
    expect(await whoMay({ action: 's3:PutObject', resource: head })).toEqual(['publish', 'tick']);
    expect(await whoMay({ action: 's3:PutObject', resource: head, context: once })).toEqual([
      'publish',
      'tick',
      'portal',
    ]);
    expect(await whoMay({ action: 's3:DeleteObject', resource: head })).toEqual([]);
    for (const key of ['reviews/2026-Q4/review.jsonl', 'reviews/2026-Q4/report.pdf', 'reviews/heads/12']) {
      expect(await whoMay({ action: 's3:PutObject', resource: evidence(key), context: once })).toEqual(['publish']);
    }
  });

  test.each([`reviews/2026-Q4/lines-${'0'.repeat(16)}.json`, 'reviews/2026-Q4/work-order-1/suspend-001.csv'])(
    'such as %s is laid down by the portal too, once, under the lock of a report',
    async (key) => {
      const resource = evidence(key);
      const put = { action: 's3:PutObject', resource };
      expect(await whoMay(put)).toEqual(['publish']);
      expect(await whoMay({ ...put, context: once })).toEqual(['publish', 'portal']);
      const locking = { action: 's3:PutObjectRetention', resource };
      expect(await whoMay({ ...locking, context: sevenYears })).toEqual(['publish', 'portal']);
      const shorter = { ...sevenYears, 's3:object-lock-remaining-retention-days': '2554' };
      expect(await whoMay({ ...locking, context: shorter })).toEqual([]);
    },
  );

  test('of what a review was signed on is read by all who read reviews', async () => {
    const resource = evidence('reviews/2026-Q4/review.jsonl');
    const readers = ['reconcile', 'publish', 'watch', 'tick', 'portal', 'verify', 'assistants'];
    expect(await whoMay({ action: 's3:GetObject', resource })).toEqual(readers);
    expect(await whoMay({ action: 's3:GetObject', resource: evidence('reviews/2026-Q4/report.pdf') })).toEqual([
      'publish',
      'tick',
      'portal',
      'verify',
      'assistants',
    ]);
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

/** @param partition of the record that is asked for */
function onRecords(action: string, partition: string): Question {
  return { action: `dynamodb:${action}`, resource: table(), context: { 'dynamodb:LeadingKeys': partition } };
}

describe('records', () => {
  test.each(['dynamodb:GetItem', 'dynamodb:Query'])('are read with %s by those who need history', async (action) => {
    const readers = ['reconcile', 'publish', 'watch', 'tick', 'portal', 'assistants'];
    expect(await whoMay({ action, resource: table() })).toEqual(readers);
  });

  test('of runs and findings are written by the publisher only, and events of reviews by the tick as well', async () => {
    expect(await whoMay(onRecords('PutItem', 'runs'))).toEqual(['publish']);
    expect(await whoMay(onRecords('PutItem', 'finding#f_0123456789abcdef'))).toEqual(['publish']);
    expect(await whoMay(onRecords('PutItem', 'reviews'))).toEqual(['publish', 'tick', 'portal']);
  });

  test('of sessions and of who read what are written by the portal, which changes nothing but a session', async () => {
    expect(await whoMay(onRecords('PutItem', `passing#${'0'.repeat(64)}`))).toEqual(['publish', 'portal']);
    expect(await whoMay(onRecords('PutItem', 'access'))).toEqual(['publish', 'portal', 'assistants']);
    expect(await may('portal', onRecords('PutItem', 'counters'))).toBe(false);
    expect(await may('portal', onRecords('UpdateItem', `passing#${'0'.repeat(64)}`))).toBe(true);
    for (const partition of ['reviews', 'access', 'runs', 'counters'])
      expect(await whoMay(onRecords('UpdateItem', partition))).toEqual(['publish']);
  });

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
    expect(await mayPull('work/20261005T080000Z-review/looked-up-okta.jsonl')).toBe(true);
    expect(await mayPull('work/20261005T080000Z-review/looked-up-entra.jsonl')).toBe(false);
    expect(await mayPull('runs/1/evidence/snapshot-okta.jsonl')).toBe(false);
  });

  test.each(['inbox/users.csv', 'leavers/leavers.csv'])('reads no upload such as %s', async (key) => {
    const question = { action: 's3:GetObjectVersion', resource: exports(key) };
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

describe('an upload', () => {
  test.each(['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutObject'])(
    'is changed or removed by no function with %s',
    async (action) => {
      expect(await whoMay({ action, resource: exports('inbox/users.csv') })).toEqual([]);
    },
  );

  test('is put by a browser with what the portal signs, and only where nothing is', async () => {
    for (const key of ['inbox/users.csv', 'leavers/leavers.csv']) {
      const question = { action: 's3:PutObject', resource: exports(key), context: once };
      expect(await whoMay(question)).toEqual(['portal']);
      expect(await may('portal', { action: 's3:GetObject', resource: exports(key) })).toBe(false);
    }
  });

  test('is announced by the portal alone, once, and what was announced is read by the function that judges it', async () => {
    const resource = exports(`announced/${'0'.repeat(64)}.json`);
    expect(await whoMay({ action: 's3:PutObject', resource })).toEqual([]);
    expect(await whoMay({ action: 's3:PutObject', resource, context: once })).toEqual(['portal']);
    expect(await whoMay({ action: 's3:GetObject', resource })).toEqual(['ingest-export', 'portal']);
    expect(await whoMay({ action: 's3:DeleteObject', resource })).toEqual([]);
  });

  test('that is too large for a request is staged by the portal alone, once, and taken from there by it alone', async () => {
    const resource = exports(`staged/${'0'.repeat(64)}`);
    expect(await whoMay({ action: 's3:PutObject', resource })).toEqual([]);
    expect(await whoMay({ action: 's3:PutObject', resource, context: once })).toEqual(['portal']);
    expect(await whoMay({ action: 's3:GetObject', resource })).toEqual(['portal']);
    expect(await whoMay({ action: 's3:DeleteObject', resource })).toEqual([]);
  });

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

describe('events about findings', () => {
  test('are put on the bus that is named by those who find something new, under the own source alone', async () => {
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
    expect(await whoMay({ action: 'sqs:SendMessage', resource })).toEqual(['start', 'ingest-export']);
  });
});

describe('what functions hand to one another', () => {
  const run = 'work/20261005T080000Z-review';
  test.each([
    [`${run}/snapshot-okta.jsonl`, ['pull-okta', 'reconcile', 'publish', 'watch']],
    [`${run}/looked-up-okta.jsonl`, ['pull-okta', 'reconcile', 'publish', 'watch']],
    [`${run}/unmatched.json`, functionNames.filter((name) => name.startsWith('pull-'))],
    [`${run}/inputs.json`, ['reconcile', 'publish']],
    [`${run}/run-20261005T080000Z-1a2b3c4d.json`, ['publish', 'deliver']],
    [`${run}/watch-20261005T080000Z-watch.json`, ['deliver', 'watch']],
    [`${run}/review-2026-10-05-0123456789ab.json`, ['deliver', 'tick']],
    [`${run}/told.json`, ['tick']],
    ['watch/20261005T080000Z-watch/findings.json', ['watch']],
    ['watched/watch-20261005T080000Z-1a2b3c4d/findings.json', ['publish', 'tick', 'portal']],
  ])('such as %s is read by %j', async (key, readers) => {
    expect(await whoMay({ action: 's3:GetObject', resource: evidence(key) })).toEqual(readers);
  });

  test.each([
    [`${run}/inputs.json`, ['reconcile']],
    [`${run}/unmatched.json`, ['reconcile']],
    [`${run}/run-20261005T080000Z-1a2b3c4d.json`, ['publish']],
    [`${run}/told.json`, ['tick']],
    ['watched/watch-20261005T080000Z-1a2b3c4d/findings.json', ['watch']],
  ])('such as %s is written by %j', async (key, writers) => {
    expect(await whoMay({ action: 's3:PutObject', resource: evidence(key) })).toEqual(writers);
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

describe('the trail', () => {
  test.each(['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion'])(
    'is touched by no function with %s',
    async (action) => {
      expect(
        await whoMay({ action, resource: `${stage.arn('AWS::S3::Bucket', 'TrailLog')}/AWSLogs/1.json.gz` }),
      ).toEqual([]);
    },
  );

  test.each(['cloudtrail:StopLogging', 'cloudtrail:DeleteTrail', 'cloudtrail:PutEventSelectors'])(
    'is stopped or narrowed by no function with %s',
    async (action) => {
      const resource = `arn:aws:cloudtrail:eu-central-1:${account}:trail/access-review-prod-data`;
      expect(await whoMay({ action, resource })).toEqual([]);
    },
  );
});
