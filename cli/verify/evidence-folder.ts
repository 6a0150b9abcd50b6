// The folder of a run's files as somebody handed it over: the run's own, or the folder `evidence` in it.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import type { EvidenceFolder } from '../../steps/verify/evidence.ts';
import { streamInput } from '../terminal/files.ts';

const option = '--evidence';

/** @returns a refusal when there is no such folder */
export function evidenceFolder(place: string): Result<EvidenceFolder> {
  if (statSync(place, { throwIfNoEntry: false })?.isDirectory() !== true) {
    const where = `${option} ${place}`;
    return refused({ what: 'no folder', where, found: 'no folder of that name', expected: 'the folder of the run' });
  }
  return ok({
    place,
    async open(name) {
      const path = [join(place, name), join(place, name.replace(/^evidence\//, ''))].find((one) => existsSync(one));
      return path === undefined ? ok(null) : streamInput(option, path);
    },
  });
}
