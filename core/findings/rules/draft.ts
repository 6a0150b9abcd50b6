// A draft of a finding: what it says and what it rests on, before the history is asked whether it is new.
import type { Fact, Finding } from '../finding.ts';
import type { Account } from '../../inputs/account.ts';
import { codes } from '../../names/codes.ts';
import type { Code, Severity } from '../../names/codes.ts';
import type { Judgement } from '../judge/judgement.ts';
import { leaversFile } from '../judge/situation.ts';
import type { JudgedIdentity } from '../judge/situation.ts';

/**
 * The most others that one finding names. Each of them has a finding that names its others: if all named all, the text
 * would grow with the square of their number.
 */
export const mostNamed = 10;

export interface Draft extends Pick<
  Finding,
  'code' | 'severity' | 'login' | 'row' | 'situation' | 'reason' | 'directory' | 'identity'
> {
  /** What the id is made from: the canonical login, or the name of a control. */
  readonly subject: string;
  readonly facts: readonly Fact[];
  /**
   * What the finding rests on besides its row and `directory`. A later run that lacks it cannot find it again, and must
   * not take it to have ended.
   */
  readonly restsOn?: readonly string[];
  /** The role that the finding is about, spelled as in its id. */
  readonly role?: string;
}

export interface AboutAccount {
  readonly reason: string;
  readonly severity?: Severity;
  /** The identity that the finding is about, where that is not the one that decided the situation. */
  readonly about?: JudgedIdentity | null;
  readonly facts?: readonly Fact[];
  readonly restsOn?: readonly string[];
}

/** Codes that the leavers file can make true although the directories show the person as present. */
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
