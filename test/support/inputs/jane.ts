// Jane, about whom most tests of one account are.
import type { Identity } from '../../../core/inputs/snapshot.ts';
import { anIdentity, leftBy } from './population-builder.ts';
import type { IdentitySays } from './population-builder.ts';

export const jane = 'jane@acme.com';

/** Assigned and able to sign in, unless a test says otherwise. */
export function janeIs(says: Partial<IdentitySays>): Identity {
  return anIdentity({ login: jane, ...says });
}

/** How she can stand in a directory, the strongest first. */
export const standing = {
  linked: janeIs({}),
  unlinked: janeIs({ assignments: [] }),
  suspended: janeIs({ state: 'suspended' }),
  disabled: janeIs({ state: 'disabled' }),
  deleted: janeIs({ state: 'deleted', left: leftBy('2026-10-01T00:00:00Z') }),
};
