// What proves the version that a report claims false: each form here came with a later one, so an older never wrote it.
import { aheadCalled, evidenceFiles, isEarlierLinesFile, proofCalled } from '../names/evidence-files.ts';
import type { Report } from '../report/report.ts';
import type { ReviewEvent, StoredReviewEvent } from '../review/events/event.ts';
import type { Refusal } from '../values/result.ts';

export interface ClaimedReport {
  readonly tool: Report['tool'];
  /** Names of everything that is attached. */
  readonly attached: readonly string[];
  /** The attached documents by name, as JSON tells them. */
  readonly documents: ReadonlyMap<string, unknown>;
  readonly events: readonly Pick<StoredReviewEvent, 'event' | 'sequence'>[];
}

/**
 * A report of another version than this one is held to less, because that version asked less. Whoever set only the name of
 * the version back is told apart by what the report holds.
 *
 * @returns the first form that the claimed version did not know; `null` when there is none
 */
export function claimBreak({ tool, attached, documents, events }: ClaimedReport): Refusal | null {
  const found = [
    ...attached.flatMap((name) => formOf(`the file ${name}`, fileSince(name))),
    ...laterMembers.flatMap(({ file, member, since }) =>
      has(documents.get(file), member) ? formOf(`${member.join('.')} in ${file}`, since) : [],
    ),
    ...events.flatMap(({ event, sequence }) =>
      formOf(`event ${sequence} of the review, ${event.kind}`, eventSince(event)),
    ),
  ].find(({ since }) => !isSince(tool, since));
  if (found === undefined) return null;
  return {
    what: 'not written by the version that it claims',
    where: evidenceFiles.manifest.name,
    found: `${tool.name} ${tool.version}, and ${found.form}`,
    expected: `version ${found.since} or a later one: none before wrote that`,
  };
}

interface Form {
  readonly form: string;
  /** The first version that wrote it. */
  readonly since: string;
}

function formOf(form: string, since: string | null): readonly Form[] {
  return since === null ? [] : [{ form, since }];
}

const laterFiles: ReadonlySet<string> = new Set(
  (['closing', 'custody', 'countPng', 'countJpeg', 'countPdf', 'proofs', 'rollForward'] as const).map(
    (key) => evidenceFiles[key].name,
  ),
);

function fileSince(name: string): string | null {
  if (isEarlierLinesFile(name)) return '0.2.0';
  return laterFiles.has(name) || proofCalled(name) !== null || aheadCalled(name) !== null ? '0.3.0' : null;
}

const [findings, history, policy] = [
  evidenceFiles.findings.name,
  evidenceFiles.history.name,
  evidenceFiles.policy.name,
];

/** Members of documents; some are in every report since. */
const laterMembers: readonly { readonly file: string; readonly member: readonly string[]; readonly since: string }[] = [
  ...['unjudged', 'unusedColumns', 'leavers', 'custody'].map((name) => ({ file: findings, member: [name] })),
  ...['reviews', 'signed'].map((name) => ({ file: history, member: [name] })),
  ...['portal', 'handOver', 'intake'].map((name) => ({ file: policy, member: [name] })),
  ...['roles', 'timely'].map((name) => ({ file: policy, member: ['policy', name] })),
].map((form) => ({ ...form, since: '0.3.0' }));

function has(document: unknown, member: readonly string[]): boolean {
  let at: unknown = document;
  for (const name of member) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return false;
    at = Object.entries(at).find(([key]) => key === name)?.[1];
  }
  return true;
}

const kindSince: Readonly<Partial<Record<ReviewEvent['kind'], string>>> = {
  'signature-withdrawn': '0.2.0',
  rebased: '0.2.0',
  voided: '0.2.0',
  commented: '0.3.0',
};

function eventSince(event: ReviewEvent): string | null {
  const isOfLaterForm =
    (event.kind === 'delegated' && event.until !== undefined) ||
    (event.kind === 'signed' && event.rollForward !== undefined) ||
    (event.kind === 'closed' && event.closingSha256 !== undefined);
  return isOfLaterForm ? '0.3.0' : (kindSince[event.kind] ?? null);
}

/**
 * Whether a version had a rule that came with another one; what is no version had it, so that nobody escapes it by a name.
 *
 * @example isSince({ name: 'peopleai-access-review', version: '0.2.0' }, '0.3.0') // false
 */
export function isSince({ version }: Report['tool'], first: string): boolean {
  const [have, wanted] = [numbers(version), numbers(first)];
  const at = wanted.findIndex((number, index) => have[index] !== number);
  return at === -1 || !((have[at] ?? 0) < (wanted[at] ?? 0));
}

function numbers(version: string): readonly number[] {
  return version.split('.').map(Number);
}
