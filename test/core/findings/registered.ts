// Accounts of the register, and who owns them.
import type { Identity } from '../../../core/inputs/snapshot.ts';
import { anIdentity } from '../../support/inputs/population-builder.ts';
import { aReview } from '../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../support/review/review-builder.ts';

export const bot = 'sync@acme.com';
export const jane = 'jane@acme.com';

export function registered(entry: object, rest: ReviewSays = {}): Reviewed {
  return aReview({
    accounts: [bot],
    entra: [jane],
    ...rest,
    config: { ...rest.config, nonHuman: [{ login: bot, owner: jane, purpose: 'sync', ...entry }] },
  });
}

export function gone(login: string): Identity {
  return anIdentity({ login, state: 'deleted', assignments: [] });
}

export function unowned(entry: object, rest: ReviewSays = {}): boolean {
  return registered(entry, rest).codes(bot).includes('UNOWNED_ACCOUNT');
}
