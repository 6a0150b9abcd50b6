// Suggests whose an account may be that nobody bears, by likenesses that prove nothing. A suggestion never links.
import { loginKeys, nameKey } from '../collect/known-identity.ts';
import type { KnownIdentity } from '../collect/known-identity.ts';
import type { Account } from '../../inputs/account.ts';
import { canonicalLogin, matchKey, plainForm } from '../../values/login.ts';
import type { CanonicalLogin, PlusAddressing } from '../../values/login.ts';
import { multimap } from '../../values/multimap.ts';
import { plainNumber, withoutLeadingZeros } from '../../values/text.ts';
import type { JudgingRules } from '../../versions.ts';
import type { Matcher } from './match.ts';
import type { PeopleIndex } from './people-index.ts';

export interface SuggestingInput {
  /** Identities that only a hint, a name or a number that a spreadsheet wrote otherwise ties to an account. */
  readonly suggested: readonly KnownIdentity[];
  readonly people: Pick<PeopleIndex, 'byEmployeeId'>;
  readonly matcher: Pick<Matcher, 'placeholder'>;
  readonly plus: PlusAddressing;
  readonly rules: JudgingRules;
}

type Suggestions = (account: Account) => readonly KnownIdentity[];

/**
 * Where the account's employee number is a placeholder, those of its bearers who are alike in something else are
 * suggested too.
 *
 * @returns at most a hundred for each kind of likeness, similar logins first
 * @example suggestionsOf({ suggested: index.suggested, people, matcher, plus, rules })(orphan) // those with the name of the
 * orphan, for example
 */
export function suggestionsOf({ suggested, people, matcher, plus, rules }: SuggestingInput): Suggestions {
  const plainOf = plainNumberOf(rules);
  const alike = alikeIn(suggested, { numbered: suggested, plainOf, plus });
  const sharing = new Map<string, Suggestions>();
  return (account) => {
    const { employeeId } = account;
    if (employeeId === null || matcher.placeholder(employeeId) === null) return alike(account);
    const among = sharing.get(employeeId) ?? alikeIn(people.byEmployeeId(employeeId), { numbered: [], plainOf, plus });
    sharing.set(employeeId, among);
    return [...alike(account), ...among(account)];
  };
}

interface Likeness {
  /** Identities that may be suggested because their number is the account's but for leading zeros and for separators. */
  readonly numbered: readonly KnownIdentity[];
  readonly plainOf: (number: string) => string | null;
  readonly plus: PlusAddressing;
}

/** A number as it would be had no spreadsheet written it; versions before 0.25.0 knew of zeros alone. */
export function plainNumberOf(rules: JudgingRules): Likeness['plainOf'] {
  return rules.has('ungroups-numbers') ? plainNumber : withoutLeadingZeros;
}

function alikeIn(identities: readonly KnownIdentity[], { numbered, plainOf, plus }: Likeness): Suggestions {
  const byHint = multimap(identities, (known) => known.identity.hints.flatMap((hint) => canonicalLogin(hint) ?? []));
  const byName = multimap(identities, ({ identity }) => (identity.name === null ? [] : [nameKey(identity.name)]));
  const byPlainForm = multimap(identities, (known) => loginKeys(known).map(plainly));
  const byNumber = multimap(numbered, ({ identity: { employeeId } }) =>
    [plainOf(employeeId ?? '')].filter((number) => number !== null),
  );
  return (account) => {
    const suggesting = [
      byPlainForm.get(plainly(account.login)),
      byNumber.get(plainOf(account.employeeId ?? '') ?? ''),
      byHint.get(account.login),
      byHint.get(matchKey(account.login, plus)),
      account.name === null ? undefined : byName.get(nameKey(account.name)),
    ];
    return [...new Set(suggesting.flatMap((found) => found?.slice(0, mostSuggested) ?? []))];
  };
}

/**
 * For each kind of likeness. Nobody reads more than these, and where thousands share a name, each would be suggested
 * for each of their accounts.
 */
const mostSuggested = 100;

function plainly(login: CanonicalLogin): string {
  return plainForm(login) ?? login;
}
