// Chooses the accounts that are proposed for suspension: those that the policy names, but never the last privileged
// one.
import type { Config } from '../config/config.ts';
import { isLive } from '../inputs/account.ts';
import { domainOf } from '../values/login.ts';
import type { Code } from '../names/codes.ts';
import type { Finding } from './finding.ts';
import { severityRank } from '../names/codes.ts';
import { loginKeys } from './collect/known-identity.ts';
import { isSettled } from './finding.ts';
import type { Judgement, JudgementContext } from './judge/judgement.ts';
import { isPrivileged } from '../config/roles.ts';

export interface Proposal {
  readonly row: number;
  readonly login: string;
  readonly name: string | null;
  readonly status: string;
  readonly role: string | null;
  readonly situation: string;
  readonly codes: readonly Code[];
  readonly reasons: readonly string[];
}

export interface Proposals {
  readonly proposed: readonly Proposal[];
  /** Accounts that the policy names and that are not proposed all the same, each with the reason. */
  readonly withheld: readonly { readonly login: string; readonly why: string }[];
}

/**
 * Live accounts with a finding whose code is in `policy.propose`. Not proposed: findings for information only or
 * excepted, the vendor's own staff, accounts of people who can sign in by another login or are perhaps not whom HR's list
 * means, and the last live account with a privileged role.
 *
 * @param findings those that this run itself found
 */
export function proposalsOf(
  judgements: readonly Judgement[],
  findings: readonly Finding[],
  { config, rules }: Pick<JudgementContext, 'config' | 'rules'>,
): Proposals {
  const byLogin = Map.groupBy(
    findings.filter((finding) => isProposing(finding, config)),
    ({ login }) => login,
  );
  const withheld: { login: string; why: string }[] = [];
  const named = judgements.filter(({ account }) => isLive(account) && byLogin.has(account.login));
  const logins = new Set<string>(judgements.map(({ account }) => account.login));
  const own = named.filter((judgement) => {
    const why = whyWithheld(judgement, { config, rules, logins });
    if (why !== null) withheld.push({ login: judgement.account.login, why });
    return why === null;
  });
  const last = lastPrivileged(judgements, own, { config, byLogin });
  if (last !== null)
    withheld.push({ login: last.account.login, why: 'the last live account with a privileged role is never proposed' });
  const proposed = own
    .filter((judgement) => judgement !== last)
    .map((judgement) => proposalOf(judgement, byLogin.get(judgement.account.login) ?? []));
  return { proposed: proposed.toSorted((a, b) => a.row - b.row), withheld };
}

/** Why an account is not proposed whatever was found of it, or `null`. */
function whyWithheld(
  judgement: Judgement,
  { config, rules, logins }: Pick<JudgementContext, 'config' | 'rules'> & { readonly logins: ReadonlySet<string> },
): string | null {
  const domain = domainOf(judgement.account.login);
  if (domain !== null && config.instance.vendorDomains.includes(domain))
    return 'belongs to the vendor; vendor accounts are never proposed';
  if (judgement.madeAfterLeaving)
    return 'made, as whoever bears its login, after the last day that the leavers file gives: perhaps of somebody who bore the login before; ask HR';
  return rules.has('hears-the-renamed') ? elsewhereText(judgement, logins) : null;
}

/** Whoever is there by another login, and has no account by that, would lose the one that is to follow them. */
function elsewhereText({ situation, remaining, elsewhere }: Judgement, logins: ReadonlySet<string>): string | null {
  if (situation !== 'unmatched') return null;
  const able = elsewhere.find(({ today }) => today.state === 'active');
  const there = able?.before ?? remaining?.there;
  if (there === undefined || (able !== undefined && loginKeys(able.today.known).some((login) => logins.has(login))))
    return null;
  const login = able === undefined ? '' : `, ${loginKeys(able.today.known).join(' or ')}`;
  return `perhaps of ${there.name ?? there.id} in ${there.directory}, who is there under another login${login}: give the account that login, confirm them in \`aliases\`, or revoke`;
}

function isProposing(finding: Finding, { policy }: Config): boolean {
  return !isSettled(finding) && finding.severity !== 'info' && policy.propose.includes(finding.code);
}

/**
 * Where every live privileged account would be proposed, the one with the mildest findings is kept back, for a person
 * to decide.
 */
function lastPrivileged(
  judgements: readonly Judgement[],
  proposed: readonly Judgement[],
  { config, byLogin }: { readonly config: Config; readonly byLogin: ReadonlyMap<string | null, readonly Finding[]> },
): Judgement | null {
  const privileged = ({ account }: Judgement): boolean =>
    account.role !== null && isPrivileged(account.role, config.policy);
  const live = judgements.filter((judgement) => isLive(judgement.account) && privileged(judgement));
  const going = proposed.filter(privileged);
  if (live.length === 0 || going.length < live.length) return null;
  const gravity = ({ account }: Judgement): number =>
    Math.min(...(byLogin.get(account.login) ?? []).map((finding) => severityRank(finding.severity)));
  return going.toSorted((a, b) => gravity(b) - gravity(a) || (a.account.login < b.account.login ? -1 : 1))[0] ?? null;
}

function proposalOf({ account, situation }: Judgement, findings: readonly Finding[]): Proposal {
  return {
    row: account.row,
    login: account.login,
    name: account.name,
    status: account.status,
    role: account.role,
    situation,
    codes: findings.map(({ code }) => code),
    reasons: findings.map(({ reason }) => reason),
  };
}
