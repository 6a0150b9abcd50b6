// Proves a report that the store keeps, and says what held: whoever asks needs neither the file nor what was read in it.
import type { Objects } from '../../core/ports/objects.ts';
import type { SignatureFacts } from '../../core/ports/proof.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { bytesOf } from '../bytes.ts';
import { storedAsBreak } from './stored-as.ts';
import { verify } from './verify.ts';
import type { Verified, VerifyDependencies } from './verify.ts';

export interface VerifiedReport {
  /** What it states: a run, reviewed or not, or that the control was not performed. */
  readonly kind: Verified['kind'];
  readonly signature: Pick<SignatureFacts, 'subject' | 'fingerprint'>;
  /** Files that were attached to it and have the digests of its manifest. */
  readonly attached: number;
  /** Whether decisions are attached, each of which was allowed when it was made. */
  readonly isReviewed: boolean;
  /** How many pages were drawn again and print the same; `null` where none was, as of another version. */
  readonly pages: number | null;
}

/** Nobody is trusted, so it never says by whom the report is signed. */
export async function proveStored(
  dependencies: VerifyDependencies & { readonly objects: Pick<Objects, 'get'> },
  key: string,
): Promise<Result<VerifiedReport>> {
  const stored = await dependencies.objects.get(key);
  if (stored === null)
    return refused({ what: 'no such report', where: key, found: 'nothing', expected: 'a report that was issued' });
  const asked = { pdf: await bytesOf(stored), fileName: key.split('/').at(-1) ?? key, trust: null, folder: null };
  const verified = await verify(dependencies, asked);
  if (verified.kind === 'refused') return verified;
  const another = storedAsBreak(key, verified.value);
  if (another !== null) return refused(another);
  const { kind, signature, pages } = verified.value;
  const { subject, fingerprint } = signature;
  const found = verified.value.kind === 'run' ? verified.value : { attached: 0, review: null };
  return ok({
    kind,
    signature: { subject, fingerprint },
    attached: found.attached,
    isReviewed: found.review !== null,
    pages,
  });
}
