// What a report states about itself in its attached JSON, as a verifier reads it: nothing of it is believed yet.
import * as z from 'zod/mini';
import { evidenceFiles } from '../names/evidence-files.ts';
import { gateNames } from '../names/gates.ts';
import { isObjectKey } from '../names/object-keys.ts';
import { situations } from '../names/situations.ts';
import type { Situation } from '../names/situations.ts';
import { documentIn } from '../values/json-file.ts';
import type { Refusal, Result } from '../values/result.ts';
import { storedSha256, storedInstant } from '../values/stored.ts';

const text = z.string();

const count = z.number().check(z.nonnegative(), z.multipleOf(1));

const tool = z.object({ name: text, version: text });

const fileSchema = z.object({
  /** A relative path of portable names: it may be looked up in a folder that the auditor names. */
  name: text.check(z.refine(isObjectKey, 'expected the name of a file of the run')),
  bytes: count,
  sha256: storedSha256,
});

/** Counted before any is made: a run has some ten files, and a closing those of each proving run. */
const mostManifestValues = 200_000;

/** evidence/manifest.json, as the program itself wrote it; of a file that somebody handed in, `readManifest`. */
export const manifestSchema = z.object({
  schema: z.literal(1),
  run: text,
  tool,
  policySha256: storedSha256,
  files: z
    .array(fileSchema)
    .check(
      z.refine(
        (files) => new Set(files.map(({ name }) => name)).size === files.length,
        'expected each file of the evidence once',
      ),
    ),
});

const perSituation = z.custom<Readonly<Record<Situation, number>>>((value) => {
  const counts = z.safeParse(z.record(text, count), value);
  return counts.success && situations.every((situation) => Object.hasOwn(counts.data, situation));
}, 'expected a count for each situation');

const totalsSchema = z.looseObject({
  rowsRead: count,
  accounts: count,
  rejected: count,
  duplicates: count,
  live: count,
  byStatus: z.object({ active: count, pending: count, suspended: count }),
  situations: perSituation,
  rollForward: z.nullable(z.object({ opening: count, added: count, removed: count, closing: count })),
  countShown: z.nullable(count),
});

const gateSchema = z.looseObject({ reason: text });

/** One that lacks what every finding has is not malformed: it does not follow, and is named as that. */
const findingSchema = z.looseObject({
  id: text,
  reason: z.optional(text),
  evidence: z.optional(z.looseObject({ facts: z.array(z.looseObject({ label: text, value: text })) })),
});

/**
 * findings.json: what was declared about the run, which no other file of the evidence tells, the totals, and the
 * findings. Members that are not named here stay, so that they can be held against what doing the run again yields.
 */
export const statedRunSchema = z.looseObject({
  schema: z.literal(1),
  run: z.looseObject({
    id: text,
    asOf: storedInstant,
    asOfSetByOperator: z.boolean(),
    inputsSha256: storedSha256,
    period: text,
    exportedAt: storedInstant,
    exportedAtDeclared: z.boolean(),
    exportedBy: z.nullable(text),
    countShown: z.nullable(count),
    acceptedGates: z.array(z.object({ gate: z.enum(gateNames), by: text, reason: text })),
    tool: z.optional(tool),
  }),
  reasons: z.array(text),
  gates: z.array(gateSchema),
  totals: totalsSchema,
  notJudged: count,
  findings: z.array(findingSchema),
});

/** Of `proofs.json`: since which signed review a run tells what changed outside the process. */
export const toldSinceSchema = z.object({
  outside: z.object({
    since: z.nullable(
      z.object({ review: text, signedAt: text, closedAt: z.optional(text), run: z.object({ id: text }) }),
    ),
    untold: z.nullable(text),
    changes: z.array(z.object({ login: text })),
  }),
});

export type ToldSince = z.infer<typeof toldSinceSchema>['outside'];

export type Manifest = z.infer<typeof manifestSchema>;

/** @param name of the file within the evidence; only for refusals */
export function readManifest(bytes: Uint8Array, name: string): Result<Manifest> {
  return documentIn(bytes, name, { schema: manifestSchema, mostValues: mostManifestValues });
}

export type ManifestFile = Manifest['files'][number];

/**
 * @param files of the run, by their names there
 * @param placeOf how a refusal names a file
 * @returns the first that the manifest does not name with that digest; the manifest itself it names nowhere
 */
export function otherThanNamed(
  { files: named }: Pick<Manifest, 'files'>,
  files: Iterable<readonly [name: string, file: { readonly sha256: string }]>,
  placeOf: (name: string) => string,
): Refusal | null {
  const digests = new Map(named.map(({ name, sha256 }) => [name, sha256]));
  for (const [name, { sha256 }] of files) {
    if (name === evidenceFiles.manifest.name || digests.get(name) === sha256) continue;
    return {
      what: 'the file is not the one that the manifest of its run names',
      where: placeOf(name),
      found: `SHA-256 ${sha256}`,
      expected: `SHA-256 ${digests.get(name) ?? 'nothing: it names no such file'}`,
    };
  }
  return null;
}

export type StatedFinding = z.infer<typeof findingSchema>;

export type StatedRun = z.infer<typeof statedRunSchema>;
