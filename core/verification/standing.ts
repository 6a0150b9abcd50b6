// How a run stands by its own findings.json: what was declared about it and found in it, and how far its export proves.
import * as z from 'zod/mini';
import { storedFindingState } from '../findings/stored-finding.ts';
import { provingOf } from '../inputs/export/proving.ts';
import type { Proving } from '../inputs/export/proving.ts';
import { storedCode } from '../names/codes.ts';
import type { Code } from '../names/codes.ts';
import { isGateName, questionedBy } from '../names/gates.ts';
import { earlierOf } from '../values/instant.ts';
import type { Instant } from '../values/instant.ts';
import { storedInstant } from '../values/stored.ts';
import { rulesOf } from '../versions.ts';
import { statedRunSchema } from './stated.ts';

/**
 * Of what a finding tells beside these, only the signs of editing are kept, and of one about a control what tells it from
 * another of its code: there may be a million about accounts.
 */
const statedFinding = z.pipe(
  z.object({
    login: z.nullable(z.string()),
    code: storedCode,
    state: storedFindingState,
    evidence: z.optional(z.unknown()),
    id: z.optional(z.string()),
    reason: z.optional(z.string()),
  }),
  z.transform(({ evidence, id, reason, ...found }) => {
    if (found.login !== null) return found;
    const signs = found.code === 'EXPORT_EDITED' ? (z.safeParse(signsOfEditing, evidence).data?.facts ?? []) : [];
    return { ...found, id, reason, signs };
  }),
);

const signsOfEditing = z.object({ facts: z.array(z.object({ value: z.string() })) });

/** What a review asks of findings.json; a verifier, who believes nothing yet, reads more of it. */
export const statedSchema = z.object({
  run: statedRunSchema.shape.run,
  status: z.string(),
  totals: z.object({ rejected: z.number() }),
  gates: z.array(z.object({ gate: z.string() })),
  custody: z.optional(
    z.object({
      chains: z.array(
        z.object({
          file: z.string(),
          links: z.array(z.object({ link: z.string(), at: z.nullable(storedInstant) })),
        }),
      ),
    }),
  ),
  findings: z.array(statedFinding),
});

type StatedFindings = z.infer<typeof statedSchema>;

/** What was declared about a run and found in it, and how far its export can be believed. */
export interface Stated extends Pick<StatedFindings, 'run'>, Proving {
  /** When the export was taken at the latest: as declared, and before it was received. */
  readonly takenBy: Instant;
  /** Rows of the export that could not be read. */
  readonly rejectedRows: number;
  /** Findings that are not closed. */
  readonly open: StatedFindings['findings'];
  /** Codes of open findings about a control, not about an account. */
  readonly controlCodes: readonly Code[];
}

export function statedStanding({ run, totals, gates, custody, findings }: StatedFindings): Stated {
  const open = findings.filter(({ state }) => state !== 'closed');
  const controlCodes = open.flatMap(({ login, code }) => (login === null ? [code] : []));
  const short = gates.find(({ gate }) => isGateName(gate) && questionedBy(gate) === 'rows');
  const received = receivedAt(custody);
  const proving = provingOf({
    rules: rulesOf(run),
    declared: run.exportedAtDeclared,
    edited: editedIn(open),
    stale: controlCodes.includes('EXPORT_STALE'),
    shortBy: short?.gate ?? null,
    unread: totals.rejected,
    exportedAt: run.exportedAt,
    received,
  });
  const takenBy = received === null ? run.exportedAt : earlierOf(run.exportedAt, received);
  return { run, takenBy, controlCodes, rejectedRows: totals.rejected, open, ...proving };
}

function editedIn(open: StatedFindings['findings']): readonly string[] | null {
  const found = open.find(({ code }) => code === 'EXPORT_EDITED');
  if (found === undefined) return null;
  return 'signs' in found ? found.signs.map(({ value }) => value) : [];
}

function receivedAt(custody: StatedFindings['custody']): Instant | null {
  const links = (custody?.chains ?? []).flatMap((chain) => (chain.file === 'export' ? chain.links : []));
  const times = links.flatMap(({ link, at }) => (link === 'received' && at !== null ? [at] : []));
  return times.length === 0 ? null : times.reduce(earlierOf);
}
