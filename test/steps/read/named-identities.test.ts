// Whoever is looked up in a directory without reading everybody is found as when everybody is read.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { knownIdentity, loginKeys } from '../../../core/findings/collect/known-identity.ts';
import type { Identity } from '../../../core/inputs/snapshot.ts';
import { canonicalLogin, matchKey } from '../../../core/values/login.ts';
import type { CanonicalLogin, PlusAddressing } from '../../../core/values/login.ts';
import { identitiesNamed } from '../../../steps/read/people/named-identities.ts';
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

test('people are found by every login of theirs, in whatever form their directory writes it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(identity, { maxLength: 8 }),
      anyLogin,
      fc.constantFrom<PlusAddressing>('distinct', 'ignore'),
      async (identities, typed, plusAddressing) => {
        const key = keyOf(typed, plusAddressing);
        const bears = (one: Identity): boolean => {
          const known = knownIdentity('entra', one, plusAddressing);
          return [...loginKeys(known), ...known.aliases.map((alias) => alias.key)].includes(key);
        };
        const lines = async function* () {
          yield identities.map((one) => JSON.stringify(one));
        };
        const found: Identity[] = [];
        for await (const one of identitiesNamed([{ header: { directory: 'entra' }, lines }], new Set([key])))
          found.push(one.identity);
        expect(found.filter(bears)).toEqual(identities.filter(bears));
      },
    ),
  );
});

test('people of whom only the manager is looked up are passed over', async () => {
  const managed: Identity = { ...anIdentity({ login: 'ann@acme.com' }), manager: 'jane@acme.com' };
  const lines = async function* () {
    yield [JSON.stringify(managed)];
  };
  const wanted = new Set([keyOf('jane@acme.com', 'distinct')]);
  for await (const found of identitiesNamed([{ header: { directory: 'entra' }, lines }], wanted))
    expect.fail(`${found.identity.id} was read`);
});
