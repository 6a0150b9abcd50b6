// Freezes the population of a run into the lines of its review: every live account, and the API keys of the register.
import type { Config } from '../../config/config.ts';
import { severities } from '../../names/codes.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Judgement } from '../../findings/judge/judgement.ts';
import { accountsBefore } from '../../findings/collect/known-before.ts';
import { isClassified, isPrivileged, meaningText } from '../../config/roles.ts';
import { personText } from '../../findings/judge/wording.ts';
import { dayInMs, latest, msOf } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import { dayText, momentText } from '../../values/time-text.ts';
import { multimap } from '../../values/multimap.ts';
import { isLive, isMadeSince } from '../../inputs/account.ts';
import type { History, KnownDecision, RenamedAccount } from '../../inputs/history.ts';
import { canonicalLogin } from '../../values/login.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import type { Delta } from './delta.ts';
import { compareLines } from './line.ts';
import type { ReviewLine, ReviewLines } from './line.ts';
import { namedIn } from './actor.ts';
import { namedAmong, ownersLogins, ownLogins, ownLoginsByLedger } from './own-logins.ts';
import { recommendationOf } from './recommendation.ts';
import { reviewerOf } from './reviewers.ts';

export interface LinesInput {
  readonly judgements: readonly Judgement[];
  readonly findings: readonly Finding[];
  /** Why API keys of the register have nobody who answers for them, by their logins. */
  readonly unheldKeys: ReadonlyMap<string, string>;
  readonly config: Config;
  readonly asOf: Instant;
  /** What the accepted run before it left. */
  readonly history: Pick<History, 'accounts'>;
  /**
   * What the run left to the next; `null` of one that is not accepted. By its ledger a login that is in no export is still
   * known as somebody's.
   */
  readonly next: Pick<History, 'ledger' | 'renamed'> | null;
  /** The newest decision of each account in other reviews. */
  readonly decisions: readonly Omit<KnownDecision, 'codesSeen'>[];
  /** Against the last signed review; `null` in the first. */
  readonly delta: Delta | null;
}

/** A function of the run, of the last signed review and of the decisions made before; nothing else reaches the lines. */
export function reviewLinesOf(input: LinesInput, { run, since }: Pick<ReviewLines, 'run' | 'since'>): ReviewLines {
  const { delta } = input;
  const own = ownedWithRegister(input);
  const lines = linesOf(input, own, since?.review ?? null);
  return {
    schema: 1,
    run,
    since,
    rollForward: delta?.rollForward ?? null,
    gone: [...(delta?.gone ?? [])],
    lines,
    others: othersOf(input, own),
  };
}

interface Own {
  readonly ofAccount: (judgement: Judgement) => CanonicalLogin[];
  readonly ofOwner: (owner: string | null) => readonly CanonicalLogin[];
}

function ownedWithRegister({ judgements, config, next }: LinesInput): Own {
  const ofPeople = ownLogins({ judgements, config });
  // Whom earlier runs tied it to may be here under another address, and nobody of today tells that it is theirs.
  const ofNobody = judgements.flatMap(({ account, match }) => (match.person.length === 0 ? [account.login] : []));
  const before = ownLoginsByLedger(ofNobody, next?.ledger ?? []);
  const own: typeof ofPeople = (judgement) => {
    const known = before.get(judgement.account.login);
    return known === undefined ? ofPeople(judgement) : [...new Set([...ofPeople(judgement), ...known])];
  };
  const ofOwner = ownersLogins(judgements, own, config.policy.plusAddressing);
  const managers = judgements.flatMap((judgement) => canonicalLogin(managerOf(judgement) ?? '') ?? []);
  const named = namedAmong([...namedIn(config), ...managers], config.policy.plusAddressing);
  const withNames = (logins: readonly CanonicalLogin[]): CanonicalLogin[] => [
    ...new Set([...logins, ...named(logins)]),
  ];
  return {
    ofAccount: (judgement) => withNames([...own(judgement), ...ofOwner(judgement.register?.owner ?? null)]),
    ofOwner: (owner) => withNames(ofOwner(owner)),
  };
}

type Facts = Omit<ReviewLine, 'recommendation' | 'reviewer' | 'lastDecision' | 'changes' | 'codes' | 'severity'>;

/** Who is asked about a line, and the account that it is; `null` of a key. */
interface Behind {
  readonly owner: string | null;
  readonly manager: string | null;
  readonly account: Judgement['account'] | null;
}

/** @param since the review with whose population this one was compared */
function linesOf(input: LinesInput, own: Own, since: string | null): ReviewLine[] {
  const complete = completing(input, since);
  const hasRoles =
    input.judgements.some(({ account }) => account.role !== null) ||
    input.findings.some(({ code, state }) => code === 'ROLE_UNCLASSIFIED' && state !== 'closed');
  const accounts = input.judgements
    .filter(({ account }) => isLive(account))
    .map((judgement) =>
      complete(accountFacts(judgement, input, { own: own.ofAccount(judgement), hasRoles }), {
        owner: judgement.register?.owner ?? null,
        manager: managerOf(judgement),
        account: judgement.account,
      }),
    );
  const keys = input.config.nonHuman
    .filter(({ kind }) => kind === 'api-key')
    .flatMap((entry) =>
      keyFacts(entry, { own: own.ofOwner(entry.owner ?? null), unheld: input.unheldKeys }).map((facts) =>
        complete(facts, { owner: entry.owner ?? null, manager: null, account: null }),
      ),
    );
  return [...accounts, ...keys].toSorted(compareLines);
}

/** @returns what adds to the facts of a line what was found, changed and decided about it, and who is asked */
function completing(input: LinesInput, since: string | null): (facts: Facts, behind: Behind) => ReviewLine {
  const { config } = input;
  const findings = multimap(
    input.findings.filter((finding) => finding.state !== 'closed'),
    ({ login }) => (login === null ? [] : [login]),
  );
  const renamed = multimap(input.next?.renamed ?? [], ({ now }) => [now]);
  const decided = new Map(input.decisions.map((decision) => [decision.login, decision]));
  return (facts, { owner, manager, account }) => {
    const standing = findings.get(facts.login) ?? [];
    const last = decided.get(facts.login);
    const line = {
      ...facts,
      codes: standing.map(({ code }) => code),
      severity: severities.find((one) => standing.some((finding) => finding.severity === one)) ?? null,
      // Each once: lines that are worked out again take those of the delta from the lines as they were stated.
      changes: [
        ...new Set([
          ...(input.delta?.changes.get(facts.login) ?? []),
          ...(renamed.get(facts.login) ?? []).map(renamedText),
        ]),
      ],
      lastDecision:
        last === undefined
          ? null
          : { review: last.review, decision: last.decision, until: last.until, by: last.by, at: last.at },
    };
    return {
      ...line,
      recommendation: recommendationOf(line, {
        propose: config.policy.propose,
        since,
        isAnother: last !== undefined && account !== null && isMadeSince(account, last.at),
        before: standingBefore(facts.login, input.history),
      }),
      reviewer: reviewerOf({ ...facts, owner, manager }, config.reviewers),
    };
  };
}

function standingBefore(login: string, history: LinesInput['history']): 'suspended' | 'gone' | null {
  if (history.accounts.length === 0) return null;
  const before = accountsBefore(history).get(login);
  if (before === undefined) return 'gone';
  return before.status === 'suspended' ? 'suspended' : null;
}

function renamedText({ login, by }: RenamedAccount): string {
  const why = by === 'number' ? 'its employee number' : 'its name and time of creation';
  return `perhaps ${login} under another login: it has ${why}, and that login is gone`;
}

interface About {
  readonly own: CanonicalLogin[];
  /** Without a column of roles nothing is blank; with one, a blank cell is a role that nobody knows. */
  readonly hasRoles: boolean;
}

function accountFacts(judgement: Judgement, { config, asOf }: LinesInput, { own, hasRoles }: About): Facts {
  const { account, situation } = judgement;
  const means = meaningText(account.role, config.policy);
  return {
    login: account.login,
    kind: 'account',
    name: account.name,
    role: account.role,
    team: account.team,
    status: account.status === 'suspended' ? null : account.status,
    situation,
    match: matchText(judgement),
    lastLogin: account.lastLogin === null ? null : momentText(account.lastLogin),
    ageDays: account.createdAt === null ? null : Math.floor((msOf(asOf) - msOf(latest(account.createdAt))) / dayInMs),
    privileged: account.role !== null && isPrivileged(account.role, config.policy),
    ...(!hasRoles || isClassified(account.role ?? '', config.policy) ? {} : { roleUnclassified: true as const }),
    ...(means === null ? {} : { roleMeans: means }),
    own,
  };
}

/** Who an account was matched to and by which rule, as a sentence. */
export function matchText({ match, register }: Judgement): string {
  const person = match.person.map(({ known }) => personText(known)).join(', ');
  const matched = match.rule === null ? null : `${person} by the rule ${match.rule}`;
  if (register === null) return matched ?? 'matched to nobody';
  const { purpose, owner, expires } = register;
  const registered = [
    `registered: ${purpose ?? 'no purpose'}`,
    `owner ${owner ?? 'nobody'}`,
    ...(expires === undefined || expires === null ? [] : [`until ${dayText(expires)}`]),
    ...(matched === null ? [] : [`matched to ${matched}`]),
  ];
  return registered.join(', ');
}

/** Suspended accounts, and logins of findings that are in no export. */
function othersOf({ judgements, findings, next }: LinesInput, own: Own): ReviewLines['others'] {
  const accounts = new Set<string>(judgements.map(({ account }) => account.login));
  const named = new Set(findings.flatMap(({ login }) => (login === null || accounts.has(login) ? [] : [login])));
  const strangers = [...named].flatMap((name) => canonicalLogin(name) ?? []);
  const strangersOwn = ownLoginsByLedger(strangers, next?.ledger ?? []);
  const owned = [
    ...judgements
      .filter(({ account }) => !isLive(account))
      .map((judgement) => ({ login: judgement.account.login, own: own.ofAccount(judgement) })),
    ...strangers.map((login) => ({ login, own: strangersOwn.get(login) ?? [] })),
  ];
  return owned.filter((one) => one.own.length > 1).toSorted((a, b) => (a.login < b.login ? -1 : 1));
}

/** As a directory names them, or else the export. */
export function managerOf({ decisive, account }: Judgement): string | null {
  return decisive?.known.identity.manager ?? account.manager;
}

interface AboutKey {
  readonly own: readonly CanonicalLogin[];
  readonly unheld: LinesInput['unheldKeys'];
}

function keyFacts(entry: Config['nonHuman'][number], { own, unheld }: AboutKey): readonly Facts[] {
  const login = canonicalLogin(entry.login);
  if (login === null) return [];
  const owner = entry.owner ?? 'nobody';
  const reason = unheld.get(login);
  return [
    {
      login,
      kind: 'api-key',
      name: entry.purpose ?? null,
      role: null,
      team: null,
      status: null,
      situation: null,
      match: `an API key pair of the register, owned by ${owner}${reason === undefined ? '' : `. ${reason}`}`,
      lastLogin: null,
      ageDays: null,
      privileged: false,
      own: [...own],
    },
  ];
}
