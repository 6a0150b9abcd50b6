// Freezes the population of a run into the lines of its review: every live account, and the API keys of the register.
import type { Config } from '../contract/config.ts';
import { isSettled } from '../findings/continuity.ts';
import { severities } from '../findings/finding.ts';
import type { Finding } from '../findings/finding.ts';
import { loginKeys } from '../findings/identity-index.ts';
import type { Judgement } from '../findings/judgement.ts';
import { isPrivileged } from '../findings/roles.ts';
import { personText } from '../findings/words.ts';
import { dayInMs, latest, momentText, msOf } from '../instant.ts';
import type { Instant } from '../instant.ts';
import { multimap } from '../multimap.ts';
import { isLive } from '../population/account.ts';
import type { KnownDecision } from '../population/history.ts';
import { canonicalLogin } from '../population/login.ts';
import type { CanonicalLogin } from '../population/login.ts';
import type { Delta } from './delta.ts';
import { compareLines } from './line.ts';
import type { ReviewLine } from './line.ts';
import { recommendationOf } from './recommendation.ts';
import { reviewerOf } from './reviewers.ts';

export interface LinesInput {
  readonly judgements: readonly Judgement[];
  readonly findings: readonly Finding[];
  readonly config: Config;
  readonly asOf: Instant;
  /** The newest decision of each account in other reviews. */
  readonly decisions: readonly KnownDecision[];
  /** Against the last signed review; `null` in the first. */
  readonly delta: Delta | null;
}

type Facts = Omit<ReviewLine, 'recommendation' | 'reviewer' | 'lastDecision' | 'changes' | 'codes' | 'severity'>;

export function linesOf(input: LinesInput): ReviewLine[] {
  const { config } = input;
  const findings = multimap(
    input.findings.filter((finding) => finding.state !== 'closed'),
    ({ login }) => (login === null ? [] : [login]),
  );
  const decided = new Map(input.decisions.map((decision) => [decision.login, decision]));
  const complete = (facts: Facts, owner: string | null, manager: string | null): ReviewLine => {
    const standing = findings.get(facts.login) ?? [];
    const last = decided.get(facts.login);
    const line = {
      ...facts,
      codes: standing.map(({ code }) => code),
      severity:
        severities.find((one) => standing.some((finding) => !isSettled(finding) && finding.severity === one)) ?? null,
      changes: [...(input.delta?.changes.get(facts.login) ?? [])],
      lastDecision:
        last === undefined
          ? null
          : { review: last.review, decision: last.decision, until: last.until, by: last.by, at: last.at },
    };
    return {
      ...line,
      recommendation: recommendationOf(line, config.policy),
      reviewer: reviewerOf({ ...facts, owner, manager }, config.reviewers),
    };
  };
  const accounts = input.judgements
    .filter(({ account }) => isLive(account))
    .map((judgement) =>
      complete(accountFacts(judgement, input), judgement.register?.owner ?? null, managerOf(judgement)),
    );
  const keys = config.nonHuman
    .filter(({ kind }) => kind === 'api-key')
    .flatMap((entry) => keyFacts(entry).map((facts) => complete(facts, entry.owner ?? null, null)));
  return [...accounts, ...keys].toSorted(compareLines);
}

function accountFacts(judgement: Judgement, { config, asOf }: LinesInput): Facts {
  const { account, situation, match } = judgement;
  const person = match.person.map(({ known }) => personText(known)).join(', ');
  return {
    login: account.login,
    kind: 'account',
    name: account.name,
    role: account.role,
    team: account.team,
    status: account.status === 'suspended' ? null : account.status,
    situation,
    match: match.rule === null ? 'matched to nobody' : `${person} by the rule ${match.rule}`,
    lastLogin: account.lastLogin === null ? null : momentText(account.lastLogin),
    ageDays: account.createdAt === null ? null : Math.floor((msOf(asOf) - msOf(latest(account.createdAt))) / dayInMs),
    privileged: account.role !== null && isPrivileged(account.role, config.policy),
    own: ownLogins(judgement),
  };
}

/** Disputed people count all: none of those whose it may be decides it. */
function ownLogins({ account, match }: Judgement): CanonicalLogin[] {
  return [...new Set([account.login, ...match.person.flatMap(({ known }) => loginKeys(known))])];
}

function managerOf({ decisive, account }: Judgement): string | null {
  return decisive?.known.identity.manager ?? account.manager;
}

function keyFacts(entry: Config['nonHuman'][number]): readonly Facts[] {
  const login = canonicalLogin(entry.login);
  if (login === null) return [];
  const owner = entry.owner ?? 'nobody';
  return [
    {
      login,
      kind: 'api-key',
      name: entry.purpose ?? null,
      role: null,
      team: null,
      status: null,
      situation: null,
      match: `an API key pair of the register, owned by ${owner}`,
      lastLogin: null,
      ageDays: null,
      privileged: false,
      own: [],
    },
  ];
}
