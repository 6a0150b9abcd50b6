// A year of quarterly reviews through the API alone, by people who signed in at an issuer: what users and auditors rely on.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished } from 'vitest';
import * as z from 'zod/mini';
import { localClient, localIssuer } from '../../../adapters/sign-in/local-issuer.ts';
import { oidcSignIn } from '../../../adapters/sign-in/oidc.ts';
import type { SignIn } from '../../../core/ports/sign-in.ts';
import { instantFromMs, msOf } from '../../../core/values/instant.ts';
import { ok } from '../../../core/values/result.ts';
import * as company from '../../steps/review/year/year.ts';
import type { World } from '../../steps/review/world.ts';
import { verified } from '../../steps/verify/verified.ts';
import { aBrowser } from '../../support/servers/browser.ts';
import { opened, pagesOf, textOfPage, withoutBlanks } from '../../support/reports/read-pdf.ts';
import { origin, portalOn } from '../portal.ts';
import type { Portal, PortalStores } from '../portal.ts';

const [mona, max] = company.managers;
const { fallback, owner } = company;

const groupsOf: Readonly<Record<string, readonly string[]>> = {
  [fallback]: ['admin', 'reviewer'],
  [owner]: ['control-owner', 'reviewer'],
  [mona]: ['reviewer'],
  [max]: ['reviewer'],
  'ann@audit.example': ['auditor'],
};

/** oidc-provider on loopback, as a company's issuer: its tokens are checked as those of any. */
async function aCompanyIssuer(): Promise<string> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (typeof bound !== 'object' || bound === null) throw new Error('the issuer has no port');
  const issuer = `http://localhost:${bound.port}/issuer`;
  const people = Object.entries(groupsOf).map(([email, groups]) => ({ email, name: email, groups }));
  const asked = { address: `${origin}/mcp`, scope: 'ask' };
  const local = localIssuer({ issuer, redirectUri: `${origin}/auth/callback`, people: async () => people, asked });
  server.on('request', (request, response) => {
    if (!local.handle(request, response)) response.writeHead(404).end();
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return issuer;
}

/** The issuer's clock is the machine's and the company's that of the play: how long ago it was is what counts. */
function inTheTimeOf(world: World, signIn: SignIn): SignIn {
  return {
    ...signIn,
    async complete(answered, challenge) {
      const person = await signIn.complete(answered, challenge);
      if (person.kind === 'refused') return person;
      const ago = Math.max(0, Date.now() - msOf(person.value.authTime));
      return ok({ ...person.value, authTime: instantFromMs(msOf(world.dependencies.clock.now()) - ago) });
    },
  };
}

interface Door {
  readonly portal: Portal;
  readonly world: World;
  /** Signs the person in anew, which a signature asks for. */
  as(login: string): Promise<Person>;
}

interface Person {
  get(path: string): Promise<unknown>;
  /** @returns status and answer; with the ETag of the overview where that is asked for */
  post(path: string, body?: unknown): Promise<{ readonly status: number; readonly answer: unknown }>;
}

async function aDoor(world: World, stores: PortalStores): Promise<Door> {
  const issuer = await aCompanyIssuer();
  const client = { clientId: localClient, clientSecret: null, claim: 'groups' };
  const signIn = inTheTimeOf(world, oidcSignIn({ ...client, issuer, redirectUri: `${origin}/auth/callback` }));
  const portal = portalOn(world, stores, { signIn });
  return {
    portal,
    world,
    async as(login) {
      const browser = aBrowser();
      const begun = await portal.app.request(`${origin}/auth/sign-in?fresh=1`);
      const pending = begun.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      const choosing = await browser(begun.headers.get('location') ?? '');
      const { at } = await browser(choosing.at, { person: login });
      const { pathname, search } = new URL(at);
      const ended = await portal.call(pending, 'GET', `${pathname}${search}`);
      const cookie = ended.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      const etag = async (path: string): Promise<string> => {
        const [, period = ''] = /^periods\/([^/]+)/.exec(path) ?? [];
        return (await portal.call(cookie, 'GET', `/api/periods/${period}`)).headers.get('etag') ?? '';
      };
      return {
        get: async (path) => (await portal.call(cookie, 'GET', `/api/${path}`)).json(),
        async post(path, body) {
          const headers = { 'if-match': await etag(path) };
          const sent = body === undefined ? { headers } : { body, headers };
          const response = await portal.call(cookie, 'POST', `/api/${path}`, sent);
          return { status: response.status, answer: await response.json() };
        },
      };
    },
  };
}

const pageSchema = z.object({
  lines: z.array(z.object({ login: z.string(), codes: z.array(z.string()) })),
  next: z.nullable(z.string()),
});

/** What the reviewer is to decide and has not. */
async function owed(person: Person, period: string): Promise<readonly string[]> {
  const page = z.parse(pageSchema, await person.get(`periods/${period}/lines?mine=true&decision=undecided`));
  return page.lines.map(({ login }) => login);
}

type Word = 'keep' | 'revoke';

async function decides(person: Person, period: string, says: Readonly<Record<string, Word>>): Promise<void> {
  const decisions = Object.entries(says).map(([login, decision], index) => ({
    login,
    decision,
    reason: `looked into ${login}, the ${index + 1}th`,
  }));
  if (decisions.length > 0)
    expect(await person.post(`periods/${period}/decisions`, { decisions })).toMatchObject({ status: 200 });
}

/** Everybody decides what is theirs: in bulk what is unremarkable, and the rest each on its own. */
async function everybodyDecides(door: Door, period: string, revoked: readonly string[]): Promise<void> {
  for (const login of [mona, max, fallback, owner]) {
    const person = await door.as(login);
    const bulk = await person.post(`periods/${period}/decisions/filtered`, {
      filter: 'unremarkable',
      reason: 'linked and unchanged',
    });
    expect([200, 422]).toContain(bulk.status);
    const left = await owed(person, period);
    await decides(
      person,
      period,
      Object.fromEntries(left.map((one) => [one, revoked.includes(one) ? 'revoke' : 'keep'])),
    );
  }
  const { state } = z.parse(z.object({ state: z.string() }), await (await door.as(owner)).get(`periods/${period}`));
  expect([period, state]).toEqual([period, 'remediation']);
}

const signedSchema = z.object({ final: z.boolean(), report: z.object({ key: z.string() }) });

/** Both stages, by two people; the report holds, and says of each act that its person signed in. */
async function bothSign(door: Door, period: string): Promise<void> {
  const first = await door.as(fallback);
  const path = `periods/${period}/signatures`;
  expect(await first.post(path, { stage: 'reviewer' })).toMatchObject({ status: 201, answer: { final: false } });
  expect(await first.post(path, { stage: 'control-owner' })).toMatchObject({ status: 422 });
  const second = await (await door.as(owner)).post(path, { stage: 'control-owner' });
  const { final, report } = z.parse(signedSchema, second.answer);
  expect([second.status, final]).toEqual([201, true]);
  await proven(door, report.key);
  await saysOidc(door, period);
}

/** Of everybody whom an event of the review names. */
async function saysOidc(door: Door, period: string): Promise<void> {
  const events = await door.portal.ports.reviews.load(period);
  const typed = events.filter(
    ({ event }) => 'by' in event && event.by !== null && !('assurance' in event && event.assurance === 'oidc'),
  );
  expect(typed).toEqual([]);
}

async function proven({ world }: Door, key: string): Promise<void> {
  const told = await verified(await world.stored(key));
  expect(told.out).toContain('the sign-in itself is not in the file');
  expect(told).toMatchObject({ exit: 0 });
}

async function opens(door: Door, period: string, at: string): Promise<void> {
  door.world.at(at);
  await door.world.run({ period });
  const opening = await (await door.as(fallback)).post(`periods/${period}/opening`);
  expect([period, opening.status]).toEqual([period, 200]);
}

async function handsOver(door: Door, period: string, accounts: number): Promise<void> {
  const order = await (await door.as(fallback)).post(`periods/${period}/work-orders`);
  expect(order).toMatchObject({ status: 201, answer: { orders: [{ accounts }] } });
}

const closedSchema = z.object({ report: z.object({ key: z.string() }) });

async function closes(door: Door, period: string, at: string): Promise<void> {
  door.world.at(at);
  await door.world.run();
  const { status, answer } = await (await door.as(owner)).post(`periods/${period}/closing`);
  expect([period, status]).toEqual([period, 201]);
  const { key } = z.parse(closedSchema, answer).report;
  await proven(door, key);
  await saysOidc(door, period);
  const [cover] = await pagesOf(await opened(await door.world.stored(key)));
  if (cover === undefined) throw new Error('a report without a page');
  expect(await textOfPage(cover)).toContain(
    withoutBlanks(`by ${owner} (recorded as signed in through the identity provider)`),
  );
}

/** All four quarters, on whatever store the world has. */
export async function apiYear(world: World, stores: PortalStores): Promise<void> {
  const door = await aDoor(world, stores);
  company.founded(world);

  await opens(door, '2026-Q1', '2026-03-30T09:00:00Z');
  const other = await (
    await door.as(max)
  ).post('periods/2026-Q1/decisions', {
    decisions: [{ login: 'ghost@acme.com', decision: 'revoke', reason: 'nobody knows it' }],
  });
  expect(other, 'it is the fallback who decides it').toMatchObject({ status: 403 });
  await everybodyDecides(door, '2026-Q1', ['ghost@acme.com']);
  await handsOver(door, '2026-Q1', 1);
  await bothSign(door, '2026-Q1');
  world.accounts.delete('ghost@acme.com');
  await closes(door, '2026-Q1', '2026-04-10T09:00:00Z');

  company.joins(world, 'new@acme.com');
  company.leaves(world, 'user02@acme.com', '2026-06-01');
  await opens(door, '2026-Q2', '2026-07-03T09:00:00Z');
  const moved = await (
    await door.as(mona)
  ).post('periods/2026-Q2/delegations', { from: mona, to: max, reason: 'on leave' });
  expect(moved).toMatchObject({ status: 201 });
  expect(await owed(await door.as(mona), '2026-Q2')).toEqual([]);
  await everybodyDecides(door, '2026-Q2', ['user02@acme.com']);
  await handsOver(door, '2026-Q2', 1);
  await bothSign(door, '2026-Q2');
  company.shows(world, 'user02@acme.com', { status: 'Suspended' });
  await closes(door, '2026-Q2', '2026-07-10T09:00:00Z');

  await opens(door, '2026-Q3', '2026-10-02T09:00:00Z');
  await everybodyDecides(door, '2026-Q3', []);
  const reviewer = await door.as(fallback);
  expect(await reviewer.post('periods/2026-Q3/signatures', { stage: 'reviewer' })).toMatchObject({ status: 201 });
  const back = await reviewer.post('periods/2026-Q3/signatures/withdrawal', { reason: 'one more look' });
  expect(back).toMatchObject({ status: 200 });
  await bothSign(door, '2026-Q3');
  await closes(door, '2026-Q3', '2026-10-05T09:00:00Z');

  world.config['policy'] = { ...company.policy, dormantDays: 60 };
  await opens(door, '2026-Q4', '2026-12-28T09:00:00Z');
  const approved = await (await door.as(owner)).post('periods/2026-Q4/policy-approval');
  expect(approved).toMatchObject({ status: 201, answer: { changes: ['policy.dormantDays: 90, now 60'] } });
  await everybodyDecides(door, '2026-Q4', []);
  await bothSign(door, '2026-Q4');
  await closes(door, '2026-Q4', '2026-12-29T09:00:00Z');

  const auditor = await door.as('ann@audit.example');
  const { periods } = z.parse(
    z.object({ periods: z.array(z.object({ period: z.string(), state: z.string() })) }),
    await auditor.get('periods'),
  );
  expect(periods.map(({ period, state }) => `${period} ${state}`)).toEqual(
    ['2026-Q4', '2026-Q3', '2026-Q2', '2026-Q1'].map((period) => `${period} closed`),
  );
  expect((await auditor.post('periods/2026-Q4/decisions', { decisions: [] })).status).toBe(403);
  expect(door.portal.unexpected).toEqual([]);
}
