// What follows from a match, in the order in which it counts (contract, section 6).
import { describe, expect, test } from 'vitest';
import { jane, janeIs, standing } from '../../../support/inputs/jane.ts';
import { anApp, assigned, blockedBy, inNestedGroup } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { ReviewSays } from '../../../support/review/review-builder.ts';

function situationOf(says: ReviewSays): string {
  return aReview({ accounts: [jane], ...says }).situation(jane);
}

/** The directory that the finding about an unassigned account names. */
function named(says: ReviewSays): string | null {
  return aReview({ accounts: [jane], ...says }).finding('UNASSIGNED_ACCOUNT').directory;
}

const order = Object.keys(standing) as (keyof typeof standing)[];

describe('one directory', () => {
  test.each(order)('says %s of an identity that is', (name) => {
    expect(situationOf({ entra: [standing[name]] })).toBe(name);
  });

  test.each([
    ['a nested group grants nothing', [inNestedGroup], 'unlinked'],
    ['a blocked assignment grants nothing', [blockedBy('INACTIVE')], 'unlinked'],
    [
      'one that is not blocked is enough',
      [blockedBy('INACTIVE'), { ...assigned, via: 'group', group: 'Sales' }],
      'linked',
    ],
  ])('%s', (_, assignments, situation) => {
    expect(situationOf({ okta: [janeIs({ assignments })] })).toBe(situation);
  });

  test('that is no gate never links, whatever it says', () => {
    expect(situationOf({ people: { hr: [standing.linked] } })).toBe('unlinked');
  });

  test('that holds nobody of that login leaves the account unmatched', () => {
    expect(situationOf({ entra: ['else@acme.com'] })).toBe('unmatched');
  });
});

describe('several directories', () => {
  const pairs = order.flatMap((first, index) => order.slice(index + 1).map((second) => [first, second] as const));

  test.each(pairs)('%s in one comes before %s in the other', (first, second) => {
    expect(situationOf({ entra: [standing[first]], okta: [standing[second]] })).toBe(first);
    expect(situationOf({ entra: [standing[second]], okta: [standing[first]] })).toBe(first);
  });

  test('that say the same are named in the order of the configuration, after those that say less', () => {
    expect(named({ entra: [standing.unlinked], okta: [standing.unlinked] })).toBe('entra');
    expect(named({ entra: [standing.suspended], okta: [standing.unlinked] })).toBe('okta');
  });

  test('count one by one: to be assigned in one and able to sign in in another links nobody', () => {
    expect(situationOf({ entra: [standing.unlinked], okta: [standing.suspended] })).toBe('unlinked');
  });

  describe('of which one is authoritative for the domain', () => {
    const authoritative = { entra: ['ACME.com'] };

    test.each([
      ['disabled', 'linked'],
      ['disabled', 'unlinked'],
      ['deleted', 'linked'],
      ['deleted', 'unlinked'],
    ] as const)('%s there outranks %s elsewhere', (gone, able) => {
      expect(situationOf({ entra: [standing[gone]], okta: [standing[able]], authoritative })).toBe(gone);
    });

    test('suspended there outranks nothing', () => {
      expect(situationOf({ entra: [standing.suspended], okta: [standing.linked], authoritative })).toBe('linked');
    });

    test('deleted there does not outrank suspended elsewhere', () => {
      expect(situationOf({ entra: [standing.deleted], okta: [standing.suspended], authoritative })).toBe('suspended');
    });

    test('has the last word on its own domain only', () => {
      const others = { entra: ['other.com', 'eu.acme.com'] };
      expect(situationOf({ entra: [standing.deleted], okta: [standing.linked], authoritative: others })).toBe('linked');
    });

    test('says nothing about somebody whom it never held', () => {
      expect(situationOf({ okta: [standing.linked], authoritative })).toBe('linked');
    });
  });
});

describe('registered', () => {
  test('comes before everything else', () => {
    const config = { nonHuman: [{ login: ' Jane@ACME.com', owner: jane, purpose: 'sync' }] };
    const twice = [janeIs({ id: '1' }), janeIs({ id: '2' })];
    expect(situationOf({ config, entra: twice })).toBe('registered');
    expect(situationOf({ config, headers: { okta: { completeness: 'unread' } } })).toBe('registered');
  });

  test('is not what an API key pair of that name makes of an account', () => {
    expect(situationOf({ config: { nonHuman: [{ login: jane, owner: jane, kind: 'api-key' }] } })).toBe('unmatched');
  });
});

describe('a gate that requires no assignment', () => {
  const headers = { entra: { app: anApp({ assignmentRequired: false }) } };

  test('links its unlinked accounts', () => {
    expect(situationOf({ headers, entra: [standing.unlinked] })).toBe('linked');
  });

  test('does not link those of another directory', () => {
    expect(situationOf({ headers, okta: [standing.unlinked] })).toBe('unlinked');
  });

  test('links nobody who cannot sign in', () => {
    expect(situationOf({ headers, entra: [standing.disabled] })).toBe('disabled');
  });
});
