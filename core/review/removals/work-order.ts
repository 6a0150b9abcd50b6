// The work order: what the administrator is asked to do, in which order, and what to beware of.
import type { ImportOrder } from '../../application/application.ts';
import { application, importForm } from '../../application/applications.ts';
import type { Policy } from '../../config/config.ts';
import { isPrivileged } from '../../config/roles.ts';
import { isLive } from '../../inputs/account.ts';
import type { Account } from '../../inputs/account.ts';
import type { Assurance } from '../events/event.ts';
import type { EffectiveDecision } from '../events/state.ts';
import { onOneLine, plural } from '../../values/text.ts';
import type { Day, Instant } from '../../values/instant.ts';
import { isMadeAnew, surelyAfter } from './made-anew.ts';
import type { Made } from './made-anew.ts';
import { dayText } from '../../values/time-text.ts';

/** One order is one event: this many logins, packed, stay far below the 400 KB of an item in DynamoDB. */
export const accountsPerOrder = 5000;

/** What an order needs to know of an account. */
export type Suspendable = Pick<Account, 'login' | 'status' | 'role'> & Made;

export interface Suspensions<One extends Suspendable = Account> {
  /** Live accounts with a revoke decision, in the order of the export. */
  readonly accounts: readonly One[];
  /** Revoked, and not handed over: why, one sentence each. */
  readonly left: readonly { readonly login: string; readonly why: string }[];
  /** The one of those left that nobody can suspend while no other account has its role. */
  readonly lastPrivileged: string | null;
}

export interface SuspensionInput<One extends Suspendable = Account> {
  readonly revoked: readonly EffectiveDecision[];
  /** Logins of earlier work orders that still stand and are still to go. */
  readonly handedOver: ReadonlySet<string>;
  readonly accounts: readonly One[];
  /** When the export was taken that shows them. */
  readonly exportedAt: Instant;
  /** Logins of API key pairs: they stand in no export. */
  readonly keys: ReadonlySet<string>;
  readonly policy: Pick<Policy, 'privilegedRoles' | 'roles'>;
}

/** Of accounts; the event of an order keeps these words, whichever version wrote it. */
export const whyLeft = {
  absent: 'is no longer in the export',
  suspended: 'is already suspended',
  madeAnew: 'is gone: the account that is live under its login was made anew since the decision',
  lastPrivileged:
    'is the last live account with a privileged role: give another account the role first, then export and run again',
} as const;

/** Accounts that are already suspended, gone or made anew need no order, and the last administrator is never handed over. */
export function suspensionsOf<One extends Suspendable>({
  revoked,
  handedOver,
  accounts,
  exportedAt,
  keys,
  policy,
}: SuspensionInput<One>): Suspensions<One> {
  const byLogin = new Map<string, One>(accounts.map((account) => [account.login, account]));
  const left: { login: string; why: string }[] = [];
  const going = new Set<string>();
  for (const { login, at: decidedAt } of revoked.filter((decision) => !handedOver.has(decision.login))) {
    const account = byLogin.get(login);
    if (keys.has(login))
      left.push({ login, why: `is an API key pair: delete it in the settings of ${application.name}` });
    else if (account === undefined) left.push({ login, why: whyLeft.absent });
    else if (!isLive(account)) left.push({ login, why: whyLeft.suspended });
    else if (isMadeAnew(account, { since: surelyAfter(decidedAt), exportedAt }))
      left.push({ login, why: whyLeft.madeAnew });
    else going.add(login);
  }
  const privileged = accounts.filter(
    (account) => isLive(account) && account.role !== null && isPrivileged(account.role, policy),
  );
  const last = privileged.every(({ login }) => going.has(login) || handedOver.has(login))
    ? privileged.findLast(({ login }) => going.has(login))
    : undefined;
  if (last !== undefined) {
    going.delete(last.login);
    left.push({ login: last.login, why: whyLeft.lastPrivileged });
  }
  return { accounts: accounts.filter(({ login }) => going.has(login)), left, lastPrivileged: last?.login ?? null };
}

/** Those whom an order tells that it leaves out, and of more than the event of it holds how many more there are. */
export interface ToldLeft {
  readonly left: Suspensions['left'];
  /** Absent where all are told, and in orders of before 0.22.0. */
  readonly leftMore?: number;
}

/** @example toldLeft(suspensionsOf(input)) // { left: [{ login: 'ann@acme.com', why: whyLeft.suspended }] } */
export function toldLeft({ left }: Pick<Suspensions, 'left'>): ToldLeft {
  const leftMore = left.length - accountsPerOrder;
  return leftMore > 0 ? { left: left.slice(0, accountsPerOrder), leftMore } : { left };
}

export interface WorkOrder extends ImportOrder, ToldLeft {
  readonly number: number;
  readonly review: string;
  readonly organisation: string;
  readonly run: string;
  readonly exportSha256: string;
  readonly issuedBy: string | null;
  /** Absent where nobody is named, and in orders of versions that did not say it. */
  readonly assurance?: Assurance;
  readonly dueDay: Day;
  readonly accounts: readonly Pick<Account, 'login' | 'row' | 'name'>[];
}

export function workOrderText(order: WorkOrder): string {
  const head = [
    `Work order ${order.number} of the ${application.name} access review ${order.review}`,
    `Organisation: ${onOneLine(order.organisation)}`,
    `Issued by: ${issuerText(order)}`,
    `To be done by ${dayText(order.dueDay)}`,
    `Based on the run ${order.run} and the export with SHA-256 ${order.exportSha256}`,
    '',
  ];
  const more = order.leftMore === undefined ? [] : [`  and ${plural(order.leftMore, 'more account')}`];
  const left = [...order.left.map(({ login, why }) => `  ${login} ${why}`), ...more];
  return [
    ...head,
    ...importForm.removalSteps(order),
    '',
    `Accounts to suspend (${order.accounts.length}):`,
    ...order.accounts.map(
      ({ login, row, name }) => `  ${login}${name === null ? '' : ` (${onOneLine(name)})`}, row ${row} of the export`,
    ),
    ...(left.length === 0 ? [] : ['', 'Revoked, and not part of this order:', ...left]),
    '',
    'The next export proves that it was done: the review compares it and closes each finding whose account is suspended or gone.',
    '',
  ].join('\n');
}

function issuerText({ issuedBy, assurance }: WorkOrder): string {
  if (issuedBy === null) return 'nobody named';
  return `${issuedBy} (${assurance === 'oidc' ? 'recorded as signed in through the identity provider' : 'typed, not authenticated'})`;
}
