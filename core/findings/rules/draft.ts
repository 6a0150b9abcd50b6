// A finding before the history is asked whether it is new: what it says and what it rests on.
import type { Fact, Finding } from '../finding.ts';
import type { Account } from '../../inputs/account.ts';
import { codes } from '../../names/codes.ts';
import type { Code, Severity } from '../../names/codes.ts';
import type { Judgement } from '../judge/judgement.ts';
import { leaversFile } from '../judge/situation.ts';
import type { JudgedIdentity } from '../judge/situation.ts';

/**
 * A finding names at most so many others that share something with it: each of those names its own, and if all named
 * all, the text would grow with the square of their number.
 */
export const mostNamed = 10;

export interface Draft extends Pick<
  Finding,
  'code' | 'severity' | 'login' | 'row' | 'situation' | 'reason' | 'directory' | 'identity'
> {
  /** What the id is made of: canonical login, or the name of a control. */
  readonly subject: string;
  readonly facts: readonly Fact[];
  /** What told it besides the row and `directory`, or in the row: without it it is not found again, and has not ended. */
  readonly restsOn?: readonly string[];
  /** The role that it is about, as its id spells it. */
  readonly role?: string;
}

export interface AboutAccount {
  readonly reason: string;
  readonly severity?: Severity;
  /** The identity it is about, when another than the one that decided the situation. */
  readonly about?: JudgedIdentity | null;
  readonly facts?: readonly Fact[];
  readonly restsOn?: readonly string[];
}

/** Codes that a leavers file can make true of somebody whom the directories know as present. */
const ofLeaving: ReadonlySet<Code> = new Set([
  'LEAVER_ACCOUNT',
  'ACCESS_AFTER_LEAVING',
  'LATE_REMOVAL',
  'REHIRED_ACCOUNT',
  'DIRECTORY_CONFLICT',
  'UNOWNED_ACCOUNT',
]);

export function accountDraft(code: Code, judgement: Judgement, about: AboutAccount): Draft {
  const { account, situation } = judgement;
  const restsOn = [...(ofLeaving.has(code) && toldByLeavers(judgement) ? [leaversFile] : []), ...(about.restsOn ?? [])];
  const identity = about.about === undefined ? judgement.decisive : about.about;
  return {
    code,
    severity: about.severity ?? codes[code].severity,
    subject: account.login,
    login: account.login,
    row: account.row,
    situation,
    reason: about.reason,
    directory: identity?.known.directory ?? null,
    identity: identity?.known.identity.id ?? null,
    facts: [...accountFacts(account), ...(about.facts ?? [])],
    ...(restsOn.length === 0 ? {} : { restsOn }),
  };
}

function toldByLeavers({ left, match }: Judgement): boolean {
  return left?.source === leaversFile || match.person.some((judged) => judged.left?.source === leaversFile);
}

export function controlDraft(
  code: Code,
  subject: string,
  about: { readonly reason: string; readonly directory?: string; readonly facts?: readonly Fact[] },
): Draft {
  return {
    code,
    severity: codes[code].severity,
    subject,
    login: null,
    row: null,
    situation: null,
    reason: about.reason,
    directory: about.directory ?? null,
    identity: null,
    facts: about.facts ?? [],
  };
}

function accountFacts(account: Account): readonly Fact[] {
  const facts: Fact[] = [{ label: 'Status', value: account.status }];
  if (account.role !== null) facts.push({ label: 'Role', value: account.role });
  return facts;
}
