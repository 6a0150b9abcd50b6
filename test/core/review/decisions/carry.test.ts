// Which decisions stay when a review goes on with the lines of a later run.
import { assert, constantFrom, property, record, subarray, uniqueArray } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { carriedOver, isUnchanged } from '../../../../core/review/decisions/carry.ts';
import type { Carried } from '../../../../core/review/decisions/carry.ts';
import type { Decided, DecisionLine, ReviewEvent } from '../../../../core/review/events/event.ts';
import type { ReviewLine } from '../../../../core/review/lines/line.ts';
import { login } from '../../../support/inputs/population-builder.ts';
import { aLine, stateAfter } from '../../../support/review/review-line.ts';
import { parseConfig } from '../../../../core/config/parse.ts';
import type { Config } from '../../../../core/config/config.ts';
import { parseDay } from '../../../../core/values/instant.ts';
import { acme } from '../../../support/inputs/acme.ts';
import { given } from '../../../support/given.ts';
import { at } from '../../../support/time.ts';

const jane = aLine({ login: 'jane@acme.com' });
const rules = { roles: 'folded', asksOfNew: true } as const;

function configOf(over: object): Config {
  return given(parseConfig({ ...acme, ...over }, 'review.json'));
}

function decidedAbout(line: ReviewLine, over: Partial<DecisionLine> = {}, filter?: string): Decided {
  const { login: name, codes } = line;
  const decided = { login: name, decision: 'keep', until: null, reason: 'needed', codesSeen: codes, ...over } as const;
  const event = { kind: 'decided', at: at('2026-10-06T09:00:00Z'), by: 'grc@acme.com', lines: [decided] } as const;
  return { ...event, assurance: 'asserted', ...(filter === undefined ? {} : { filter }) };
}

function frozen(lines: readonly ReviewLine[]): { readonly lines: ReviewLine[]; readonly others: [] } {
  return { lines: [...lines], others: [] };
}

function carried(before: readonly ReviewLine[], after: readonly ReviewLine[], events: readonly ReviewEvent[]): Carried {
  const { decisions } = stateAfter(...events);
  return carriedOver({
    decisions,
    before: frozen(before),
    after: frozen(after),
    config: configOf({}),
    asksClaims: true,
    ...rules,
  });
}

describe('a decision', () => {
  test.each([
    ['role', { role: 'Analyst' }],
    ['name', { name: 'Jane Doe' }],
    ['team', { team: 'Sales' }],
    ['status', { status: 'pending' }],
    ['situation', { situation: 'suspended' }],
    ['match', { match: 'John <john@acme.com> in okta by the rule login' }],
    ['privilege', { privileged: true }],
    ['codes', { codes: ['DORMANT_ACCOUNT'] }],
    ['own logins', { own: [login('jane@acme.com'), login('j@acme.com')] }],
  ] as const)('asks again when the %s of its line changed', (_what, change) => {
    const after = {
      ...jane,
      ...change,
      codes: [...('codes' in change ? change.codes : jane.codes)],
      own: [...('own' in change ? change.own : jane.own)],
    };
    expect(carried([jane], [after], [decidedAbout(jane)])).toEqual({ carried: 0, again: [jane.login], gone: [] });
  });

  test('asks again when what stands on its line weighs more than before, and not when it weighs less', () => {
    const [high, settled] = [
      { ...jane, codes: ['ORPHANED_ACCOUNT' as const], severity: 'high' as const },
      { ...jane, codes: ['ORPHANED_ACCOUNT' as const], severity: null },
    ];
    expect(isUnchanged(settled, high)).toBe(false);
    expect(isUnchanged(high, settled)).toBe(true);
  });

  test('stays where codes and own logins are only told in another order', () => {
    const own = [login('jane@acme.com'), login('j@acme.com')];
    const codes = ['DORMANT_ACCOUNT', 'EXTERNAL_ACCOUNT'] as const;
    const other = { ...jane, own: own.toReversed(), codes: codes.toReversed() };
    expect(isUnchanged({ ...jane, own, codes: [...codes] }, other)).toBe(true);
  });

  test('stays although time passed on its line: last login, age, earlier decisions and who is asked', () => {
    const after = {
      ...jane,
      lastLogin: '1 October 2026',
      ageDays: 130,
      reviewer: login('max@acme.com'),
      changes: ['role was none'],
    };
    expect(carried([jane], [after], [decidedAbout(jane)])).toEqual({ carried: 1, again: [], gone: [] });
  });

  test('asks again when the account of its line was made since, unless it was carried before 0.21.0', () => {
    const [old, anew] = [
      { ...jane, ageDays: 130 },
      { ...jane, ageDays: 2 },
    ];
    expect(carried([old], [anew], [decidedAbout(old)])).toEqual({ carried: 0, again: [jane.login], gone: [] });
    const { decisions } = stateAfter(decidedAbout(old));
    const earlier = { before: frozen([old]), after: frozen([anew]), config: null, asksClaims: true, ...rules };
    expect(carriedOver({ ...earlier, decisions, asksOfNew: false })).toMatchObject({ carried: 1 });
    expect(carried([old], [{ ...old, ageDays: null }], [decidedAbout(old)])).toMatchObject({ carried: 1 });
  });

  test.each([' ANALYST', 'Ａnalyst', 'Ana\u200blyst'])(
    'stays when its role is spelled %j, unless it was carried before 0.20.0',
    (role) => {
      const [before, after] = [
        { ...jane, role: 'Analyst' },
        { ...jane, role },
      ];
      expect(carried([before], [after], [decidedAbout(before)])).toMatchObject({ carried: 1, again: [] });
      expect(isUnchanged(before, after, 'as-spelled')).toBe(false);
    },
  );

  test('asks again when it was made by a filter that its line does not fit any more', () => {
    const after = { ...jane, changes: ['new since 2026-Q3'] };
    expect(carried([jane], [after], [decidedAbout(jane, {}, 'unremarkable')])).toMatchObject({ again: [jane.login] });
  });

  test.each([
    ['asks again', true, {}],
    ['stays where people still can', true, { portal: { issuer: 'https://login.acme.com', clientId: 'access-review' } }],
    ['stayed before 0.8.0', false, {}],
  ])('of somebody who signed in, of which the later run says that nobody can: %s', (says, asksClaims, over) => {
    const { decisions } = stateAfter({ ...decidedAbout(jane), assurance: 'oidc' });
    const [before, after] = [frozen([jane]), frozen([jane])];
    const { again } = carriedOver({ decisions, before, after, config: configOf(over), asksClaims, ...rules });
    expect(again).toEqual(says === 'asks again' ? [jane.login] : []);
  });

  test('to except asks again when the policy of the later run would not have taken its end', () => {
    const except = decidedAbout(jane, { decision: 'except', until: parseDay('2027-03-01') });
    const { decisions } = stateAfter(except);
    const config = configOf({ policy: { maxExceptionDays: 30 } });
    expect(
      carriedOver({
        decisions,
        before: frozen([jane]),
        after: frozen([jane]),
        config,
        asksClaims: true,
        ...rules,
      }),
    ).toMatchObject({
      again: [jane.login],
    });
  });

  test('falls when there is no line any more, unless it was to revoke: that stands, should the account come back', () => {
    expect(carried([jane], [], [decidedAbout(jane)])).toEqual({ carried: 0, again: [], gone: [jane.login] });
    expect(carried([jane], [], [decidedAbout(jane, { decision: 'revoke' })])).toMatchObject({ carried: 1, gone: [] });
    // About a finding without a line there was nothing to lose.
    expect(carried([], [], [decidedAbout(jane)])).toMatchObject({ carried: 1, gone: [] });
  });

  test('about an account that was no line asks again when it is one', () => {
    expect(carried([], [jane], [decidedAbout(jane, { decision: 'revoke' })])).toMatchObject({ again: [jane.login] });
  });
});

const names = ['ann', 'ben', 'cat', 'dan', 'eve', 'fay'];
const someLine = record({
  who: constantFrom(...names),
  role: constantFrom('User', 'Analyst'),
  team: constantFrom(null, 'Sales'),
  lastLogin: constantFrom(null, '1 October 2026'),
  codes: subarray(['DORMANT_ACCOUNT', 'DUPLICATE_ACCOUNT'] as const),
});
const population = uniqueArray(someLine, { selector: ({ who }) => who }).map((lines) =>
  lines.map(({ who, codes, ...says }) => aLine({ login: `${who}@acme.com`, codes: [...codes], ...says })),
);

test('whatever two runs show, decisions whose line is unchanged are carried, and no other is', () => {
  assert(
    property(population, population, subarray(names), (before, after, decided) => {
      const asked = before.filter((line) => decided.some((who) => line.login.startsWith(who)));
      const { again, gone, ...told } = carried(
        before,
        after,
        asked.map((line) => decidedAbout(line)),
      );
      const became = new Map(after.map((line) => [line.login, line]));
      for (const line of asked) {
        const now = became.get(line.login);
        const same =
          now !== undefined &&
          line.role === now.role &&
          line.team === now.team &&
          line.codes.join() === now.codes.join();
        expect(again.includes(line.login)).toBe(now !== undefined && !same);
        expect(gone.includes(line.login)).toBe(now === undefined);
      }
      expect(told.carried + again.length + gone.length).toBe(asked.length);
      expect(new Set([...again, ...gone]).size).toBe(again.length + gone.length);
    }),
  );
});
