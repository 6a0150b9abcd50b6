// What every adapter behind the port AccessRecord must do: every entry stays, in the order in which it came.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AccessRecord } from '../../core/ports/stores.ts';
import { at } from '../support/time.ts';
import type { Opened } from './opened.ts';

export function accessContract(name: string, make: () => Promise<Opened<AccessRecord>>): void {
  describe(`${name} as a record of access`, () => {
    let opened: Opened<AccessRecord>;
    beforeEach(async () => {
      opened = await make();
      for (const [index, by] of ['jane', 'john', 'jane'].entries())
        await opened.port.add({ at: at('2026-10-05T08:00:00Z'), by, act: 'read', what: `lines, ${index + 1}` });
    });
    afterEach(() => opened.close());

    test('gives the latest first, page after page', async () => {
      const first = await opened.port.page({ before: null, by: null, most: 2 });
      expect(first.map(({ what }) => what)).toEqual(['lines, 3', 'lines, 2']);
      const before = first.at(-1)?.number ?? 0;
      const rest = await opened.port.page({ before, by: null, most: 2 });
      expect(rest.map(({ what }) => what)).toEqual(['lines, 1']);
      // A later page has the latest first too.
      const [latest] = first;
      const later = await opened.port.page({ before: latest?.number ?? 0, by: null, most: 2 });
      expect(later.map(({ what }) => what)).toEqual(['lines, 2', 'lines, 1']);
    });

    test('gives those of one person', async () => {
      const theirs = await opened.port.page({ before: null, by: 'jane', most: 50 });
      expect(theirs.map(({ what }) => what)).toEqual(['lines, 3', 'lines, 1']);
      expect(theirs[0]).toMatchObject({ by: 'jane', act: 'read', at: '2026-10-05T08:00:00Z' });
    });
  });
}
