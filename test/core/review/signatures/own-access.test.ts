// Nobody decides or signs what is theirs, whatever name of theirs they type and whichever way they ask.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionLine } from '../../../../core/review/decisions/decision.ts';
import type { ReviewLines } from '../../../../core/review/lines/line.ts';
import { isAmong, isSamePerson, ownLoginsByLogin } from '../../../../core/review/lines/own-logins.ts';
import { standInOf } from '../../../../core/review/lines/reviewers.ts';
import type { Account } from '../../../../core/inputs/account.ts';
import type { Identity } from '../../../../core/inputs/snapshot.ts';
import { anAccount, anIdentity, login } from '../../../support/inputs/population-builder.ts';
import { frozenLines } from '../../../support/review/frozen-lines.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';
import { onDay } from '../../../support/time.ts';

const accept = ['empty-directory', 'drop-rows', 'wrong-instance', 'drop-identities', 'drop-assignments'] as const;

function linesOf(says: ReviewSays): ReviewLines {
  return frozenLines(aReview({ accept, ...says }));
}

interface Asked {
  readonly about: string;
  readonly by: string;
}

/** What comes of deciding about `about` under the name of `by`. */
function deciding(lines: ReviewLines, { about, by }: Asked, plus: 'distinct' | 'ignore'): string {
  const decided = decisionLine(
    { login: about, decision: 'keep', until: null, reason: 'needed', shared: false, where: 'here' },
    {
      codesOf: new Map([[login(about), []]]),
      lineOf: new Map(lines.lines.map((line) => [line.login, line])),
      ownOf: ownLoginsByLogin(lines),
      by,
      alsoBy: [],
      today: onDay('2026-10-06'),
      policy: { maxExceptionDays: 180, plusAddressing: plus },
    },
  );
  return decided.kind === 'ok' ? 'decided' : decided.refusals.map(({ what }) => what).join();
}

function ownAccess(says: ReviewSays, asked: Asked): string {
  const lines = linesOf(says);
  return deciding(lines, asked, lines.lines.length > 0 && says.policy !== undefined ? 'ignore' : 'distinct');
}

const jane = anIdentity({
  login: 'jane@acme.com',
  logins: ['jane@acme.com', 'j.doe@acme.com'],
  aliases: [
    { login: 'jd@acme.com', source: 'proxy' },
    { login: 'old@acme.com', source: 'on-premises' },
  ],
});
const own = 'decision about own access';

describe('jane does not decide', () => {
  it.each<[string, ReviewSays, Asked]>([
    [
      'her account under its own login',
      { accounts: ['jane@acme.com'], entra: [jane] },
      { about: 'jane@acme.com', by: ' JANE@acme.com' },
    ],
    [
      'it under her mail',
      { accounts: ['jane@acme.com'], entra: [jane] },
      { about: 'jane@acme.com', by: 'j.doe@acme.com' },
    ],
    [
      'it under an alias',
      { accounts: ['jane@acme.com'], entra: [jane] },
      { about: 'jane@acme.com', by: 'old@acme.com' },
    ],
    [
      'her second account',
      { accounts: ['jane@acme.com', 'j.doe@acme.com'], entra: [jane] },
      { about: 'j.doe@acme.com', by: 'jane@acme.com' },
    ],
    [
      'the account of an alias',
      { accounts: ['jane@acme.com', 'jd@acme.com'], entra: [jane] },
      { about: 'jd@acme.com', by: 'jane@acme.com' },
    ],
    [
      'her account under that of an alias',
      { accounts: ['jane@acme.com', 'jd@acme.com'], entra: [jane] },
      { about: 'jane@acme.com', by: 'jd@acme.com' },
    ],
    [
      'it under an alias that was approved',
      {
        accounts: ['jane@acme.com'],
        entra: [jane],
        config: { aliases: [{ login: 'j@old.com', identity: 'j.doe@acme.com', approvedBy: 'ciso' }] },
      },
      { about: 'jane@acme.com', by: 'j@old.com' },
    ],
    [
      'it under the account that an employee number tied to her',
      {
        accounts: ['jane@acme.com', { ...anAccount({ login: 'x7@acme.com' }), employeeId: 'E7' }],
        entra: [{ ...jane, employeeId: 'E7' }],
      },
      { about: 'jane@acme.com', by: 'x7@acme.com' },
    ],
    [
      'the account of her second identity, which only her employee number ties to her',
      {
        accounts: ['jane@acme.com', 'adm-jane@acme.com'],
        entra: [{ ...jane, employeeId: 'E7' }, anIdentity({ login: 'adm-jane@acme.com', employeeId: 'E7' })],
      },
      { about: 'adm-jane@acme.com', by: 'jane@acme.com' },
    ],
    [
      'it under that of an account to which the export gives her employee number',
      {
        accounts: [
          { ...anAccount({ login: 'jane@acme.com' }), employeeId: 'E7' },
          { ...anAccount({ login: 'adm-jane@acme.com' }), employeeId: 'E7' },
        ],
        entra: [jane, anIdentity({ login: 'adm-jane@acme.com' })],
      },
      { about: 'jane@acme.com', by: 'adm-jane@acme.com' },
    ],
    [
      'it under a login of another directory',
      {
        accounts: ['jane@acme.com'],
        entra: [jane],
        okta: [anIdentity({ login: 'j.okta@acme.com', logins: ['j.okta@acme.com', 'j.doe@acme.com'] })],
      },
      { about: 'jane@acme.com', by: 'j.okta@acme.com' },
    ],
    [
      'her suspended account',
      { accounts: ['jane@acme.com', anAccount({ login: 'jd@acme.com', status: 'suspended' })], entra: [jane] },
      { about: 'jd@acme.com', by: 'j.doe@acme.com' },
    ],
    [
      'an account that is hers or somebody else’s',
      {
        accounts: ['both@acme.com'],
        entra: [jane, anIdentity({ login: 'max@acme.com' })].map((one) => ({
          ...one,
          logins: [...one.logins, 'both@acme.com'],
        })),
      },
      { about: 'both@acme.com', by: 'jane@acme.com' },
    ],
    [
      'it with a word after a plus, where that is the same person',
      { accounts: ['jane@acme.com'], entra: [jane], policy: { plusAddressing: 'ignore' } },
      { about: 'jane@acme.com', by: 'Jane+review@acme.com' },
    ],
  ])('%s', (_, says, asked) => {
    expect(ownAccess(says, asked)).toBe(own);
  });

  it('what vanished and was hers', () => {
    const first = aReview({
      accept,
      asOf: '2026-10-01T08:00:00Z',
      accounts: ['jane@acme.com', 'jd@acme.com'],
      entra: [jane],
    });
    const lines = linesOf({ after: first, asOf: '2026-10-05T08:00:00Z', accounts: ['jane@acme.com'], entra: [jane] });
    expect(lines.others).toContainEqual({ login: 'jd@acme.com', own: expect.arrayContaining(['j.doe@acme.com']) });
    expect(deciding(lines, { about: 'jd@acme.com', by: 'j.doe@acme.com' }, 'distinct')).toBe(own);
  });

  it.each([
    ['of a rule', { rules: [{ team: '*', reviewer: 'jane+boss@acme.com' }], fallback: 'grc@acme.com' }],
    ['of the fallback', { rules: [], fallback: 'Jane+grc@acme.com', controlOwner: 'grc@acme.com' }],
    ['of her manager', { rules: [{ team: '*', reviewer: 'manager' }], fallback: 'grc@acme.com' }],
  ])('nor is handed it under the name %s, with a word after a plus, where that is the same person', (_, reviewers) => {
    const says = {
      accounts: ['jane@acme.com'],
      entra: [{ ...jane, manager: 'jane+lead@acme.com' }],
      config: { reviewers },
    };
    const { lines } = linesOf({ ...says, policy: { plusAddressing: 'ignore' } });
    expect(lines.map(({ reviewer }) => reviewer)).toEqual(['grc@acme.com']);
    const standIns = { delegations: new Map([[login('grc@acme.com'), null]]), reviewers };
    expect(lines.map((line) => standInOf(line.reviewer, standIns, line.own))).toEqual([null]);
    expect(linesOf(says).lines[0]?.reviewer).toContain('jane+');
  });

  it('but that of somebody with whom she shares no more than a number that many bear', () => {
    const temps = Array.from({ length: 8 }, (_, n) => anIdentity({ login: `temp${n}@acme.com`, employeeId: 'E0' }));
    const asked = { about: 'temp0@acme.com', by: 'temp1@acme.com' };
    const accounts = [asked.about, asked.by];
    const numbered = accounts.map((one) => anAccount({ login: one, employeeId: 'E0' }));
    expect(ownAccess({ accounts, entra: temps }, asked)).toBe('decided');
    expect(ownAccess({ accounts: numbered, entra: temps }, asked)).toBe('decided');
    expect(ownAccess({ accounts: numbered, entra: temps.slice(0, 5) }, asked)).toBe(own);
  });

  it('but what is another person’s', () => {
    const says = { accounts: ['jane@acme.com', 'max@acme.com'], entra: [jane, 'max@acme.com'] };
    expect(ownAccess(says, { about: 'max@acme.com', by: 'jane@acme.com' })).toBe('decided');
  });
});

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
