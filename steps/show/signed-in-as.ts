// Holds the address of who signs in against the directory that issued the token, as the latest accepted run read it.
import { issues } from '../../core/config/directories/products.ts';
import { knownIdentity, loginKeys } from '../../core/findings/collect/known-identity.ts';
import type { TokenPerson } from '../../core/ports/sign-in.ts';
import { signedInAsAnother } from '../../core/review/lines/signed-in-as.ts';
import type { Bearer } from '../../core/review/lines/signed-in-as.ts';
import { matchKey } from '../../core/values/login.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { lazyAmong } from '../lazy.ts';
import { identitiesCalled, identitiesNamed } from '../read/people/named-identities.ts';
import { storedRun } from '../run/stored-runs.ts';
import type { StoredRun } from '../run/stored-runs.ts';
import type { LookDependencies, Looks } from './look.ts';

interface Asked {
  readonly run: string;
  readonly bearers: Map<string, Promise<Issuing>>;
}

interface Issuing {
  /** Those that issued the token. */
  readonly directories: readonly string[];
  readonly bearers: readonly Bearer[];
}

/** Programs ask with each question: a process goes through the snapshots once for each person and run. */
const known = new WeakMap<Looks, Asked>();

export interface TakenSignIn {
  /** The directory that issued the token and does not know the address: who has it may act once a run knows it. */
  readonly unknownTo: string | null;
}

/**
 * A directory is asked that issued the token, as the latest accepted run read it: before the first such run none is.
 *
 * @returns why the sign-in is not taken, else what its address is good for
 */
export async function takenSignIn(
  { looks, objects, runs }: Pick<LookDependencies, 'looks' | 'objects' | 'runs'>,
  login: CanonicalLogin,
  { issuer, ids }: Pick<TokenPerson, 'issuer' | 'ids'>,
): Promise<Result<TakenSignIn>> {
  const record = (await runs.list()).findLast(({ accepted }) => accepted);
  if (record === undefined) return ok({ unknownTo: null });
  const last = known.get(looks);
  const asked = last?.run === record.id ? last : { run: record.id, bearers: new Map<string, Promise<Issuing>>() };
  known.set(looks, asked);
  const key = [issuer, login, ...ids].join(' ');
  const { directories, bearers } = await lazyAmong(asked.bearers, { key, most: Infinity }, async () =>
    issuingOf(storedRun(objects, record), login, { issuer, ids }),
  );
  const another = signedInAsAnother(login, ids, bearers);
  if (another !== null) return refused(another);
  const isKnown = bearers.some(({ as, state, id }) => as !== null && (state !== 'deleted' || ids.includes(id)));
  return ok({ unknownTo: isKnown ? null : (directories[0] ?? null) });
}

async function issuingOf(
  run: StoredRun,
  login: CanonicalLogin,
  { issuer, ids }: Pick<TokenPerson, 'issuer' | 'ids'>,
): Promise<Issuing> {
  const { directories, policy } = await run.config();
  const issuing = new Set(directories.filter((directory) => issues(directory, issuer)).map(({ id }) => id));
  if (issuing.size === 0) return { directories: [], bearers: [] };
  const wanted = matchKey(login, policy.plusAddressing);
  const found: Bearer[] = [];
  const asked = (await run.directories()).filter(({ header }) => issuing.has(header.directory));
  for await (const { directory, identity } of identitiesNamed(asked, new Set([wanted]))) {
    const { id, state } = identity;
    const person = knownIdentity(directory, identity, policy.plusAddressing);
    if (loginKeys(person).includes(wanted)) found.push({ directory, id, state, as: 'login' });
    else if (person.aliases.some((alias) => alias.key === wanted)) found.push({ directory, id, state, as: 'alias' });
  }
  for await (const { directory, identity } of identitiesCalled(asked, new Set(ids))) {
    const { id, state } = identity;
    if (!found.some((one) => one.directory === directory && one.id === id))
      found.push({ directory, id, state, as: null });
  }
  return { directories: [...issuing], bearers: found };
}
