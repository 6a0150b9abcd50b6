// Findings that do not start from a row but from people or from the past: assigned without an account, signed in
// without one, and accounts that vanished.
import { byCodePoint, plural, some } from '../../values/text.ts';
import { codes } from '../../names/codes.ts';
import { instantText } from '../../values/time-text.ts';
import { multimap } from '../../values/multimap.ts';
import { isLive } from '../../inputs/account.ts';
import { canonicalLogin } from '../../values/login.ts';
import { grants } from '../../inputs/snapshot.ts';
import type { FindingContext, JudgedRun } from './context.ts';
import { mostNamed } from './draft.ts';
import type { Draft } from './draft.ts';
import { shownLogin } from '../finding.ts';
import { renamedText } from '../collect/renamed-accounts.ts';
import type { Renamed } from '../collect/renamed-accounts.ts';
import { identityKey, joiningKeys, signedInBefore } from '../collect/known-identity.ts';
import type { KnownIdentity } from '../collect/known-identity.ts';
import type { JudgementContext } from '../judge/judgement.ts';
import { othersOf } from '../judge/joining.ts';
import { leaverOf } from '../judge/person.ts';
import { judgeIdentity } from '../judge/situation.ts';
import { personText } from '../judge/wording.ts';

/**
 * Finds people who may use the application, or who just did, and who belong to no account of any status. The rule finds
 * two codes.
 */
export function peopleWithoutAccount({ judgements }: JudgedRun, context: FindingContext): readonly Draft[] {
  const owners = new Set<KnownIdentity>();
  for (const { match } of judgements) {
    for (const { known } of match.person) owners.add(known);
    for (const { known } of match.replaced) owners.add(known);
  }
  const { relevant, accountless } = context.index;
  const withoutAccount = [...relevant, ...accountless].filter((known) => !owners.has(known));
  const assigned = onePerPerson(
    withoutAccount.filter((known) => mayUse(known, context)),
    context,
  );
  const signedIn = onePerPerson(
    withoutAccount.filter(({ identity }) => signedInBefore(identity, context.exportedAt)),
    context,
  );
  return [
    ...onePerLogin(assigned, (known) =>
      personDraft(
        'ASSIGNED_WITHOUT_ACCOUNT',
        known,
        `${personText(known)} is assigned to the app and has no account in the export.`,
      ),
    ),
    ...onePerLogin(signedIn, (known) =>
      personDraft(
        'UNEXPLAINED_SIGN_IN',
        known,
        `${personText(known)} signed in to the app on ${known.identity.lastSignIn === null ? 'an unknown day' : instantText(known.identity.lastSignIn)}, less than a day before the export, which has no row for them.`,
      ),
    ),
  ];
}

/**
 * Makes one finding of all people who share a login in one directory. It is about the last of them, and its reason
 * names the others.
 */
function onePerLogin(people: readonly KnownIdentity[], draftOf: (known: KnownIdentity) => Draft): readonly Draft[] {
  const drafts = people.map((known) => ({ known, draft: draftOf(known) }));
  return [...Map.groupBy(drafts, ({ draft }) => draft.subject).values()].flatMap((those) => {
    const { draft } = those.at(-1) ?? {};
    if (draft === undefined) return [];
    const others = those.slice(0, -1).map(({ known }) => `${personText(known)} (id ${known.identity.id})`);
    if (others.length === 0) return [draft];
    return [{ ...draft, reason: `${draft.reason} The same is so of ${some(others, mostNamed)}, with the same login.` }];
  });
}

function mayUse(known: KnownIdentity, { views, leavers, asOf, rules }: JudgementContext): boolean {
  const view = views.get(known.directory);
  return (
    view?.config.role === 'gate' &&
    judgeIdentity(known, leaverOf(known, leavers), { asOf, rules }).state === 'active' &&
    known.identity.assignments.some(grants)
  );
}

/**
 * Keeps one identity for each person: identities of several directories that share an address are one person,
 * transitively. The first of the configuration's directories that hold them is kept.
 */
function onePerPerson(identities: readonly KnownIdentity[], { config }: JudgementContext): readonly KnownIdentity[] {
  const order = config.directories.map((directory) => directory.id);
  const inOrder = identities.toSorted((a, b) => order.indexOf(a.directory) - order.indexOf(b.directory));
  const byLogin = multimap(inOrder, joiningKeys);
  const told = new Set<KnownIdentity>();
  const seen = new Set<KnownIdentity>();
  return inOrder.filter((known) => {
    if (told.has(known)) return false;
    // An earlier identity of the same directory was joined with the same people.
    if (seen.has(known)) return true;
    const person = new Set([known]);
    const othersWith = othersOf((login) => byLogin.get(login) ?? []);
    for (const one of person) {
      for (const login of joiningKeys(one)) for (const other of othersWith(login, one.directory)) person.add(other);
    }
    for (const one of person) {
      seen.add(one);
      if (one.directory !== known.directory) told.add(one);
    }
    return true;
  });
}

function personDraft(
  code: 'ASSIGNED_WITHOUT_ACCOUNT' | 'UNEXPLAINED_SIGN_IN',
  known: KnownIdentity,
  reason: string,
): Draft {
  const nameId = canonicalLogin(known.identity.nameId ?? '');
  const login = nameId ?? known.logins[0] ?? identityKey(known.directory, known.identity.id);
  return {
    code,
    severity: codes[code].severity,
    subject: login,
    login: shownLogin(login),
    row: null,
    situation: null,
    reason,
    directory: known.directory,
    identity: known.identity.id,
    facts: [],
  };
}

/**
 * Accounts that the last accepted export held and this one lacks, where nobody decided to revoke them. The finding
 * stays until the account returns or somebody decides: that it is missing a second time explains nothing.
 */
export function vanished({ judgements, unread }: JudgedRun, { history, renamed }: FindingContext): readonly Draft[] {
  if (history.accounts.length === 0 && history.findings.length === 0) return [];
  const present = new Set<string>(judgements.map(({ account }) => account.login));
  const revoked = new Set<string>(
    history.decisions.filter(({ decision }) => decision === 'revoke').map(({ login }) => login),
  );
  const still = history.findings.filter(
    (known) => known.code === 'VANISHED_ACCOUNT' && (known.state === 'open' || known.state === 'reopened'),
  );
  const lost = unread === 0 ? '' : `: ${plural(unread, 'row')} of it could not be read`;
  const missing = new Map<string, { readonly was: string }>();
  for (const known of still) if (known.login !== null) missing.set(known.login, { was: 'an earlier accepted export' });
  for (const account of history.accounts) {
    if (!isLive(account) || present.has(account.login)) continue;
    missing.set(account.login, { was: `the last accepted export (${account.status}, row ${account.row})` });
  }
  return [...missing]
    .filter(([login]) => !present.has(login) && (!revoked.has(login) || renamed.get(login) !== undefined))
    .toSorted(([a], [b]) => byCodePoint(a, b))
    .map(([login, { was }]) => ({
      code: 'VANISHED_ACCOUNT',
      severity: codes.VANISHED_ACCOUNT.severity,
      subject: login,
      login,
      row: null,
      situation: null,
      reason: vanishedText({ was, lost, revoked: revoked.has(login), again: renamed.get(login) }),
      directory: null,
      identity: null,
      facts: [],
    }));
}

interface Vanished {
  readonly was: string;
  /** Why the export may be short of it, behind a colon; otherwise nothing. */
  readonly lost: string;
  readonly revoked: boolean;
  readonly again: Renamed | undefined;
}

function vanishedText({ was, lost, revoked, again }: Vanished): string {
  const row = again === undefined ? null : renamedText(again);
  if (revoked)
    return `The account was in ${was} and is not in this one, as it was decided. But ${row}. Decide about that login.`;
  const renamed = row === null ? '' : ` Perhaps its login was changed: ${row}.`;
  return `The account was in ${was} and is not in this one, although nobody decided to remove it. Find out who removed it, or whether the export is short${lost}.${renamed}`;
}
