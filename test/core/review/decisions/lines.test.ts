// Lines of a review: in which order they stand, what may be decided in bulk, what is recommended, what changed.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Code } from '../../../../core/names/codes.ts';
import { situations } from '../../../../core/names/situations.ts';
import { deltaOf } from '../../../../core/review/lines/delta.ts';
import { compareLines, isQuiet, isUnremarkable, needsOwnDecision } from '../../../../core/review/lines/line.ts';
import { policyChanges } from '../../../../core/config/approval.ts';
import { recommendationOf } from '../../../../core/review/lines/recommendation.ts';
import { parseConfig } from '../../../../core/config/parse.ts';
import type { Config } from '../../../../core/config/config.ts';
import { login } from '../../../support/inputs/population-builder.ts';
import { frozenLines } from '../../../support/review/frozen-lines.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import { aLine } from '../../../support/review/review-line.ts';
import type { LineSays } from '../../../support/review/review-line.ts';
import { at, onDay } from '../../../support/time.ts';

const revokedBefore = {
  review: '2026-Q3',
  decision: 'revoke' as const,
  until: null,
  by: 'grc@acme.com',
  at: at('2026-07-10T08:00:00Z'),
};

describe('the lines of a review', () => {
  it('stand with the gravest finding first, and privileged accounts before others of the same gravity', () => {
    const lines = [
      aLine({ login: 'plain@acme.com' }),
      aLine({ login: 'admin@acme.com', privileged: true, severity: 'low' }),
      aLine({ login: 'orphan@acme.com', severity: 'high' }),
      aLine({ login: 'leaver@acme.com', severity: 'critical' }),
      aLine({ login: 'orphaned-admin@acme.com', severity: 'high', privileged: true }),
    ];
    expect(lines.toSorted(compareLines).map((line) => line.login)).toEqual([
      'leaver@acme.com',
      'orphaned-admin@acme.com',
      'orphan@acme.com',
      'admin@acme.com',
      'plain@acme.com',
    ]);
  });

  it.each<[string, Partial<LineSays>]>([
    ['privileged', { privileged: true }],
    ['found by anything, even for information', { codes: ['ORPHANED_ACCOUNT'], severity: 'info' }],
    ['changed', { changes: ['role was Admin'] }],
    ['not linked', { situation: 'registered' }],
    ['an API key', { kind: 'api-key', situation: null }],
  ])('are not decided in bulk when they are %s', (_, says) => {
    expect(isUnremarkable(aLine({ login: 'jane@acme.com' }))).toBe(true);
    expect(isUnremarkable(aLine({ login: 'jane@acme.com', ...says }))).toBe(false);
  });

  it.each<[string, Partial<LineSays>]>([
    ['revoke', { lastDecision: revokedBefore, recommendation: { decision: 'revoke', reason: 'It is live.' } }],
    ['anything, when the account was made since', { recommendation: { decision: 'look', reason: 'Made anew.' } }],
    ['an exception', { lastDecision: { ...revokedBefore, decision: 'except', until: onDay('2026-12-31') } }],
  ])('are not decided in bulk when an earlier decision was %s', (_, says) => {
    const line = aLine({ login: 'jane@acme.com', ...says });
    expect(isUnremarkable(line)).toBe(false);
    expect(isQuiet(line)).toBe(true);
  });

  it.each<[string, Partial<LineSays>, string]>([
    [
      'revoke what the policy proposes',
      { codes: ['ORPHANED_ACCOUNT'], severity: 'high' },
      'revoke: Account that belongs',
    ],
    [
      'look at what is for information',
      { codes: ['ORPHANED_ACCOUNT'], severity: 'info' },
      'look: A finding stands on it',
    ],
    [
      'look at privileged access',
      { codes: ['PRIVILEGED_ACCOUNT'], severity: 'low', privileged: true },
      'look: Privileged',
    ],
    ['look at what changed', { changes: ['role was Admin'] }, 'look: Changed: role was Admin'],
    ['revoke what was revoked before', { lastDecision: revokedBefore }, 'revoke: It was revoked in 2026-Q3'],
    [
      'look at what an earlier exception let stand',
      { lastDecision: { ...revokedBefore, decision: 'except', until: onDay('2026-12-31') } },
      'look: grc@acme.com decided except until 31 December 2026 in 2026-Q3: is it still needed?',
    ],
    ['keep the rest', {}, 'keep: Jane <jane@acme.com> in okta by the rule name-id; nothing was found'],
  ])('recommend to %s, and say why', (_, says, expected) => {
    const line = aLine({ login: 'jane@acme.com', ...says });
    const { decision, reason } = recommendationOf(line, {
      propose: ['ORPHANED_ACCOUNT'],
      since: null,
      isAnother: false,
      before: null,
    });
    expect(`${decision}: ${reason}`).toContain(expected);
  });
});

it('a line with a finding that an earlier exception covers has its gravity, and is decided on its own', () => {
  const ghost = login('ghost@acme.com');
  const codesSeen: Code[] = ['ORPHANED_ACCOUNT'];
  const excepted = { login: ghost, decision: 'except', until: onDay('2026-12-31'), codesSeen } as const;
  const review = aReview({ accounts: [ghost], entra: ['ann@acme.com'], decisions: [excepted] });
  expect(review.finding('ORPHANED_ACCOUNT').state).toBe('excepted');
  const [line] = frozenLines(review).lines;
  expect(line).toMatchObject({ codes: codesSeen, severity: 'high' });
  expect(line === undefined || needsOwnDecision(line)).toBe(true);
});

it.each([
  [null, 'It was revoked in 2026-Q3 by grc@acme.com and is live, still or again.'],
  ['suspended', 'It was revoked in 2026-Q3 by grc@acme.com, was suspended, and is live again.'],
  ['gone', 'It was revoked in 2026-Q3 by grc@acme.com, was gone, and is live again.'],
] as const)('a revoked account is told as live again where the run before saw it otherwise: %s', (before, said) => {
  const line = aLine({ login: 'jane@acme.com', lastDecision: revokedBefore });
  const against = { propose: [], since: null, isAnother: false, before };
  expect(recommendationOf(line, against).reason).toBe(said);
});

it.each(['revoke', 'keep'] as const)(
  'an account that was made since is to be looked at, whatever was decided before: %s',
  (decision) => {
    const line = aLine({ login: 'jane@acme.com', lastDecision: { ...revokedBefore, decision } });
    const { decision: recommended, reason } = recommendationOf(line, {
      propose: [],
      since: null,
      isAnother: true,
      before: null,
    });
    expect(`${recommended}: ${reason}`).toBe(
      `look: Made anew since grc@acme.com decided ${decision} about its login in 2026-Q3.`,
    );
  },
);

it.each([
  [
    'the one that was signed last',
    '2026-Q3',
    'nothing was found or changed since grc@acme.com decided keep in 2026-Q3.',
  ],
  [
    'an earlier one than was signed last',
    '2026-Q4',
    'nothing was found; grc@acme.com decided keep in 2026-Q3, and nothing changed since 2026-Q4.',
  ],
  [
    'one that nobody signed, with none signed before',
    null,
    'nothing was found; grc@acme.com decided keep in 2026-Q3, and what changed since is not known.',
  ],
])('a line that was decided in %s says since when nothing changed', (_, since, said) => {
  const line = aLine({ login: 'jane@acme.com', lastDecision: { ...revokedBefore, decision: 'keep' } });
  expect(recommendationOf(line, { propose: [], since, isAnother: false, before: null }).reason).toBe(
    `${line.match}; ${said}`,
  );
});

const then = { review: '2026-Q3', exportedAt: at('2026-07-06T08:00:00Z') };

function present<One extends object>(accounts: readonly One[]): readonly (One & { readonly createdAt: null })[] {
  return accounts.map((account) => ({ ...account, createdAt: null }));
}

describe('the changes since the last signed review', () => {
  it.each([
    [null, 'new since 2026-Q3'],
    ['2026-07-06T08:00:01Z', 'new since 2026-Q3'],
    ['2026-07-06T08:00:00Z', 'not among the accounts of 2026-Q3, and made before'],
  ])('call no account new that was made before its export, which did not show it: %s', (made, said) => {
    const account = { login: login('a@x.com'), role: 'User', status: 'active', situation: 'linked' } as const;
    const createdAt = made === null ? null : ({ kind: 'instant', at: at(made) } as const);
    expect(deltaOf([], [{ ...account, createdAt }], then).changes.get(account.login)).toEqual([said]);
  });

  it('always roll forward, and name each account that came, went or changed', () => {
    const known = fc.record({
      login: fc.constantFrom('a@x.com', 'b@x.com', 'c@x.com', 'd@x.com').map(login),
      role: fc.constantFrom('User', 'Admin', null),
      status: fc.constantFrom('active' as const, 'suspended' as const),
      situation: fc.constantFrom(...situations),
    });
    const population = fc.uniqueArray(known, { selector: (account) => account.login });
    fc.assert(
      fc.property(population, population, (before, now) => {
        const { rollForward, changes, gone } = deltaOf(before, present(now), then);
        expect(rollForward.opening + rollForward.added - rollForward.removed).toBe(rollForward.closing);
        expect(gone).toHaveLength(rollForward.removed);
        for (const account of now) {
          const was = before.find((one) => one.login === account.login);
          const differs =
            was === undefined || (['role', 'status', 'situation'] as const).some((key) => was[key] !== account[key]);
          expect(changes.has(account.login)).toBe(differs);
        }
      }),
    );
  });

  it('of the policy are named setting by setting, its approval left out', () => {
    const before = configOf({ dormantDays: 90, approvedBy: 'cfo@acme.com' });
    const now = configOf({ dormantDays: 60, privilegedRoles: ['Admin'], approvedBy: 'coo@acme.com' });
    expect(policyChanges(before, now)).toEqual([
      'policy.dormantDays: 90, now 60',
      'policy.privilegedRoles: [], now ["Admin"]',
    ]);
  });
});

function configOf(policy: object): Config {
  const directories = [{ id: 'okta', kind: 'okta', orgUrl: 'https://acme.okta.example', appId: 'app' }];
  const config = parseConfig({ directories, policy }, 'review.json');
  if (config.kind === 'refused') throw new Error('the test wrote no configuration');
  return config.value;
}
