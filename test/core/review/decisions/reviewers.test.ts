// Who reviews what: rules, fallbacks and people who stand in.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reviewerOf, standInOf } from '../../../../core/review/lines/reviewers.ts';
import { login } from '../../../support/inputs/population-builder.ts';

const reviewers = {
  rules: [
    { role: 'Admin', reviewer: 'security@acme.com' },
    { team: 'sales', reviewer: 'manager' },
    { team: '*', reviewer: 'owner' },
  ],
  fallback: 'grc@acme.com',
  controlOwner: 'cfo@acme.com',
};
const nobody = { team: null, role: null, manager: null, owner: null, own: [] };

describe('a line is reviewed by', () => {
  it.each<[string, Partial<Parameters<typeof reviewerOf>[0]>, string]>([
    ['whom the first rule that fits names', { role: 'admin', team: 'Sales' }, 'security@acme.com'],
    ['the manager, where the rule says so', { team: 'Sales', manager: 'Mona@acme.com' }, 'mona@acme.com'],
    ['the owner of the register', { owner: 'max@acme.com' }, 'max@acme.com'],
    ['the fallback, where nobody knows the manager', { team: 'Sales' }, 'grc@acme.com'],
    ['the fallback, where the manager is no login', { team: 'Sales', manager: '00u1' }, 'grc@acme.com'],
    [
      'the fallback, where the manager is the person themselves',
      { team: 'Sales', manager: 'mona@acme.com', own: [login('mona@acme.com')] },
      'grc@acme.com',
    ],
    ['the control owner, where it is the fallback’s own', { own: [login('grc@acme.com')] }, 'cfo@acme.com'],
  ])('%s', (_, facts, expected) => {
    expect(reviewerOf({ ...nobody, ...facts }, reviewers)).toBe(expected);
  });

  it('nobody in particular, where nobody is configured', () => {
    expect(reviewerOf(nobody, { rules: [] })).toBeNull();
  });
});

describe('whoever stands in', () => {
  const people = ['ann@acme.com', 'ben@acme.com', 'cat@acme.com', 'grc@acme.com', 'cfo@acme.com'].map(login);
  const person = fc.constantFrom(...people);

  it('is never away, never the person the line is about, and found however people stand in for one another', () => {
    fc.assert(
      fc.property(
        person,
        fc.array(fc.tuple(person, fc.option(person))),
        fc.uniqueArray(person, { maxLength: 2 }),
        (reviewer, moves, own) => {
          const delegations = new Map(moves);
          const found = standInOf(reviewer, { delegations, reviewers }, own);
          if (found === null) return;
          expect(own).not.toContain(found);
          expect([undefined, found]).toContain(delegations.get(found));
        },
      ),
    );
  });

  it('is the fallback, where the configuration shall decide', () => {
    const delegations = new Map([[login('ann@acme.com'), null]]);
    expect(standInOf(login('ann@acme.com'), { delegations, reviewers }, [])).toBe('grc@acme.com');
  });

  it('is nobody else once the person is back', () => {
    const ann = login('ann@acme.com');
    expect(standInOf(ann, { delegations: new Map([[ann, ann]]), reviewers }, [])).toBe(ann);
  });
});
