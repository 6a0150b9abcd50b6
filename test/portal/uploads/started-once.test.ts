// A run that is asked for twice, because a browser or a proxy sends the request again, is one run.
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openHome, openReading } from '../../../homes/laptop.ts';
import { runStarter } from '../../../homes/laptop-portal.ts';
import { aFolder } from '../../support/folders.ts';
import { given } from '../../support/given.ts';
import { clockAt } from '../../support/time.ts';
import { toolVersion } from '../../../cli/terminal/tool.ts';

test('on a laptop, while it is under way', async () => {
  const [home, reading] = [await openHome(join(await aFolder(), 'home')), await openReading()];
  onTestFinished(async () => {
    home.close();
    await reading.scratch.close();
  });
  const ended = Promise.withResolvers<never>();
  // A run that comes to it only after the end of the test finds it rejected.
  ended.promise.catch(() => undefined);
  const clock = clockAt('2026-10-05T08:00:00Z');
  const starter = runStarter({ ...home, ...reading, clock, tool: toolVersion(), config: () => ended.promise });
  const asked = { export: 'a'.repeat(64), leavers: null, by: 'ann@acme.com' };
  const first = given(await starter.start(asked));
  expect(given(await starter.start(asked)).id).toBe(first.id);
  const others = [
    { ...asked, by: 'ben@acme.com' },
    { ...asked, leavers: 'b'.repeat(64) },
  ];
  for (const other of others) expect(given(await starter.start(other)).id).not.toBe(first.id);
  ended.reject(new Error('the end'));
  await expect.poll(() => starter.started().every(({ state }) => state === 'failed')).toBe(true);
  expect(given(await starter.start(asked)).id).not.toBe(first.id);
});
