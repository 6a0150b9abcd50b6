// Who stands behind the names of those who sign: which identities are one person's, and whether that person has gone.
import { expect, test } from 'vitest';
import { mostOfOneNumber } from '../../../core/findings/collect/placeholder.ts';
import type { Identity } from '../../../core/inputs/snapshot.ts';
import { knownSigners } from '../../../steps/read/people/known-signers.ts';
import type { Knowing } from '../../../steps/read/people/known-signers.ts';
import type { JudgedLines } from '../../../steps/read/people/named-identities.ts';
import { anIdentity, login } from '../../support/inputs/population-builder.ts';
import { at } from '../../support/time.ts';

function listing(directory: string, ...people: readonly Identity[]): JudgedLines {
  return {
    header: { directory },
    async *lines() {
      yield people.map((one) => JSON.stringify(one));
    },
  };
}

async function known(
  names: readonly string[],
  directories: readonly JudgedLines[],
  knowing: Partial<Knowing> = {},
): ReturnType<typeof knownSigners> {
  return knownSigners(directories, names, { plusAddressing: 'distinct', ...knowing });
}

const ann = anIdentity({ login: 'ann@acme.com', employeeId: 'E1' });

function bearersOf(number: string, count: number): readonly Identity[] {
  return Array.from({ length: count }, (_, index) =>
    anIdentity({ login: `other${index}@acme.com`, employeeId: number }),
  );
}

test('an employee number makes identities one person’s, where no more bear it than one person has, and it was asked for', async () => {
  const others = bearersOf('E1', mostOfOneNumber - 1);
  const names = others.flatMap(({ logins }) => logins);
  const strangers = [anIdentity({ login: 'eve@acme.com' }), anIdentity({ login: 'sam@acme.com', employeeId: 'E2' })];
  const directories = [listing('entra', ann, ...strangers), listing('okta', ...others)];
  const [signer, ...more] = await known(['ann@acme.com', 'no login at all'], directories);
  expect(more).toEqual([]);
  expect(signer).toMatchObject({ login: 'ann@acme.com', own: ['ann@acme.com', ...names], logins: ['ann@acme.com'] });
  expect(signer?.numbered).toEqual(['ann@acme.com', ...names]);
  expect(await known(['ann@acme.com'], directories, { byNumber: false })).toMatchObject([{ own: ['ann@acme.com'] }]);
  const placeholder = [listing('entra', ann), listing('okta', ...bearersOf('E1', mostOfOneNumber))];
  expect(await known(['ann@acme.com'], placeholder)).toMatchObject([{ own: ['ann@acme.com'], numbered: [] }]);
});

test('a signer bears every name of the identities that share a login, also where an alias was typed', async () => {
  const aliased = { login: 'ann@acme.com', aliases: [{ login: 'a.lee@acme.com', source: 'proxy' }] };
  const entra = listing('entra', anIdentity(aliased));
  const okta = listing('okta', anIdentity({ login: 'ann@acme.com', logins: ['ann@acme.com', 'annie@acme.com'] }));
  expect(await known(['a.lee@acme.com'], [entra, okta])).toMatchObject([{ own: ['ann@acme.com', 'a.lee@acme.com'] }]);
  expect(await known(['ann@acme.com'], [entra, okta])).toMatchObject([
    { own: ['ann@acme.com', 'a.lee@acme.com', 'annie@acme.com'] },
    { own: ['ann@acme.com', 'annie@acme.com', 'a.lee@acme.com'] },
  ]);
});

test('nobody is known by a name that only a manager of theirs bears', async () => {
  const managed = anIdentity({ login: 'eve@acme.com', manager: 'ann@acme.com', name: 'ann@acme.com' });
  expect(await known(['ann@acme.com'], [listing('entra', managed)])).toEqual([]);
});

const hr = 'in the leavers file';

test.each<[string, readonly JudgedLines[], readonly (readonly [gone: string | null, state: Identity['state']])[]]>([
  [
    'in all directories, with who has gone in one',
    [
      listing('ldap', { ...ann, state: 'deleted' }),
      listing('entra', anIdentity({ login: 'ann@acme.com', nameId: 'ann@acme.com', logins: ['ann.entra@acme.com'] })),
      listing('okta', anIdentity({ login: 'ann@acme.com', nameId: 'ann.okta@acme.com', logins: ['ann@acme.com'] })),
    ],
    [
      [hr, 'deleted'],
      [hr, 'deleted'],
      [hr, 'deleted'],
    ],
  ],
  [
    'there alone, where somebody living has taken their place there',
    [
      listing('entra', ann),
      listing(
        'okta',
        anIdentity({ login: 'ann@acme.com', nameId: 'ann.okta@acme.com', id: 'old' }),
        anIdentity({ login: 'ann@acme.com', id: 'new' }),
      ),
    ],
    [
      [null, 'active'],
      [null, 'deleted'],
      [null, 'active'],
    ],
  ],
  [
    'all the same, where the one beside them in that directory is deleted',
    [
      listing('entra', ann),
      listing(
        'okta',
        anIdentity({ login: 'ann@acme.com', nameId: 'ann.okta@acme.com', id: 'old' }),
        anIdentity({ login: 'ann@acme.com', id: 'new', state: 'deleted' }),
      ),
    ],
    [
      [hr, 'deleted'],
      [hr, 'deleted'],
      [null, 'deleted'],
    ],
  ],
])('somebody has gone %s', async (_how, directories, standing) => {
  const judged = { asOf: at('2026-10-05T08:00:00Z'), gone: new Map([[login('ann.okta@acme.com'), hr]]) };
  const found = await known(['ann@acme.com', 'ann.okta@acme.com'], directories, { judged });
  expect(found.map(({ gone, state }) => [gone, state])).toEqual(standing);
});
