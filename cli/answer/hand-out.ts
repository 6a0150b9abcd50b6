// Where a document of a command goes: to stdout, or into the file that a person named, which is never lost.
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { refused, ok } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { folderArgument } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { streamNew } from '../terminal/write-new.ts';

export interface HandOutOptions {
  readonly out?: string | undefined;
  readonly overwrite: boolean;
}

/** Checks `--out` before the document is worked out, which would else be done in vain. */
export async function outArgument({ out }: Pick<HandOutOptions, 'out'>): Promise<Result<string | null>> {
  if (out === undefined) return ok(null);
  if (await isFolder(out)) {
    return refused({ what: 'no file', where: `--out ${out}`, found: 'a folder', expected: 'the path of a file' });
  }
  const folder = await folderArgument('--out', dirname(out));
  return folder.kind === 'refused' ? folder : ok(out);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Characters of one write: a write for each line would cost more than the line. */
const pieceLength = 1 << 16;

async function* gathered(pieces: AsyncIterable<string>): AsyncGenerator<string, void, void> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length < pieceLength) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

/** @returns a refusal when another file lies where this one would */
export async function handOut(
  pieces: () => AsyncIterable<string>,
  { out, overwrite }: HandOutOptions,
  terminal: Terminal,
): Promise<Refusal | null> {
  if (out !== undefined) return streamNew(out, () => gathered(pieces()), overwrite);
  await terminal.stream(gathered(pieces()));
  return null;
}
