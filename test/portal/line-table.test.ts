// The table of lines as a file: what is found, decided or not, and no other.
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import * as company from '../steps/review/year/year.ts';
import { aPortal, period, whatOf } from './portal.ts';

test('the lines that are found are handed out as a table, with who decided what', async () => {
  const portal = await aPortal();
  const [reviewer] = company.managers;
  const cookie = await portal.session(reviewer, ['reviewer']);
  const decided = await portal.call(cookie, 'POST', `/api/periods/${period}/decisions/filtered`, {
    body: { filter: 'unremarkable', reason: '=linked' },
  });
  expect(decided.status).toBe(200);
  const asked = `/api/periods/${period}/lines-table?mine=true&decision=keep&sort=login`;
  const response = await portal.call(cookie, 'GET', asked);
  expect(response.headers.get('content-disposition')).toContain(`lines-${period}.csv`);
  const [header = '', ...rows] = (await response.text()).trim().split('\r\n');
  expect(header.slice(0, 60)).toContain('login,name,kind,reviewer,decision,until,reason,decidedBy');
  expect(rows.length).toBeGreaterThan(1);
  for (const row of rows) expect(row).toContain(`,${reviewer},keep,,'=linked,${reviewer},`);
  const refused = await portal.call(cookie, 'GET', `${asked}&cursor=abc`);
  expect(refused.status).toBe(400);
});

test('a worksheet is of one reviewer, and of nobody where what is asked for is no login', async () => {
  const portal = await aPortal();
  const [reviewer, another] = company.managers;
  const cookie = await portal.session(reviewer, ['reviewer']);
  const asked = async (text: string) =>
    portal.call(
      cookie,
      'GET',
      `/api/periods/${period}/lines-file?${new URLSearchParams({ reviewer: text }).toString()}`,
    );
  const theirs = await (await asked(reviewer)).text();
  expect([theirs.includes('user01@acme.com'), theirs.includes('user02@acme.com')]).toEqual([true, false]);
  expect(await (await asked(another)).text()).toContain('user02@acme.com');
  for (const text of [' ', '\u00a0']) {
    const refused = await asked(text);
    expect([refused.status, await whatOf(refused)]).toEqual([422, 'no login']);
  }
});

test('lines are sorted by the time of the last login, and not by how it is written', async () => {
  const { world, ...portal } = await aPortal();
  const last = {
    'user01@acme.com': '2026-06-03T08:00:00Z',
    'user02@acme.com': '2026-06-20T08:00:00Z',
    'user03@acme.com': '2026-05-11T08:00:00Z',
    'user04@acme.com': '2026-06-03T07:00:00Z',
  };
  for (const [login, lastLogin] of Object.entries(last)) company.shows(world, login, { lastLogin });
  world.at('2026-06-29T09:00:00Z');
  await world.run();
  await company.opens(world, '2026-Q2');
  const cookie = await portal.session(company.fallback, ['auditor']);
  const response = await portal.call(cookie, 'GET', '/api/periods/2026-Q2/lines?sort=last-login&direction=down');
  const { lines } = z.parse(z.object({ lines: z.array(z.object({ login: z.string() })) }), await response.json());
  expect(lines.slice(0, 4).map(({ login }) => login)).toEqual(
    ['user02', 'user01', 'user04', 'user03'].map((name) => `${name}@acme.com`),
  );
});

test('a role is one to filter by, however it is spelled', async () => {
  const { world, ...portal } = await aPortal();
  company.shows(world, 'user01@acme.com', { role: 'Analyst' });
  company.shows(world, 'user02@acme.com', { role: ' ANALYST' });
  world.at('2026-06-29T09:00:00Z');
  await world.run();
  await company.opens(world, '2026-Q2');
  const cookie = await portal.session(company.fallback, ['auditor']);
  const values = await portal.call(cookie, 'GET', '/api/periods/2026-Q2/line-filters');
  const { role } = z.parse(
    z.object({ role: z.array(z.object({ value: z.string(), lines: z.number() })) }),
    await values.json(),
  );
  expect(role.filter(({ value }) => /analyst/i.test(value))).toEqual([{ value: 'Analyst', lines: 2 }]);
  const response = await portal.call(cookie, 'GET', '/api/periods/2026-Q2/lines?role=Analyst&sort=login');
  const { lines } = z.parse(z.object({ lines: z.array(z.object({ login: z.string() })) }), await response.json());
  expect(lines.map(({ login }) => login)).toEqual(['user01@acme.com', 'user02@acme.com']);
});
