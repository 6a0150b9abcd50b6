// Holds the address of who signs in against the directory that issued the token, as the latest accepted run read it.
import { issues } from '../../core/config/directories/products.ts';
import { knownIdentity, loginKeys } from '../../core/findings/collect/known-identity.ts';
import type { TokenPerson } from '../../core/ports/sign-in.ts';
import { signedInAsAnother } from '../../core/review/lines/signed-in-as.ts';
import type { Bearer } from '../../core/review/lines/signed-in-as.ts';
import { matchKey } from '../../core/values/login.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import type { Refusal } from '../../core/values/result.ts';
import { identitiesNamed } from '../read/people/named-identities.ts';
import { storedRun } from '../run/stored-runs.ts';
import type { StoredRun } from '../run/stored-runs.ts';
import type { LookDependencies, Looks } from './look.ts';

interface Asked {
  readonly run: string;
  readonly bearers: Map<string, Promise<readonly Bearer[]>>;
}

/** Programs ask with each question: a process goes through the snapshots once for each person and run. */
const known = new WeakMap<Looks, Asked>();

/**
 * @returns why the sign-in is not taken; `null` also where no directory of the latest accepted run issued the token, and
 * before the first such run
 */
export async function signInRefusal(
  { looks, objects, runs }: Pick<LookDependencies, 'looks' | 'objects' | 'runs'>,
  login: CanonicalLogin,
  { issuer, ids }: Pick<TokenPerson, 'issuer' | 'ids'>,
): Promise<Refusal | null> {
  const record = (await runs.list()).findLast(({ accepted }) => accepted);
  if (record === undefined) return null;
  const last = known.get(looks);
  const asked =
    last?.run === record.id ? last : { run: record.id, bearers: new Map<string, Promise<readonly Bearer[]>>() };
  known.set(looks, asked);
  const key = `${issuer} ${login}`;
  const bearers = asked.bearers.get(key) ?? bearersOf(storedRun(objects, record), login, issuer);
  asked.bearers.set(key, bearers);
  try {
    return signedInAsAnother(login, ids, await bearers);
  } catch (error) {
    asked.bearers.delete(key);
    throw error;
  }
}

async function bearersOf(run: StoredRun, login: CanonicalLogin, issuer: string): Promise<readonly Bearer[]> {
  const { directories, policy } = await run.config();
  const issuing = new Set(directories.filter((directory) => issues(directory, issuer)).map(({ id }) => id));
  if (issuing.size === 0) return [];
  const wanted = matchKey(login, policy.plusAddressing);
  const found: Bearer[] = [];
  const asked = (await run.directories()).filter(({ header }) => issuing.has(header.directory));
  for await (const { directory, identity } of identitiesNamed(asked, new Set([wanted]))) {
    const { id, state } = identity;
    const person = knownIdentity(directory, identity, policy.plusAddressing);
    if (loginKeys(person).includes(wanted)) found.push({ directory, id, state, as: 'login' });
    else if (person.aliases.some((alias) => alias.key === wanted)) found.push({ directory, id, state, as: 'alias' });
  }
  return found;
}
