// Files that are made when somebody asks: by the answer itself, or by an address where an answer has a limit.
import { expect, test } from 'vitest';
import type { ObjectAddresses } from '../../core/ports/objects.ts';
import { routes } from '../../portal/api/routes.ts';
import type { Route } from '../../portal/api/route.ts';
import { keepAttached } from '../../steps/review/comment.ts';
import { managers } from '../steps/review/year/year.ts';
import { sha256 } from '../support/bytes.ts';
import { aPortal, period, portalOn } from './portal.ts';
import type { Portal } from './portal.ts';

const made = ['lineFile', 'lineTable', 'evidenceZip'] as const;

function addressesAt(host: string): ObjectAddresses {
  return {
    taking: async (key, as) => `https://${host}.example/${key}?${new URLSearchParams(as).toString()}`,
    putting: async () => Promise.reject(new Error('nothing is put')),
  };
}

function anAddressingPortal({ world, ports }: Portal): Portal {
  const { objects: results } = world.dependencies;
  const direct = { evidence: addressesAt('evidence'), uploads: addressesAt('exports'), results };
  return portalOn(world, { ...world.dependencies, passing: ports.passing, access: ports.access }, { direct });
}

test('a file that a comment names goes by an address where an answer has a limit, however large it is', async () => {
  const portal = anAddressingPortal(await aPortal());
  const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(5 * 1024 * 1024)]);
  const digest = sha256(bytes);
  const reviewer = await portal.session(managers[0], ['reviewer']);
  const kept = await keepAttached(portal.ports, period, { name: 'ticket.pdf', bytes, sha256: digest });
  expect(kept.kind).toBe('ok');
  const file = `/api/periods/${period}/attached/${digest}`;
  expect((await portal.call(reviewer, 'GET', file)).status, 'no comment names it yet').toBe(404);
  const body = { text: 'Confirmed.', files: [{ name: 'ticket.pdf', sha256: digest }] };
  const comments = `/api/periods/${period}/lines/user01@acme.com/comments`;
  expect((await portal.call(reviewer, 'POST', comments, { body })).status).toBe(201);
  const taken = await portal.call(reviewer, 'GET', file);
  expect([taken.status, taken.headers.get('location')]).toEqual([
    303,
    `https://evidence.example/reviews/${period}/attached/${digest}?name=ticket.pdf&mediaType=application%2Fpdf`,
  ]);
});

test('every file that no store keeps goes by an address where an answer has a limit', async () => {
  const portal = anAddressingPortal(await aPortal());
  const { objects: results } = portal.world.dependencies;
  const cookie = await portal.session('auditor@acme.com', ['auditor']);
  for (const name of made) {
    const { path }: Route = routes[name];
    const answer = await portal.call(cookie, 'GET', `/api${path.replace('{period}', period)}`);
    const { pathname } = new URL(answer.headers.get('location') ?? 'none:');
    expect([name, answer.status, (await results.get(pathname.slice(1))) === null]).toEqual([name, 303, false]);
    expect(pathname).toMatch(/^\/handed\/[0-9a-f]{64}\//);
  }
});

test('two tables that one person asks for in the same second are two files', async () => {
  const portal = anAddressingPortal(await aPortal());
  const cookie = await portal.session('auditor@acme.com', ['auditor']);
  const asked = ['', '?privileged=true'].map(async (query) =>
    portal.call(cookie, 'GET', `/api/periods/${period}/lines-table${query}`),
  );
  const answers = await Promise.all(asked);
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect(new Set(answers.map(({ headers }) => headers.get('location'))).size).toBe(2);
});
