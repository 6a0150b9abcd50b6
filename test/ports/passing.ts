// What every adapter behind the port Passing must do: what is over is over, and what is taken is taken once.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Passing } from '../../core/ports/stores.ts';
import { at } from '../support/time.ts';
import type { Opened } from './opened.ts';

const [before, end] = [at('2026-10-05T08:00:00Z'), at('2026-10-05T09:00:00Z')];

export function passingContract(name: string, make: () => Promise<Opened<Passing>>): void {
  describe(`${name} as a store of what passes`, () => {
    let opened: Opened<Passing>;
    beforeEach(async () => {
      opened = await make();
    });
    afterEach(() => opened.close());

    test('gives a record back until its time is over', async () => {
      const one = randomUUID();
      await opened.port.put(one, { text: 'jane', endsAt: end });
      expect(await opened.port.get(one, before)).toBe('jane');
      expect(await opened.port.get(one, end)).toBeNull();
      expect(await opened.port.get(randomUUID(), before)).toBeNull();
    });

    test('gives a record to one of those who take it, and to nobody after', async () => {
      const one = randomUUID();
      await opened.port.put(one, { text: 'jane', endsAt: end });
      const taken = await Promise.all([opened.port.take(one, before), opened.port.take(one, before)]);
      expect(taken.filter((record) => record !== null)).toEqual(['jane']);
      expect(await opened.port.get(one, before)).toBeNull();
    });

    test('takes nothing whose time is over', async () => {
      const one = randomUUID();
      await opened.port.put(one, { text: 'jane', endsAt: end });
      expect(await opened.port.take(one, end)).toBeNull();
    });

    test('never writes over a record', async () => {
      const one = randomUUID();
      await opened.port.put(one, { text: 'jane', endsAt: end });
      await expect(opened.port.put(one, { text: 'mallory', endsAt: end })).rejects.toThrow();
      expect(await opened.port.get(one, before)).toBe('jane');
    });
  });
}
