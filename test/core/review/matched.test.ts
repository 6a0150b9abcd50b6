// What a line tells the reviewer about whom the account belongs to.
import { expect, it } from 'vitest';
import { frozenLines } from '../../support/review/frozen-lines.ts';
import { aReview } from '../../support/review/review-builder.ts';

interface Says {
  readonly nonHuman?: readonly object[];
  /** Whether the account is somebody's in a directory, too. */
  readonly matched?: boolean;
}

/** What the line of sync@acme.com says, and what it recommends. */
function told({ nonHuman = [], matched = false }: Says): readonly (string | undefined)[] {
  const review = aReview({
    accounts: ['sync@acme.com', 'bob@acme.com'],
    okta: ['bob@acme.com', ...(matched ? ['sync@acme.com'] : [])],
    config: { nonHuman },
    accept: ['empty-directory'],
  });
  const line = frozenLines(review).lines.find(({ login }) => login === 'sync@acme.com');
  return [line?.match, line?.recommendation.reason];
}

const sync = { login: 'sync@acme.com', owner: 'bob@acme.com', purpose: 'Salesforce sync', expires: '2027-03-31' };

it('a registered account is told by its purpose, its owner and its last day', () => {
  const registered = 'registered: Salesforce sync, owner bob@acme.com, until 31 March 2027';
  expect(told({ nonHuman: [sync] })).toEqual([registered, `${registered}; nothing was found.`]);
});

it('a registered account without an end has no last day, and what is not said is called so', () => {
  expect(told({ nonHuman: [{ login: 'sync@acme.com' }] })[0]).toBe('registered: no purpose, owner nobody');
});

it('a registered account that a directory has as well is told with its identity', () => {
  expect(told({ nonHuman: [sync], matched: true })[0]).toMatch(
    /^registered: Salesforce sync, .*, matched to .* in okta by the rule/,
  );
});

it('an account that is neither registered nor in a directory is matched to nobody', () => {
  expect(told({})[0]).toBe('matched to nobody');
});
