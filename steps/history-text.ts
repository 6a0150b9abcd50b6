// Reads the history that an accepted run left, a piece at a time: that of a million accounts is longer than the longest
// text that the engine allows. It is read as `historyDocument` writes it: a line break with the blanks behind it shows
// where something ends, because within a text a line break is an escape. Any other form is refused, and what is
// accepted means what `JSON.parse` would make of it.
import { comparedOf, historyOf, knownFindingsOf, ledgerOf, populationOf } from '../core/inputs/history.ts';
import type { ComparedExports, History, KnownFinding, KnownPopulation } from '../core/inputs/history.ts';
import type { Bytes } from '../core/ports/objects.ts';
import { StoredRecordUnreadable } from '../core/values/stored.ts';
import { textPieces } from './bytes.ts';

/**
 * @param record what is read, for the error: `the history of the run 20261005T080000Z-1a2b3c4d`
 * @throws StoredRecordUnreadable
 */
export async function historyIn(bytes: Bytes, record: string): Promise<History> {
  const members = await membersIn(bytes, record, () => true);
  return judged(record, () => historyOf(members));
}

/**
 * Only the accounts; of the rest it is only found where it ends.
 *
 * @throws as `historyIn` does
 */
export async function populationIn(bytes: Bytes, record: string): Promise<KnownPopulation> {
  const members = await membersIn(bytes, record, isOfPopulation);
  return judged(record, () => populationOf(members));
}

/**
 * Only the identities of the ledger.
 *
 * @throws as `historyIn` does
 */
export async function ledgerIn(bytes: Bytes, record: string): Promise<History['ledger']> {
  const members = await membersIn(bytes, record, (name) => name === 'ledger');
  return judged(record, () => ledgerOf(members).ledger);
}

/**
 * Only the findings.
 *
 * @throws as `historyIn` does
 */
export async function knownFindingsIn(bytes: Bytes, record: string): Promise<readonly KnownFinding[]> {
  const members = await membersIn(bytes, record, (name) => name === 'findings');
  return judged(record, () => knownFindingsOf(members).findings);
}

/**
 * Only the exports that were compared so far, with when they were taken.
 *
 * @throws as `historyIn` does
 */
export async function comparedIn(bytes: Bytes, record: string): Promise<ComparedExports> {
  const members = await membersIn(bytes, record, (name) => name === 'newestExportedAt' || name === 'exports');
  return judged(record, () => comparedOf(members));
}

type IsWanted = (member: string) => boolean;

const isOfPopulation: IsWanted = (name) => name === 'run' || name === 'accounts' || name === 'renamed';

async function membersIn(bytes: Bytes, record: string, isWanted: IsWanted): Promise<object> {
  try {
    return await readMembers(new Unread(textPieces(bytes)), isWanted);
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new StoredRecordUnreadable(record, cause);
    throw cause;
  }
}

function judged<Value>(record: string, judge: () => Value): Value {
  try {
    return judge();
  } catch (cause) {
    throw new StoredRecordUnreadable(record, cause);
  }
}

/** A line on which a member stands or begins. Example: ` "run": {"id":"…"},`. */
const memberLine = /^ ("(?:[^"\\]|\\.)*"): (.+?)(,?)$/;

async function readMembers(unread: Unread, isWanted: IsWanted): Promise<object> {
  const members = new Map<string, unknown>();
  expect(await unread.until('\n'), ['{']);
  for (let isLast = false; !isLast;) {
    const [, key = '', begun = '', behind = ''] = memberLine.exec(await unread.until('\n')) ?? [];
    const name = String(JSON.parse(key));
    if (members.has(name)) throw new SyntaxError(`the member ${name} stands there twice`);
    const parsed: (text: string) => unknown = isWanted(name) ? JSON.parse : () => null;
    if (begun === '[') members.set(name, await entriesIn(unread, parsed));
    else members.set(name, parsed(begun === '{' ? `{${await unread.until('\n }')}}` : begun));
    const separator = begun === '[' || begun === '{' ? await unread.until('\n') : behind;
    expect(separator, ['', ',']);
    isLast = separator === '';
  }
  expect(await unread.until('\n'), ['}']);
  expect(await unread.toTheEnd(), ['']);
  return Object.fromEntries([...members].filter(([name]) => isWanted(name)));
}

async function entriesIn(unread: Unread, parsed: (text: string) => unknown): Promise<readonly unknown[]> {
  const entries: unknown[] = [];
  for (let isLast = false; !isLast;) {
    const found = await unread.entries();
    // Entries that came together are parsed together: parsing each alone would take longer.
    const some = parsed(`[${found.text}]`);
    if (Array.isArray(some)) for (const entry of some) entries.push(entry);
    isLast = found.isLast;
  }
  return entries;
}

function expect(found: string, expected: readonly string[]): void {
  if (expected.includes(found)) return;
  throw new SyntaxError(`${JSON.stringify(found.slice(0, 80))} stands there, expected ${JSON.stringify(expected)}`);
}

const [entryEnd, betweenEntries, listEnd] = ['\n  }', '\n  },\n', '\n  }\n ]'];

/** Text that is read from its beginning while more of it comes. */
class Unread {
  readonly #pieces: AsyncGenerator<string, void, void>;
  #text = '';

  constructor(pieces: AsyncGenerator<string, void, void>) {
    this.#pieces = pieces;
  }

  /** @returns what stands before the mark; the mark is taken away too */
  async until(mark: string): Promise<string> {
    const before: string[] = [];
    for (;;) {
      const at = this.#text.indexOf(mark);
      if (at >= 0) return `${before.join('')}${this.#take(at, mark.length)}`;
      // Each part is searched once, because a value may be as long as the file.
      before.push(this.#take(Math.max(0, this.#text.length - mark.length)));
      await this.#more();
    }
  }

  /** @returns as many whole entries as have come, with what stands between them */
  async entries(): Promise<{ readonly text: string; readonly isLast: boolean }> {
    for (;;) {
      const end = this.#text.indexOf(listEnd);
      if (end >= 0) return { text: this.#take(end + entryEnd.length, listEnd.length - entryEnd.length), isLast: true };
      const at = this.#text.lastIndexOf(betweenEntries);
      const between = betweenEntries.length - entryEnd.length;
      if (at >= 0) return { text: this.#take(at + entryEnd.length, between), isLast: false };
      await this.#more();
    }
  }

  async toTheEnd(): Promise<string> {
    let text = this.#take(this.#text.length);
    for await (const piece of this.#pieces) text += piece;
    return text;
  }

  /** @param dropped how much behind it is taken away as well */
  #take(length: number, dropped = 0): string {
    const taken = this.#text.slice(0, length);
    this.#text = this.#text.slice(length + dropped);
    return taken;
  }

  async #more(): Promise<void> {
    const { value, done } = await this.#pieces.next();
    if (done === true) throw new SyntaxError('it ends before its end');
    this.#text += value;
  }
}
