// The history that an accepted run left, read a piece at a time: that of a million accounts is longer than the longest text
// that the engine knows. It is JSON as `historyDocument` writes it, where a line break and the blanks behind it tell what ends
// there, for within a text a break is written as an escape. Text of another form is refused; what is accepted means what
// `JSON.parse` would make of the whole.
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

/** The accounts alone: of the rest no more is looked at than where it ends. @throws as `historyIn` does */
export async function populationIn(bytes: Bytes, record: string): Promise<KnownPopulation> {
  const members = await membersIn(bytes, record, isOfPopulation);
  return judged(record, () => populationOf(members));
}

/** Every identity so far, alone. @throws as `historyIn` does */
export async function ledgerIn(bytes: Bytes, record: string): Promise<History['ledger']> {
  const members = await membersIn(bytes, record, (name) => name === 'ledger');
  return judged(record, () => ledgerOf(members).ledger);
}

/** Every finding so far, alone. @throws as `historyIn` does */
export async function knownFindingsIn(bytes: Bytes, record: string): Promise<readonly KnownFinding[]> {
  const members = await membersIn(bytes, record, (name) => name === 'findings');
  return judged(record, () => knownFindingsOf(members).findings);
}

/** When which exports were taken that were compared so far, alone. @throws as `historyIn` does */
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

/** A member that stands on its line, or begins there. */
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
    // Those of one piece at once: to parse each by itself would cost more than the entry.
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

/** Text that is taken off at its beginning, while more of it comes. */
class Unread {
  readonly #pieces: AsyncGenerator<string, void, void>;
  #text = '';

  constructor(pieces: AsyncGenerator<string, void, void>) {
    this.#pieces = pieces;
  }

  /** @returns what stands before the mark, which goes as well */
  async until(mark: string): Promise<string> {
    const before: string[] = [];
    for (;;) {
      const at = this.#text.indexOf(mark);
      if (at >= 0) return `${before.join('')}${this.#take(at, mark.length)}`;
      // Searched once: a value may be as long as the file.
      before.push(this.#take(Math.max(0, this.#text.length - mark.length)));
      await this.#more();
    }
  }

  /** @returns whole entries, as many as have come, with what stands between them */
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

  /** @param dropped what goes behind it */
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
