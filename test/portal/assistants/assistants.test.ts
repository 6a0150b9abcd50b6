// Assistants over HTTP: they learn where a token is to be had, a person gives it to them, and they see what that person may.
import { expect, test } from 'vitest';
import { ok } from '../../../core/values/result.ts';
import { assistantsApp } from '../../../portal/assistants.ts';
import { inTurn } from '../../../steps/in-turn.ts';
import { aPortal, origin, period } from '../portal.ts';
import { connected, revisions, served } from './asked.ts';

async function unasked(): Promise<never> {
  throw new Error('nothing is asked');
}

test('whose address is none is refused, and nothing unexpected is reported', async () => {
  const { ports } = await aPortal();
  const unexpected: unknown[] = [];
  const person = { issuer: origin, ids: [], email: 'jane doe@acme.com', name: null, groups: [], groupsOverage: false };
  const tokens = { issuer: origin, scope: 'access-review.read', personOf: async () => ok(person) };
  const asked = { tokens, open: unasked, verifying: unasked, verifyingInTurn: inTurn() };
  const documents = { glossary: '', contract: '' };
  const app = assistantsApp(ports, { ...asked, documents }, (error) => {
    unexpected.push(error);
    return [];
  });
  const headers = { authorization: 'Bearer abc' };
  const answer = await app.request(`${origin}/mcp`, { method: 'POST', headers, body: '{}' });
  expect([answer.status, unexpected]).toEqual([400, []]);
});

test('without a token a program learns where one is to be had, and nothing else', async () => {
  const { origin } = await served();
  const answer = await fetch(`${origin}/mcp`, { method: 'POST', body: '{}' });
  expect(answer.status).toBe(401);
  const metadata = `${origin}/.well-known/oauth-protected-resource/mcp`;
  expect(answer.headers.get('www-authenticate')).toBe(
    `Bearer resource_metadata="${metadata}", scope="access-review.read"`,
  );
  expect(await (await fetch(metadata)).json()).toEqual({
    resource: `${origin}/mcp`,
    authorization_servers: [`${origin}/issuer`],
    scopes_supported: ['access-review.read'],
    bearer_methods_supported: ['header'],
    resource_name: 'Access review',
  });
});

test.each(revisions)(
  'a person gives a program a token, and each question is on record under their name',
  async (by) => {
    const portal = await served();
    const client = await connected(portal, { person: 'auditor@acme.com', by });
    const found = await client.callTool({ name: 'find_findings', arguments: { limit: 2 } });
    expect(found.structuredContent).toMatchObject({ period });
    const [latest] = await portal.ports.access.page({ before: null, by: null, most: 1 });
    expect(latest).toMatchObject({ by: 'auditor@acme.com', act: 'asked' });
    expect(latest?.what).toBe('find_findings {"settled":false,"limit":2}');
  },
);

test('a link leads to the line in the portal, where the person decides it', async () => {
  const portal = await served();
  const client = await connected(portal, { person: 'auditor@acme.com' });
  const { structuredContent } = await client.callTool({ name: 'find_findings', arguments: {} });
  expect(JSON.stringify(structuredContent)).toMatch(new RegExp(`${portal.origin}/${period}/review\\?line=\\w+%40`));
});

test('an auditor of other periods is answered as if this one were not there', async () => {
  const portal = await served([{ login: 'auditor@acme.com', periods: ['2025-Q4'] }]);
  const client = await connected(portal, { person: 'auditor@acme.com' });
  const refused = await client.callTool({ name: 'find_findings', arguments: { period } });
  expect(JSON.stringify(refused.content)).toContain('no such period');
});

test.each([
  ['somebody without a role', [], 'nobody@acme.com'],
  ['an auditor after their last day', [{ login: 'auditor@acme.com', until: '2026-01-01' }], 'auditor@acme.com'],
])('%s is turned away, on record', async (_, auditors, person) => {
  const portal = await served(auditors);
  await expect(connected(portal, { person })).rejects.toThrow(/403|no role/);
  const [latest] = await portal.ports.access.page({ before: null, by: null, most: 1 });
  expect(latest).toMatchObject({ by: person, act: 'refused', what: 'assistant' });
});

test('a program may have its answer sent to this machine alone', async () => {
  const { origin } = await served();
  const answer = await fetch(`${origin}/issuer/reg`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ redirect_uris: ['https://evil.example/callback'], token_endpoint_auth_method: 'none' }),
  });
  expect([answer.status, JSON.stringify(await answer.json())]).toEqual([400, expect.stringContaining('this machine')]);
});

test.each([
  ['a page of another site', { origin: 'https://evil.example' }, 403],
  ['the cookie of a session in place of a token', { cookie: '__Host-session=x' }, 401],
  ['a token that nobody signed', { authorization: 'Bearer e30.e30.' }, 401],
  ['another way to authorize', { authorization: 'Basic YTpi' }, 401],
])('%s is refused', async (_, headers, status) => {
  const { origin } = await served();
  const answer = await fetch(`${origin}/mcp`, { method: 'POST', headers, body: '{}' });
  expect(answer.status).toBe(status);
});
