// Opens a stored snapshot, and checks it from the first line to the last before anything is concluded from it. A
// directory has a line for each person, and a run reads each three times, so each is judged once: a snapshot that comes
// in is kept in this program's own form, and in this form it is read without being judged again, and copied where the
// evidence keeps it whole.
import type { Config } from '../../core/config/config.ts';
import type { Bytes, Kept, Scratch } from '../../core/ports/objects.ts';
import type { Identity, SnapshotHeader } from '../../core/inputs/snapshot.ts';
import { ok } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { isUndecodable } from '../../core/values/text.ts';
import { encoded, textBatches } from '../bytes.ts';
import { SnapshotCheck } from './snapshot/check.ts';
import { identityOf } from './snapshot/line.ts';

/**
 * Both readings can be repeated: each call begins at the first identity, and gives as many at a time as a piece of the
 * file holds.
 */
interface SnapshotReading {
  readonly batches: () => AsyncIterable<readonly Identity[]>;
  /** The same identities in the same batches, each as its line in the evidence, without the line break. */
  readonly lines: () => AsyncIterable<readonly string[]>;
  /** All of those lines, with their line breaks, as they stand in the file. */
  readonly identityBytes: () => Bytes;
}

export interface OpenSnapshot extends SnapshotReading {
  readonly header: SnapshotHeader;
  readonly identityCount: number;
}

interface Named {
  /** Only for refusals. */
  readonly fileName: string;
  readonly config: Config;
}

/**
 * Opens a snapshot that comes in, and keeps it as this program writes it.
 *
 * @param bytes a header line, then one identity a line (contract, section 4)
 * @returns a refusal for a line that is none, an identity told twice, a truncated file, and a snapshot of another directory or app
 */
export async function takeInSnapshot(
  scratch: Scratch,
  bytes: Bytes,
  { fileName, config }: Named,
): Promise<Result<OpenSnapshot>> {
  const check = new SnapshotCheck(fileName, config, 'comes in');
  const kept = await scratch.keep(encoded(checkedLines(bytes, check, longestLine)));
  return opened(check, ourReading(kept));
}

/**
 * The same for a snapshot that is kept already.
 *
 * @param fileName only for refusals
 */
export async function openSnapshot(kept: Kept, fileName: string, config: Config): Promise<Result<OpenSnapshot>> {
  const check = new SnapshotCheck(fileName, config, 'is kept');
  for await (const _checked of checkedLines(kept.read(), check, longestKept)) continue;
  return opened(check, check.isOurs ? ourReading(kept) : foreignReading(kept));
}

/**
 * The lines of a snapshot in the evidence. They were judged before they were written, and the digest tells whether they
 * were changed since.
 */
export function keptLines(kept: Kept): SnapshotReading['lines'] {
  return () => identityLines(kept);
}

function opened(check: SnapshotCheck, reading: SnapshotReading): Result<OpenSnapshot> {
  const ending = check.ending();
  return ending.kind === 'refused' ? ending : ok({ ...ending.value, ...reading });
}

/** The lines in this program's form, up to the first that is refused. */
async function* checkedLines(bytes: Bytes, check: SnapshotCheck, longest: number): AsyncGenerator<string, void, void> {
  try {
    for await (const lines of textBatches(inLines(bytes, longest))) {
      let written = '';
      for (const line of lines) {
        const ours = check.line(line);
        if (ours === null) return;
        written += ours;
      }
      yield written;
    }
  } catch (error) {
    if (error instanceof LineTooLong) check.refuseLength(longest);
    else if (isUndecodable(error)) check.refuseEncoding();
    else throw error;
  }
}

/**
 * The longest line of a snapshot that comes in. An identity takes about 500 bytes; the header takes as much for each
 * assigned group, for its calls.
 */
const longestLine = 4_000_000;
/** The longest line of a snapshot in the evidence, which earlier versions took without a limit. */
const longestKept = 16_000_000;

class LineTooLong extends Error {}

/** A line is held in memory whole. */
async function* inLines(bytes: Bytes, longest: number): Bytes {
  let begun = 0;
  for await (const chunk of bytes) {
    const last = chunk.lastIndexOf(lineBreak);
    begun = last < 0 ? begun + chunk.length : chunk.length - last;
    if (begun > longest) throw new LineTooLong();
    yield chunk;
  }
}

/** Reads lines that this program wrote, after it had judged them. */
function ourReading(kept: Kept): SnapshotReading {
  return {
    lines: () => identityLines(kept),
    identityBytes: () => behindFirstLine(kept.read()),
    async *batches() {
      const once = equalOnce();
      for await (const lines of identityLines(kept)) yield lines.map((line) => once(JSON.parse(line)));
    },
  };
}

/** At most so many different values are remembered: more of them hardly repeat. */
const mostRemembered = 10_000;

/**
 * Makes a function that replaces equal values by one. Each line is parsed alone, and a directory has a few groups,
 * departments and managers for many people.
 */
function equalOnce(): (identity: Identity) => Identity {
  const grants = new Map<string, Identity['assignments']>();
  const texts = new Map<string, string>();
  const nothing: never[] = [];
  const text = (given: string | null): string | null => (given === null ? null : firstOf(texts, given, given));
  return (identity) => ({
    ...identity,
    aliases: identity.aliases.length === 0 ? nothing : identity.aliases,
    hints: identity.hints.length === 0 ? nothing : identity.hints,
    department: text(identity.department),
    manager: text(identity.manager),
    assignments: firstOf(grants, JSON.stringify(identity.assignments), identity.assignments),
  });
}

function firstOf<Value>(first: Map<string, Value>, key: string, given: Value): Value {
  const known = first.get(key);
  if (known === undefined && first.size < mostRemembered) first.set(key, given);
  return known ?? given;
}

/** The identities of a snapshot in the evidence of a run, which was checked when the run took it in. */
export async function* storedIdentities(kept: Kept): AsyncGenerator<Identity, void, void> {
  for await (const lines of identityLines(kept)) for (const line of lines) yield identityOf(JSON.parse(line));
}

function foreignReading(kept: Kept): SnapshotReading {
  const batches = async function* (): AsyncGenerator<readonly Identity[], void, void> {
    for await (const lines of identityLines(kept)) yield lines.map((line) => identityOf(JSON.parse(line)));
  };
  const lines = async function* (): AsyncGenerator<readonly string[], void, void> {
    for await (const identities of batches()) yield identities.map((identity) => JSON.stringify(identity));
  };
  return { batches, lines, identityBytes: () => encoded(withBreaks(lines())) };
}

async function* withBreaks(batches: AsyncIterable<readonly string[]>): AsyncGenerator<string, void, void> {
  for await (const lines of batches) yield lines.map((line) => `${line}\n`).join('');
}

const lineBreak = 0x0a;

/** Every line behind the first, each with a line break, even where the file ends without one. */
async function* behindFirstLine(bytes: Bytes): Bytes {
  let isBehind = false;
  let last = lineBreak;
  for await (const chunk of bytes) {
    const start: number = isBehind ? 0 : chunk.indexOf(lineBreak) + 1;
    isBehind ||= start > 0;
    if (!isBehind || start === chunk.length) continue;
    yield chunk.subarray(start);
    last = chunk.at(-1) ?? last;
  }
  if (last !== lineBreak) yield Uint8Array.of(lineBreak);
}

/** Without the header, which is the first line. */
async function* identityLines(kept: Kept): AsyncGenerator<readonly string[], void, void> {
  let isFirst = true;
  for await (const lines of textBatches(kept.read())) {
    if (lines.length === 0) continue;
    yield isFirst ? lines.slice(1) : lines;
    isFirst = false;
  }
}
