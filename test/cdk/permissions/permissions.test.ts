// What lies in the buckets, the table and the key: who may read it, write it, lock it and sign with it.
import { describe, expect, test } from 'vitest';
import type { Question } from '../../support/aws/deployment/simulation.ts';
import { account } from '../../support/aws/deployment/template.ts';
import { evidence, exports, functionNames, may, onRecords, once, sevenYears, stage, table, whoMay } from './who-may.ts';

const signingKey = (): string => stage.arn('AWS::KMS::Key', 'SigningKey');

async function mayAdministrator(question: Question): Promise<boolean> {
  return stage.administratorMay(question);
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
    expect(await whoMay({ action: 's3:PutObject', resource, context: once })).toEqual(['publish']);
    expect(await whoMay({ action: 's3:PutObjectRetention', resource, context: sevenYears })).toEqual(['publish']);
    const shorter = { ...sevenYears, 's3:object-lock-remaining-retention-days': '2554' };
    expect(await whoMay({ action: 's3:PutObjectRetention', resource, context: shorter })).toEqual([]);
    const softer = { ...sevenYears, 's3:object-lock-mode': 'GOVERNANCE' };
    expect(await whoMay({ action: 's3:PutObjectRetention', resource, context: softer })).toEqual([]);
    const notPerformed = evidence('reviews/2026-Q4/not-performed.pdf');
    expect(await whoMay({ action: 's3:PutObject', resource: notPerformed, context: once })).toEqual(['publish']);
  });

  test.each([
    'runs/1/report.pdf',
    'history/1.json',
    'reviews/2026-Q4/review.jsonl',
    `reviews/2026-Q4/heads/12-${'0'.repeat(64)}`,
    'work/20261005T080000Z-review/inputs.json',
    'work/20261005T080000Z-review/snapshot-okta.jsonl',
    'watch/20261005T080000Z-watch/findings.json',
  ])('such as %s is replaced by no function', async (key) => {
    expect(await whoMay({ action: 's3:PutObject', resource: evidence(key) })).toEqual([]);
  });

  test('of how far a review went is added by whatever adds to reviews, of which the publisher alone writes more', async () => {
    const head = evidence(`reviews/2026-Q4/heads/12-${'0'.repeat(64)}`);
    const locking = { action: 's3:PutObjectRetention', resource: head };
    expect(await whoMay({ ...locking, context: sevenYears })).toEqual(['publish', 'tick', 'portal']);
    const shorter = { ...sevenYears, 's3:object-lock-remaining-retention-days': '2554' };
    expect(await whoMay({ ...locking, context: shorter })).toEqual([]);
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
      expect(await whoMay(put)).toEqual([]);
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

  test('of what was found and compared is read by the next run too, and nothing else of an earlier one', async () => {
    const readers = ['publish', 'tick', 'portal', 'verify', 'assistants'];
    expect(await readersOf('evidence/snapshot-okta.jsonl')).toEqual(readers.toSorted());
    expect(await readersOf('findings.json')).toEqual([...readers, 'reconcile', 'watch'].toSorted());
    expect(await readersOf('evidence/export.csv')).toEqual([...readers, 'reconcile', 'watch'].toSorted());
    expect(await readersOf('evidence/custody.json')).toEqual([...readers, 'watch'].toSorted());
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
  test('has a certificate that the publisher alone writes, and no function but it reads', async () => {
    const resource = evidence('certificates/1.pem');
    expect(await whoMay({ action: 's3:PutObject', resource, context: once })).toEqual(['publish']);
    expect(await whoMay({ action: 's3:GetObject', resource })).toEqual(['publish']);
  });

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

function through(service: string): object {
  return { context: { 'kms:ViaService': `${service}.eu-central-1.amazonaws.com` } };
}

describe('the key that encrypts', () => {
  test.each([
    ['kms:Decrypt', 's3', functionNames.filter((name) => !['start', 'run'].includes(name))],
    // Without this right nothing can be written there.
    [
      'kms:GenerateDataKey',
      's3',
      functionNames.filter((name) => !['start', 'run', 'verify', 'assistants'].includes(name)),
    ],
    ['kms:GenerateDataKey', 'secretsmanager', []],
    ['kms:Decrypt', 'dynamodb', ['reconcile', 'publish', 'watch', 'tick', 'portal', 'assistants']],
    ['kms:Decrypt', 'secretsmanager', ['pull-okta', 'pull-contractors', 'portal']],
  ])('is used with %s through %s by %j, and by nobody past the services', async (action, service, users) => {
    const question = { action, resource: stage.arn('AWS::KMS::Key', 'DataKey') };
    expect(await whoMay({ ...question, ...through(service) })).toEqual(users);
    expect(await whoMay({ ...question, ...through('lambda') })).toEqual([]);
    expect(await whoMay(question)).toEqual([]);
  });
});

const session = `passing#${'0'.repeat(64)}`;
const finding = 'finding#f_0123456789abcdef';

describe('records', () => {
  test.each(['GetItem', 'Query'])('are read with %s by those who need them', async (action) => {
    const readers = ['reconcile', 'publish', 'watch', 'tick', 'portal', 'assistants'];
    for (const partition of ['runs', 'watches', 'reviews'])
      expect(await whoMay(onRecords(action, partition))).toEqual(readers);
    expect(await whoMay(onRecords(action, 'access'))).toEqual(['portal', 'assistants']);
    expect(await whoMay(onRecords(action, session))).toEqual(['portal']);
    for (const partition of [finding, 'counters', 'claims'])
      expect(await whoMay(onRecords(action, partition))).toEqual([]);
  });

  test('are looked for in their order by those who build on the last run', async () => {
    const byOrder = { ...onRecords('Query', 'runs'), resource: `${table()}/index/by-order` };
    expect(await whoMay(byOrder)).toEqual(['reconcile', 'watch']);
  });

  test('of runs and findings are written by the publisher only, and events of reviews by the tick as well', async () => {
    expect(await whoMay(onRecords('PutItem', 'runs'))).toEqual(['publish']);
    expect(await whoMay(onRecords('PutItem', finding))).toEqual(['publish']);
    expect(await whoMay(onRecords('PutItem', 'watches'))).toEqual(['watch']);
    expect(await whoMay(onRecords('PutItem', 'reviews'))).toEqual(['publish', 'tick', 'portal']);
  });

  test('of sessions and of who read what are written by the portal, which changes nothing but a session', async () => {
    expect(await whoMay(onRecords('PutItem', session))).toEqual(['portal']);
    expect(await whoMay(onRecords('PutItem', 'access'))).toEqual(['portal', 'assistants']);
    expect(await whoMay(onRecords('UpdateItem', session))).toEqual(['portal']);
    expect(await whoMay(onRecords('UpdateItem', 'counters'))).toEqual(['publish']);
    for (const partition of ['reviews', 'access', 'runs'])
      expect(await whoMay(onRecords('UpdateItem', partition))).toEqual([]);
  });

  test.each(['dynamodb:DeleteItem', 'dynamodb:Scan', 'dynamodb:DeleteTable', 'dynamodb:UpdateTable'])(
    'are touched with %s by nobody',
    async (action) => {
      expect(await whoMay({ action, resource: table() })).toEqual([]);
    },
  );
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
    expect(await whoMay(question)).toEqual([]);
    expect(await whoMay({ ...question, context: once })).toEqual(['ingest-export']);
  });

  test('has whom its mail reached written by the function that sends it, once', async () => {
    const resource = exports(`sending/upload-${'0'.repeat(32)}/reached-1.json`);
    expect(await whoMay({ action: 's3:PutObject', resource })).toEqual([]);
    expect(await whoMay({ action: 's3:PutObject', resource, context: once })).toEqual(['ingest-export']);
    expect(await whoMay({ action: 's3:GetObject', resource })).toEqual(['ingest-export']);
  });
});

describe('what functions hand to one another', () => {
  const run = 'work/20261005T080000Z-review';
  test.each([
    [`${run}/snapshot-okta.jsonl`, ['pull-okta', 'reconcile', 'publish', 'watch']],
    [`${run}/looked-up-okta.jsonl`, ['pull-okta', 'reconcile', 'publish', 'watch']],
    [`${run}/unmatched.json`, [...functionNames.filter((name) => name.startsWith('pull-')), 'reconcile']],
    [`${run}/inputs.json`, ['reconcile', 'publish']],
    [`${run}/run-20261005T080000Z-1a2b3c4d.json`, ['publish', 'deliver']],
    [`${run}/watch-20261005T080000Z-watch.json`, ['deliver', 'watch']],
    [`${run}/review-2026-10-05-0123456789ab.json`, ['deliver', 'tick']],
    [`${run}/told.json`, ['tick']],
    ['watch/20261005T080000Z-watch/findings.json', ['watch']],
    [
      'watched/watch-20261005T080000Z-1a2b3c4d/findings.json',
      ['reconcile', 'publish', 'watch', 'tick', 'portal', 'assistants'],
    ],
    [
      'watched/watch-20261005T080000Z-1a2b3c4d/evidence/export.csv',
      ['publish', 'watch', 'tick', 'portal', 'assistants'],
    ],
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
    expect(await whoMay({ action: 's3:PutObject', resource: evidence(key), context: once })).toEqual(writers);
  });
});

test.each([
  'run-20261005T080000Z-1a2b3c4d',
  'run-missed-0123456789abcdef',
  'watch-20261005T060000Z-watch-0123456789ab',
  'review-2026-10-05-0123456789ab',
])('whom the mail %s reached is kept by the function that sends it, once', async (mail) => {
  const resource = evidence(`sending/${mail}/reached-1.json`);
  expect(await whoMay({ action: 's3:PutObject', resource, context: once })).toEqual(['deliver']);
  expect(await whoMay({ action: 's3:GetObject', resource })).toEqual(['deliver']);
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

async function readersOf(name: string): Promise<readonly string[]> {
  return (await whoMay({ action: 's3:GetObject', resource: evidence(`runs/1/${name}`) })).toSorted();
}
