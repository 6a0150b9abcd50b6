// Whether an account was used after its access should have ended, for leavers, orphans and disabled people alike. Where
// that cannot be told, the reason why.
import { isBefore, earliest, latest, msOf } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import { instantText, momentText } from '../../values/time-text.ts';
import { isMadeSince } from '../../inputs/account.ts';
import type { History, LedgerEntry } from '../../inputs/history.ts';
import { accountsBefore, identitiesBefore } from '../collect/known-before.ts';
import type { Judgement } from './judgement.ts';
import { loginDoubt } from './usage.ts';
import { leavingSpan, leavingText } from './wording.ts';

/** When access should have ended: somewhere between two instants, each of which may be unknown. */
export interface End {
  readonly notBefore: Instant | null;
  readonly notAfter: Instant | null;
  /** How the end is known, in words: `left by 3 October 2026, 08:00 UTC (okta: statusChanged)`. */
  readonly text: string;
}

export type Use = 'used' | 'not used' | 'cannot be determined';

export interface UseSinceEnd {
  readonly kind: 'leaver' | 'orphan' | 'disabled';
  readonly end: string;
  readonly use: Use;
  /** The evidence for the answer, or why there is none. */
  readonly why: string;
}

export interface UseFacts {
  readonly history: Pick<History, 'run' | 'accounts' | 'ledger'>;
  readonly exportedAt: Instant;
  readonly tells: { readonly lastLogin: boolean };
  /**
   * By directory: when its reading ended, and the first instant of which sign-ins were looked up; `null` when none were.
   */
  readonly directories: ReadonlyMap<string, { readonly readUntil: Instant; readonly signInsFrom: Instant | null }>;
}

const kinds: Partial<Record<Judgement['situation'], UseSinceEnd['kind']>> = {
  deleted: 'leaver',
  unmatched: 'orphan',
  disabled: 'disabled',
};

/** @returns a judge that answers `null` for accounts whose access has not ended, as far as this run knows */
export function useJudge(facts: UseFacts): (judgement: Judgement) => UseSinceEnd | null {
  const endOf = endFinder(facts);
  return (judgement) => {
    const kind = kinds[judgement.situation];
    if (kind === undefined) return null;
    const end = endOf(judgement, kind);
    return { kind, end: end.text, ...answer(judgement, end, facts) };
  };
}

function endFinder({ history, directories }: UseFacts): (judgement: Judgement, kind: UseSinceEnd['kind']) => End {
  const before = accountsBefore(history);
  const ledger = identitiesBefore(history);
  return (judgement, kind) => {
    const { account, left, situation, decisive } = judgement;
    if (kind === 'leaver') {
      const { notBefore = null, notAfter = null } = left ?? {};
      return { notBefore, notAfter, text: leavingText(left) };
    }
    const { run } = history;
    const isAnother = run !== null && isMadeSince(account, run.exportedAt);
    const earlier = isAnother ? undefined : before.get(account.login);
    if (run !== null && earlier?.situation === situation) {
      const text = `${stateWords[kind]} already on ${instantText(run.asOf)}, by an accepted run`;
      return { notBefore: null, notAfter: run.asOf, text };
    }
    const couldSignIn = earlier?.situation === 'linked' || earlier?.situation === 'unlinked';
    const entry: LedgerEntry | undefined =
      decisive === null || !couldSignIn ? undefined : ledger.get(decisive.known.directory, decisive.known.identity.id);
    const readUntil = decisive === null ? undefined : directories.get(decisive.known.directory)?.readUntil;
    if (entry === undefined || readUntil === undefined || isBefore(readUntil, entry.lastSeen))
      return { notBefore: null, notAfter: null, text: `${stateWords[kind]}; ${unknownWords[kind]}` };
    const span = { notBefore: entry.lastSeen, notAfter: readUntil };
    return { ...span, text: `${stateWords[kind]} ${leavingSpan({ ...span, source: '' })}` };
  };
}

const stateWords = { leaver: 'left', orphan: 'without a person', disabled: 'disabled' } as const;

const unknownWords = {
  leaver: 'nothing tells when',
  orphan: 'nothing tells since when',
  disabled: 'nothing tells since when',
} as const;

type Answer = Pick<UseSinceEnd, 'use' | 'why'>;

function answer(judgement: Judgement, end: End, facts: UseFacts): Answer {
  const { account, match } = judgement;
  const { lastLogin } = account;
  const { notBefore, notAfter } = end;
  const signIns = [...match.person, ...match.replaced].flatMap(({ known }) => known.identity.lastSignIn ?? []);
  const signIn = notAfter === null ? undefined : signIns.toSorted().findLast((at) => msOf(at) > msOf(notAfter));
  if (signIn !== undefined) return used(`sign-in through a directory on ${instantText(signIn)}`);
  const doubt = loginDoubt(account, facts.exportedAt);
  if (doubt !== null) return open(doubt);
  if (lastLogin === null) return open(silence(judgement, end, facts));
  const said = `last login ${momentText(lastLogin)}`;
  if (notAfter !== null && msOf(earliest(lastLogin)) >= msOf(notAfter) && !isAt(lastLogin, notAfter)) return used(said);
  const from = notBefore ?? notAfter;
  if (from === null) return open(`${said}; nothing tells when access should have ended`);
  const { exportedAt } = facts;
  if (msOf(exportedAt) < msOf(from)) return open(`the export of ${instantText(exportedAt)} was taken before the end`);
  if (msOf(latest(lastLogin)) <= msOf(from)) return { use: 'not used', why: said };
  if (lastLogin.kind === 'day') return open(`${said} is a day without a time, and the end may lie within it`);
  return open(`${said} lies within the time in which access ended`);
}

/** Whether a login was at the very instant of the end. That is not yet a use after it. */
function isAt(moment: NonNullable<Judgement['account']['lastLogin']>, end: Instant): boolean {
  return moment.kind === 'instant' && msOf(moment.at) === msOf(end);
}

function used(why: string): Answer {
  return { use: 'used', why };
}

function open(why: string): Answer {
  return { use: 'cannot be determined', why };
}

/**
 * Why a blank last login tells nothing. Only the directories' logs are left then, which reach back some weeks and know
 * nothing of local passwords.
 */
function silence({ match }: Judgement, { notAfter }: End, { tells, directories }: UseFacts): string {
  const blank = tells.lastLogin
    ? 'the last login is blank: never, or not recorded'
    : 'the export has no column of last logins';
  const logs = [...new Set(match.person.map(({ known }) => known.directory))].map((directory) => {
    const from = directories.get(directory)?.signInsFrom ?? null;
    if (from === null) return `${directory} was not asked for sign-ins`;
    const late = notAfter !== null && msOf(from) > msOf(notAfter) ? ', after the end' : '';
    return `the sign-ins of ${directory} are kept from ${instantText(from)} on${late}`;
  });
  return [blank, ...logs, 'a sign-in with a local password would show nowhere else'].join('; ');
}
