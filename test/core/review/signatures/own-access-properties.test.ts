// Of any company: nobody decides, signs or is asked about what is theirs, by a plain reading of whose an account may be.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAmong, isSamePerson } from '../../../../core/review/lines/own-logins.ts';
import { standInOf } from '../../../../core/review/lines/reviewers.ts';
import type { Account } from '../../../../core/inputs/account.ts';
import type { Identity } from '../../../../core/inputs/snapshot.ts';
import { anAccount, anIdentity, login } from '../../../support/inputs/population-builder.ts';
import { frozenLines } from '../../../support/review/frozen-lines.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed } from '../../../support/review/review-builder.ts';
import { accept, deciding, linesOf, own } from './deciding.ts';

const names = ['a@acme.com', 'b@acme.com', 'c@acme.com', 'd@acme.com', 'ü@acme.com'] as const;
const name = fc.constantFrom(...names);

interface Someone {
  readonly logins: readonly string[];
  readonly alias: string | null;
}

/** Few names among few people, so that logins, aliases and accounts collide in every way. */
const somebody: fc.Arbitrary<Someone> = fc.record({
  logins: fc.uniqueArray(name, { minLength: 1, maxLength: 2 }),
  alias: fc.option(name),
});
const account = fc.record({ login: name, suspended: fc.boolean() });
const company = fc.record({
  people: fc.array(somebody, { minLength: 1, maxLength: 3 }),
  accounts: fc.uniqueArray(account, { minLength: 1, selector: (one) => one.login }),
});

function identityOf({ logins, alias }: Someone, index: number): Identity {
  const [first = 'a@acme.com'] = logins;
  const aliases = alias === null ? [] : [{ login: alias, source: 'proxy' as const }];
  return anIdentity({ login: first, id: `id-${index}`, logins, aliases });
}

function accountOf({ login: of, suspended }: { login: string; suspended: boolean }): Account {
  return anAccount({ login: of, status: suspended ? 'suspended' : 'active' });
}

/** The same name as people write it. */
const spelled = fc.tuple(
  fc.constantFrom('', ' ', '\t'),
  fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => text.toUpperCase(),
    (text) => text.normalize('NFD'),
    (text) => text.replace('a', '\uFF41'),
  ),
);

/** Whom an account may belong to, by a plain reading: everybody of its match, and every name and account of theirs. */
function namesOfOwners(review: Reviewed, about: string): ReadonlySet<string> {
  const owners = review.judgement(about).match.person.map(({ known }) => known.identity);
  const isTheirs = (other: Identity): boolean => owners.some(({ id }) => id === other.id);
  const accounts = review.assessment.judgements.filter(({ match }) =>
    match.person.some(({ known }) => isTheirs(known.identity)),
  );
  return new Set([
    about,
    ...owners.flatMap(({ nameId, logins, aliases }) => [
      nameId ?? about,
      ...logins,
      ...aliases.map((one) => one.login),
    ]),
    ...accounts.map((one) => one.account.login),
  ]);
}

describe('whatever the company, and however a name is written', () => {
  it('a decision is refused exactly when the name is one of those whose the account may be', () => {
    fc.assert(
      fc.property(company, fc.record({ about: name, by: name }), spelled, (of, { about, by }, [blank, spell]) => {
        const { people, accounts } = of;
        fc.pre(accounts.some((one) => one.login === about));
        const review = aReview({ accept, accounts: accounts.map(accountOf), entra: people.map(identityOf) });
        const said = deciding(frozenLines(review), { about, by: `${blank}${spell(by)}` }, 'distinct');
        expect(said).toBe(namesOfOwners(review, about).has(by) ? own : 'decided');
      }),
      { numRuns: 500 },
    );
  });

  it('of two who sign, one at least is nobody whose a line may be', () => {
    fc.assert(
      fc.property(company, name, name, ({ people, accounts }, first, second) => {
        const lines = linesOf({ accounts: accounts.map(accountOf), entra: people.map(identityOf) });
        const known = { people: [...lines.lines, ...lines.others], plusAddressing: 'distinct' } as const;
        if (isSamePerson(first, second, known)) return;
        for (const line of known.people) {
          expect([first, second].filter((one) => isAmong(one, line.own, 'distinct')).length).toBeLessThan(2);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('nobody is asked to decide, or stands in to decide, what is theirs', () => {
    const moves = fc.array(fc.tuple(name, fc.option(name)));
    fc.assert(
      fc.property(company, moves, fc.tuple(name, name), (of, delegated, [fallback, controlOwner]) => {
        const { people, accounts } = of;
        const reviewers = { rules: [{ team: '*', reviewer: fallback }], fallback, controlOwner };
        const says = { accounts: accounts.map(accountOf), entra: people.map(identityOf), config: { reviewers } };
        const lines = linesOf(says);
        const delegations = new Map(delegated.map(([from, to]) => [login(from), to === null ? null : login(to)]));
        for (const { login: about, reviewer, own: theirs } of lines.lines) {
          for (const asked of [reviewer, standInOf(reviewer, { delegations, reviewers }, theirs)]) {
            if (asked !== null) expect(deciding(lines, { about, by: asked }, 'distinct')).toBe('decided');
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
