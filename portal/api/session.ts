// Who is signed in: a row of the store behind an opaque cookie, and nothing of it in the browser.
import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { sha256Of } from '../../core/values/digest.ts';
import type { Config } from '../../core/config/config.ts';
import type { Challenge, TokenPerson } from '../../core/ports/sign-in.ts';
import { todayOf } from '../../core/config/calendar.ts';
import { instantFromMs, msOf } from '../../core/values/instant.ts';
import { typedAddress } from '../../core/values/addresses.ts';
import { canonicalLogin } from '../../core/values/login.ts';
import { readStored, storedDay, storedInstant, storedLogin, StoredRecordUnreadable } from '../../core/values/stored.ts';
import { takenSignIn } from '../../steps/show/signed-in-as.ts';
import type { Ports } from './ports.ts';
import { refuse, Refused } from './problem.ts';
import { roles } from './route.ts';
import { tooOldForThis } from './routes/values.ts';

/** A working day; whoever signs is asked anew anyway. */
const sessionMs = 10 * 3_600_000;
const signInMs = 10 * 60_000;
/** So long after a sign-in somebody may sign, close, void or approve. */
export const freshMs = 5 * 60_000;

const callerSchema = z.strictObject({
  login: storedLogin,
  name: z.nullable(z.string()),
  roles: z.array(z.enum(roles)),
  /** Periods that an auditor is limited to. */
  periods: z.nullable(z.array(z.string())),
  until: z.nullable(storedDay),
  groupsOverage: z.boolean(),
  /** The directory that issued the token and did not know the address when they signed in. */
  unknownTo: z.optional(z.string()),
  signedInAt: storedInstant,
  endsAt: storedInstant,
});

export type Caller = z.infer<typeof callerSchema>;

const pendingSchema = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  fresh: z.boolean(),
  returnTo: z.string(),
});

/**
 * Names with `__Host-`: browsers take such cookies only from the very host that set them, over TLS or from this
 * machine.
 */
export const cookies = { session: '__Host-session', signIn: '__Host-sign-in' } as const;

function idOf(secret: string): string {
  return sha256Of(secret);
}

export function cookieText(name: string, value: string, seconds: number): string {
  return `${name}=${value}; Path=/; Max-Age=${seconds}; Secure; HttpOnly; SameSite=Lax`;
}

/** @returns `null` also for a value that this portal never gives: 43 letters of base64url, which are 256 bits */
export function cookieIn(header: string | undefined, name: string): string | null {
  const found = (header ?? '').split(/; */).find((one) => one.startsWith(`${name}=`));
  const value = found?.slice(name.length + 1) ?? '';
  return /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null;
}

/**
 * Sessions and sign-ins that have begun lie in one store. What is read there is taken only in the form that was asked
 * for, so that the cookie of a sign-in opens no session. What another version wrote is not taken either: the person
 * signs in anew.
 */
function passed<Value>(schema: z.ZodMiniType<Value>, text: string | null): Value | null {
  try {
    return text === null ? null : readStored(schema, text, 'what passes');
  } catch (error) {
    if (!(error instanceof StoredRecordUnreadable)) throw error;
    return null;
  }
}

/** @returns the cookie that the browser brings back with the answer of the issuer */
export async function beginSignIn(
  { passing, signIn, clock }: Pick<Ports, 'passing' | 'signIn' | 'clock'>,
  { fresh, returnTo }: { readonly fresh: boolean; readonly returnTo: string },
): Promise<{ readonly address: string; readonly cookie: string }> {
  const challenge: Challenge = { ...(await signIn.begin()), fresh };
  const secret = randomBytes(32).toString('base64url');
  const endsAt = instantFromMs(msOf(clock.now()) + signInMs);
  await passing.put(idOf(secret), { text: JSON.stringify({ ...challenge, returnTo }), endsAt });
  const address = await signIn.address(challenge);
  return { address, cookie: cookieText(cookies.signIn, secret, signInMs / 1000) };
}

/** A sign-in is taken once: whoever replays it finds nothing. @throws Refused then, and for an answer that is not accepted */
export async function endSignIn(
  ports: Holding & Pick<Ports, 'passing' | 'signIn' | 'access'>,
  { secret, answered }: { readonly secret: string | null; readonly answered: URL },
): Promise<{ readonly cookie: string; readonly returnTo: string }> {
  const { passing, signIn, clock, access } = ports;
  const now = clock.now();
  const pending = passed(pendingSchema, secret === null ? null : await passing.take(idOf(secret), now));
  if (pending === null)
    throw refuse(400, {
      what: 'no sign-in under way',
      where: '/auth/callback',
      found: 'an answer that was taken before, is too old, or belongs to another browser',
      expected: 'a new sign-in',
    });
  const { returnTo, ...challenge } = pending;
  const person = await signIn.complete(answered, challenge);
  if (person.kind === 'refused') throw refuse(400, person.refusals[0] ?? noReason);
  const caller = {
    ...(await holderOf(ports, person.value)),
    // The issuer's clock may be ahead, but nobody signed in later than now.
    signedInAt: instantFromMs(Math.min(msOf(person.value.authTime), msOf(now))),
    endsAt: instantFromMs(msOf(now) + sessionMs),
  };
  const cookie = await openSession(ports, caller);
  await access.add({ at: now, by: caller.login, act: 'signed-in', what: caller.roles.join(', ') || 'no role' });
  return { cookie, returnTo };
}

const noReason = { what: 'sign-in refused', where: '/auth/callback', found: 'no reason', expected: 'a new sign-in' };

type Holding = Pick<Ports, 'clock' | 'rolesOf' | 'config' | 'looks' | 'objects' | 'runs'>;

/** A person with the roles that they hold, whether they signed in themselves or a program asks for them. */
export type Holder = Omit<Caller, 'signedInAt' | 'endsAt'>;

/** @throws Refused for an address that is none, and for that of another account than the one that signed in */
export async function holderOf(ports: Holding, person: TokenPerson): Promise<Holder> {
  const { name, groups, groupsOverage } = person;
  // What the issuer says is held to the same idea of an address as what somebody types.
  const address = typedAddress(person.email, 'the address that the issuer names');
  if (address.kind === 'refused') throw new Refused(400, address.refusals);
  const login = address.value;
  const taken = await takenSignIn(ports, login, person);
  if (taken.kind === 'refused') throw new Refused(403, taken.refusals);
  // The token did not hold all groups, so no role is given.
  const granted = groupsOverage ? [] : [...ports.rolesOf(groups)];
  const limits = limited(
    { login, roles: granted, periods: null, until: null },
    await ports.config(),
    ports.clock.now(),
  );
  const { unknownTo } = taken.value;
  return { login, name, ...limits, groupsOverage, ...(unknownTo === null ? {} : { unknownTo }) };
}

type Limited = Pick<Caller, 'roles' | 'periods' | 'until'>;

/**
 * The roles, periods and last day of an auditor: as the configuration says now, or as the session says where the
 * configuration no longer names them.
 */
function limited(
  { login, roles: granted, periods, until }: Limited & Pick<Caller, 'login'>,
  config: Config,
  now: Caller['endsAt'],
): Limited {
  const limit = config.portal?.auditors.find((one) => canonicalLogin(one.login) === login);
  const lastDay = limit === undefined ? until : (limit.until ?? null);
  const shown = limit === undefined ? periods : (limit.periods ?? null);
  const isOver = lastDay !== null && lastDay < todayOf(now, config);
  const held = granted.filter((role) => role !== 'auditor' || !isOver);
  const isLimited = shown !== null && held.every((role) => role === 'auditor');
  return { roles: held, periods: isLimited ? [...shown] : null, until: lastDay };
}

/** @returns the cookie */
export async function openSession({ passing }: Pick<Ports, 'passing'>, caller: Caller): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  await passing.put(idOf(secret), { text: JSON.stringify(caller), endsAt: caller.endsAt });
  return cookieText(cookies.session, secret, sessionMs / 1000);
}

/**
 * Who is signed in; `null` for nobody. An auditor's last day and periods are looked up at each request, because a
 * session may outlive them.
 */
export async function callerIn(
  { passing, clock, config }: Pick<Ports, 'passing' | 'clock' | 'config'>,
  header: string | undefined,
): Promise<Caller | null> {
  const secret = cookieIn(header, cookies.session);
  const now = clock.now();
  const caller = passed(callerSchema, secret === null ? null : await passing.get(idOf(secret), now));
  if (caller === null) return null;
  return caller.roles.includes('auditor') ? { ...caller, ...limited(caller, await config(), now) } : caller;
}

/** @throws Refused when somebody signed in too long ago to sign, close, void or approve */
export function freshlySignedIn(clock: Ports['clock'], { signedInAt }: Pick<Caller, 'signedInAt'>): void {
  if (msOf(clock.now()) - msOf(signedInAt) <= freshMs) return;
  throw refuse(401, {
    what: tooOldForThis,
    where: 'session',
    found: signedInAt,
    expected: 'a new sign-in: /auth/sign-in?fresh=1',
  });
}

/** The row goes, so that a copy of the cookie is worth nothing. */
export async function endSession(ports: Pick<Ports, 'passing' | 'clock'>, header: string | undefined): Promise<void> {
  const secret = cookieIn(header, cookies.session);
  if (secret !== null) await ports.passing.take(idOf(secret), ports.clock.now());
}
