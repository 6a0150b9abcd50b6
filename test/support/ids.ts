// Ids that count, for tests that look at what they name.
import type { Ids } from '../../core/ports/world.ts';

export function countingIds(prefix = 'id'): Ids {
  let given = 0;
  return { next: () => `${prefix}-${(given += 1)}` };
}
