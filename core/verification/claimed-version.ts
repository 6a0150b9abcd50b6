// What proves the version that a report claims false: what came with a later one, and what it never left out itself.
import * as z from 'zod/mini';
import { aheadCalled, evidenceFiles, isEarlierLinesFile, proofCalled } from '../names/evidence-files.ts';
import type { Report } from '../report/report.ts';
import type { Closed, ReviewEvent, RolledForward, Signed, StoredReviewEvent } from '../review/events/event.ts';
import type { Refusal } from '../values/result.ts';
import { isSince } from '../versions.ts';

export interface ClaimedReport {
  readonly tool: Report['tool'];
  /** Names of everything that is attached. */
  readonly attached: readonly string[];
  /** The attached documents by name, as JSON tells them. */
  readonly documents: ReadonlyMap<string, unknown>;
  readonly events: readonly Pick<StoredReviewEvent, 'event' | 'sequence'>[];
  /** Number of the event that laid down the lines of the run. An older version may have recorded the events before it. */
  readonly base: number;
}

/**
 * A report of an earlier version is held to less, because that version asked less, so a forger may claim one. A report
 * whose version was set back is known by what it holds: forms that the claimed version did not know. One whose version
 * was kept, and from which something was taken, is known by what it lacks: forms that every report of that version has.
 *
 * @returns the first form that is there and should not be, or should be and is not; `null` when there is none
 */
export function claimBreak(report: ClaimedReport): Refusal | null {
  return laterBreak(report) ?? laterActBreak(report) ?? lackBreak(report) ?? closingBreak(report);
}

function laterBreak({ tool, attached, documents, events }: ClaimedReport): Refusal | null {
  const found = [
    ...attached.flatMap((name) => formOf(`the file ${name}`, fileSince(name))),
    ...laterMembers.flatMap(({ file, member, since }) =>
      has(documents.get(file), member) ? formOf(`${member.join('.')} in ${file}`, since) : [],
    ),
    ...events.flatMap(({ event, sequence }) =>
      formOf(`event ${sequence} of the review, ${event.kind}`, eventSince(event)),
    ),
  ].find(({ since }) => !isSince(tool, since));
  return found === undefined ? null : later(tool, found);
}

/** Orders and proofs go on after the last signature: those are of the version that closed the review. */
function laterActBreak({ tool, documents, events }: ClaimedReport): Refusal | null {
  const closing = z.safeParse(toolSchema, documents.get(evidenceFiles.closing.name));
  const signedUntil = events.findLast(({ event }) => event.kind === 'signed')?.sequence ?? Infinity;
  for (const { event, sequence } of events) {
    const since = actSince(event);
    const by = closing.success && sequence > signedUntil ? closing.data.tool : tool;
    if (since !== null && !isSince(by, since))
      return later(by, { form: `event ${sequence} of the review, ${event.kind}`, since });
  }
  return null;
}

function later({ name, version }: Report['tool'], { form, since }: Form): Refusal {
  return {
    what: 'not written by the version that it claims',
    where: evidenceFiles.manifest.name,
    found: `${name} ${version}, and ${form}`,
    expected: `version ${since} or a later one: none before wrote that`,
  };
}

/** Since this version every report has what `lackBreak` asks for; some builds of earlier ones did not write all of it. */
const wholeSince = '0.4.0';

/** A forger who leaves these out hides what they tell: how far a signature reaches, and what later runs found. */
function lackBreak({ tool, attached, documents, events, base }: ClaimedReport): Refusal | null {
  if (!isSince(tool, wholeSince)) return null;
  const { name } = evidenceFiles.proofs;
  if (!attached.includes(name)) return lack(tool, name, 'the file');
  const member = findingsSince.find((one) => !has(documents.get(findings), [one]));
  if (member !== undefined) return lack(tool, findings, `the member ${member}`);
  const known = documents.get(history);
  if (isSince(tool, seenSince) && has(known, ['signed']) && !has(known, ['signed', 'seen']))
    return lack(tool, history, 'signed.seen: what later reviews put before whoever decided');
  const signed = events.flatMap(({ event, sequence }) =>
    sequence >= base && event.kind === 'signed' ? [{ event, sequence }] : [],
  );
  return signed.map((one) => reachBreak(tool, one)).find((refusal) => refusal !== null) ?? null;
}

/** Since this version every roll-forward names its form, and none is worked out by form 1 any more. */
const formSince = '0.6.0';

/** Since this version roll-forwards are worked out by form 3: a role in another spelling is the same role. */
const respelledSince = '0.19.0';

/** Since this version every event that names a person says by its `assurance` how their name was made sure of. */
const assuredSince = '0.7.0';

/** Since this version each change is told once: by a closing, or by the next review, and the other one refers to it. */
const toldSince = '0.8.0';

/** Since this version a run tells what was put before those whose decisions explain a change (`signed.seen`). */
const seenSince = '0.9.0';

/** Since this version two reviews share out what they tell as well, where one was signed after the other's run was made. */
const toldMeanwhileSince = '0.9.0';

/** Since this version a run tells which exports it knew before. */
const exportsSince = '0.10.0';

function reachBreak(tool: Report['tool'], { event: { rollForward }, sequence }: Reaching): Refusal | null {
  const where = `event ${sequence} of the review`;
  if (rollForward === undefined)
    return isSince(tool, wholeSince)
      ? lack(tool, where, 'rollForward: how far what changed since is known, or null')
      : null;
  if (rollForward === null || !isSince(tool, formSince)) return null;
  if (rollForward.form === undefined) return lack(tool, where, 'rollForward.form: how the roll-forward is worked out');
  if (rollForward.form > 2 || !isSince(tool, respelledSince)) return null;
  return {
    what: 'a roll-forward that the version which it claims works out otherwise',
    where,
    found: `form ${rollForward.form}, in a report of ${tool.name} ${tool.version}`,
    expected: 'form 3',
  };
}

/** @returns the first version that worked out a roll-forward by this form; `null` for form 1, which no event names */
function formedSince({ form }: RolledForward): string | null {
  if (form === undefined) return null;
  return form === 2 ? formSince : respelledSince;
}

interface Reaching {
  readonly event: Pick<Signed | Closed, 'rollForward'>;
  readonly sequence: number;
}

/** A closing names the version that issued it, which is that of its run or a later one. */
function closingBreak({ tool, documents, events }: ClaimedReport): Refusal | null {
  const { name } = evidenceFiles.closing;
  const stated = z.safeParse(toolSchema, documents.get(name));
  if (!stated.success) return null;
  const closing = stated.data.tool;
  if (closing.name !== tool.name || !isSince(closing, tool.version))
    return {
      what: 'not written by the version that it claims',
      where: `${name}, tool`,
      found: `${closing.name} ${closing.version}`,
      expected: `${tool.name} ${tool.version}, which made the run, or a later version`,
    };
  const [closed] = events.flatMap(({ event, sequence }) => (event.kind === 'closed' ? [{ event, sequence }] : []));
  if (closed === undefined) return null;
  const { rollForward, assurance, toldBy } = closed.event;
  const where = `event ${closed.sequence} of the review`;
  const formed = rollForward === null || rollForward === undefined ? null : formedSince(rollForward);
  if (formed !== null && !isSince(closing, formed))
    return later(closing, { form: `${where}, rollForward.form`, since: formed });
  if (toldBy !== undefined && !isSince(closing, toldSince))
    return later(closing, { form: `${where}, toldBy`, since: toldSince });
  if (assurance !== undefined && !isSince(closing, assuredSince))
    return later(closing, { form: `${where}, assurance`, since: assuredSince });
  if (assurance === undefined && isSince(closing, assuredSince))
    return lack(closing, where, 'assurance: how whoever closed the review was made sure of');
  return reachBreak(closing, closed);
}

const toolSchema = z.object({ tool: z.object({ name: z.string(), version: z.string() }) });

function lack({ name, version }: Report['tool'], where: string, expected: string): Refusal {
  return {
    what: 'something is left out that the version which it claims always writes',
    where,
    found: `nothing, in a report of ${name} ${version}`,
    expected,
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

/** In every report since. */
const findingsSince = ['unjudged', 'unusedColumns', 'leavers'] as const;

/** Stands for each entry of a list. */
const any = '*';

/** Members of documents. */
const laterMembers: readonly { readonly file: string; readonly member: readonly string[]; readonly since: string }[] = [
  ...[...findingsSince, 'custody'].map((name) => ({ file: findings, member: [name] })),
  ...['reviews', 'signed'].map((name) => ({ file: history, member: [name] })),
  ...['portal', 'handOver', 'intake'].map((name) => ({ file: policy, member: [name] })),
  ...['roles', 'timely'].map((name) => ({ file: policy, member: ['policy', name] })),
]
  .map((form) => ({ ...form, since: '0.3.0' }))
  .concat(
    [
      { file: history, member: ['directories', '0', 'takenAt'] },
      { file: history, member: ['signed', 'closedAt'] },
    ].map((form) => ({ ...form, since: '0.6.0' })),
    [{ file: history, member: ['signed', 'seen'], since: seenSince }],
    [{ file: history, member: ['exports'], since: exportsSince }],
    [{ file: history, member: ['ledger', any, 'leaves'], since: '0.15.0' }],
    [{ file: history, member: ['ledger', any, 'former'], since: '0.17.0' }],
    [{ file: history, member: ['ledger', any, 'joined'], since: '0.23.0' }],
    [{ file: history, member: ['findings', any, 'role'], since: '0.20.0' }],
    [{ file: history, member: ['directories', any, 'able'], since: '0.20.0' }],
    ['name', 'employeeId', 'createdAt'].map((one) => ({
      file: history,
      member: ['accounts', any, one],
      since: '0.21.0',
    })),
    ['renamed', 'remade'].map((member) => ({ file: history, member: [member], since: '0.21.0' })),
    [{ file: findings, member: ['leavers', 'newest'], since: '0.23.0' }],
    [{ file: findings, member: ['leavers', 'furthest'], since: '0.25.0' }],
  );

function has(document: unknown, member: readonly string[]): boolean {
  let at: unknown = document;
  for (const [depth, name] of member.entries()) {
    if (name === any) return Array.isArray(at) && at.some((entry) => has(entry, member.slice(depth + 1)));
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

/** Since this version an account that was made anew proves a removal, and an order says how many more it leaves out. */
const madeAnewSince = '0.22.0';

function actSince(event: ReviewEvent): string | null {
  const isLater =
    (event.kind === 'removals-observed' && event.lines.some(({ shown }) => shown === 'made anew')) ||
    (event.kind === 'work-order-issued' && event.leftMore !== undefined);
  return isLater ? madeAnewSince : null;
}

/** @returns `null` also for what a closing holds by its own version */
function eventSince(event: ReviewEvent): string | null {
  if (event.kind === 'signed' && event.toldBy !== undefined) return toldMeanwhileSince;
  const formed = event.kind === 'signed' && event.rollForward ? formedSince(event.rollForward) : null;
  if (formed !== null) return formed;
  if ((event.kind === 'opened' || event.kind === 'rebased') && event.toldBy !== undefined) return toldSince;
  if (event.kind === 'opened' && event.assurance !== undefined) return assuredSince;
  const isOfLaterForm =
    (event.kind === 'delegated' && event.until !== undefined) ||
    (event.kind === 'signed' && event.rollForward !== undefined) ||
    (event.kind === 'closed' && event.closingSha256 !== undefined);
  return isOfLaterForm ? '0.3.0' : (kindSince[event.kind] ?? null);
}

/**
 * What a later version writes, and what it holds to, is not known here; nor is what a program of another name does. By
 * such a claim nobody has a report judged by less than the version at hand asks.
 *
 * @param where it is claimed, for the refusal
 * @returns `null` for a report of this version or of an earlier one
 */
export function laterVersionBreak(written: Report['tool'], here: Report['tool'], where: string): Refusal | null {
  const isSame = written.name === here.name && written.version === here.version;
  if (isSame || (written.name === here.name && !isSince(written, here.version))) return null;
  return {
    what: 'written by a version that this one does not know, and cannot judge',
    where,
    found: `${written.name} ${written.version}, this is ${here.name} ${here.version}`,
    expected: `${here.name} ${here.version} or an earlier version; for a later one, use that one`,
  };
}
