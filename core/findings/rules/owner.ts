// The register of non-human accounts. An entry clears a finding only as long as a person owns it.
import type { RegisterEntry } from '../../config/config.ts';
import { dayText } from '../../values/time-text.ts';
import { canonicalLogin, matchKey } from '../../values/login.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import type { LedgerEntry } from '../../inputs/history.ts';
import { areCalledOtherwise, joiningKeys } from '../collect/known-identity.ts';
import { knownToday } from '../collect/known-today.ts';
import { bearersIn, placeholderOf } from '../collect/placeholder.ts';
import type { FindingContext } from './context.ts';
import { leaverOf, leftByList, matchedTo, namedBefore, personOf } from '../judge/person.ts';
import { isExpired } from '../../config/registers.ts';
import { isAuthoritative, judgeIdentity, leaversFile } from '../judge/situation.ts';
import type { JudgedIdentity } from '../judge/situation.ts';
import { personText } from '../judge/wording.ts';

/**
 * Why an entry does not hold: it expired, it names no owner, or the owner has gone. `null` when it holds, and when the
 * owner may be in a directory that was not complete.
 *
 * @example unownedReason({ login: 'sync@acme.com', owner: null, ... }, context) // 'The register names no owner ...'
 */
export function unownedReason(entry: RegisterEntry, context: FindingContext): string | null {
  if (isExpired(entry, context.today)) {
    return `The register entry expired on ${dayText(entry.expires ?? context.today)}.`;
  }
  const owner = canonicalLogin(entry.owner ?? '');
  if (owner === null) return `The register names no owner for this ${entry.kind === 'api-key' ? 'key' : 'account'}.`;
  if (owner === canonicalLogin(entry.login) && context.rules.has('hides-no-leaver'))
    return `The register names the ${entry.kind === 'api-key' ? 'key' : 'account'} itself as its owner.`;
  const owners = ownerIdentities(owner, context);
  const away = awayIn(owner, owners, context);
  if (away !== undefined) {
    return `The owner ${owner} is ${away.how} ${away.directory}, which has the last word on that domain.`;
  }
  const { found, lost } = owners;
  if (found.some((judged) => judged.state === 'active')) return null;
  if ([...context.views.values()].some((view) => !view.trusted)) return null;
  if (found.length > 0) return `The owner ${owner} is active in no directory.`;
  if (lost.some((entry) => isHereBeside(entry, context) || isHereByNumber(entry, context))) return null;
  const renamed = renamedOwners(owner, context);
  if (renamed.some((judged) => judged.state === 'active')) return null;
  const [one] = renamed;
  return one === undefined
    ? `The owner ${owner} is in no directory.`
    : `The owner ${owner}, whose login was changed, is active in no directory: today it is ${personText(one.known)}.`;
}

/** By the same objects, who bore the owner's login last in each directory, until it was changed; nobody has it since. */
function renamedOwners(owner: CanonicalLogin, context: FindingContext): readonly JudgedIdentity[] {
  const { config, formerBearers, history, index, leavers, rules } = context;
  if (!rules.has('finds-renamed-owners')) return [];
  const bearers = formerBearers.of(matchKey(owner, config.policy.plusAddressing));
  const lastIn = new Map(bearers.map(({ entry }) => [entry.directory, entry]));
  return [...lastIn.values()].flatMap((entry) => {
    const known = knownToday(history, index).today.get(entry.directory, entry.id);
    return known === undefined ? [] : [judgeIdentity(known, leaverOf(known, leavers), context)];
  });
}

/** By another address of the object that is gone somebody can sign in by another directory: they are one person. */
function isHereBeside({ directory, logins }: LedgerEntry, context: FindingContext): boolean {
  const { rules, index, leavers } = context;
  if (!rules.has('finds-purged-owners')) return false;
  const addresses = new Set(logins.filter((login) => login.includes('@')));
  return [index.relevant, index.accountless, index.tied].some((some) =>
    some.some(
      (known) =>
        known.directory !== directory &&
        joiningKeys(known).some((login) => addresses.has(login)) &&
        judgeIdentity(known, leaverOf(known, leavers), context).state === 'active',
    ),
  );
}

/** Somebody bears the employee number of the object that is gone, which is no placeholder, and not another name. */
function isHereByNumber({ employeeId, name }: LedgerEntry, context: FindingContext): boolean {
  const { rules, index, leavers } = context;
  if (employeeId === null || !rules.has('finds-owners-by-number')) return false;
  const bearers = [index.relevant, index.accountless, index.tied].flatMap((some) =>
    some.filter(({ identity }) => identity.employeeId === employeeId),
  );
  const each = [...new Set(bearers)];
  if (placeholderOf(bearersIn(each)) !== null || context.people.placeholder(employeeId) !== null) return false;
  return each.some(
    (known) =>
      !areCalledOtherwise(known.identity.name, name) &&
      judgeIdentity(known, leaverOf(known, leavers), context).state === 'active',
  );
}

interface Away {
  readonly directory: string;
  readonly how: 'gone from' | 'disabled in';
}

function goneFrom({ directory }: { readonly directory: string }): Away {
  return { directory, how: 'gone from' };
}

/** A directory with the last word on the owner's domain in which the owner is gone or disabled. */
function awayIn(
  owner: CanonicalLogin,
  { found, lost, disputed }: ReturnType<typeof ownerIdentities>,
  { views, rules }: FindingContext,
): Away | undefined {
  const hasLastWord = (directory: string): boolean => {
    const view = views.get(directory);
    return view?.trusted === true && isAuthoritative(view.config, owner);
  };
  // An owner who can sign in by one identity of a directory is there, even if a second one is disabled (contract,
  // section 6). That does not hold where two people bear the login, because it is not known which of them the register
  // means.
  const able = new Set(found.filter(({ state }) => state === 'active').map(({ known: { directory } }) => directory));
  const isHeard = (directory: string): boolean => rules.has('hears-the-able-owner') && !disputed && able.has(directory);
  const away = found.flatMap(({ known, state }): Away[] => {
    if (state === 'deleted') return [goneFrom(known)];
    return state === 'disabled' ? [{ directory: known.directory, how: 'disabled in' }] : [];
  });
  return [...away, ...lost.map(goneFrom)].find(({ directory }) => hasLastWord(directory) && !isHeard(directory));
}

/**
 * Why the entries of API keys do not hold, by the key's login. There is no finding of it, because a key is no account:
 * the key's line in the review and the register in the report say it.
 */
export function unheldKeys(context: FindingContext): ReadonlyMap<string, string> {
  const unheld = new Map<string, string>();
  for (const entry of context.config.nonHuman) {
    const login = entry.kind === 'api-key' ? canonicalLogin(entry.login) : null;
    const reason = login === null ? null : unownedReason(entry, context);
    if (login !== null && reason !== null) unheld.set(login, reason);
  }
  return unheld;
}

/** Whether the leavers file names the owner. */
export function ownerLeft({ owner }: RegisterEntry, context: FindingContext): boolean {
  const login = canonicalLogin(owner ?? '');
  if (login === null) return false;
  return ownerIdentities(login, context).found.some(({ left }) => left?.source === leaversFile);
}

interface OwnerIdentities {
  readonly found: readonly JudgedIdentity[];
  /** Identities that earlier runs saw, in directories that show no identity of the owner now. */
  readonly lost: readonly LedgerEntry[];
  /** Whether they are two people or more. */
  readonly disputed: boolean;
}

/**
 * The identities of an owner: found by `name-id`, `login` or `alias`, and in other directories by a shared login
 * (contract, section 5).
 */
function ownerIdentities(owner: CanonicalLogin, context: FindingContext): OwnerIdentities {
  const { config, leavers, people, rules } = context;
  const key = matchKey(owner, config.policy.plusAddressing);
  const account = { login: owner, employeeId: null, name: null };
  const remembers = rules.has('remembers-purged');
  const match = remembers ? personOf(account, people, context) : matchedTo(account, people, context);
  if (match.rule === 'approved-alias') return { found: [], lost: [], disputed: false };
  const { disputed } = match;
  if (!remembers) return { found: match.person, lost: [], disputed };
  const gone = context.gone([key, ...match.person.flatMap(({ known }) => joiningKeys(known))], null);
  const named = namedBefore(match, gone, leavers);
  const held = new Set(match.person.map(({ known }) => known.directory));
  return {
    found: (named === null ? match : leftByList(match, named)).person,
    lost: gone.filter(({ directory }) => !held.has(directory)),
    disputed,
  };
}
