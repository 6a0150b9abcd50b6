// Whoever is looked up in a directory without reading everybody is found as when everybody is read.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { knownIdentity, loginKeys } from '../../../core/findings/collect/known-identity.ts';
import type { Identity } from '../../../core/inputs/snapshot.ts';
import { canonicalLogin, matchKey } from '../../../core/values/login.ts';
import type { CanonicalLogin, PlusAddressing } from '../../../core/values/login.ts';
import { identitiesNamed, identitiesNumbered } from '../../../steps/read/people/named-identities.ts';
import { anIdentity } from '../../support/inputs/population-builder.ts';

const anyLogin = fc.constantFrom(
  'jane@acme.com',
  'JANE@Acme.com ',
  'jane+crm@acme.com',
  'ｊａｎｅ@acme.com',
  'jörg@bücher.example',
  'JÖRG@xn--bcher-kva.example',
  'jo"e\\@acme.com',
  'jane',
  'joe@acme.com',
);

const identity = fc
  .record({ nameId: fc.option(anyLogin), logins: fc.array(anyLogin), alias: anyLogin, manager: fc.option(anyLogin) })
  .map(({ nameId, logins, alias, manager }): Identity => {
    const aliases = [{ login: alias, source: 'proxy' as const }];
    return { ...anIdentity({ login: 'ann@acme.com' }), nameId, logins, aliases, manager };
  });

function keyOf(typed: string, plusAddressing: PlusAddressing): CanonicalLogin {
  const login = canonicalLogin(typed);
  if (login === null) throw new Error('no login');
  return matchKey(login, plusAddressing);
}

function others(count: number): readonly CanonicalLogin[] {
  return Array.from({ length: count }, (_, at) => keyOf(`somebody${at}@else.example`, 'distinct'));
}

async function counted(found: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _one of found) count += 1;
  return count;
}

test('people are found by every login of theirs, in whatever form their directory writes it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(identity, { maxLength: 8 }),
      anyLogin,
      fc.record({
        plusAddressing: fc.constantFrom<PlusAddressing>('distinct', 'ignore'),
        more: fc.constantFrom(0, 20),
      }),
      async (identities, typed, { plusAddressing, more }) => {
        const key = keyOf(typed, plusAddressing);
        const bears = (one: Identity): boolean => {
          const known = knownIdentity('entra', one, plusAddressing);
          return [...loginKeys(known), ...known.aliases.map((alias) => alias.key)].includes(key);
        };
        const lines = async function* () {
          yield identities.map((one) => JSON.stringify(one));
        };
        const found: Identity[] = [];
        for await (const one of identitiesNamed(
          [{ header: { directory: 'entra' }, lines }],
          new Set([key, ...others(more)]),
        ))
          found.push(one.identity);
        expect(found.filter(bears)).toEqual(identities.filter(bears));
      },
    ),
  );
});

test.each([0, 20])('people of whom only the manager is looked up are passed over, with %i others', async (more) => {
  const managed: Identity = { ...anIdentity({ login: 'ann@acme.com' }), manager: 'jane@acme.com' };
  const lines = async function* () {
    yield [JSON.stringify(managed)];
  };
  const wanted = new Set([keyOf('jane@acme.com', 'distinct'), ...others(more)]);
  for await (const found of identitiesNamed([{ header: { directory: 'entra' }, lines }], wanted))
    expect.fail(`${found.identity.id} was read`);
});

test('all reviewers of a large company are looked up in one reading, not each in every line', async () => {
  const people = Array.from({ length: 40_000 }, (_, at) =>
    JSON.stringify({ ...anIdentity({ login: `user${at}@acme.com` }), employeeId: `E${at}` }),
  );
  const directories = [
    {
      header: { directory: 'entra' },
      async *lines() {
        yield people;
      },
    },
  ];
  const every = Array.from({ length: 8_000 }, (_, at) => at * 5);
  const logins = new Set(every.map((at) => keyOf(`user${at}@acme.com`, 'distinct')));
  expect(await counted(identitiesNamed(directories, logins))).toBe(every.length);
  const numbers = new Set(every.map((at) => `E${at}`));
  expect(await counted(identitiesNumbered(directories, numbers))).toBe(every.length);
});
