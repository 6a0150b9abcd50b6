// What is blank is absent: two people without a number, or with signs in its place, were once taken for one.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codesOf, review } from '../../../support/program/causes.ts';
import type { Review } from '../../../support/program/causes.ts';
import { assigned, graphSeed, person } from '../../../support/directories/graph-seed.ts';
import { always, rows } from '../../../support/directories/misbehaviour.ts';
import { appUser, oktaPerson, oktaSeed } from '../../../support/directories/okta-seed.ts';
import { aFolder } from '../../../support/folders.ts';
import { expectIncomplete, okta, overOkta } from '../six-people.ts';

describe('blank is absent', () => {
  test('two people without a number are two people', async () => {
    const numbers = { employeeNumber: '' };
    const users = [oktaPerson('jane', {}, numbers), oktaPerson('gone', { status: 'DEPROVISIONED' }, numbers)];
    const accounts = ['jane@acme.com', 'gone@acme.com'];
    const told = await review({ okta: { seed: oktaSeed({ users, appUsers: [appUser('jane')] }) }, accounts });
    expect(told.situations).toEqual({ 'jane@acme.com': 'linked', 'gone@acme.com': 'deleted' });
    expect(codesOf(told, 'jane@acme.com')).toEqual([]);
  });

  test.each([
    'N/A',
    '0',
    '-',
    'none',
    'XXX',
    '#N/A',
    'TBD',
    'N.A.',
    '(blank)',
    '\u200b',
    '\u2060-',
    '#REF!',
    'not applicable',
    'Contractor',
    'k. A.',
    '99999',
    '[pending]',
  ])('a number of %j is none: whoever has it too is not the same person', async (word) => {
    const accounts = ['jane@acme.com', { email: 'ghost@acme.com', employeeId: word }];
    const users = [oktaPerson('jane', {}, { employeeNumber: word })];
    const told = await review({ okta: { seed: oktaSeed({ users, appUsers: [appUser('jane')] }) }, accounts });
    expect(told.accused).toEqual(['ghost@acme.com']);
    const seed = graphSeed({ users: [person('jane', { employeeId: word })], appRoleAssignedTo: [assigned('jane')] });
    expect((await review({ entra: { seed }, accounts })).accused).toEqual(['ghost@acme.com']);
  });

  test.each(['JDOE', 'KA', '9999', 'NA-17', 'TEST42'])(
    'a number of %j is one: an account is found by it',
    async (number) => {
      const accounts = [{ email: 'jane.old@acme.com', employeeId: number }];
      const users = [oktaPerson('jane', {}, { employeeNumber: number })];
      const told = await review({ okta: { seed: oktaSeed({ users, appUsers: [appUser('jane')] }) }, accounts });
      expect(told.situations).toEqual({ 'jane.old@acme.com': 'linked' });
    },
  );

  describe.each([' 1001', '1001\t', '\u200b1001\u00a0', '1001.0', '="1001"'])('a number of %j is 1001', (padded) => {
    const accounts = [{ email: 'jane.old@acme.com', employeeId: '1001' }];
    const linked = { 'jane.old@acme.com': 'linked' };
    const users = [oktaPerson('jane', {}, { employeeNumber: padded })];
    const seed = graphSeed({ users: [person('jane', { employeeId: padded })], appRoleAssignedTo: [assigned('jane')] });

    test('in Okta', async () => {
      const told = await review({ okta: { seed: oktaSeed({ users, appUsers: [appUser('jane')] }) }, accounts });
      expect(told.situations).toEqual(linked);
    });

    test('in Entra', async () => {
      expect((await review({ entra: { seed }, accounts })).situations).toEqual(linked);
    });

    test('in an export', async () => {
      const plain = [oktaPerson('jane', {}, { employeeNumber: '1001' })];
      const okta = { seed: oktaSeed({ users: plain, appUsers: [appUser('jane')] }) };
      const told = await review({ okta, accounts: [{ email: 'jane.old@acme.com', employeeId: padded }] });
      expect(told.situations).toEqual(linked);
    });

    test('in a snapshot from elsewhere', async () => {
      const { document } = await review({ entra: { seed }, accounts });
      const stored = await readFile(join(document.folder, 'evidence/snapshot-entra.jsonl'), 'utf8');
      const path = join(await aFolder(), 'snapshot-entra.jsonl');
      await writeFile(path, stored.replace(/"employeeId":"[^"]*"/, `"employeeId":${JSON.stringify(padded)}`));
      const told = await review({ entra: { seed }, accounts, options: { snapshot: [path] } });
      expect(told.situations).toEqual(linked);
    });
  });

  test.each(['', ' ', '\u200b', '\u2800 '])('a NameID of %j is none, and the login decides', async (mail) => {
    const seed = graphSeed({ users: [person('jane', { mail })], appRoleAssignedTo: [assigned('jane')] });
    const told = await review({
      entra: { seed },
      settings: { entra: { nameId: 'mail' } },
      accounts: ['jane@acme.com'],
    });
    expect(told.situations).toEqual({ 'jane@acme.com': 'linked' });
  });

  describe.each(['N/A', '0'])('a NameID of %j is none, and two people who have it stay two', (word) => {
    const seed = graphSeed({
      users: [person('ann', { employeeId: word }), person('bob', { employeeId: word })],
      appRoleAssignedTo: [assigned('ann'), assigned('bob')],
    });
    const settings = { entra: { nameId: 'employeeId' } };
    const accounts = ['jane@acme.com'];

    test('in Entra', async () => {
      expect(assignedIn(await review({ entra: { seed }, settings, accounts }))).toEqual([
        'ann@acme.com',
        'bob@acme.com',
      ]);
    });

    test('in Okta', async () => {
      const credentials = { userName: word };
      const users = [oktaPerson('ann'), oktaPerson('bob')];
      const appUsers = [appUser('ann', { credentials }), appUser('bob', { credentials })];
      const told = await review({ okta: { seed: oktaSeed({ users, appUsers }) }, accounts });
      expect(assignedIn(told)).toEqual(['ann@acme.com', 'bob@acme.com']);
    });

    test('in a snapshot from elsewhere', async () => {
      const { document } = await review({ entra: { seed }, settings, accounts });
      const stored = await readFile(join(document.folder, 'evidence/snapshot-entra.jsonl'), 'utf8');
      const path = join(await aFolder(), 'snapshot-entra.jsonl');
      await writeFile(path, stored.replaceAll('"nameId":null', `"nameId":${JSON.stringify(word)}`));
      const told = await review({ entra: { seed }, settings, accounts, options: { snapshot: [path] } });
      expect(assignedIn(told)).toEqual(['ann@acme.com', 'bob@acme.com']);
    });
  });

  test('an id that is blank is no identity', async () => {
    expectIncomplete(
      await overOkta({
        misbehave: [
          always(
            okta.people,
            rows((row) => [{ ...row, id: ' ' }]),
          ),
        ],
      }),
      /an id/,
    );
  });
});

function assignedIn({ findings }: Review): readonly string[] {
  const assigned = findings.filter(({ code }) => code === 'ASSIGNED_WITHOUT_ACCOUNT');
  return assigned.map(({ login }) => login ?? 'nobody').toSorted();
}
