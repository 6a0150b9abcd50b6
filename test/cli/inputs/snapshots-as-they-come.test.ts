// Snapshots from files that say more of themselves than they hold: whatever they call themselves, the run is held.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { aCompany } from '../../support/program/company.ts';
import type { CompanySays } from '../../support/program/company.ts';
import { expectRefused } from '../../support/program/handed-in.ts';

const at = '2026-10-05T07:30:00Z';

function call(address: string, ok: boolean): object {
  const call = `GET https://acme.okta.example${address}`;
  return { call, pages: 1, rows: 1, retries: 0, requestIds: [], firstAt: at, lastAt: at, ok };
}

const people = '/api/v1/users?limit=200';
const members = '/v1.0/groups/inner/members?$select=id&$top=999';

async function told(
  header: object,
  says: CompanySays = {},
): Promise<{ readonly status: string; readonly reasons: string; readonly notes: string }> {
  const company = await aCompany({ header, ...says });
  const { document } = await company.review();
  const [line = ''] = (await readFile(join(document.folder, 'evidence', 'snapshot-okta.jsonl'), 'utf8')).split('\n');
  const kept = z.parse(z.object({ notes: z.optional(z.array(z.string())) }), JSON.parse(line));
  return { status: document.status, reasons: document.reasons.join('\n'), notes: (kept.notes ?? []).join('\n') };
}

describe('a snapshot that calls itself complete', () => {
  test('and names a call that failed is not', async () => {
    const { status, reasons } = await told({
      identities: 1,
      calls: [call(people, false), call('/api/v1/apps/app', true)],
    });
    expect(status).toBe('incomplete');
    expect(reasons).toContain(`of its own calls 1 did not come to the end: GET https://acme.okta.example${people}`);
  });

  test.each([
    [
      'a nested group',
      {
        calls: [call(members, false)],
        notes: ['The group inner could not be read (403); it is nested in an assigned group, so nobody gets in by it.'],
      },
    ],
    [
      'the roles of who asks',
      { calls: [call('/api/v1/users/me', true), call('/api/v1/users/u1/roles', false)], sight: 'unproven' },
    ],
    ['who asks', { calls: [call('/api/v1/users/me', false)], sight: 'unproven' }],
    ['the roles of the service app', { calls: [call('/oauth2/v1/clients/c1/roles', false)], sight: 'unproven' }],
    [
      'the resource set of a role',
      { calls: [call('/api/v1/iam/resource-sets/s1/resources', false)], sight: 'unproven' },
    ],
  ])('is, where it says so itself of the only call that failed: %s', async (_, header) => {
    expect(await told({ identities: 1, ...header })).toMatchObject({ status: 'complete', reasons: '' });
  });

  test.each([
    ['an assigned group', { calls: [call(members, false)] }],
    [
      'more groups than it tells of',
      {
        calls: [call(members, false), call(members, false)],
        notes: ['The group inner could not be read (403); it is nested in an assigned group, so nobody gets in by it.'],
      },
    ],
    ['roles, without saying that they prove nothing', { calls: [call('/api/v1/users/me', false)] }],
    ['a person whose roles were not asked for', { calls: [call('/api/v1/users/u1', false)], sight: 'unproven' }],
  ])('is not, where what failed is %s', async (_, header) => {
    expect(await told({ identities: 1, ...header })).toMatchObject({ status: 'incomplete' });
  });

  test('and gives reasons why it is not is not', async () => {
    const { status, reasons } = await told({ identities: 1, reasons: ['The people could not be read.'] });
    expect(status).toBe('incomplete');
    expect(reasons).toContain('The people could not be read.; It calls itself complete, and gives reasons');
  });

  test('and never counted is believed, and it is noted that nobody can tell whether it was cut', async () => {
    for (const header of [{}, { product: 'Okta', calls: [call(people, true)] }]) {
      const { status, notes } = await told(header);
      expect(status).toBe('complete');
      expect(notes).toContain('does not count its identities');
    }
    expect((await told({ identities: 1 })).notes).toBe('');
  });
});

test('a line that has a name twice is refused: of two values, readers differ in which they take', async () => {
  const company = await aCompany();
  const file = company.path('okta.jsonl');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('"state":"active"', '"state":"deleted","state":"active"'));
  expectRefused(await company.run('--no-pdf'), 'okta.jsonl, line 2', 'the name "state" twice in one object');
});

describe('a snapshot of an org of Okta', () => {
  test('that is another than the configured one is refused', async () => {
    const company = await aCompany({ header: { tenant: 'other.okta.example' } });
    expectRefused(
      await company.run('--no-pdf'),
      'okta.jsonl, line 1, tenant',
      'other.okta.example',
      'acme.okta.example',
    );
  });

  test('in capitals, or that names none, is taken', async () => {
    for (const tenant of ['ACME.okta.example', 'https://acme.okta.example/', null]) {
      expect(await told({ tenant, identities: 1 })).toMatchObject({ status: 'complete' });
    }
  });
});
