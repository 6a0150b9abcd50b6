// What is to be handed over, as the pages tell it: what a work order would take, and nothing that none takes.
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { decided, newExport, ordered } from '../../steps/review/year/opened.ts';
import { fallback, ticked } from '../../steps/review/year/year.ts';
import { aPortal, period } from '../portal.ts';

const removalsSchema = z.object({ removals: z.array(z.object({ login: z.string(), overdue: z.boolean() })) });
const [live, gone, key] = ['user01@acme.com', 'user02@acme.com', 'key-1'];

test('keys and accounts that are gone by now are no accounts to hand over, on either page', async () => {
  const portal = await aPortal();
  const cookie = await portal.session(fallback, ['reviewer', 'admin']);
  await decided(portal.world, { [live]: 'revoke', [gone]: 'revoke', [key]: 'revoke' });
  const told = async (): Promise<unknown> => {
    const remediation = await portal.call(cookie, 'GET', `/api/periods/${period}/remediation`);
    const overview = await portal.call(cookie, 'GET', `/api/periods/${period}`);
    return [await remediation.json(), ((await overview.json()) as { review: unknown }).review];
  };
  const leftOut = [{ login: key, why: expect.stringContaining('is an API key pair') }];
  expect(await told()).toMatchObject([{ toHandOver: [live, gone], leftOut }, { toHandOver: 2 }]);
  await newExport(portal.world, '2026-04-01T09:00:00Z', [gone]);
  expect(await told()).toMatchObject([
    { toHandOver: [live], leftOut: [{ login: gone, why: 'is already suspended' }, ...leftOut] },
    { toHandOver: 1 },
  ]);
});

test('what was handed over is overdue once its time has passed, unless it is proven', async () => {
  const portal = await aPortal();
  const cookie = await portal.session(fallback, ['reviewer']);
  await decided(portal.world, { [live]: 'revoke', [gone]: 'revoke' });
  await ordered(portal.world);
  await newExport(portal.world, '2026-04-01T09:00:00Z', [gone]);
  await ticked(portal.world, '2026-04-01T10:00:00Z');
  const overdue = async (): Promise<readonly string[]> => {
    const answer = await portal.call(cookie, 'GET', `/api/periods/${period}/remediation`);
    const { removals } = z.parse(removalsSchema, await answer.json());
    return removals.filter((one) => one.overdue).map(({ login }) => login);
  };
  expect(await overdue()).toEqual([]);
  portal.world.at('2026-06-01T09:00:00Z');
  expect(await overdue()).toEqual([live]);
});
