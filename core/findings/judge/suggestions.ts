// Whom an account that nobody bears may belong to, by likenesses that prove nothing: they are suggested, and never link.
import { loginKeys, nameKey } from '../collect/known-identity.ts';
import type { KnownIdentity } from '../collect/known-identity.ts';
import type { Account } from '../../inputs/account.ts';
import { canonicalLogin, matchKey, plainForm } from '../../values/login.ts';
import type { CanonicalLogin, PlusAddressing } from '../../values/login.ts';
import { multimap } from '../../values/multimap.ts';
import { withoutLeadingZeros } from '../../values/text.ts';
import type { Matcher } from './match.ts';
import type { PeopleIndex } from './people-index.ts';

export interface SuggestingInput {
  /** Whom only a hint, a name or a number without its zeros ties to an account. */
  readonly suggested: readonly KnownIdentity[];
  readonly people: Pick<PeopleIndex, 'byEmployeeId'>;
  readonly matcher: Pick<Matcher, 'placeholder'>;
  readonly plus: PlusAddressing;
}

type Suggestions = (account: Account) => readonly KnownIdentity[];

/**
 * Those who bear the number of the account are suggested too where so many bear it that it ties nobody, and something else
 * is alike.
 *
 * @returns at most a hundred by each likeness, similar logins first
 * @example suggestionsOf({ suggested: index.suggested, people, matcher, plus })(orphan) // who has its name, for one
 */
export function suggestionsOf({ suggested, people, matcher, plus }: SuggestingInput): Suggestions {
  const alike = alikeIn(suggested, { numbered: suggested, plus });
  const sharing = new Map<string, Suggestions>();
  return (account) => {
    const { employeeId } = account;
    if (employeeId === null || matcher.placeholder(employeeId) === null) return alike(account);
    const among = sharing.get(employeeId) ?? alikeIn(people.byEmployeeId(employeeId), { numbered: [], plus });
    sharing.set(employeeId, among);
    return [...alike(account), ...among(account)];
  };
}

interface Likeness {
  /** Those whom a number that only lacks its zeros suggests. */
  readonly numbered: readonly KnownIdentity[];
  readonly plus: PlusAddressing;
}

function alikeIn(identities: readonly KnownIdentity[], { numbered, plus }: Likeness): Suggestions {
  const byHint = multimap(identities, (known) => known.identity.hints.flatMap((hint) => canonicalLogin(hint) ?? []));
  const byName = multimap(identities, ({ identity }) => (identity.name === null ? [] : [nameKey(identity.name)]));
  const byPlainForm = multimap(identities, (known) => loginKeys(known).map(plainly));
  const byNumber = multimap(numbered, ({ identity: { employeeId } }) =>
    [withoutLeadingZeros(employeeId ?? '')].filter((number) => number !== null),
  );
  return (account) => {
    const suggesting = [
      byPlainForm.get(plainly(account.login)),
      byNumber.get(withoutLeadingZeros(account.employeeId ?? '') ?? ''),
      byHint.get(account.login),
      byHint.get(matchKey(account.login, plus)),
      account.name === null ? undefined : byName.get(nameKey(account.name)),
    ];
    return [...new Set(suggesting.flatMap((found) => found?.slice(0, mostSuggested) ?? []))];
  };
}

/** By each likeness. Nobody looks at more, and where thousands have one name each would be suggested for each account of it. */
const mostSuggested = 100;

function plainly(login: CanonicalLogin): string {
  return plainForm(login) ?? login;
}
