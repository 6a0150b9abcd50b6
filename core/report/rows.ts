// The lists of the report: population, leavers, register and what changed, each row ready to be drawn.
import { application } from '../application/applications.ts';
import type { Config } from '../config/config.ts';
import type { Assessment } from '../findings/assess.ts';
import { cameAndWent, fieldChanges } from '../findings/continuity/population-changes.ts';
import { isSettled } from '../findings/finding.ts';
import type { Code } from '../names/codes.ts';
import type { Judgement } from '../findings/judge/judgement.ts';
import { isExpired } from '../config/registers.ts';
import { foldedRole, isPrivileged, meaningsOf } from '../config/roles.ts';
import { removalOf, usageAfterLeaving } from '../findings/judge/usage.ts';
import type { ExportTells } from '../findings/rules/context.ts';
import type { RemovalRule, UsageAfterLeaving } from '../findings/judge/usage.ts';
import { leavingSpan } from '../findings/judge/wording.ts';
import type { Day, Instant } from '../values/instant.ts';
import { plural } from '../values/text.ts';
import { isBefore } from '../values/instant.ts';
import { dayText, instantText, momentStamp } from '../values/time-text.ts';
import { isLive } from '../inputs/account.ts';
import { managerOf, matchText } from '../review/lines/lines-of.ts';
import type { History, KnownDecision } from '../inputs/history.ts';
import { canonicalLogin } from '../values/login.ts';
import type { ControlOwner } from './report.ts';
import type { Changes, LeaverRow, PopulationRow, RegisterRow, RoleRow } from './parts/accounts.ts';
import type { EarlierException, EarlierRevocation } from './parts/review.ts';

/** One row an account, in the order of the export. */
export function populationRows({ judgements, findings }: Assessment, config: Config): readonly PopulationRow[] {
  const codesOf = new Map<string, Code[]>();
  for (const { login, code, state } of findings) {
    if (login !== null && state !== 'closed') codesOf.set(login, [...(codesOf.get(login) ?? []), code]);
  }
  return judgements.map((judgement) => populationRow(judgement, codesOf.get(judgement.account.login) ?? none, config));
}

const none: readonly Code[] = [];

function populationRow(judgement: Judgement, findings: readonly Code[], config: Config): PopulationRow {
  const { account, situation, match, decisive } = judgement;
  return {
    row: account.row,
    login: account.login,
    name: account.name,
    status: account.status,
    role: account.role,
    team: account.team,
    manager: managerOf(judgement),
    license: account.license,
    situation,
    rule: match.rule,
    directory: decisive?.known.directory ?? null,
    identity: decisive?.known.identity.id ?? null,
    match: inOnePiece(matchText(judgement)),
    findings,
    lastLogin: account.lastLogin === null ? null : inOnePiece(momentStamp(account.lastLogin)),
    lastSignIn: lastSignInOf(judgement),
    privileged: account.role !== null && isPrivileged(account.role, config.policy),
  };
}

function lastSignInOf({ match }: Judgement): string | null {
  let last: { readonly at: Instant; readonly directory: string } | null = null;
  for (const { known } of match.person) {
    const at = known.identity.lastSignIn;
    if (at !== null && (last === null || isBefore(last.at, at))) last = { at, directory: known.directory };
  }
  return last === null ? null : inOnePiece(`${instantText(last.at)} in ${last.directory}`);
}

/** The engine keeps a text that was put together as its pieces, which take three times the memory of one text. */
function inOnePiece(text: string): string {
  return text.split(' ').join(' ');
}

/** Live accounts and the API keys of the register: the lines that a review of this run has. */
export function linesToDecide({ totals }: Assessment, { nonHuman }: Pick<Config, 'nonHuman'>): number {
  const keys = nonHuman.filter(({ kind, login }) => kind === 'api-key' && canonicalLogin(login) !== null);
  return totals.live + keys.length;
}

/** Every account that an earlier review revoked, with how this export shows it. */
export function earlierRevocations(
  { judgements }: Pick<Assessment, 'judgements'>,
  { decisions }: Pick<History, 'decisions'>,
): readonly EarlierRevocation[] {
  const revoked = decisions.filter(({ decision }) => decision === 'revoke');
  if (revoked.length === 0) return [];
  const now = new Map<string, Judgement['account']>(judgements.map(({ account }) => [account.login, account]));
  return revoked.map(({ login, review, by, at }) => {
    const account = now.get(login);
    return {
      login,
      review,
      by,
      at,
      shown: shownAs(account),
    };
  });
}

/** One for each account on which the run found something that an earlier review had excepted. */
export function earlierExceptions(
  { findings }: Pick<Assessment, 'findings'>,
  { decisions }: Pick<History, 'decisions'>,
): readonly EarlierException[] {
  const covered = new Set(findings.flatMap(({ login, state }) => (state === 'excepted' ? (login ?? []) : [])));
  return decisions.flatMap(({ login, until }) => (until !== null && covered.has(login) ? [{ login, until }] : []));
}

function shownAs(account: Judgement['account'] | undefined): EarlierRevocation['shown'] {
  if (account === undefined) return 'absent';
  return isLive(account) ? 'live' : 'suspended';
}

/** As the configuration alone names them. */
export function ownerIn({ reviewers }: Pick<Config, 'reviewers'>): ControlOwner | null {
  const { controlOwner: mail, controlOwnerName, controlOwnerTitle } = reviewers;
  return mail === undefined ? null : { mail, name: controlOwnerName ?? null, title: controlOwnerTitle ?? null };
}

/** A name that the configuration does not give is taken from their identity, or from their account. */
export function controlOwnerOf(
  config: Pick<Config, 'reviewers'>,
  { judgements }: Pick<Assessment, 'judgements'>,
): ControlOwner | null {
  const owner = ownerIn(config);
  if (owner === null || owner.name !== null) return owner;
  const login = canonicalLogin(owner.mail);
  const own = judgements.find(({ account }) => account.login === login);
  const called = own?.match.person.find(({ known }) => known.identity.name !== null)?.known.identity.name;
  return { ...owner, name: called ?? own?.account.name ?? null };
}

/** The whole population of leavers, not a sample: accounts of any status whose person is known to have left. */
export function leaverRows(
  judgements: readonly Judgement[],
  rule: RemovalRule & { readonly tells: Pick<ExportTells, 'lastLogin'> },
): readonly LeaverRow[] {
  return judgements
    .filter(({ situation }) => situation === 'deleted')
    .map((judgement) => {
      const { account, left } = judgement;
      const { hours, outcome } = removalOf(judgement, rule);
      return {
        login: account.login,
        name: account.name,
        status: account.status,
        left: leavingSpan(left),
        source: left?.source ?? 'unknown',
        hours: hours === null ? null : tenthsBegun(hours),
        outcome,
        usedAfter: usageText(usageAfterLeaving(judgement, rule)),
      };
    });
}

/** What is barely too long must not read like what is allowed. */
function tenthsBegun(hours: number): number {
  return Math.ceil(Math.round(hours * 10_000) / 1000) / 10;
}

function usageText(usage: UsageAfterLeaving): string {
  switch (usage.kind) {
    case 'used':
      return `yes: ${usage.how}`;
    case 'not-found':
      return 'no sign-in found';
    case 'cannot-be-determined':
      return `cannot be determined: ${usage.why}`;
    default:
      return usage satisfies never;
  }
}

/** The roles that the policy describes, in its order, and behind them those of live accounts that it does not. */
export function roleRows({ judgements }: Pick<Assessment, 'judgements'>, policy: Config['policy']): readonly RoleRow[] {
  const rows = new Map<string, RoleRow>(
    (policy.roles ?? []).map(({ role, class: given, means }) => [
      foldedRole(role),
      { role, class: given, means, live: 0 },
    ]),
  );
  for (const { account } of judgements.filter((one) => isLive(one.account)))
    for (const { role, class: found, means } of meaningsOf(account.role, policy)) {
      const known = rows.get(foldedRole(role)) ?? { role, class: found, means, live: 0 };
      rows.set(foldedRole(role), { ...known, live: known.live + 1 });
    }
  return [...rows.values()];
}

export function registerRows(
  config: Config,
  { judgements, findings, unheldKeys }: Assessment,
  today: Day,
): readonly RegisterRow[] {
  if (config.nonHuman.length === 0) return [];
  const present = new Set<string>(judgements.map(({ account }) => account.login));
  return config.nonHuman.map((entry) => {
    const login = canonicalLogin(entry.login) ?? entry.login;
    const unowned = findings.find(
      (finding) => finding.code === 'UNOWNED_ACCOUNT' && finding.login === login && !isSettled(finding),
    );
    return {
      login,
      kind: entry.kind,
      owner: emptyAsNull(entry.owner),
      purpose: emptyAsNull(entry.purpose),
      expires: entry.expires ?? null,
      inExport: present.has(login),
      outcome:
        unowned?.reason ?? unheldKeys.get(login) ?? registerOutcome(entry, { inExport: present.has(login), today }),
    };
  });
}

function registerOutcome(
  entry: Config['nonHuman'][number],
  { inExport, today }: { readonly inExport: boolean; readonly today: Day },
): string {
  if (isExpired(entry, today)) return `expired on ${dayText(entry.expires ?? today)}`;
  if (emptyAsNull(entry.owner) === null) return 'no owner named';
  if (entry.kind === 'api-key')
    return `an API key pair: not in the export, to be compared with the keys that ${application.name} shows`;
  return inExport ? 'holds' : 'not in the export';
}

function emptyAsNull(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

/** Against the last accepted run: who came, who went and how that is explained, whose role, status or situation changed. */
export function changesOf({ judgements, findings, totals }: Assessment, history: History, config: Config): Changes {
  if (history.run === null) return { since: null, added: [], removed: [], changed: [] };
  const now = judgements.map(({ account: { login, role, status }, situation }) => ({ login, role, status, situation }));
  const { added, gone, stayed } = cameAndWent(history.accounts, now);
  const explained = removalTexts({ findings, totals }, history);
  return {
    since: { run: history.run.id, asOf: history.run.asOf },
    added: added.map(({ login, role }) => ({
      login,
      role,
      privileged: role !== null && isPrivileged(role, config.policy),
    })),
    removed: gone.map(({ login, status }) => ({ login, explained: explained(login, status) })),
    changed: stayed
      .flatMap(fieldChanges)
      .map((one) => ({ ...one, before: one.before ?? '(none)', after: one.after ?? '(none)' })),
  };
}

function removalTexts(
  { findings, totals: { rejected } }: Pick<Assessment, 'findings' | 'totals'>,
  { decisions }: History,
): (login: string, status: string) => string {
  const revoking = decisions.filter(({ decision }) => decision === 'revoke');
  // The first decision of a login counts, so it is set last.
  const revocations = new Map<string, KnownDecision>(revoking.toReversed().map((one) => [one.login, one]));
  const doubt = rejected === 0 ? '' : `, not proven: ${plural(rejected, 'row')} could not be read`;
  const vanished = new Set(findings.flatMap(({ code, login }) => (code === 'VANISHED_ACCOUNT' ? [login] : [])));
  return (login, status) => {
    const revoked = revocations.get(login);
    if (revoked !== undefined) return `revoked by ${revoked.by} in ${revoked.review}${doubt}`;
    if (vanished.has(login)) return 'not explained: see VANISHED_ACCOUNT';
    return status === 'suspended' ? 'was already suspended' : 'not explained';
  };
}
