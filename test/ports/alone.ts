// What every adapter behind the port Alone must do: one at a time, and nobody is held up for ever.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Alone } from '../../core/ports/stores.ts';
import type { Opened } from './opened.ts';

/** Two processes that would do the same. */
export interface Two {
  readonly one: Alone;
  readonly other: Alone;
}

export function aloneContract(name: string, make: () => Promise<Opened<Two>>): void {
  describe(`${name} as what lets one at a time`, () => {
    let opened: Opened<Two>;
    beforeEach(async () => {
      opened = await make();
    });
    afterEach(() => opened.close());

    test('does the work, and gives back what came of it', async () => {
      expect(await opened.port.one(async () => 'done')).toEqual({ value: 'done' });
    });

    test('does nothing while another is at it, and then does it', async () => {
      const { one, other } = opened.port;
      let inBetween: unknown = 'not tried';
      await one(async () => {
        inBetween = await other(async () => 'done twice');
      });
      expect(inBetween).toBeNull();
      expect(await other(async () => 'done')).toEqual({ value: 'done' });
    });

    test('lets one of two who come at the same moment', async () => {
      const { one, other } = opened.port;
      let done = 0;
      const both = Promise.withResolvers<void>();
      const work = async (): Promise<void> => {
        done += 1;
        await both.promise;
      };
      const under = [one(work), other(work)];
      expect(await Promise.race(under)).toBeNull();
      both.resolve();
      await Promise.all(under);
      expect(done).toBe(1);
    });

    test('lets the next one when the work failed', async () => {
      const { one, other } = opened.port;
      const failing = one(async () => {
        throw new Error('the place is down');
      });
      await expect(failing).rejects.toThrow('the place is down');
      expect(await other(async () => 'done')).toEqual({ value: 'done' });
    });
  });
}
