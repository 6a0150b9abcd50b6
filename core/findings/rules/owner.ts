// The register of non-human accounts: an entry clears a finding only while a person owns it.
import type { RegisterEntry } from '../../config/config.ts';
import { dayText } from '../../values/instant.ts';
import { canonicalLogin, matchKey } from '../../values/login.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import type { ReviewContext } from '../judge/judgement.ts';
import { loginKeys } from '../collect/known-identity.ts';
import { isExpired } from '../../config/registers.ts';
import type { Matcher } from '../judge/match.ts';
import { isAuthoritative, judgeIdentity, leaversFile } from '../judge/situation.ts';
import type { JudgedIdentity } from '../judge/situation.ts';

/**
 * Why an entry does not hold: expired, no owner, or an owner who has gone; `null` when it holds, and when the owner
 * may be in a directory that was not complete.
 *
 * @example unownedReason({ login: 'sync@acme.com', owner: null, ... }, context, matcher) // 'The register names no owner ...'
 */
export function unownedReason(entry: RegisterEntry, context: ReviewContext, people: Matcher): string | null {
  if (isExpired(entry, context.today)) {
    return `The register entry expired on ${dayText(entry.expires ?? context.today)}.`;
  }
  const owner = canonicalLogin(entry.owner ?? '');
  if (owner === null) return 'The register names no owner for this account.';
  if (owner === canonicalLogin(entry.login)) return 'The register names the account itself as its owner.';
  const found = ownerIdentities(owner, context, people);
  const gone = found.find((judged) => {
    const view = context.views.get(judged.known.directory);
    return (
      view?.trusted === true && isAuthoritative(view.config, owner) && ['disabled', 'deleted'].includes(judged.state)
    );
  });
  if (gone !== undefined) {
    return `The owner ${owner} is ${gone.state === 'deleted' ? 'gone from' : 'disabled in'} ${gone.known.directory}, which has the last word on that domain.`;
  }
  if (found.some((judged) => judged.state === 'active')) return null;
  if ([...context.views.values()].some((view) => !view.trusted)) return null;
  return found.length === 0
    ? `The owner ${owner} is in no directory.`
    : `The owner ${owner} is active in no directory.`;
}

/** Whether the leavers file names the owner. */
export function ownerLeft({ owner }: RegisterEntry, context: ReviewContext, people: Matcher): boolean {
  const login = canonicalLogin(owner ?? '');
  if (login === null) return false;
  return ownerIdentities(login, context, people).some(({ left }) => left?.source === leaversFile);
}

/** Found by `name-id`, `login` or `alias`, and in other directories by a shared login (contract, section 5). */
function ownerIdentities(owner: CanonicalLogin, context: ReviewContext, people: Matcher): readonly JudgedIdentity[] {
  const key = matchKey(owner, context.config.policy.plusAddressing);
  const match = people.match({ login: owner, employeeId: null }, (known) => {
    const leaver = [key, ...loginKeys(known)]
      .map((login) => context.leavers.get(login))
      .find((one) => one !== undefined);
    return judgeIdentity(known, leaver, context.asOf);
  });
  return match.rule === 'approved-alias' ? [] : match.person;
}
