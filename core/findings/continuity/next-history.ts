// What an accepted run leaves to the next: its population, its findings and the ledger of identities.
import { isBefore } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import { newestExport } from '../../inputs/history.ts';
import type { History, KnownFinding, LedgerEntry } from '../../inputs/history.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import { byCodePoint } from '../../values/text.ts';
import { isSettled } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { compareIdentities } from '../collect/by-identity.ts';
import { toldApart } from '../collect/renamed-accounts.ts';
import type { RenamedAccounts } from '../collect/renamed-accounts.ts';
import { identitiesBefore } from '../collect/known-before.ts';
import { loginKeys } from '../collect/known-identity.ts';
import type { KnownIdentity } from '../collect/known-identity.ts';
import type { Judgement, JudgementContext } from '../judge/judgement.ts';
import { nextApproval } from '../../inputs/policy-standing.ts';
import { judgeIdentity } from '../judge/situation.ts';
import { lostJoins } from './lost-joins.ts';

export interface NextHistoryInput {
  readonly judgements: readonly Judgement[];
  readonly context: JudgementContext;
  readonly known: readonly KnownFinding[];
  readonly findings: readonly Finding[];
  readonly period: string;
  readonly remade: NonNullable<History['remade']>;
  /** The export that the run compared. */
  readonly taken: Taken & { readonly declared: boolean };
}

type Taken = NonNullable<History['exports']>[number];

export function nextHistory({
  judgements,
  context,
  known,
  findings,
  period,
  remade,
  taken,
}: NextHistoryInput): Omit<History, 'run'> {
  const before = newestExport(context.history);
  const newest = before !== null && isBefore(taken.takenBy, before) ? before : taken.takenBy;
  return {
    schema: 1,
    ...(newest === context.exportedAt ? {} : { newestExportedAt: newest }),
    exports: nextExports(context.history.exports ?? [], taken),
    accounts: judgements.map(({ account, situation }) => ({
      login: account.login,
      row: account.row,
      status: account.status,
      role: account.role,
      situation,
      ...(context.rules.has('follows-renamed-accounts') ? toldApart(account) : {}),
    })),
    ...nextRenamed(context.renamed),
    ...(remade.length === 0 ? {} : { remade }),
    directories: context.config.directories.map(({ id }) => {
      const counted = context.index.counts.get(id);
      const view = context.views.get(id);
      const openApp = counted !== undefined && counted.assignments === 0 ? view?.openApp : undefined;
      return {
        id,
        identities: counted?.identities ?? 0,
        assignments: counted?.assignments ?? 0,
        able: counted?.able ?? 0,
        ...(view === undefined ? {} : { takenAt: view.takenAt }),
        ...(openApp === undefined || openApp === null ? {} : { openApp }),
      };
    }),
    findings: [...known],
    ledger: nextLedger(judgements, context),
    decisions: context.history.decisions,
    approval: nextApproval(context.config, context.history),
    trend: nextTrend(context.history, findings, period),
  };
}

function nextRenamed(renamed: RenamedAccounts): Pick<History, 'renamed'> {
  if (renamed.size === 0) return {};
  const entries = Array.from(renamed.values(), ({ login, now, by, since }) => ({ login, now: now.login, by, since }));
  return { renamed: entries.toSorted((a, b) => byCodePoint(a.login, b.login)) };
}

/**
 * Remembers when these bytes were taken. Where nobody declared that, only the time of the file is known, which may be
 * that of a copy, and nothing is remembered.
 */
function nextExports(before: readonly Taken[], { sha256, takenBy, declared }: NextHistoryInput['taken']): Taken[] {
  if (!declared) return [...before];
  return [...before.filter((one) => one.sha256 !== sha256), { sha256, takenBy }];
}

/**
 * All identities that ever had an account or an assignment in an accepted run. Only by them can a later run tell
 * somebody who left from a stranger.
 */
function nextLedger(
  judgements: readonly Judgement[],
  { index, history, views, asOf, rules, formerBearers }: JudgementContext,
): LedgerEntry[] {
  const accountsOf = accountsByIdentity(judgements);
  const before = identitiesBefore(history);
  const joinsLost = lostJoins(history, rules);
  const told = new Set<LedgerEntry>();
  const ledger: LedgerEntry[] = [];
  for (const known of [...index.relevant, ...index.accountless]) {
    const { directory, identity } = known;
    const takenAt = views.get(directory)?.takenAt;
    if (takenAt === undefined) continue;
    const accounts = accountsOf.get(known) ?? [];
    const entry = before.get(directory, identity.id);
    const made = ledgerEntry(known, { before: entry, accounts, takenAt, asOf, rules });
    if (entry === undefined) ledger.push(made);
    else {
      ledger.push(withJoined(withFormer(made, formerBearers.lostBy(entry)), joinsLost(entry, made.logins)));
      told.add(entry);
    }
  }
  for (const entry of before.values()) {
    if (told.has(entry)) continue;
    const seenAt = index.ledgerSeen.has(entry.directory, entry.id) ? views.get(entry.directory)?.takenAt : undefined;
    ledger.push(withFormer(seenAt === undefined ? entry : seenAgain(entry, seenAt), formerBearers.lostBy(entry)));
  }
  return ledger.toSorted(compareIdentities);
}

function accountsByIdentity(judgements: readonly Judgement[]): ReadonlyMap<KnownIdentity, readonly CanonicalLogin[]> {
  const accountsOf = new Map<KnownIdentity, CanonicalLogin[]>();
  for (const { account, match } of judgements) {
    for (const { known } of match.person) {
      const accounts = accountsOf.get(known);
      if (accounts === undefined) accountsOf.set(known, [account.login]);
      else accounts.push(account.login);
    }
  }
  return accountsOf;
}

/**
 * An identity that is still there and to which nothing refers any more. Its leave date is forgotten, because the
 * directory's present word about it was not read.
 */
function seenAgain(entry: LedgerEntry, lastSeen: Instant): LedgerEntry {
  const { leaves: _, ...kept } = entry;
  return { ...kept, lastSeen };
}

function withFormer(entry: LedgerEntry, former: NonNullable<Readonly<LedgerEntry['former']>>): LedgerEntry {
  return former.length === 0 ? entry : { ...entry, former: [...former] };
}

function withJoined(entry: LedgerEntry, joined: NonNullable<Readonly<LedgerEntry['joined']>>): LedgerEntry {
  return joined.length === 0 ? entry : { ...entry, joined: [...joined] };
}

interface Seen {
  readonly before: LedgerEntry | undefined;
  readonly accounts: readonly CanonicalLogin[];
  readonly takenAt: Instant;
  readonly asOf: Instant;
  readonly rules: JudgementContext['rules'];
}

function ledgerEntry(known: KnownIdentity, { before, accounts, takenAt, asOf, rules }: Seen): LedgerEntry {
  const { id, name, employeeId, createdAt } = known.identity;
  const { state, left } = judgeIdentity(known, undefined, { asOf, rules });
  return {
    directory: known.directory,
    id,
    name,
    logins: asBefore(before?.logins, loginKeys(known)),
    accounts: asBefore(before?.accounts, before === undefined ? accounts : [...before.accounts, ...accounts]),
    employeeId,
    createdAt,
    firstSeen: before?.firstSeen ?? takenAt,
    lastSeen: takenAt,
    left: state === 'deleted' ? left : null,
    ...(state === 'deleted' || left === null || left.notAfter === null
      ? {}
      : { leaves: { at: left.notAfter, source: left.source } }),
  };
}

/**
 * Sorted, each login once. Where nothing changed, as for nearly everybody, the list of before is returned, so that a
 * large company's ledger is not held in memory twice.
 */
function asBefore(before: CanonicalLogin[] | undefined, now: readonly CanonicalLogin[]): CanonicalLogin[] {
  const sorted = now.length < 2 ? (now as CanonicalLogin[]) : [...new Set(now)].toSorted();
  return before?.length === sorted.length && before.every((login, at) => login === sorted[at]) ? before : sorted;
}

/** One point for each period: a second run of the same period replaces the point of the first. */
function nextTrend(history: History, findings: readonly Finding[], period: string): History['trend'] {
  const open = findings.filter((finding) => !isSettled(finding));
  const having = (severity: Finding['severity']): number =>
    open.filter((finding) => finding.severity === severity).length;
  const point = {
    label: period,
    critical: having('critical'),
    high: having('high'),
    medium: having('medium'),
    low: having('low'),
  };
  return [...history.trend.filter(({ label }) => label !== period), point];
}
