// What an assistant is told of two periods: a role in another spelling is the same, and two roles of nobody's are two.
import { expect, test } from 'vitest';
import { comparePeriods } from '../../../steps/answer/compare-periods.ts';
import { given } from '../../support/given.ts';
import { embeddedWorld } from '../review/year/opened.ts';
import { founded, shows } from '../review/year/year.ts';

async function notDone(): Promise<never> {
  return expect.unreachable('nothing is done again');
}

test('tells a role that changed, and each role that nobody classified any more or yet', async () => {
  const world = await embeddedWorld();
  founded(world);
  shows(world, 'user03@acme.com', { role: 'Analyst' });
  world.at('2026-03-30T09:00:00Z');
  await world.run();
  shows(world, 'user01@acme.com', { role: ' USER' });
  shows(world, 'user02@acme.com', { role: 'Admin' });
  shows(world, 'user03@acme.com', { role: 'Auditor' });
  world.at('2026-06-29T09:00:00Z');
  await world.run();
  const ports = { ...world.dependencies, open: notDone, scope: { person: null, periods: 'all' as const } };
  const { changes } = given(await comparePeriods(ports, { from: '2026-Q1', to: '2026-Q2' }));
  expect(changes.map(({ login, what, before, after }) => [login, what, before, after])).toEqual([
    ['People.ai', 'finding-came', null, expect.stringContaining('ROLE_UNCLASSIFIED: The role Auditor of')],
    ['People.ai', 'finding-went', expect.stringContaining('ROLE_UNCLASSIFIED: The role Analyst of'), null],
    ['user02@acme.com', 'finding-came', null, 'PRIVILEGED_ACCOUNT'],
    ['user02@acme.com', 'role', 'User', 'Admin'],
    ['user03@acme.com', 'role', 'Analyst', 'Auditor'],
  ]);
});
