// What a status word of the export means. A word that nobody declared refuses the export, instead of being given a
// meaning.
import { exportForm } from '../../application/applications.ts';
import type { Config } from '../../config/config.ts';
import type { Place } from './place.ts';
import { mostRows } from '../limits.ts';
import { accountStatuses } from '../../application/account.ts';
import type { AccountStatus } from '../../application/account.ts';
import { ok, refusedAll } from '../../values/result.ts';
import type { Result, Refusal } from '../../values/result.ts';
import { quoted, withoutInvisible } from '../../values/text.ts';

/** The meaning of each word, by its folded form. */
export type StatusWords = ReadonlyMap<string, AccountStatus>;

function folded(word: string): string {
  return withoutInvisible(word).normalize('NFKC').trim().toLowerCase();
}

/**
 * Words given for a kind replace its default words, and take a word away from the defaults of another kind.
 *
 * @returns a refusal for each word that the configuration gives to two kinds
 * @example statusWords({ pending: ['Invited'] }) // the defaults of active and suspended, and `invited`
 */
export function statusWords(configured: Config['export']['statuses']): Result<StatusWords> {
  const meanings = new Map<string, AccountStatus>();
  const refusals: Refusal[] = [];
  for (const kind of accountStatuses) {
    for (const word of configured[kind] ?? []) {
      const other = meanings.get(folded(word)) ?? kind;
      if (other !== kind) refusals.push(twoMeanings(word, other, kind));
      meanings.set(folded(word), kind);
    }
  }
  if (refusals.length > 0) return refusedAll(refusals);
  for (const kind of accountStatuses) {
    if (configured[kind] !== undefined) continue;
    for (const word of exportForm.statusWords[kind]) if (!meanings.has(word)) meanings.set(word, kind);
  }
  return ok(meanings);
}

/** Words whose meaning depends on the header, which asks the question that they answer. */
const answers: ReadonlySet<string> = new Set(['true', 'yes', 'false', 'no']);

/** Headers under which yes says that somebody may not sign in, in English and in German. */
const opposite = /suspen|disabl|inactiv|deactiv|lock|block|delet|terminat|archiv|deaktiv|inaktiv|sperr|lösch/i;

/**
 * Takes the words that answer a question away, where the header asks the opposite: yes under `Disabled` is no under
 * `Active`. There, only the configuration says what they mean.
 *
 * @param header of the status column, as the file has it
 * @param configured `export.statuses`
 */
export function wordsUnder(header: string, words: StatusWords, configured: Config['export']['statuses']): StatusWords {
  if (!opposite.test(withoutInvisible(header))) return words;
  const declared = new Set(accountStatuses.flatMap((kind) => configured[kind] ?? []).map(folded));
  return new Map([...words].filter(([word]) => declared.has(word) || !answers.has(word)));
}

function twoMeanings(word: string, first: AccountStatus, second: AccountStatus): Refusal {
  return {
    what: 'a status word has two meanings',
    where: 'configuration, export.statuses',
    found: `${quoted(word)} under ${first} and under ${second}`,
    expected: 'each word under one status',
  };
}

interface UnknownWord {
  readonly cell: string;
  readonly firstRow: number;
  rows: number;
}

/** Reads the status of every user, and remembers each word that has no meaning with the rows that bear it. */
export class StatusSurvey {
  readonly #words: StatusWords;
  readonly #unknown = new Map<string, UnknownWord>();
  #isFull = false;

  constructor(words: StatusWords) {
    this.#words = words;
  }

  /** `null` for a word without a meaning; then `refusals` is not empty. */
  read(row: number, cell: string): AccountStatus | null {
    const word = folded(cell);
    const status = this.#words.get(word);
    if (status !== undefined) return status;
    const known = this.#unknown.get(word);
    if (known !== undefined) known.rows += 1;
    else if (this.#unknown.size < mostRows) this.#unknown.set(word, { cell, firstRow: row, rows: 1 });
    else this.#isFull = true;
    return null;
  }

  /** Whether so many words have no meaning that the column is not one of statuses, and the rest need not be read. */
  get isFull(): boolean {
    return this.#isFull;
  }

  get isRefused(): boolean {
    return this.#unknown.size > 0;
  }

  /** Each word once, in the order in which the rows have them. */
  unknown(): readonly string[] {
    return [...this.#unknown.values()].map(({ cell }) => cell.trim());
  }

  /** One refusal for each word, in the order of the rows. */
  refusals(place: Place, header: string): readonly Refusal[] {
    const expected = `one of ${[...this.#words.keys()].join(', ')}; what else means a status goes into export.statuses`;
    return [...this.#unknown.values()].map(({ cell, firstRow, rows }) => ({
      what: 'unknown status',
      where: place(firstRow, header),
      found: `${cell.trim() === '' ? 'an empty cell' : quoted(cell)} in ${rows === 1 ? '1 row' : `${rows} rows`}`,
      expected,
    }));
  }
}
