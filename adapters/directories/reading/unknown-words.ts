// Words that a directory does not document, counted: one reason a word, however many rows have it.
import type { Journal } from './journal.ts';

interface Use {
  readonly first: string;
  count: number;
}

export class UnknownWords {
  readonly #uses = new Map<string, Use>();
  readonly #what: string;
  readonly #meaning: string;

  /** @example new UnknownWords('status', 'whether they can sign in is not known') */
  constructor(what: string, meaning: string) {
    this.#what = what;
    this.#meaning = meaning;
  }

  add(word: string, id: string): void {
    const use = this.#uses.get(word);
    if (use === undefined) this.#uses.set(word, { first: id, count: 1 });
    else use.count += 1;
  }

  /** Makes the snapshot incomplete by every word that was found. */
  report(journal: Journal): void {
    for (const [word, { first, count }] of this.#uses) {
      const rows = count === 1 ? first : `${first} and ${count - 1} more`;
      journal.incomplete(`The ${this.#what} "${word}" of ${rows} is not documented: ${this.#meaning}.`);
    }
  }
}
