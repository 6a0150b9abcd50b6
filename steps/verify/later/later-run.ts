// The files of a later run that a report attaches: each is the one that the manifest of its run names, in its order.
import { evidenceFiles } from '../../../core/names/evidence-files.ts';
import type { aheadFile, proofFile } from '../../../core/names/evidence-files.ts';
import type { Kept } from '../../../core/ports/objects.ts';
import type { Refusal } from '../../../core/values/result.ts';
import { otherThanNamed, readManifest } from '../../../core/verification/stated.ts';
import { bytesOf } from '../../bytes.ts';
import type { RunFile } from '../../run/run-files.ts';

export interface LaterRun {
  readonly run: string;
  /** By their names there. */
  readonly files: ReadonlyMap<string, Kept>;
  /** As what the report attaches them. */
  readonly attachedAs: typeof aheadFile | typeof proofFile;
}

/** @returns the first file that is not the one that the manifest of the run names; `null` also where that is not attached */
export async function alteredIn({ run, files, attachedAs }: LaterRun): Promise<Refusal | null> {
  const { name } = evidenceFiles.manifest;
  const itself = files.get(name);
  if (itself === undefined) return null;
  const manifest = readManifest(await bytesOf(itself.read()), attachedAs(run, name).name);
  if (manifest.kind === 'refused') return manifest.refusals[0] ?? null;
  return otherThanNamed(manifest.value, files, (one) => attachedAs(run, one).name);
}

/** In the order in which a report attaches them: by name, and the manifest behind them. */
export function attachedFilesOf({ run, files, attachedAs }: LaterRun): readonly RunFile[] {
  const { name: manifest } = evidenceFiles.manifest;
  const order = (name: string): string => (name === manifest ? '\uffff' : name);
  return [...files]
    .toSorted(([a], [b]) => (order(a) < order(b) ? -1 : 1))
    .map(([name, kept]) => ({ name: attachedAs(run, name).name, kept }));
}
