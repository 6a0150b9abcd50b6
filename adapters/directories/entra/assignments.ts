// Who is assigned and why: kept in memory while the people are streamed past it.
import type { Assignment } from '../../../core/inputs/snapshot.ts';

export class Assignments {
  readonly #byPerson = new Map<string, readonly Assignment[]>();

  /** Members of one group share one Assignment object: memory follows the people, not people times groups. */
  add(person: string, assignments: readonly Assignment[]): void {
    const known = this.#byPerson.get(person);
    this.#byPerson.set(person, known === undefined ? assignments : [...known, ...assignments]);
  }

  /** In an order of their own, because groups come in as the network delivers them. */
  of(person: string): Assignment[] {
    const assignments = this.#byPerson.get(person) ?? [];
    return assignments.toSorted((left, right) => (orderOf(left) < orderOf(right) ? -1 : 1));
  }

  people(): IterableIterator<string> {
    return this.#byPerson.keys();
  }
}

function orderOf(assignment: Assignment): string {
  return [assignment.via, assignment.group, assignment.role, assignment.since].join('\n');
}
