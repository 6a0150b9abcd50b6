// Rules that were mended since: a report of an earlier version is done again by the rules that its version had.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toolVersion } from '../../../../cli/terminal/tool.ts';
import { allRules, rulesOf } from '../../../../core/versions.ts';
import { sha256 } from '../../../support/bytes.ts';
import { given } from '../../../support/given.ts';
import { warmReader } from '../../../support/reports/warm-reader.ts';
import { verifiedData, verifiedFile } from '../verified.ts';

const folder = import.meta.dirname;

/** What the rules of today tell of it otherwise: findings more, gates that hold it, findings fewer. */
type Otherwise = readonly [
  version: string,
  more: readonly string[],
  held?: readonly string[],
  fewer?: readonly string[],
];

/** Each file was issued by the version that it is named after, and tells something that no later version would. */
const mended: readonly Otherwise[] = [
  // Its snapshot holds a blank employee number, which no later version writes.
  ['0.2.0', ['UNOWNED_ACCOUNT of self@ops.example (high)']],
  [
    '0.7.0',
    [
      // Somebody of another directory, by a login of whom another one replaced.
      'ASSIGNED_WITHOUT_ACCOUNT of kim@corp.example (info)',
      // Disabled where the last word is, while another directory says nothing.
      'DISABLED_IDENTITY of mo@corp.example (high)',
      // Registered with itself as its owner.
      'UNOWNED_ACCOUNT of self@ops.example (high)',
      // Tied to somebody of another name by a number alone.
      'ALIAS_UNCONFIRMED of pat@corp.example (low)',
    ],
  ],
  [
    '0.10.0',
    [
      // Purged: a leaver whom HR names by another login, who bore the login of a machine, who owned one.
      'LEAVER_ACCOUNT of smith@acme.com (critical)',
      'UNOWNED_ACCOUNT of sync@ops.example (high)',
      'UNOWNED_ACCOUNT of feed@ops.example (high)',
      // No longer shown by a directory that may not show everybody.
      'UNDETERMINED_ACCOUNT of lee@corp.example (medium)',
      // A leaver’s login that was given away, in two directories.
      'LEAVER_ACCOUNT of richard@corp.example (critical)',
    ],
  ],
  // Two rows of one role in two writings, which were a contradiction, and a proof of a day that had not come.
  ['0.11.0', ['SSO_NOT_PROVEN (medium)']],
  // Tied to six people by a number that stands for none.
  ['0.12.0', ['ORPHANED_ACCOUNT of orphan0@acme.com (high)']],
  // Called a leaver by a snapshot from before they were seen; the owner of a machine has two objects, one disabled.
  ['0.13.0', ['UNDETERMINED_ACCOUNT of new@acme.com (medium)']],
  // The leaver and the successor were one person by a number of all newcomers, which no account has.
  ['0.14.0', ['REASSIGNED_LOGIN of jane@acme.com (high)']],
  // Who came back had a login that was passed on, once their first object was purged.
  ['0.15.0', ['REHIRED_ACCOUNT of jane@acme.com (medium)']],
  // A colleague of old was given her login.
  ['0.16.0', ['REASSIGNED_LOGIN of jane@acme.com (high)']],
  // In a row that Excel saved without the empty cell at its end, and that was rejected.
  ['0.17.0', ['ORPHANED_ACCOUNT of ghost@acme.com (high)', 'EXPORT_EDITED (medium)']],
  // In an export with a title above its header, whose column of logins was sorted alone.
  ['0.18.0', ['REASSIGNED_LOGIN of bob@acme.com (high)', 'EXPORT_EDITED (medium)'], ['mixed-rows: in 3 of 4 rows']],
  // Purged in one directory and there in another, in an export whose status was moved without the times beside it.
  ['0.19.0', ['ORPHANED_ACCOUNT of jd@acme.com (high)'], ['mixed-rows: 3 of 3 times of suspension']],
  // The owner of a machine, named by a login that one directory purged, is there under another address; an exception covers
  // an account that was made under its login since.
  ['0.20.0', [], [], ['UNOWNED_ACCOUNT of feed@ops.example (high)']],
  [
    '0.21.0',
    [
      // Disabled, while somebody of another name has their number.
      'DISABLED_IDENTITY of r.ray@acme.com (high)',
      // Registered, and deleted where the last word is, while another directory shows it.
      'UNOWNED_ACCOUNT of feed@ops.example (high)',
      // Made after the directories were read.
      'UNDETERMINED_ACCOUNT of just.made@acme.com (medium)',
    ],
    [],
    ['ORPHANED_ACCOUNT of just.made@acme.com (high)', 'DUPLICATE_ACCOUNT of r.ray@acme.com (medium)'],
  ],
  [
    '0.22.0',
    [
      // Disabled, while somebody of her family name has her number.
      'DISPUTED_ACCOUNT of s.kim@acme.com (high)',
      // Deleted, and there again under another login.
      'ORPHANED_ACCOUNT of dd@acme.com (high)',
    ],
    [],
    [
      'LEAVER_ACCOUNT of dd@acme.com (critical)',
      // Its number was shielded by a spreadsheet.
      'ORPHANED_ACCOUNT of n.num@acme.com (high)',
    ],
  ],
  [
    '0.23.0',
    [
      // Deleted under another login than the one that an earlier run knew.
      'LEAVER_ACCOUNT of zoe@acme.com (critical)',
      // Back by a newer object, whose login was changed since.
      'ORPHANED_ACCOUNT of moe@acme.com (high)',
    ],
    [],
    ['LEAVER_ACCOUNT of moe@acme.com (critical)', 'ORPHANED_ACCOUNT of zoe@acme.com (high)'],
  ],
  [
    '0.24.0',
    // R wrote its headers, with dots: `Last.Login`, and `Employee.ID`, which alone leads to Odile.
    ['DORMANT_ACCOUNT of idle@acme.com (medium)'],
    [],
    // Nor is the owner of the other one gone, whose login was changed since the run before.
    ['ORPHANED_ACCOUNT of odile.carpentier@acme.com (high)', 'UNOWNED_ACCOUNT of sync@acme.com (high)'],
  ],
];

/** @returns what is wrong with the same findings under another version; `null` when nothing */
async function wrongWith(
  path: string,
  claims: { readonly run: string; readonly manifest: string },
): Promise<string | null> {
  const genuine = given(await warmReader.open(await readFile(path), path));
  const files = new Map([...genuine.attachments].map(([name, bytes]) => [name, Buffer.from(bytes)] as const));
  const before = String(files.get('findings.json'));
  const after = before.replace(/"version":\s*"[^"]*"/, `"version": "${claims.run}"`);
  const manifest = String(files.get('evidence/manifest.json'))
    .replace(/"version":\s*"[^"]*"/, `"version": "${claims.manifest}"`)
    .replace(sha256(before), sha256(after))
    .replace(`"bytes": ${Buffer.byteLength(before)}`, `"bytes": ${Buffer.byteLength(after)}`);
  files.set('findings.json', Buffer.from(after)).set('evidence/manifest.json', Buffer.from(manifest));
  const outcome = await verifiedData(files, genuine);
  return outcome.kind === 'refused' ? (outcome.refusals[0]?.what ?? '') : null;
}

describe.each(mended.map(([version, more, held = [], fewer = []]) => [version, { more, held, fewer }] as const))(
  'a report of version %s that a rule of today would tell otherwise',
  (version, { more, held, fewer }) => {
    const path = join(folder, `${version}.pdf`);

    test('is verified, and says by which rules and what those of today tell', async () => {
      const { exit, out, err } = await verifiedFile(path);
      expect({ exit, err }).toEqual({ exit: 0, err: '' });
      expect(out).toContain(`judged again by the rules that peopleai-access-review ${version} had`);
      const { today: told } = JSON.parse((await verifiedFile(path, { json: true })).out);
      expect(told.more).toEqual(expect.arrayContaining([...more]));
      expect(told.held).toEqual(held.map((begins) => expect.stringContaining(begins)));
      expect(told.fewer).toEqual(expect.arrayContaining([...fewer]));
      expect(out).toContain([...told.more, ...told.fewer][0]);
    });

    test('is refused under a version that had the rules of today', async () => {
      const { version: now } = toolVersion();
      for (const later of [now].filter((one) => one !== version))
        expect(await wrongWith(path, { run: later, manifest: later })).toMatch(
          /^the run does not yield|^something is left out/,
        );
    });
  },
);

test('findings that name another version than the rest are refused, and nothing else is wrong with them', async () => {
  const { version: now } = toolVersion();
  const version = '0.21.0';
  const path = join(folder, `${version}.pdf`);
  const twoVersions = 'findings and manifest are of two versions';
  expect(await wrongWith(path, { run: version, manifest: now })).toBe(twoVersions);
  expect(await wrongWith(path, { run: '0.1.0', manifest: version })).toBe(twoVersions);
  expect(await wrongWith(path, { run: version, manifest: version })).toBeNull();
});

test('a run that is made now has every rule, and so has one that names no version or none that is one', () => {
  for (const tool of [undefined, toolVersion(), { version: 'mine' }]) expect(rulesOf({ tool })).toEqual(allRules);
  expect(rulesOf({ tool: { version: '0.1.0' } }).size).toBe(0);
});
