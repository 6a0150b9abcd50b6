// `verify` on what a closing report carries behind the last signature, which versions from 0.7.0 on are held to.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openSqliteStore } from '../../../../adapters/stores/sqlite/store.ts';
import { closeReview } from '../../../../steps/review/close-review.ts';
import { aFolder, aSharedFolder } from '../../../support/folders.ts';
import { given } from '../../../support/given.ts';
import { login } from '../../../support/inputs/population-builder.ts';
import { changed, closedBy, verdictOn } from '../forged-closing.ts';
import type { GenuineClosing } from '../forged-closing.ts';
import { newExport, ordered, period } from '../year/opened.ts';
import { aWorld } from '../world.ts';
import type { World } from '../world.ts';
import { decides, fallback, founded, keepsTheRest, opens, owner, signs } from '../year/year.ts';

const revoked = 'user01@acme.com';
let genuine: GenuineClosing;
let world: World;
let store: ReturnType<typeof openSqliteStore>;

beforeAll(async () => {
  const home = await aSharedFolder();
  store = openSqliteStore({ file: join(home, 'access-review.db') });
  world = await aWorld(store, { home, version: '0.7.0' });
  founded(world);
  world.at('2026-03-30T09:00:00Z');
  await world.run();
  await opens(world, period);
  const says = { [revoked]: ['revoke'], 'ghost@acme.com': ['except', '2026-04-02'] } as const;
  given(await decides(world, period, { by: fallback, says }));
  await keepsTheRest(world, period, fallback);
  given(await signs(world, period, fallback));
  given(await signs(world, period, owner));
  await ordered(world);
  // By another configuration nothing is rolled forward, which that version did by a form of its own.
  world.config['organisation'] = 'Acme Holding';
  await newExport(world, '2026-04-05T09:00:00Z', [revoked]);
  genuine = await closedBy(world, { period, by: fallback });
});
afterAll(() => store.close());

test('a closing report as it was issued holds', async () => {
  expect(genuine.closing.open).toMatchObject([{ what: 'exception ended', severity: null }]);
  expect(await verdictOn(world, genuine, (events) => events)).toContain('1 removal proven by 1 export');
});

describe('behind the last signature is refused', () => {
  test.each([
    [
      'an order by a stranger',
      changed('work-order-issued', (event) => ({ ...event, by: 'nobody@else.example' })),
      'nobody who is known',
    ],
    [
      'an order of another number',
      changed('work-order-issued', (event) => ({ ...event, number: 7 })),
      'a work order that could not be issued',
    ],
    [
      'an order about whom nobody revoked',
      changed('work-order-issued', (event) => ({ ...event, logins: [...event.logins, login('user03@acme.com')] })),
      'a work order that could not be issued',
    ],
    [
      'a proof of an export before the order',
      changed('removals-observed', (event) => ({ ...event, exportedAt: genuine.closing.run.asOf })),
      'a proof that could not be recorded',
    ],
    [
      'a closing by a stranger',
      changed('closed', (event) => ({ ...event, by: 'nobody@else.example' })),
      'nobody who is known',
    ],
    [
      'a closing by who is named in other letters',
      changed('closed', (event) => ({ ...event, by: fallback.toUpperCase() })),
      'in another form than it is recorded in',
    ],
  ])('%s', async (_what, change, told) => {
    expect(await verdictOn(world, genuine, change)).toContain(told);
  });
});

test('a review is not closed over an event that somebody put behind the last signature', async () => {
  const home = await aFolder();
  const other = openSqliteStore({ file: join(home, 'access-review.db') });
  onTestFinished(() => other.close());
  const edited = await aWorld(other, { home });
  founded(edited);
  edited.at('2026-03-30T09:00:00Z');
  await edited.run();
  await opens(edited, period);
  await keepsTheRest(edited, period, fallback);
  given(await signs(edited, period, fallback));
  given(await signs(edited, period, owner));
  const { reviews } = edited.dependencies;
  const before = (await reviews.load(period)).length;
  const said = { by: 'nobody@else.example', assurance: 'asserted', text: 'seen', files: [] } as const;
  await reviews.append(period, before, {
    kind: 'commented',
    at: edited.dependencies.clock.now(),
    login: login(revoked),
    ...said,
  });
  await expect(closeReview(edited.dependencies, { period, by: fallback })).rejects.toThrow('nobody who is known');
  expect((await reviews.load(period)).length).toBe(before + 1);
});
