// Tells by their names which of those who bear an account's employee number it may belong to.
import type { IdentityState } from '../../inputs/snapshot.ts';
import { areCalledOtherwise, areNamesakes, isCalledAs, isMadeAfter, sortedWords } from './known-identity.ts';
import type { KnownIdentity } from './known-identity.ts';

/** Somebody who bears the number, with what is judged of them. */
interface Bearer {
  readonly known: KnownIdentity;
  readonly state: IdentityState;
}

/**
 * Of those who bear the number of an account the ones who decide about it. Where the account bears the name of somebody
 * who cannot sign in, whoever has another name is left out: they must not hide who left.
 *
 * @param name of the account
 */
export function decisiveBearers<Judged extends Bearer>(
  bearers: readonly Judged[],
  name: string | null,
): readonly Judged[] {
  if (bearers.length < 2) return bearers;
  const own = bearers.filter((one) => isCalledAs(one.known.identity.name, name));
  if (own.length === 0 || own.some(canSignIn)) return bearers;
  return bearers.filter((one) => !areCalledOtherwise(one.known.identity.name, name));
}

/**
 * Whether those who bear the number of an account may be two people: who is called as the account cannot sign in, and who
 * can has only a word of that name. A newer object beside deleted ones is taken for a return, which is a finding itself.
 */
export function areTorn(bearers: readonly Bearer[], name: string | null): boolean {
  if (bearers.length < 2 || name === null) return false;
  const words = sortedWords(name);
  const own = bearers.filter(
    ({ known: { identity } }) => identity.name !== null && sortedWords(identity.name) === words,
  );
  if (own.length === 0 || own.some(canSignIn)) return false;
  const able = bearers.filter((one) => {
    const called = one.known.identity.name;
    return canSignIn(one) && called !== null && areNamesakes(called, name);
  });
  const isNewer = ({ known }: Bearer): boolean =>
    own.every((one) => one.state === 'deleted' && isMadeAfter(known.identity.createdAt, one.known.identity.createdAt));
  return able.length > 0 && !able.every(isNewer);
}

/** Of whom the directory does not say it, it is not known. */
function canSignIn({ state }: Bearer): boolean {
  return state === 'active';
}
