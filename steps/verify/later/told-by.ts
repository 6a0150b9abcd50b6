// Holds what a closing leaves to the run of another review against what that run says itself: its manifest and its proofs.
import { aheadFile, evidenceFiles } from '../../../core/names/evidence-files.ts';
import type { Closed, Signed, TellingRun } from '../../../core/review/events/event.ts';
import type { ReviewState } from '../../../core/review/events/state.ts';
import { isOfInstant } from '../../../core/run.ts';
import type { Kept } from '../../../core/ports/objects.ts';
import { isBefore } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import { documentIn } from '../../../core/values/json-file.ts';
import type { Refusal } from '../../../core/values/result.ts';
import { readManifest, toldSinceSchema } from '../../../core/verification/stated.ts';
import { bytesOf } from '../../bytes.ts';
import type { GatheredEvidence } from '../evidence.ts';

interface Closing {
  readonly closed: Closed;
  /** Before the event that closes. */
  readonly state: Pick<ReviewState, 'sequence'> & { readonly signatures: readonly Pick<Signed, 'at'>[] };
  readonly period: string;
}

/** @returns the first thing that the run does not bear out; `null` also where the closing leaves nothing to a run */
export async function toldByBreak(
  { aheads }: Pick<GatheredEvidence, 'aheads'>,
  { closed, state, period }: Closing,
): Promise<Refusal | null> {
  const { toldBy, rollForward, at } = closed;
  if (toldBy === undefined) return null;
  const { run, asOf } = toldBy;
  const signature = state.signatures.at(-1);
  const where = `event ${state.sequence + 1} of the review`;
  if (rollForward !== null)
    return { what: 'what changed is told twice', where, found: 'rollForward and toldBy', expected: 'one of them' };
  if (!isOfInstant(run, asOf) || signature === undefined || !isBefore(signature.at, asOf) || isBefore(at, asOf))
    return {
      what: 'a run that cannot tell what changed since the signature',
      where,
      found: `${run}, as of ${asOf}`,
      expected: 'a run that was made after the last signature and before the closing',
    };
  return proofsBreak(aheads.get(run) ?? new Map<string, Kept>(), { toldBy, period, signedAt: signature.at });
}

interface Telling {
  readonly toldBy: TellingRun;
  readonly period: string;
  readonly signedAt: Instant;
}

/** The event names the manifest, the manifest the proofs, and the proofs the signature since which they tell. */
async function proofsBreak(
  files: ReadonlyMap<string, Kept>,
  { toldBy, period, signedAt }: Telling,
): Promise<Refusal | null> {
  const names = [evidenceFiles.manifest.name, evidenceFiles.proofs.name];
  const [itself, proofs] = names.map((name) => files.get(name));
  const [manifestAt = '', proofsAt = ''] = names.map((name) => aheadFile(toldBy.run, name).name);
  if (itself === undefined || proofs === undefined || files.size > names.length) {
    const found = files.size === 0 ? 'nothing' : [...files.keys()].join(', ');
    const what = 'not the files of the run that tells what changed';
    return { what, where: manifestAt, found, expected: names.join(', ') };
  }
  const manifest = readManifest(await bytesOf(itself.read()), manifestAt);
  if (manifest.kind === 'refused') return manifest.refusals[0] ?? null;
  const told = documentIn(await bytesOf(proofs.read()), proofsAt, { schema: toldSinceSchema });
  if (told.kind === 'refused') return told.refusals[0] ?? null;
  const listed = manifest.value.files.find(({ sha256 }) => sha256 === proofs.sha256);
  const { since, untold } = told.value.outside;
  const checks: readonly Refusal[] = [
    {
      what: 'not the manifest that the event names',
      where: manifestAt,
      found: itself.sha256,
      expected: toldBy.manifestSha256,
    },
    { what: 'the manifest of another run', where: manifestAt, found: manifest.value.run, expected: toldBy.run },
    {
      what: 'not the file that the manifest names',
      where: proofsAt,
      found: listed?.name ?? 'none',
      expected: names[1] ?? '',
    },
    { what: 'a run that tells nothing', where: proofsAt, found: untold ?? 'told', expected: 'told' },
    { what: 'a run that tells of another review', where: proofsAt, found: since?.review ?? 'none', expected: period },
    {
      what: 'a run that begins elsewhere',
      where: proofsAt,
      found: since?.closedAt ?? since?.signedAt ?? 'nowhere',
      expected: signedAt,
    },
  ];
  return checks.find(({ found, expected }) => found !== expected) ?? null;
}
