// What a snapshot that comes in says of itself, held against itself: one that calls itself complete need not be.
import type { SnapshotCall, SnapshotHeader } from '../../../core/inputs/snapshot.ts';
import { some } from '../../../core/values/text.ts';

/**
 * The header as far as it can be believed. Of one that counts no identities it is noted that nobody can tell whether the
 * file was cut at the end of a line.
 *
 * @returns a `partial` one, with its reason, where it gives reasons why it is not complete, or where a call failed on
 *   which completeness rests
 */
export function heldAgainstItself(header: SnapshotHeader): SnapshotHeader {
  const failed = unended(header);
  const reasons = [
    ...(header.reasons.length === 0 ? [] : [contradictedText]),
    ...(failed.length === 0 ? [] : [failedText(failed)]),
  ];
  if (header.completeness === 'complete' && reasons.length > 0)
    return { ...header, completeness: 'partial', reasons: [...header.reasons, ...reasons] };
  if (header.identities !== undefined) return header;
  return { ...header, notes: [...new Set([...(header.notes ?? []), notCounted])] };
}

const contradictedText = 'It calls itself complete, and gives reasons why it is not.';

const notCounted =
  'The snapshot does not count its identities (identities in its header): one that was cut at the end of a line would look like this.';

function failedText(failed: readonly SnapshotCall[]): string {
  const calls = failed.map(({ call }) => call);
  return `It calls itself complete, and of its own calls ${failed.length} did not come to the end: ${some(calls, 3)}.`;
}

/** What is told of a nested group that cannot be read: its members get nothing by it. */
const nestedNote = 'it is nested in an assigned group, so nobody gets in by it';

/** What tells in Okta who asks, and what they may see. */
const whoAsks = /\/api\/v1\/users\/me$|\/api\/v1\/iam\/|\/roles(?:[/?]|$)/;

/** Calls that failed, but those on which nothing rests, and which the header itself says so of. */
function unended({ calls, notes = [], sight }: SnapshotHeader): readonly SnapshotCall[] {
  let nested = notes.filter((note) => note.includes('could not be read (') && note.includes(nestedNote)).length;
  return calls.filter(({ call, ok }) => {
    if (ok) return false;
    if (sight === 'unproven' && whoAsks.test(call)) return false;
    if (!/\/groups\/[^/]+\/members\b/.test(call) || nested === 0) return true;
    nested -= 1;
    return false;
  });
}
