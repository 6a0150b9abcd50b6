// What the pages take for the server's time, from answers that tell it to the second.
import { afterEach, expect, test, vi } from 'vitest';
import { heardAt, serverNow } from '../../../portal/web/api/server-clock.ts';
import { instantTyped } from '../../../portal/web/shown/when.ts';

const second = Date.parse('2026-10-05T08:00:07Z');
const dayMs = 24 * 60 * 60 * 1000;

afterEach(() => {
  vi.useRealTimers();
});

test.each([0, 1, 400, 999, 1500])(
  'a time that was typed in the second in which it is, %i ms after the server told one, has come',
  (ms) => {
    vi.useFakeTimers({ now: second + ms });
    heardAt('Mon, 05 Oct 2026 08:00:07 GMT');
    expect(serverNow()).toBe(second + ms);
    expect(instantTyped(new Date().toISOString().slice(0, 19), 'UTC')).not.toBeNull();
  },
);

test.each([-dayMs, dayMs])('a clock that is %i ms wrong is put right to within two seconds', (ms) => {
  vi.useFakeTimers({ now: second + ms });
  heardAt('Mon, 05 Oct 2026 08:00:07 GMT');
  expect(serverNow() - second).toBeGreaterThanOrEqual(0);
  expect(serverNow() - second).toBeLessThanOrEqual(2000);
  expect(instantTyped('2026-10-05 08:00:10', 'UTC')).toBeNull();
});
