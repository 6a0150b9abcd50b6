// What `doctor` says about a directory: what is missing, what for, and how to get it.
import { createServer, setGlobalProxyFromEnv } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { assigned, group, person } from '../../../support/directories/graph-seed.ts';
import { always, html, nullsOnly, status, throttled } from '../../../support/directories/misbehaviour.ts';
import { appUser, oktaPerson, oktaSeed } from '../../../support/directories/okta-seed.ts';
import type { OktaSeed } from '../../../support/directories/okta-seed.ts';
import type { Misbehaviour } from '../../../support/directories/stand-in.ts';
import { openEntra, openOkta } from '../../../support/directories/pulled.ts';
import { adviceFor } from '../../../../adapters/directories/reading/advice.ts';
import { permissions, tenant } from './tenant.ts';

type Change = Misbehaviour['change'];

/** An org of one person, who is assigned. */
function ofOne(app: object = {}): OktaSeed {
  return oktaSeed({ users: [oktaPerson('jane')], appUsers: [appUser('jane')] }, app);
}

describe('an Entra tenant', () => {
  test('in which nothing is missing passes every check, with few calls that change nothing', async () => {
    const { directory, server } = await openEntra({ seed: tenant() }, { config: { signIns: true } });
    const checks = await directory.check();
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(checks.every(({ remedy }) => remedy === null)).toBe(true);
    const posts = server.requests.filter(({ method }) => method !== 'GET');
    expect(posts.map(({ path }) => path)).toEqual(['/tenant-1/oauth2/v2.0/token', '/v1.0/$batch']);
    expect(posts[1]?.body).not.toMatch(/"method":"(?!GET")/);
    expect(server.requests.length).toBeLessThan(10);
  });

  test.each(permissions)('without %s names it and how to grant it', async (missing) => {
    const granted = permissions.filter((one) => one !== missing);
    const { directory } = await openEntra({ seed: tenant({ permissions: granted }) }, { config: { signIns: true } });
    const failed = (await directory.check()).filter(({ ok }) => !ok);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed[0]?.detail).toContain('needed for');
    expect(failed[0]?.remedy).toMatch(new RegExp(`${missing}.*grant admin consent`));
  });

  test('whose first pages of assignments hold no group is still asked for the members of one', async () => {
    const ids = Array.from({ length: 5 }, (_, index) => `p${index}`);
    const seed = tenant({
      users: ids.map((id) => person(id)),
      appRoleAssignedTo: [...ids.map((id) => assigned(id)), assigned('sales', 'Group')],
      permissions: permissions.filter((one) => one !== 'GroupMember.Read.All'),
    });
    const { directory } = await openEntra({ seed, pageSize: 2 });
    const failed = (await directory.check()).filter(({ ok }) => !ok);
    expect(failed.map(({ check }) => check)).toEqual(['permission GroupMember.Read.All (an assigned group)']);
  });

  test('whose app has no group is told that reading members was not tried', async () => {
    const { directory } = await openEntra({ seed: tenant({ appRoleAssignedTo: [assigned('jane')] }) });
    const checks = await directory.check();
    expect(checks.find(({ check }) => check.startsWith('permission GroupMember'))).toMatchObject({
      ok: true,
      detail: 'not tried: no group is among the 1 assignments',
    });
  });

  test('whose app is another one is told to look at appId', async () => {
    const { directory } = await openEntra({ seed: tenant() }, { config: { appId: 'object-id' } });
    const failed = (await directory.check()).filter(({ ok }) => !ok);
    expect(failed[0]?.detail).toMatch(/404 Not Found.*this needs the application id .*as appId of directory "entra"/);
  });

  test('that gives limited information is found out', async () => {
    const misbehave = [always('/v1.0/users', nullsOnly())];
    const { directory } = await openEntra({ seed: tenant(), misbehave });
    const failed = (await directory.check()).filter(({ ok }) => !ok);
    expect(failed.map(({ detail }) => detail).join()).toContain('limited information');
  });

  test('whose group hides its members is told of Member.Read.Hidden', async () => {
    const groups = [group('sales', ['jane'], { visibility: 'HiddenMembership' })];
    const { directory } = await openEntra({ seed: tenant({ groups }) });
    const failed = (await directory.check()).filter(({ ok }) => !ok);
    expect(failed.map(({ remedy }) => remedy).join()).toContain('Member.Read.Hidden');
    const seen = tenant({
      groups: [group('sales', [], { visibility: 'HiddenMembership' })],
      permissions: [...permissions, 'Member.Read.Hidden'],
    });
    const { directory: telling } = await openEntra({ seed: seen, tellingTokens: true });
    expect((await telling.check()).filter(({ ok }) => !ok)).toEqual([]);
  });

  test('whose app is off or open to all is told so', async () => {
    const seed = tenant({}, { accountEnabled: false, appRoleAssignmentRequired: false });
    const { directory } = await openEntra({ seed });
    const failed = (await directory.check()).filter(({ ok }) => !ok).map(({ check }) => check);
    expect(failed).toEqual(['app enabled', 'assignment required']);
  });

  test('that refuses the credentials names their variables', async () => {
    const credentials = { kind: 'entra-secret', clientId: 'client-1', clientSecret: 'wrong' } as const;
    const { directory } = await openEntra({ seed: tenant() }, { credentials });
    const [only, ...others] = await directory.check();
    expect(only).toMatchObject({ check: 'credentials', ok: false });
    expect(only?.remedy).toContain('ENTRA_CLIENT_SECRET');
    expect(others).toEqual([]);
  });
});

const token = (code: string): Misbehaviour =>
  always('/tenant-1/oauth2/v2.0/token', () => ({
    status: 401,
    body: { error: 'invalid_client', error_description: `${code}: something. Trace ID: 1` },
  }));

describe('advice follows what the refusal says', () => {
  test.each([
    ['AADSTS90002', /tenantId/],
    ['AADSTS700016', /ENTRA_CLIENT_ID/],
    ['AADSTS7000215', /its value, not its id/],
    ['AADSTS7000222', /expired/],
    ['AADSTS53003', /Conditional Access/],
    ['AADSTS500011', /another cloud/],
    ['AADSTS7000112', /switched off/],
    ['AADSTS700024', /clock/],
    ['AADSTS7000218', /empty/],
    ['AADSTS700030', /certificate is not valid/],
    ['AADSTS65001', /admin consent/],
  ])('%s of Entra', async (code, remedy) => {
    const { directory } = await openEntra({ seed: tenant(), misbehave: [token(code)] });
    const [only, ...others] = await directory.check();
    expect(only).toMatchObject({ check: 'credentials', ok: false });
    expect(only?.detail).toContain(code);
    expect(only?.remedy).toMatch(remedy);
    expect(others).toEqual([]);
  });

  test('a licence is asked for, not a permission, where the tenant has none', async () => {
    const code = 'Authentication_RequestFromNonPremiumTenantOrB2CTenant';
    const misbehave = [always('/v1.0/auditLogs/signIns', status(403, code))];
    const { directory } = await openEntra({ seed: tenant(), misbehave }, { config: { signIns: true } });
    const failed = (await directory.check()).filter(({ ok }) => !ok);
    expect(failed.map(({ remedy }) => remedy).join()).toMatch(/P1 or P2 licence.*signIns to false/);
  });

  test('leave dates have a permission of their own', async () => {
    const misbehave = [
      always('/v1.0/users', (answer, ask) =>
        ask.query.get('$select')?.includes('employeeLeaveDateTime') === true ? status(403)(answer, ask) : answer,
      ),
    ];
    const { directory } = await openEntra({ seed: tenant(), misbehave }, { config: { leaveDates: true } });
    const failed = (await directory.check()).filter(({ ok }) => !ok);
    expect(failed.map(({ check }) => check)).toEqual(['permission User-LifeCycleInfo.Read.All']);
  });

  test('leave dates that Graph withholds in silence are found by what the token carries', async () => {
    const config = { leaveDates: true };
    const { directory } = await openEntra({ seed: tenant(), tellingTokens: true }, { config });
    const failed = (await directory.check()).filter(({ ok }) => !ok);
    expect(failed.map(({ check }) => check)).toEqual(['permission User-LifeCycleInfo.Read.All']);
    expect(failed[0]?.detail).toContain('the token does not carry it');
    const { directory: untold } = await openEntra({ seed: tenant() }, { config });
    const [check] = (await untold.check()).filter(({ remedy }) => remedy !== null);
    expect(check).toMatchObject({ check: 'permission User-LifeCycleInfo.Read.All', ok: true });
    expect(check?.detail).toContain('not proven');
  });

  test('every assigned group is asked for, and the one that cannot be read is named', async () => {
    const groups = [group('sales', ['jane']), group('secret', ['jane'], { visibility: 'HiddenMembership' })];
    const appRoleAssignedTo = [assigned('sales', 'Group'), assigned('secret', 'Group')];
    const { directory } = await openEntra({ seed: tenant({ groups, appRoleAssignedTo }) });
    const failed = (await directory.check()).filter(({ ok }) => !ok);
    expect(failed.map(({ detail }) => detail).join()).toContain('(secret) reads empty');
  });

  test('an API token that Okta does not take is told once, and no scope is blamed', async () => {
    const credentials = { kind: 'okta-token', apiToken: 'revoked' } as const;
    const { directory } = await openOkta({ seed: oktaSeed() }, { credentials });
    const [only, ...others] = await directory.check();
    expect(only).toMatchObject({ check: 'credentials', ok: false });
    expect(only?.remedy).toMatch(/API token is not valid/);
    expect(others).toEqual([]);
  });

  test('an address that redirects is told to be looked at', async () => {
    const away = always('/api/v1/users/me', () => ({
      status: 302,
      headers: { location: 'https://x.example' },
      body: '',
    }));
    const { directory } = await openOkta({ seed: oktaSeed(), misbehave: [away] });
    expect((await directory.check())[0]?.remedy).toMatch(/check orgUrl/);
  });

  test('an app whose address redirects is told to be looked at', async () => {
    const away = always('/api/v1/apps/0oa1', () => ({
      status: 301,
      headers: { location: 'https://x.example' },
      body: '',
    }));
    const { directory } = await openOkta({ seed: oktaSeed(), misbehave: [away] });
    const failed = (await directory.check()).filter(({ ok }) => !ok);
    expect(failed[0]?.remedy).toMatch(/check orgUrl/);
  });

  test.each<[string, Change]>([
    ['a limit that lasts', throttled({ 'retry-after': '4000' })],
    ['a service that is down', status(503)],
  ])('%s is no permission that is missing', async (_what, change) => {
    const { directory } = await openOkta({ seed: oktaSeed(), misbehave: [always('/api/v1/users', change)] });
    const failed = (await directory.check()).filter(({ ok }) => !ok);
    expect(failed.map(({ remedy }) => remedy).join()).toMatch(/ask again later/);
    expect(failed.map(({ remedy }) => remedy).join()).not.toContain('okta.users.read');
  });

  test('an assigned group that was deleted is not asked for a permission: a run is not held by it', async () => {
    const appRoleAssignedTo = [assigned('sales', 'Group'), assigned('was', 'Group')];
    const { directory } = await openEntra({ seed: tenant({ appRoleAssignedTo }) });
    expect((await directory.check()).filter(({ ok }) => !ok)).toEqual([]);
  });

  test('a proxy that lets no batch pass is found, as a run would be held by it', async () => {
    const { directory } = await openEntra({ seed: tenant(), misbehave: [always('/v1.0/$batch', html())] });
    const failed = (await directory.check()).filter(({ ok }) => !ok);
    expect(failed.map(({ detail }) => detail).join()).toMatch(/\$batch.*not JSON/);
  });

  test('an org that refuses the search for the deprovisioned is found', async () => {
    const search = always('/api/v1/users', (answer, ask) =>
      ask.query.has('search') ? status(400, 'E0000031')(answer, ask) : answer,
    );
    const { directory } = await openOkta({ seed: ofOne(), misbehave: [search] });
    const failed = (await directory.check()).filter(({ ok }) => !ok);
    expect(failed.map(({ check }) => check)).toEqual(['deprovisioned people']);
  });

  test.each<[string, Change, RegExp]>([
    ['is not there', status(404), /check the id in it.*orgUrl or graphUrl/],
    ['answers with a page', html(), /page to sign in/],
    ['answers with another shape', () => ({ status: 200, body: { value: 5 } }), /what a proxy does with the call/],
  ])('a list that %s is no permission that is missing first of all', async (_what, change, remedy) => {
    const { directory } = await openEntra({ seed: tenant(), misbehave: [always('/v1.0/users', change)] });
    const failed = (await directory.check()).filter(({ ok }) => !ok);
    expect(failed.map((check) => check.remedy)).toEqual([expect.stringMatching(remedy)]);
  });

  test.each(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'])('a certificate that is shown and %s is told as one', (code) => {
    expect(adviceFor(`POST https://login.example/token: the connection failed (${code})`)).toMatch(
      /clock.*renew the certificate/,
    );
  });

  test.each(['400 Bad Request (Directory_ExpiredPageToken)', '410 Gone (resyncRequired)'])(
    'a list that was let go, by %s, is to be asked for again',
    (answer) => {
      expect(adviceFor(`GET https://graph.microsoft.com/v1.0/users: ${answer}`)).toMatch(/ask again later/);
    },
  );

  test('a host that cannot be reached is told so', async () => {
    const { directory } = await openOkta({ seed: oktaSeed() }, { config: { orgUrl: 'http://127.0.0.1:59999' } });
    expect((await directory.check())[0]?.remedy).toMatch(/cannot be reached from here/);
  });

  test.each([
    ['407 Proxy Authentication Required', /who calls.*HTTPS_PROXY/],
    ['403 Forbidden', /whoever runs the proxy/],
  ])('a proxy that answers %s is told as one', async (answer, remedy) => {
    const proxy = createServer().on('connect', (_request, socket) => socket.end(`HTTP/1.1 ${answer}\r\n\r\n`));
    await new Promise<void>((resolve) => {
      proxy.listen(0, '127.0.0.1', resolve);
    });
    // A server that listens on TCP has an address of this kind.
    const { port } = proxy.address() as AddressInfo;
    const direct = setGlobalProxyFromEnv({ https_proxy: `http://127.0.0.1:${port}` });
    try {
      const { directory } = await openOkta({ seed: oktaSeed() }, { config: { orgUrl: 'https://acme.okta.example' } });
      const [first] = await directory.check();
      expect(first?.detail).toContain(`the proxy answered ${answer}`);
      expect(first?.remedy).toMatch(remedy);
    } finally {
      direct();
      proxy.close();
    }
  });
});

describe('an Okta org', () => {
  const seed = ofOne();

  test('in which nothing is missing passes every check', async () => {
    const { directory } = await openOkta({ seed }, { config: { signIns: true } });
    expect((await directory.check()).filter(({ ok }) => !ok)).toEqual([]);
  });

  test.each(['okta.apps.read', 'okta.users.read', 'okta.logs.read'])('without %s names it', async (missing) => {
    const scopes = seed.scopes.filter((scope) => scope !== missing);
    const { directory } = await openOkta({ seed: { ...seed, scopes } }, { config: { signIns: true } });
    const failed = (await directory.check()).filter(({ ok }) => !ok);
    expect(failed.map(({ remedy }) => remedy).join()).toContain(missing);
  });

  test('whose app is off or open to all is told so, and that it sends another name, which holds no run', async () => {
    const settings = { implicitAssignment: true, signOn: { subjectNameIdTemplate: '${user.title}' } };
    const { directory } = await openOkta({ seed: ofOne({ status: 'INACTIVE', settings }) });
    const checks = await directory.check();
    expect(checks.filter(({ ok }) => !ok).map(({ check }) => check)).toEqual(['app enabled', 'assignment required']);
    expect(checks.find(({ check }) => check === 'NameID')?.detail).toContain('the template ${user.title}');
  });
});
