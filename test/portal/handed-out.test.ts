// Files that are made when somebody asks: by the answer itself, or by an address where an answer has a limit.
import { expect, test } from 'vitest';
import { routes } from '../../portal/api/routes.ts';
import type { Route } from '../../portal/api/route.ts';
import { aPortal, period, portalOn } from './portal.ts';

const made = ['lineFile', 'lineTable', 'evidenceZip'] as const;

test('every file that no store keeps goes by an address where an answer has a limit', async () => {
  const { world, ports } = await aPortal();
  const { objects: results } = world.dependencies;
  const addresses = {
    taking: async (key: string) => `https://exports.example/${key}`,
    putting: async () => Promise.reject(new Error('nothing is put')),
  };
  const direct = { evidence: addresses, uploads: addresses, results };
  const portal = portalOn(world, { ...world.dependencies, passing: ports.passing, access: ports.access }, { direct });
  const cookie = await portal.session('auditor@acme.com', ['auditor']);
  for (const name of made) {
    const { path }: Route = routes[name];
    const answer = await portal.call(cookie, 'GET', `/api${path.replace('{period}', period)}`);
    const { pathname } = new URL(answer.headers.get('location') ?? 'none:');
    expect([name, answer.status, (await results.get(pathname.slice(1))) === null]).toEqual([name, 303, false]);
    expect(pathname).toMatch(/^\/handed\/[0-9a-f]{64}\//);
  }
});
