// Accounts that no list shows, asked for by login: in which directories, and what becomes of the people who are found.
import { expect, test } from 'vitest';
import { parseConfig } from '../../../core/config/parse.ts';
import type { Identity } from '../../../core/inputs/snapshot.ts';
import { encoded } from '../../../steps/bytes.ts';
import { lookUpUnmatched } from '../../../steps/read/look-up-unmatched.ts';
import type { ReadDirectory } from '../../../steps/read/look-up-unmatched.ts';
import { takeInSnapshot } from '../../../steps/read/open-snapshot.ts';
import type { OpenSnapshot } from '../../../steps/read/open-snapshot.ts';
import { jsonLine } from '../../../steps/read/snapshot/line.ts';
import { mostLookUps } from '../../../steps/read/whom-to-look-up.ts';
import { given } from '../../support/given.ts';
import { aHeader, anAccount, anIdentity } from '../../support/inputs/population-builder.ts';
import type { AccountSays } from '../../support/inputs/population-builder.ts';
import { memoryScratch, noProgress } from '../../support/surroundings.ts';
import { at } from '../../support/time.ts';

const ids = ['one', 'two', 'three'] as const;
const config = given(
  parseConfig(
    {
      directories: ids.map((id) => ({ id, kind: 'okta', orgUrl: `https://${id}.okta.example`, appId: 'app' })),
      nonHuman: [{ login: 'bot@acme.com', owner: 'ann@acme.com', purpose: 'sync' }],
    },
    'review.json',
  ),
);

async function listing(id: (typeof ids)[number], people: readonly Identity[]): Promise<OpenSnapshot> {
  const header = aHeader({ directory: id, takenAt: at('2026-10-05T07:00:00Z'), identities: people.length });
  const lines = [header, ...people].map(jsonLine);
  return given(await takeInSnapshot(memoryScratch, encoded(lines), { fileName: id, config }));
}

interface Lagging extends ReadDirectory {
  readonly asked: readonly string[];
}

/** It lists some people, and by their login it knows these too. */
async function lagging(
  id: (typeof ids)[number],
  listed: readonly Identity[],
  known: readonly Identity[],
): Promise<Lagging> {
  const asked: string[] = [];
  return {
    asked,
    snapshot: await listing(id, listed),
    directory: {
      id,
      async *pull() {
        yield* [];
        throw new Error('its list was read before');
      },
      async *lookUp(logins, read) {
        asked.push(...logins);
        yield* known.filter((one) => one.logins.some((login) => logins.some((asking) => asking === login)));
        return read;
      },
    },
  };
}

interface Found {
  readonly people: readonly Identity[];
  readonly notes: readonly string[];
}

async function lookedUp(
  accounts: readonly AccountSays[],
  read: readonly ReadDirectory[],
  stored: readonly OpenSnapshot[] = [],
): Promise<Found> {
  const asking = { config, accounts: accounts.map(anAccount), read, stored };
  const snapshots = given(await lookUpUnmatched({ scratch: memoryScratch, progress: noProgress }, asking));
  const people: Identity[] = [];
  for (const { batches } of snapshots) for await (const some of batches()) people.push(...some);
  return { people, notes: snapshots.flatMap(({ header }) => header.notes ?? []) };
}

const [ann, bob] = [anIdentity({ login: 'ann@acme.com' }), anIdentity({ login: 'bob@acme.com' })];

test('nobody is asked for whom a snapshot from a file shows, or whom an earlier directory knew', async () => {
  const [first, second] = [await lagging('one', [], [ann]), await lagging('two', [], [])];
  const stored = [await listing('three', [bob])];
  await lookedUp(
    ['ann', 'bob', 'ghost'].map((name) => ({ login: `${name}@acme.com` })),
    [first, second],
    stored,
  );
  expect(first.asked).toEqual(['ann@acme.com', 'ghost@acme.com']);
  expect(second.asked).toEqual(['ghost@acme.com']);
});

test('only live accounts with an address that nobody declared are asked for', async () => {
  const directory = await lagging('one', [], []);
  const accounts = [
    { login: 'gone@acme.com', status: 'suspended' },
    { login: 'invited@acme.com', status: 'pending' },
    { login: 'sync-key' },
    { login: 'bot@acme.com' },
  ] as const;
  await lookedUp(accounts, [directory]);
  expect(directory.asked).toEqual(['invited@acme.com']);
});

test('somebody who is found under a new login keeps those that the list has', async () => {
  const [now, listed] = ['ann.new@acme.com', 'ann@acme.com'].map((name) => ({ ...ann, logins: [name] }));
  const directory = await lagging('one', [listed ?? ann], [now ?? ann]);
  const { people, notes } = await lookedUp([{ login: 'ann.new@acme.com' }], [directory]);
  expect(people.map(({ logins }) => logins)).toEqual([['ann@acme.com', 'ann.new@acme.com']]);
  expect(notes).toEqual(['1 person has a login that no list tells yet.']);
});

test('somebody whom the list shows as deleted is there again only where the directory says so', async () => {
  const listed = [ann, bob].map((one): Identity => ({ ...one, state: 'deleted' }));
  const accounts = [ann, bob].map(({ logins: [login = ''] }) => ({ login }));
  const gone = await lookedUp(accounts, [await lagging('one', listed, listed)]);
  expect(gone).toEqual({ people: listed, notes: [] });
  const back = await lookedUp(accounts, [await lagging('one', listed, [ann, bob])]);
  expect(back.people).toEqual([ann, bob]);
  expect(back.notes).toEqual(['2 people are there again whom a list still shows as deleted.']);
});

test.each([
  ['active', 'disabled'],
  ['active', 'unknown'],
  ['active', 'deleted'],
  ['disabled', 'deleted'],
] as const)('somebody whom the list shows as %s is %s where their new login finds them so', async (before, state) => {
  const listed: Identity = { ...ann, state: before };
  const now: Identity = { ...ann, logins: ['ann.new@acme.com'], state, assignments: [] };
  const directory = await lagging('one', [listed], [now]);
  const { people, notes } = await lookedUp([{ login: 'ann.new@acme.com' }], [directory]);
  expect(people).toEqual([{ ...listed, state, logins: ['ann@acme.com', 'ann.new@acme.com'] }]);
  expect(notes).toEqual(['1 person is gone or can no longer sign in, and a list does not show it yet.']);
});

test.each([
  [mostLookUps, []],
  [mostLookUps + 1, ['51 accounts of the export are in no list of people; 50 of them were looked up by their login.']],
])('of %i accounts that no list shows, the snapshot says how many nobody asked for', async (count, said) => {
  const accounts = Array.from({ length: count }, (_, index) => ({ login: `ghost${index}@acme.com` }));
  const directory = await lagging('one', [ann], []);
  expect((await lookedUp(accounts, [directory])).notes).toEqual(said);
  expect(directory.asked).toHaveLength(mostLookUps);
});
