// The gate of an export whose cells stand in rows that are not theirs, as after one column was sorted by itself.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anAccount, anIdentity } from '../../support/inputs/population-builder.ts';
import type { AccountSays } from '../../support/inputs/population-builder.ts';
import type { AccountStatus } from '../../../core/application/account.ts';
import { aReview } from '../../support/review/review-builder.ts';
import type { ReviewSays } from '../../support/review/review-builder.ts';

const names = ['Ann Archer', 'Bob Baker', 'Cem Demir', 'Dara O’Brien', 'Jörg Müller', 'Zoë Žed', 'Ida Ek'];

interface Row {
  readonly login: string;
  readonly name: string | null;
  readonly employeeId: string | null;
}

/** As many people as asked for; behind those with names of their own, numbered ones. */
function staff(count: number): readonly Row[] {
  return Array.from({ length: count }, (_, at) => ({
    login: `u${at}@acme.com`,
    name: names[at] ?? `First${at} Last${at}`,
    employeeId: `E${100 + at}`,
  }));
}

/** Of the export: whom each row names by its login, and by the rest of it. */
function rowsOf(people: readonly Row[], order: readonly number[]): readonly AccountSays[] {
  return people.map(({ name, employeeId }, at) => ({ login: people[order[at] ?? at]?.login ?? '', name, employeeId }));
}

/** The reason for which the gate holds the run; `null` when it does not. */
function mixed(people: readonly Row[], rows: readonly AccountSays[], says: ReviewSays = {}): string | null {
  const entra = people.map(({ login, name, employeeId }) => anIdentity({ login, name, employeeId }));
  const { assessment } = aReview({ entra, accounts: rows.map(anAccount), ...says });
  return assessment.gates.find(({ gate }) => gate === 'mixed-rows')?.reason ?? null;
}

/** The logins of so many rows, from the first on, moved down by one. */
function moved(count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => (at + count - 1) % count);
}

describe('the gate mixed-rows', () => {
  test('lets every export pass whose rows are as they were written, in any order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(staff(12).map((_, at) => at)), (order) => {
        const people = staff(12);
        const rows = rowsOf(people, []);
        expect(
          mixed(
            people,
            order.flatMap((at) => rows[at] ?? []),
          ),
        ).toBeNull();
      }),
      { numRuns: 30 },
    );
  });

  test('holds every export in which the logins stand in another order than the rest', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 }), (order) => {
        fc.pre(order.filter((of, at) => of !== at).length >= 3);
        expect(mixed(staff(7), rowsOf(staff(7), order))).not.toBeNull();
      }),
      { numRuns: 50 },
    );
  });

  test('says how many rows show it, and where the first is', () => {
    const people = staff(6);
    expect(mixed(people, rowsOf(people, [0, 1, 3, 4, 5, 2]))).toMatch(/^in 4 of 6 rows .*\(first: row 4\)/);
  });

  test('is accepted by a person, with a reason', () => {
    const people = staff(3);
    const { status } = aReview({
      entra: people.map(({ login, name }) => anIdentity({ login, name })),
      accounts: rowsOf(people, moved(3)).map(anAccount),
      accept: ['empty-directory', 'mixed-rows'],
    }).assessment;
    expect(status).toBe('complete');
  });

  test('needs three rows, and more than one in twenty', () => {
    const two = staff(8);
    expect(mixed(two, rowsOf(two, moved(2)))).toBeNull();
    const sixty = staff(60);
    expect(mixed(sixty, rowsOf(sixty, moved(3)))).toBeNull();
    expect(mixed(sixty, rowsOf(sixty, moved(4)))).not.toBeNull();
  });

  test('goes by numbers where no name can be compared', () => {
    const unnamed = staff(4).map((one) => ({ ...one, name: null }));
    expect(mixed(unnamed, rowsOf(unnamed, moved(4)))).not.toBeNull();
    expect(mixed(unnamed, rowsOf(unnamed, []))).toBeNull();
  });

  test('believes names before numbers: those of the application may be other ones than those of the directory', () => {
    const people = staff(5);
    const rows = people.map((one, at) => ({ ...one, employeeId: people[(at + 1) % 5]?.employeeId ?? null }));
    expect(mixed(people, rows)).toBeNull();
  });

  test('counts one name once: each account may bear its administrator’s', () => {
    const people = staff(6);
    expect(
      mixed(
        people,
        people.map((one) => ({ ...one, name: 'Bob Baker' })),
      ),
    ).toBeNull();
  });

  test('is not raised by names that nobody of the export bears', () => {
    const people = staff(6);
    expect(
      mixed(
        people,
        people.map((one, at) => ({ ...one, name: `Pseudonym ${at}` })),
      ),
    ).toBeNull();
  });

  test('leaves registered accounts and whoever only a number ties out', () => {
    const people = staff(4);
    const rows = rowsOf(people, moved(4));
    const nonHuman = rows.map(({ login }) => ({
      login,
      owner: 'u0@acme.com',
      purpose: 'sync',
      expires: '2027-01-31',
    }));
    expect(mixed(people, rows, { config: { nonHuman } })).toBeNull();
    const elsewhere = people.map((one, at) => ({
      ...one,
      login: `x-${one.login}`,
      name: people[(at + 1) % 4]?.name ?? null,
    }));
    expect(mixed(people, elsewhere)).toBeNull();
  });
});

describe('times of suspension beside accounts that are not suspended', () => {
  type States = readonly (readonly [status: AccountStatus, isTimed: boolean])[];

  function heldBy(states: States): string | null {
    const people = staff(states.length);
    return mixed(
      people,
      states.map(([status, isTimed], at) => ({
        login: people[at]?.login ?? '',
        status,
        ...(isTimed ? { suspendedAt: '2026-06-01T00:00:00Z' as const } : {}),
      })),
    );
  }

  function times(count: number, row: States[number]): States {
    return Array.from({ length: count }, () => row);
  }

  const active = ['active', false] as const;
  const asleep = ['suspended', true] as const;
  const backAgain = ['active', true] as const;
  const old = ['suspended', false] as const;

  test('hold every export whose states were moved by so many rows that most times lost theirs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 8 }), fc.integer({ min: 1, max: 20 }), (suspended, by) => {
        const rows: States = [...times(suspended, asleep), ...times(20, active)];
        expect(heldBy(rows)).toBeNull();
        const sorted = rows.map(
          ([, isTimed], at) => [rows[(at + by) % rows.length]?.[0] ?? 'active', isTimed] as const,
        );
        const strange = sorted.filter(([status, isTimed]) => isTimed && status === 'active').length;
        expect(heldBy(sorted) !== null).toBe(strange >= 3 && strange * 2 > suspended);
      }),
      { numRuns: 40 },
    );
  });

  test('are told with how many there are, and the first row', () => {
    expect(heldBy([active, backAgain, backAgain, backAgain, asleep, old, old, old])).toContain(
      '3 of 4 times of suspension stand beside accounts that are not suspended (first: row 3), and 3 of 4 suspended accounts have none',
    );
  });

  test('are nothing by themselves, nor are suspended accounts without one', () => {
    expect(heldBy([active, ...times(9, backAgain), asleep])).toBeNull();
    expect(heldBy([active, ...times(9, old), asleep])).toBeNull();
    expect(heldBy([backAgain, backAgain, backAgain, asleep, asleep, asleep, old, old, old, old])).toBeNull();
  });
});
