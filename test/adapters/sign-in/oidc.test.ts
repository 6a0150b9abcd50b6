// A sign-in by OpenID Connect is accepted when all of it is as it was begun, and refused with a reason when it is not.
import { describe, expect, test } from 'vitest';
import { oidcSignIn } from '../../../adapters/sign-in/oidc.ts';
import type { SignedIn, SignIn } from '../../../core/ports/sign-in.ts';
import type { Result } from '../../../core/values/result.ts';
import { given } from '../../support/given.ts';
import { anIssuer } from '../../support/servers/issuer.ts';
import type { Issuer } from '../../support/servers/issuer.ts';

const clientId = 'access-review';
const redirectUri = 'https://review.acme.com/auth/callback';

interface Said {
  readonly claims?: Issuer['claims'];
  readonly fresh?: boolean;
  readonly forged?: boolean;
  readonly algorithm?: Issuer['algorithm'];
  readonly answers?: Issuer['answers'];
  /** Parameters of the answer that the browser brings, over the usual ones. */
  readonly brought?: Readonly<Record<string, string>>;
  readonly claim?: string;
  /** One that signed somebody in before. */
  readonly by?: SignIn;
}

function signInAt({ address }: Issuer, claim = 'groups'): SignIn {
  return oidcSignIn({ issuer: address, clientId, clientSecret: null, redirectUri, claim });
}

async function signedIn(says: Said, issuer?: Issuer): Promise<Result<SignedIn>> {
  const from = issuer ?? (await anIssuer(clientId));
  const { fresh = false, brought = {}, by: signIn = signInAt(from, says.claim) } = says;
  const begun = await signIn.begin();
  const sent = new URL(await signIn.address({ ...begun, fresh }));
  from.nonce = sent.searchParams.get('nonce') ?? '';
  from.claims = says.claims ?? {};
  from.forged = says.forged ?? false;
  from.algorithm = says.algorithm ?? 'RS256';
  from.answers = says.answers ?? null;
  const answered = new URL(redirectUri);
  const usual = { code: 'c', state: sent.searchParams.get('state') ?? '', iss: from.address };
  for (const [name, value] of Object.entries({ ...usual, ...brought })) answered.searchParams.set(name, value);
  return signIn.complete(answered, { ...begun, fresh });
}

async function why(says: Said): Promise<string> {
  const result = await signedIn(says);
  return result.kind === 'ok' ? 'accepted' : (result.refusals[0]?.found ?? 'without a reason');
}

const seconds = (after: number): number => Math.floor(Date.now() / 1000) + after;

describe('a sign-in', () => {
  test('says who it was, their groups, and when they proved themselves', async () => {
    const authTime = seconds(-5);
    const issuer = await anIssuer(clientId);
    const person = given(await signedIn({ claims: { auth_time: authTime, oid: '7f0e' } }, issuer));
    expect(person).toEqual({
      issuer: issuer.address,
      ids: ['7f0e', 'ann'],
      email: 'ann@acme.com',
      name: 'Ann',
      groups: ['g1'],
      groupsOverage: false,
      authTime: `${new Date(authTime * 1000).toISOString().slice(0, 19)}Z`,
    });
  });

  test('asks for a code with PKCE, and hands the verifier of its challenge over', async () => {
    const issuer = await anIssuer(clientId);
    given(await signedIn({}, issuer));
    const [form] = issuer.asked;
    expect(Object.fromEntries(form ?? [])).toMatchObject({
      grant_type: 'authorization_code',
      code: 'c',
      redirect_uri: redirectUri,
    });
    expect(form?.get('code_verifier')).toMatch(/^[\w-]{43}$/);
  });

  test.each<[string, Said, RegExp]>([
    ['another nonce', { claims: { nonce: 'another' } }, /nonce/],
    ['no nonce', { claims: { nonce: undefined } }, /nonce/],
    ['another state', { brought: { state: 'another' } }, /state/],
    ['another issuer in the token', { claims: { iss: 'https://evil.example' } }, /iss/],
    ['another issuer in the answer', { brought: { iss: 'https://evil.example' } }, /iss/],
    ['an audience that is another client', { claims: { aud: 'another' } }, /aud/],
    ['several audiences and another party', { claims: { aud: [clientId, 'other'], azp: 'other' } }, /azp/],
    ['a token that is over', { claims: { exp: seconds(-60) } }, /exp/],
    ['a token that is not yet valid', { claims: { nbf: seconds(120) } }, /nbf/],
    ['a token without an end', { claims: { exp: undefined } }, /exp/],
    ['no address', { claims: { email: undefined } }, /neither email nor preferred_username/],
    ['a user name that is no address', { claims: { email: undefined, preferred_username: 'ann' } }, /neither email/],
    ['an address that nobody verified', { claims: { email_verified: false } }, /has not verified/],
    ['an address that nobody verified, as a text', { claims: { email_verified: 'false' } }, /has not verified/],
    ['an address in a domain of somebody else', { claims: { xms_edov: 0 } }, /has not verified/],
    ['no time of the sign-in', { claims: { auth_time: undefined } }, /auth_time/],
    [
      'an old sign-in where a fresh one is asked for',
      { fresh: true, claims: { auth_time: seconds(-120) } },
      /auth_time|authentication/,
    ],
    ['no time where a fresh sign-in is asked for', { fresh: true, claims: { auth_time: undefined } }, /auth_time/],
    ['a code that was taken before', { answers: { status: 400, body: { error: 'invalid_grant' } } }, /grant|error/],
    ['no ID token', { answers: { status: 200, body: { access_token: 'a', token_type: 'bearer' } } }, /id_token/],
    ['an error of the issuer', { brought: { error: 'access_denied' } }, /access_denied|error/],
  ])('is refused with %s', async (_name, says, found) => {
    expect(await why(says)).toMatch(found);
  });

  test('is taken by a key that the issuer made a moment after it told its keys', async () => {
    const issuer = await anIssuer(clientId);
    const by = signInAt(issuer);
    given(await signedIn({ by }, issuer));
    issuer.keyId = 'two';
    expect(given(await signedIn({ by }, issuer)).email).toBe('ann@acme.com');
  });

  test('is refused with a token that another key signed', async () => {
    expect(await why({ forged: true })).toMatch(/signature/);
  });

  test.each(['HS256', 'none'] as const)('is refused with a token that is signed by %s', async (algorithm) => {
    expect(await why({ algorithm })).toMatch(/alg/);
  });

  test('is as fresh as the issuer says, and no older than a minute', async () => {
    expect(await why({ fresh: true, claims: { auth_time: seconds(-20) } })).toBe('accepted');
  });

  test.each([true, 'true', null, undefined])('takes an address whose verification is told as %o', async (verified) => {
    expect(await why({ claims: { email_verified: verified } })).toBe('accepted');
  });

  test('takes the user name of Entra for the address where there is no other', async () => {
    const person = given(await signedIn({ claims: { email: undefined, preferred_username: 'ann@acme.com' } }));
    expect(person.email).toBe('ann@acme.com');
  });

  test.each<[string, Issuer['claims']]>([
    ['Entra', { groups: undefined, _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint: 'x' } } }],
    ['hasgroups', { groups: undefined, hasgroups: true }],
  ])('says that there were too many groups for the token (%s), and guesses none', async (_name, claims) => {
    expect(given(await signedIn({ claims }))).toMatchObject({ groups: [], groupsOverage: true });
  });

  test('takes roles from the claim that is configured, and only texts of it', async () => {
    const claims = { roles: ['reviewer', 7, null], groups: ['g1'] };
    expect(given(await signedIn({ claim: 'roles', claims })).groups).toEqual(['reviewer']);
  });

  test('throws when the issuer cannot be reached, and works when it can be again', async () => {
    const options = { clientId, clientSecret: null, redirectUri, claim: 'groups' };
    const signIn = oidcSignIn({ ...options, issuer: 'http://127.0.0.1:9' });
    await expect(signIn.address({ ...(await signIn.begin()), fresh: false })).rejects.toThrow();
  });
});
