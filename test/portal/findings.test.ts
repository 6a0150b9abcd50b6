// Findings page by page and narrowed, and the accounts behind them over every period.
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import * as company from '../steps/review/year/year.ts';
import { aPortal, period, revoke, whatOf } from './portal.ts';

const pageSchema = z.object({
  total: z.number(),
  matching: z.number(),
  findings: z.array(z.object({ login: z.nullable(z.string()), code: z.string(), severity: z.string() })),
  next: z.nullable(z.string()),
});

test('findings are narrowed by each word that is said, and told page by page under one question', async () => {
  const { world, ...portal } = await aPortal();
  const strays = Array.from({ length: 60 }, (_, index) => `stray${String(index).padStart(2, '0')}@acme.com`);
  for (const login of strays) company.shows(world, login);
  company.leaves(world, 'user01@acme.com', '2026-06-01');
  world.at('2026-06-29T09:00:00Z');
  await world.run();
  const cookie = await portal.session(company.fallback, ['auditor']);
  const ask = async (query: object) => {
    const words = new URLSearchParams(Object.entries(query)).toString();
    return portal.call(cookie, 'GET', `/api/periods/2026-Q2/findings?${words}`);
  };
  const told = async (query: object) => z.parse(pageSchema, await (await ask(query)).json());
  const orphans = { code: 'ORPHANED_ACCOUNT', text: ' STRAY' };
  const first = await told(orphans);
  const rest = await told({ ...orphans, cursor: first.next ?? '' });
  expect([first.matching, first.findings.length, rest.matching, rest.next]).toEqual([60, 50, 60, null]);
  expect([...first.findings, ...rest.findings].map(({ login }) => login ?? '').toSorted()).toEqual(strays);
  const another = await ask({ code: 'ORPHANED_ACCOUNT', cursor: first.next ?? '' });
  expect([another.status, await whatOf(another)]).toEqual([400, 'cursor not known']);
  const forged = await ask({ ...orphans, cursor: (first.next ?? '').slice(0, -4) });
  expect([forged.status, await whatOf(forged)]).toEqual([400, 'cursor not known']);
  const { total, matching } = await told({});
  expect(total).toBe(matching);
  expect(total).toBeGreaterThan(61);
  const codes = new Set((await told({ severity: 'critical', state: 'new' })).findings.map(({ code }) => code));
  expect([...codes]).toEqual(['LEAVER_ACCOUNT']);
  expect((await told({ code: 'LEAVER_ACCOUNT', state: 'closed' })).matching).toBe(0);
  expect((await told({ text: 'stray07' })).matching).toBe(1);
  const leavers = await (await portal.call(cookie, 'GET', '/api/periods/2026-Q2/leavers')).json();
  const [name, decision, handedOverAt, provenAt, hours] = [null, null, null, null, null];
  expect(leavers).toMatchObject({
    leavers: [{ login: 'user01@acme.com', name, decision, handedOverAt, provenAt, hours, proven: false }],
  });
});

test('an account is found by its login or the name of its person, and tells what became of it in each period', async () => {
  const { world, ...portal } = await aPortal();
  company.shows(world, 'user02@acme.com', { role: 'Analyst', name: 'Zoë Ash' });
  world.at('2026-06-29T09:00:00Z');
  await world.run();
  await company.opens(world, '2026-Q2');
  const [reviewer] = company.managers;
  const cookie = await portal.session(reviewer, ['reviewer']);
  const revoked = await portal.call(cookie, 'POST', `/api/periods/${period}/decisions`, {
    body: revoke('user01@acme.com'),
  });
  expect(revoked.status).toBe(200);
  const found = async (text: string) =>
    (await portal.call(cookie, 'GET', `/api/people?${new URLSearchParams({ text }).toString()}`)).json();
  expect(await found('USER01')).toEqual({
    people: [{ login: 'user01@acme.com', name: null, period: '2026-Q2' }],
    more: false,
  });
  expect(await found('zoë')).toMatchObject({ people: [{ login: 'user02@acme.com', period: '2026-Q2' }] });
  const story = async (login: string) => portal.call(cookie, 'GET', `/api/people/${login}`);
  expect(await (await story('USER01@acme.com')).json()).toMatchObject({
    login: 'user01@acme.com',
    periods: [
      { period: '2026-Q2', role: 'User', decision: null },
      { period, role: 'User', decision: { decision: 'revoke', by: reviewer }, removal: null },
    ],
  });
  const register = await portal.call(cookie, 'GET', `/api/periods/${period}/non-human`);
  expect(await register.json()).toMatchObject({
    entries: [
      { login: 'sync@acme.com', kind: 'account', owner: reviewer, expires: '2027-12-31', decision: null },
      { login: 'key-1', kind: 'api-key', expires: null, reviewer: company.fallback, decision: null },
    ],
  });
  const nobody = await story('nobody@acme.com');
  expect([nobody.status, await whatOf(nobody)]).toEqual([404, 'no such account']);
});
