// What changed between the run under review and a later one: in the export and in the directories, each with whether it was reviewed.
import type { Code } from '../../names/codes.ts';
import type { EffectiveDecision, ReviewState } from '../events/state.ts';
import type { RolledForward, StoredReviewEvent, TellingRun } from '../events/event.ts';
import { baseOf } from '../events/state.ts';
import { isWatchId } from '../../run.ts';
import { jsonSha256 } from '../../values/canonical-json.ts';
import { isBefore } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import { instantText } from '../../values/time-text.ts';
import { plural } from '../../values/text.ts';
import { provenRemovals } from '../removals/proof.ts';
import { accountChanges } from './account-changes.ts';
import type { AccountChange, LaterAccount } from './account-changes.ts';

/** A run as its export and its findings tell it. */
export interface ComparedRun {
  readonly run: string;
  readonly asOf: Instant;
  readonly exportedAt: Instant;
  /** Of the configuration: what another one finds is no change. */
  readonly policySha256: string;
  readonly manifestSha256: string;
  /** Why its export proves nothing; `null` when it can be believed. */
  readonly doubt: string | null;
  /** Why an account that it lacks is not proven gone; `null` when it is. */
  readonly absence: string | null;
  readonly accounts: readonly LaterAccount[];
  /** Findings that are not closed. */
  readonly open: readonly { readonly login: string | null; readonly code: Code }[];
}

/** What a code that was not there before says about the person. */
const personChanges: Partial<Record<Code, PersonChangeKind>> = {
  LEAVER_ACCOUNT: 'left',
  DISABLED_IDENTITY: 'disabled',
  ORPHANED_ACCOUNT: 'orphaned',
  UNASSIGNED_ACCOUNT: 'unassigned',
  SUSPENDED_IDENTITY: 'blocked',
  ASSIGNED_WITHOUT_ACCOUNT: 'assigned',
};

/** `joined` is told by form 1 alone, in place of `assigned`. */
export type PersonChangeKind = 'left' | 'disabled' | 'orphaned' | 'unassigned' | 'blocked' | 'assigned' | 'joined';

/**
 * How a roll-forward is worked out. By form 1, of versions before 0.6.0, whoever is assigned without an account joined,
 * also where only their account was deleted. By form 2, of versions before 0.19.0, a role in another spelling is another.
 */
export type ForwardForm = 1 | 2 | 3;

export const forwardForm = 3 satisfies ForwardForm;

/** The changes after which access that is kept must be decided again: they stand on live accounts only. */
const mattering: readonly Code[] = ['LEAVER_ACCOUNT', 'DISABLED_IDENTITY', 'ORPHANED_ACCOUNT'];

export interface RollForwardChange {
  readonly login: string;
  readonly kind: AccountChange['kind'] | PersonChangeKind;
  readonly before: string | null;
  readonly after: string | null;
  /** Whether a decision has seen it. */
  readonly reviewed: boolean;
  /** Which decision there is, and when it was made. */
  readonly how: string;
}

export interface ForwardedChanges {
  readonly schema: ForwardForm;
  readonly from: Pick<ComparedRun, 'run' | 'asOf' | 'exportedAt'>;
  readonly to: Pick<ComparedRun, 'run' | 'asOf' | 'exportedAt' | 'manifestSha256'>;
  readonly doubt: string | null;
  readonly changes: readonly RollForwardChange[];
}

export interface Forwarding {
  readonly from: ComparedRun;
  readonly to: ComparedRun;
  readonly state: Pick<ReviewState, 'decisions'>;
  /** As the event names it that records the roll-forward. */
  readonly form: ForwardForm;
}

export function rollForwardOf({ from, to, state, form }: Forwarding): ForwardedChanges {
  const decisionOf = new Map<string, EffectiveDecision>(state.decisions);
  const accounts = accountChanges(from, to.accounts, form === 3 ? 'folded' : 'as-spelled');
  const people = form === 1 ? peopleChanges(from, to).map(asJoined) : withoutAccount(peopleChanges(from, to), accounts);
  const told = [...accounts, ...people].map((change): RollForwardChange => ({
    login: change.login,
    kind: change.kind,
    before: change.before,
    after: change.after,
    ...reviewOf(change, decisionOf.get(change.login), to.asOf),
  }));
  return {
    schema: form,
    from: { run: from.run, asOf: from.asOf, exportedAt: from.exportedAt },
    to: { run: to.run, asOf: to.asOf, exportedAt: to.exportedAt, manifestSha256: to.manifestSha256 },
    doubt: to.doubt ?? to.absence,
    changes: told.toSorted((a, b) => (a.login < b.login ? -1 : Number(a.login > b.login))),
  };
}

interface Change extends Pick<RollForwardChange, 'login' | 'kind' | 'before' | 'after'> {
  /** The code that says so; absent of a change of the account. */
  readonly code?: Code;
}

function peopleChanges(from: ComparedRun, to: ComparedRun): readonly Change[] {
  const known = new Set(from.open.map(({ login, code }) => `${code} ${login}`));
  return to.open.flatMap(({ login, code }) => {
    const kind = personChanges[code];
    if (login === null || kind === undefined || known.has(`${code} ${login}`)) return [];
    return [{ login, kind, code, before: null, after: code }];
  });
}

/** Whose account was deleted is assigned without one ever since: that is told already. */
function withoutAccount(people: readonly Change[], accounts: readonly AccountChange[]): readonly Change[] {
  const deleted = new Set(accounts.flatMap(({ login, kind }) => (kind === 'deleted' ? [login] : [])));
  return people.filter(({ login, kind }) => kind !== 'assigned' || !deleted.has(login));
}

function asJoined(change: Change): Change {
  return change.kind === 'assigned' ? { ...change, kind: 'joined' } : change;
}

function reviewOf(
  { kind, code }: Change,
  decision: EffectiveDecision | undefined,
  asOf: Instant,
): Pick<RollForwardChange, 'reviewed' | 'how'> {
  if (decision === undefined) return { reviewed: false, how: 'no decision: it was no line of the review' };
  const isAfter = !isBefore(decision.at, asOf);
  const hasSeen = code === undefined ? isAfter : decision.codesSeen.includes(code);
  if (hasSeen) return { reviewed: true, how: `${decidedText(decision)}, with it in view` };
  const isExpected = decision.decision === 'revoke' && (kind === 'suspended' || kind === 'deleted');
  if (isExpected) return { reviewed: true, how: `${decidedText(decision)} before it` };
  return { reviewed: false, how: `${decidedText(decision)} before it was known` };
}

function decidedText({ decision, by, at }: EffectiveDecision): string {
  return `${decision} by ${by} on ${instantText(at)}`;
}

/** Codes of a later run that ask again whoever was kept, by login. */
export function askingCodes({ open }: Pick<ComparedRun, 'open'>): ReadonlyMap<string, readonly Code[]> {
  const codes = new Map<string, readonly Code[]>();
  for (const { login, code } of open)
    if (login !== null && mattering.includes(code)) codes.set(login, [...(codes.get(login) ?? []), code]);
  return codes;
}

/** What a signature records of its roll-forward. */
export function rolledForward(forward: ForwardedChanges | null): RolledForward | null {
  if (forward === null) return null;
  const { run, asOf, manifestSha256 } = forward.to;
  const reached = { run, asOf, manifestSha256, sha256: jsonSha256(forward) };
  return forward.schema === 1 ? reached : { form: forward.schema, ...reached };
}

/** By which form the roll-forward that an event records is worked out. */
export function formOf({ form }: Pick<RolledForward, 'form'>): ForwardForm {
  return form ?? 1;
}

/**
 * The later runs whose export a report attaches, each once: those to which signatures and the closing reached since the
 * review stands on its present run, and those that prove its removals. A closing report attaches the latter a second
 * time, as its proofs.
 *
 * @param of the version that wrote the report: one that does not attach proofs carries none of the latter
 */
export function runsAhead(
  events: readonly StoredReviewEvent[],
  state: Pick<ReviewState, 'rebases' | 'opening' | 'removals' | 'decisions' | 'run'>,
  of: { readonly attachesProofs: boolean },
): readonly string[] {
  const base = baseOf(state);
  const reached = events.flatMap(({ event, sequence }) =>
    (event.kind !== 'signed' && event.kind !== 'closed') || sequence < base ? [] : (event.rollForward?.run ?? []),
  );
  const isClosing = events.at(-1)?.event.kind === 'closed';
  const proving = of.attachesProofs && !isClosing ? provenRemovals(state).map(({ proof }) => proof.run) : [];
  return [...new Set([...reached, ...proving.filter((run) => run !== state.run)])];
}

/** The run of another review that tells what changed since the last signature; absent where the closing does, or nobody. */
export function tellingRun(events: readonly StoredReviewEvent[]): TellingRun | undefined {
  const last = events.at(-1)?.event;
  return last?.kind === 'closed' ? last.toldBy : undefined;
}

/** The run from which a closing tells what changed: the one to which the last signature reached, or the one under review. */
export function signedUpTo({ signatures, run }: Pick<ReviewState, 'signatures' | 'run'>): string {
  return signatures.at(-1)?.rollForward?.run ?? run;
}

/** After which access that is kept is to be decided again, and nobody has. */
export function pressing({ changes }: Pick<ForwardedChanges, 'changes'>): readonly RollForwardChange[] {
  return changes.filter(({ kind, reviewed }) => !reviewed && pressingKinds.has(kind));
}

const pressingKinds: ReadonlySet<RollForwardChange['kind']> = new Set(['left', 'disabled', 'orphaned']);

/** @example forwardText(null) // 'Not rolled forward: no later complete run of this configuration is known.' */
export function forwardText(forward: ForwardedChanges | null): string {
  if (forward === null) return 'Not rolled forward: no later complete run of this configuration is known.';
  const { to, changes } = forward;
  const open = changes.filter(({ reviewed }) => !reviewed).length;
  const standing = open === 0 ? 'all of them reviewed' : `${open} not reviewed`;
  const found = changes.length === 0 ? 'nothing changed' : `${plural(changes.length, 'change')}, ${standing}`;
  const by = isWatchId(to.run)
    ? `the watch run ${to.run}, of the export of ${instantText(to.exportedAt)}`
    : `the run ${to.run}`;
  return `Rolled forward to ${instantText(to.asOf)}, by ${by}: ${found}.`;
}

/** Whether a later run is one to roll forward to: of the same configuration, and of an export that is no older. */
export function isAhead(from: Pick<ComparedRun, 'asOf' | 'exportedAt' | 'policySha256'>, to: typeof from): boolean {
  return (
    isBefore(from.asOf, to.asOf) && !isBefore(to.exportedAt, from.exportedAt) && from.policySha256 === to.policySha256
  );
}
