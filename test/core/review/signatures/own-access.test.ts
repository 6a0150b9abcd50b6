// Nobody decides or signs what is theirs, whatever name of theirs they type and whichever way they ask.
import { describe, expect, it } from 'vitest';
import { standInOf } from '../../../../core/review/lines/reviewers.ts';
import { anAccount, anIdentity, login } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { ReviewSays } from '../../../support/review/review-builder.ts';
import { accept, deciding, linesOf, own } from './deciding.ts';
import type { Asked } from './deciding.ts';

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

  it('about an account of hers that vanished', () => {
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

  it('an account of hers that nobody matches since her address changed, under the one of today', () => {
    const was = aReview({ asOf: '2026-07-06T08:00:00Z', accept, accounts: ['jane@acme.com'], entra: [jane] });
    const renamed = { ...anIdentity({ login: 'jane.lee@acme.com' }), id: jane.id };
    const accounts = ['jane@acme.com', 'max@acme.com'];
    const lines = linesOf({ after: was, asOf: '2026-10-05T08:00:00Z', accounts, entra: [renamed, 'max@acme.com'] });
    expect(lines.lines.map((line) => [line.login, line.situation])).toContainEqual(['jane@acme.com', 'unmatched']);
    const by = 'jane.lee@acme.com';
    expect(deciding(lines, { about: 'jane@acme.com', by }, 'distinct')).toBe(own);
    expect(deciding(lines, { about: 'max@acme.com', by }, 'distinct')).toBe('decided');
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

  it('what is hers, while she does about somebody with whom she shares only a number that many bear', () => {
    const temps = Array.from({ length: 8 }, (_, n) => anIdentity({ login: `temp${n}@acme.com`, employeeId: 'E0' }));
    const asked = { about: 'temp0@acme.com', by: 'temp1@acme.com' };
    const accounts = [asked.about, asked.by];
    const numbered = accounts.map((one) => anAccount({ login: one, employeeId: 'E0' }));
    expect(ownAccess({ accounts, entra: temps }, asked)).toBe('decided');
    expect(ownAccess({ accounts: numbered, entra: temps }, asked)).toBe('decided');
    expect(ownAccess({ accounts: numbered, entra: temps.slice(0, 5) }, asked)).toBe(own);
  });

  it('what is hers, while she does about the account of another person', () => {
    const says = { accounts: ['jane@acme.com', 'max@acme.com'], entra: [jane, 'max@acme.com'] };
    expect(ownAccess(says, { about: 'max@acme.com', by: 'jane@acme.com' })).toBe('decided');
  });
});
