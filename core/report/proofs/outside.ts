// What changed since the last signed review, and which work order or decision explains it: what none does happened outside the process.
import { isSameRole } from '../../config/roles.ts';
import { isLive } from '../../inputs/account.ts';
import type { Account } from '../../inputs/account.ts';
import type { History, KnownAccount, KnownDecision, SignedPopulation } from '../../inputs/history.ts';
import type { Judgement } from '../../findings/judge/judgement.ts';
import type { RunStatus } from '../../names/gates.ts';
import type { Situation } from '../../names/situations.ts';
import type { TellingClosing, TellingReport } from '../../review/events/event.ts';
import { accountChanges } from '../../review/changes/account-changes.ts';
import type { AccountChange } from '../../review/changes/account-changes.ts';
import { isBefore } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import { instantText } from '../../values/time-text.ts';
import { plural } from '../../values/text.ts';

export interface OutsideChange extends AccountChange {
  /** As this run judges the account; `null` where it is gone. */
  readonly situation: Situation | null;
  /** The order or decision that explains it, as a sentence; `null` where none does. */
  readonly explained: string | null;
}

export interface Outside {
  /** The population that was signed for last; `null` where no review was signed before. */
  readonly since: Pick<SignedPopulation, 'review' | 'signedAt' | 'closedAt' | 'run'> | null;
  /** Why nothing can be told; `null` when it can. */
  readonly untold: string | null;
  /** Why some of it may be wrong; `null` mostly. */
  readonly doubt: string | null;
  /** Accounts then, made, gone, and now; `null` where nothing can be told. */
  readonly sum: {
    readonly opening: number;
    readonly created: number;
    readonly deleted: number;
    readonly closing: number;
  } | null;
  readonly changes: readonly OutsideChange[];
  /** The document that tells these changes, so that the report of a review does not; absent where it does, and of a run. */
  readonly toldBy?: TellingClosing | TellingReport;
}

export interface OutsideInput {
  readonly judgements: readonly Judgement[];
  readonly history: Pick<History, 'run' | 'accounts' | 'decisions' | 'signed'>;
  readonly status: RunStatus;
  readonly exportedAt: Instant;
  /** The gate in spite of which the run was accepted although rows may be missing; `null` mostly. */
  readonly shortBy: string | null;
  /** Rows of the export that could not be read. */
  readonly unread: number;
}

/**
 * What changed outside the process: between the population that was signed for last and this export, with what explains
 * each change.
 */
export function outsideOf({ judgements, history, status, exportedAt, shortBy, unread }: OutsideInput): Outside {
  const { signed } = history;
  if (signed === undefined) return untold(null, 'no review was signed before this run');
  const { review, signedAt, closedAt, run } = signed;
  const since = { review, signedAt, ...(closedAt === undefined ? {} : { closedAt }), run };
  if (status !== 'complete') return untold(since, `this run is ${status}`);
  if (isBefore(exportedAt, signed.run.exportedAt))
    return untold(
      since,
      `this export is older than that of ${instantText(signed.run.exportedAt)}, which was signed for`,
    );
  const accounts = signed.accounts ?? (history.run?.id === signed.run.id ? history.accounts : null);
  if (accounts === null) return untold(since, `the population of the run ${signed.run.id} is not in the history`);
  const situations = new Map<string, Situation>(judgements.map(({ account, situation }) => [account.login, situation]));
  const found = accountChanges(
    { exportedAt: signed.run.exportedAt, accounts },
    judgements.map(({ account }) => account),
  );
  const now = new Map<string, Account>(judgements.map(({ account }) => [account.login, account]));
  const explain = explainer(history, { signed, exportedAt, now });
  const counted = (kind: AccountChange['kind']): number => found.filter((one) => one.kind === kind).length;
  return {
    since,
    untold: null,
    doubt: missingDoubt({ shortBy, unread }),
    sum: {
      opening: accounts.length,
      created: counted('created'),
      deleted: counted('deleted'),
      closing: judgements.length,
    },
    changes: found.map((change) => ({
      ...change,
      situation: situations.get(change.login) ?? null,
      explained: explain(change),
    })),
  };
}

function missingDoubt({ shortBy, unread }: Pick<OutsideInput, 'shortBy' | 'unread'>): string | null {
  if (shortBy !== null)
    return `This run was accepted in spite of the gate ${shortBy}: a missing row is not proven to be a deleted account.`;
  if (unread === 0) return null;
  return `${plural(unread, 'row')} of the export could not be read: an account that no other row shows is not proven to be deleted.`;
}

function untold(since: Outside['since'], why: string): Outside {
  return { since, untold: why, doubt: null, sum: null, changes: [] };
}

/**
 * A work order explains that access ended when it was issued before the export that shows it, and was not carried out
 * before what was signed for. An account that came back after an order was carried out was not removed a second time by
 * it, nor by the decision behind it.
 *
 * A decision explains what it could see: one of a later review, whose run already showed the account as it is now.
 * Whether an account was made anew since is not to be seen there.
 *
 * @returns what names the order or decision that explains a change; `null` where none does
 */
function explainer(
  { decisions }: Pick<History, 'decisions'>,
  { signed: { orders, run, seen }, exportedAt, now }: Explaining,
): (change: AccountChange) => string | null {
  const seenOf = seen === undefined ? null : new Map(seen.map((one) => [`${one.review} ${one.login}`, one]));
  const ordersOf = Map.groupBy(orders, ({ login }): string => login);
  const decisionOf = new Map<string, KnownDecision>(decisions.map((one) => [one.login, one]));
  const byOrder = (login: string): string | null => {
    const order = (ordersOf.get(login) ?? []).findLast(
      ({ at, provenAt }) => isBefore(at, exportedAt) && (provenAt === null || isBefore(run.exportedAt, provenAt)),
    );
    return order === undefined ? null : `work order ${order.number} of ${order.review}, ${instantText(order.at)}`;
  };
  const byRevocation = (login: string, decision: KnownDecision | undefined): string | null => {
    if (decision?.decision !== 'revoke' || !isBefore(decision.at, exportedAt)) return null;
    const isDone = (ordersOf.get(login) ?? []).some(({ at }) => !isBefore(at, decision.at));
    return isDone ? null : decidedText(decision);
  };
  const byKeeping = ({ login, kind }: AccountChange, decision: KnownDecision | undefined): string | null => {
    if (decision === undefined || decision.decision === 'revoke' || !isBefore(run.asOf, decision.at)) return null;
    if (seenOf === null) return decidedText(decision);
    const [account, shown] = [now.get(login), seenOf.get(`${decision.review} ${login}`)];
    const isSeen = account !== undefined && shown !== undefined && isAsShown(account, shown);
    return isSeen && kind !== 'recreated' ? decidedText(decision) : null;
  };
  return (change) => {
    const decision = decisionOf.get(change.login);
    const isEnd = change.kind === 'suspended' || change.kind === 'deleted';
    return isEnd ? (byOrder(change.login) ?? byRevocation(change.login, decision)) : byKeeping(change, decision);
  };
}

interface Explaining {
  readonly signed: SignedPopulation;
  readonly exportedAt: Instant;
  readonly now: ReadonlyMap<string, Account>;
}

function isAsShown(account: Pick<Account, 'status' | 'role'>, shown: Pick<KnownAccount, 'status' | 'role'>): boolean {
  return isLive(account) === isLive(shown) && isSameRole(account.role, shown.role);
}

function decidedText({ decision, by, review, at }: KnownDecision): string {
  return `${decision} by ${by} in ${review}, ${instantText(at)}`;
}
