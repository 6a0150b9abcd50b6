// What people are told about a review, when, and who: worked out from its state, sent by the tick.
import type { Phase } from '../decisions/standing.ts';
import { isReopenedSince } from '../events/removal.ts';
import { isSigned } from '../events/state.ts';
import type { EffectiveDecision } from '../events/state.ts';
import { actingFor } from '../lines/reviewers.ts';
import { officeOf } from './notice.ts';
import type { AddressedNotice, Notice } from './notice.ts';
import { movedNotices, takenBackNotices } from './ways-back.ts';
import type { WayBackNoticeFacts } from './ways-back.ts';
import { openRemovals, ordersToCarryOut } from '../removals/figures.ts';
import { dueDayOf, provenRemovals } from '../removals/proof.ts';
import { nextStage } from '../signatures/refusals.ts';
import { candidatesOf } from '../signatures/turns.ts';
import { daysBetween, dayOf, addDays } from '../../values/instant.ts';
import type { Day } from '../../values/instant.ts';
import type { CanonicalLogin } from '../../values/login.ts';

/** Exceptions are announced this many days before they end. */
const exceptionWarningDays = 14;

export interface NoticeFacts extends WayBackNoticeFacts {
  readonly phase: Phase;
  /** Those of the reviewers whose decisions would be refused, each with the lines that wait for them. */
  readonly cannotDecide: readonly { readonly lines: number }[];
  /** Whoever is or was to decide a line (`assignedTo`): they may sign first. */
  readonly assigned: ReadonlySet<CanonicalLogin>;
  /** How much stands against the next signature, whoever gives it. */
  readonly blocks: number;
  /** Of those who would be asked for it, whose signature would be refused. */
  readonly cannotSign: ReadonlySet<string>;
  /** Logins of API keys: no export proves that one is gone. */
  readonly keys: ReadonlySet<string>;
  /** Exceptions of this review that no later decision replaced. */
  readonly exceptions: readonly EffectiveDecision[];
  readonly today: Day;
}

export function noticesOf(facts: NoticeFacts): readonly AddressedNotice[] {
  const { phase } = facts;
  const signed = phase === 'signed' || phase === 'closed';
  const deciding = phase === 'open' || phase === 'in-review' ? decidingNotices(facts) : [];
  const signing = phase === 'remediation' ? signingNotices(facts) : [];
  return [
    ...withdrawnNotices(facts),
    ...(signed ? [] : [...movedNotices(facts), ...takenBackNotices(facts, superiorsOf(facts))]),
    ...deciding,
    ...signing,
    ...removalNotices(facts),
    ...exceptionNotices(facts),
    ...closingNotices(facts),
  ];
}

function weeksSince(from: Day, today: Day): number {
  return Math.floor(daysBetween(from, today) / 7);
}

function decidingNotices(facts: NoticeFacts): readonly AddressedNotice[] {
  const { review, state, undecided, dueDay, today, config } = facts;
  const office = officeOf(config);
  const byPerson = new Map<string, number>();
  for (const { reviewer } of undecided) {
    for (const to of reviewer === null ? office : [reviewer]) byPerson.set(to, (byPerson.get(to) ?? 0) + 1);
  }
  const week = weeksSince(dayOf(state.openedAt, config.calendar.timeZone), today);
  const daysLate = daysBetween(dueDay, today);
  const own = [...byPerson].map(([to, lines]): AddressedNotice => {
    if (daysLate > 0) return escalation({ to, lines, daysLate, review });
    if (week === 0) return { review, to, key: 'opening', notice: { kind: 'opening', lines, dueDay } };
    return { review, to, key: `reminder-${week}`, notice: { kind: 'reminder', lines, dueDay } };
  });
  const waiting = waitingNotices(facts, week);
  if (daysLate <= 0) return [...waiting, ...own];
  const above = superiorsOf(facts).filter((to) => !byPerson.has(to));
  return [...waiting, ...own, ...above.map((to) => escalation({ to, lines: undecided.length, daysLate, review }))];
}

/** To those who may hand the lines over: their reviewers are mailed as well, and can do nothing about it. */
function waitingNotices(facts: NoticeFacts, week: number): readonly AddressedNotice[] {
  const { review, cannotDecide } = facts;
  if (cannotDecide.length === 0) return [];
  const lines = cannotDecide.reduce((sum, one) => sum + one.lines, 0);
  const notice: Notice = { kind: 'cannot-decide', lines, people: cannotDecide.length };
  return superiorsOf(facts).map((to) => ({ review, to, key: `cannot-decide-${week}`, notice }));
}

function escalation({
  to,
  lines,
  daysLate,
  review,
}: {
  readonly to: string;
  readonly lines: number;
  readonly daysLate: number;
  readonly review: string;
}): AddressedNotice {
  const key = `escalation-${Math.floor(daysLate / 7)}`;
  return { review, to, key, notice: { kind: 'escalation', lines, daysLate } };
}

/** Where a review that is late goes: the fallback and the control owner, or who stands in for them. */
function superiorsOf({ state, config }: NoticeFacts): readonly string[] {
  const { reviewers } = config;
  const standIns = { delegations: state.delegations, reviewers };
  const people = [reviewers.fallback, reviewers.controlOwner].flatMap((one) => actingFor(one, standIns) ?? []);
  return people.length === 0 ? officeOf(config) : [...new Set(people)];
}

function signingNotices(facts: NoticeFacts): readonly AddressedNotice[] {
  const { review, state, dueDay, today, config, blocks } = facts;
  const stage = nextStage(state);
  if (stage === null) return [];
  const week = weeksSince(dayOf(state.openedAt, config.calendar.timeZone), today);
  const rounds = state.takenBack.length + state.rebases.length;
  // Asked before and taken back since, it is asked anew.
  const asked = `${stage}-${week}${rounds === 0 ? '' : `-${rounds}`}`;
  if (blocks > 0) {
    const notice: Notice = { kind: 'sign-off-blocked', stage, blocks, dueDay };
    return superiorsOf(facts).map((to) => ({ review, to, key: `sign-off-blocked-${asked}`, notice }));
  }
  const notice: Notice = { kind: 'sign-off', stage, dueDay };
  return signersAsked(facts).map((to) => ({ review, to, key: `sign-off-${asked}`, notice }));
}

/** The fallback alone where they may, everybody who decided where not. */
function signersAsked({ state, assigned, cannotSign, config }: NoticeFacts): readonly string[] {
  const { reviewers } = config;
  const candidates = candidatesOf({ state, assigned, reviewers }).filter((by) => !cannotSign.has(by));
  if (candidates.length === 0) return officeOf(config);
  const first = actingFor(reviewers.fallback, { delegations: state.delegations, reviewers });
  return candidates[0] === first && nextStage(state) === 'reviewer' ? [first] : candidates;
}

/** First of all: whoever imports the files now suspends people who are to stay. */
function withdrawnNotices({ review, state, config }: NoticeFacts): readonly AddressedNotice[] {
  const orders = state.workOrders.filter(({ number }) => state.withdrawn.has(number));
  return orders.flatMap(({ number, logins }) => {
    const isRevoked = (login: (typeof logins)[number]): boolean => state.decisions.get(login)?.decision === 'revoke';
    const kept = logins.filter((login) => !isRevoked(login)).length;
    const left = logins.filter((login) => isRevoked(login) && state.removals.get(login)?.state !== 'closed').length;
    const notice: Notice = { kind: 'work-order-withdrawn', number, kept, left };
    return officeOf(config).map((to) => ({ review, to, key: `work-order-withdrawn-${number}`, notice }));
  });
}

function removalNotices(facts: NoticeFacts): readonly AddressedNotice[] {
  const { review, state, today, config } = facts;
  const { timeZone } = config.calendar;
  const office = officeOf(config);
  const told = (to: readonly string[], key: string, notice: Notice): AddressedNotice[] =>
    to.map((person) => ({ review, to: person, key, notice }));
  const orders = ordersToCarryOut(state).flatMap(({ number, logins, at }) => {
    const dueDay = dueDayOf({ orderedAt: at }, timeZone);
    return told(office, `work-order-${number}`, { kind: 'work-order', number, accounts: logins.length, dueDay });
  });
  // One that is live again was carried out in its time: it has a notice of its own.
  const waiting = openRemovals(state).filter((removal) => !isReopenedSince(removal));
  const open = Map.groupBy(waiting, ({ order }) => order);
  const everybody = [...new Set([...office, ...superiorsOf(facts)])];
  const overdue = [...open].flatMap(([number, removals]) => {
    const [first] = removals;
    if (first === undefined) return [];
    const dueDay = dueDayOf(first, timeZone);
    if (today <= dueDay) return [];
    const key = `removal-overdue-${number}-${weeksSince(dueDay, today)}`;
    return told(everybody, key, { kind: 'removal-overdue', number, accounts: removals.length, dueDay });
  });
  const reopened = Map.groupBy(
    openRemovals(state).filter((removal) => removal.state === 'reopened'),
    ({ proof }) => proof?.run ?? '',
  );
  const again = [...reopened].flatMap(([run, removals]) =>
    told(everybody, `removal-reopened-${run}`, { kind: 'removal-reopened', accounts: removals.length }),
  );
  return [...orders, ...overdue, ...again];
}

function exceptionNotices({ review, state, exceptions, today, config }: NoticeFacts): readonly AddressedNotice[] {
  const signed = isSigned(state);
  const ending = exceptions.filter(
    ({ until }) => until !== null && today <= until && until <= addDays(today, exceptionWarningDays),
  );
  const byEnd = Map.groupBy(ending, ({ until }) => until);
  return [...byEnd].flatMap(([until, decisions]) => {
    if (until === null) return [];
    const people = [...new Set([...officeOf(config), ...decisions.map(({ by }) => by)])];
    return people.map((to) => ({
      review,
      to,
      key: `exception-ending-${until}`,
      notice: { kind: 'exception-ending', accounts: decisions.length, until, signed } as const,
    }));
  });
}

/** It closes when each account that was to go is proven gone, in an order or not; what is to stay again is none of them. */
function closingNotices({ review, state, keys, config }: NoticeFacts): readonly AddressedNotice[] {
  if (state.closed === null) return [];
  const people = new Set([...officeOf(config), ...state.signatures.map(({ by }) => by)]);
  const revoked = [...state.decisions.values()].filter(
    ({ login, decision }) => decision === 'revoke' && !keys.has(login),
  ).length;
  const removed = provenRemovals(state).length;
  const counts = { decisions: state.decisions.size, removed, gone: revoked - removed };
  const isReported = state.closed.closingSha256 !== null;
  const notice: Notice = { kind: 'closing', ...counts, ...(isReported ? { reported: true } : {}) };
  return [...people].map((to) => ({ review, to, key: 'closing', notice }));
}
