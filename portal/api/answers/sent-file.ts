// A file as the request brings it, or as its browser put it into the store before.
import { ok, refused } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';
import { stagedBytes } from '../../../steps/read/staged-file.ts';
import type { StagedFile } from '../../../steps/read/staged-file.ts';
import type { Ports } from '../ports.ts';

export interface SentFile extends StagedFile {
  readonly body: Uint8Array;
  /** `1` when the body is empty, because the browser put the file into the store itself. */
  readonly staged?: '1' | undefined;
}

export async function sentOrStaged(
  { direct }: Ports,
  { body, staged, ...file }: SentFile,
): Promise<Result<Uint8Array>> {
  if (staged === undefined) return ok(body);
  if (direct !== undefined && body.length === 0) return stagedBytes(direct.results, file);
  return refused({
    what: 'file not taken from there',
    where: 'query, staged',
    found: direct === undefined ? 'a portal to which files are sent' : `a body of ${body.length} bytes beside it`,
    expected: 'the file in the body, or none where it was put before',
  });
}
