// Findings of a recorded run, whole, as they are shown to people who ask.
import * as z from 'zod/mini';
import type { Finding } from '../../core/findings/finding.ts';
import { decodeFinding } from '../../core/findings/stored-finding.ts';
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import { lazyAmong } from '../lazy.ts';
import type { StoredRun } from '../run/stored-runs.ts';

const fileSchema = z.object({ findings: z.array(z.unknown()) });

/** Evidence never changes, so each is read once; a run that nobody looks at any more is forgotten. */
const known = new Map<string, Promise<readonly Finding[]>>();
const mostKnown = 6;

export async function findingsOf(run: StoredRun): Promise<readonly Finding[]> {
  const { sha256 } = run.file(evidenceFiles.findings.name);
  return lazyAmong(known, { key: sha256, most: mostKnown }, async () => read(run));
}

async function read(run: StoredRun): Promise<readonly Finding[]> {
  const { findings } = await run.document(evidenceFiles.findings, fileSchema);
  return findings.map((one, index) => decodeFinding(JSON.stringify(one), `${index + 1} of the run ${run.record.id}`));
}
