// Who bears the employee number of somebody who is gone: perhaps the same person, back under another login.
import type { KnownIdentity } from './known-identity.ts';
import { mostOfOneNumber } from './placeholder.ts';

/**
 * Chooses the identities that bear the employee number of somebody who is gone. Of each directory it takes no more for one
 * number than show that the number is a placeholder.
 */
export class BearersOfGone {
  readonly #taken = new Map<string, Map<string, Set<string>>>();

  /** @returns whether any of these numbers is new, so that another pass has to look for its bearers */
  seek(employeeIds: Iterable<string>): boolean {
    const before = this.#taken.size;
    for (const employeeId of employeeIds) if (!this.#taken.has(employeeId)) this.#taken.set(employeeId, new Map());
    return this.#taken.size > before;
  }

  /** Whether the identity is one of them; asked again about the same one, the answer stays. */
  takes({ directory, identity: { id, employeeId, state } }: KnownIdentity): boolean {
    const taken = employeeId === null || state === 'deleted' ? undefined : this.#taken.get(employeeId);
    if (taken === undefined) return false;
    const ids = taken.get(directory) ?? new Set<string>();
    taken.set(directory, ids);
    if (ids.size > mostOfOneNumber) return ids.has(id);
    ids.add(id);
    return true;
  }
}
