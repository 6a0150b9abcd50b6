// What every adapter behind the port Lookup must do.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Lookup } from '../../core/ports/objects.ts';

export function lookupContract(name: string, open: () => Lookup): void {
  describe(`${name} as a lookup`, () => {
    let lookup: Lookup;
    beforeEach(() => {
      lookup = open();
    });
    afterEach(() => lookup.close());

    test('finds by each key what was put under it, each text once and in the order of putting', () => {
      const texts = ['first', 'second', 'third'];
      expect(texts.map((text) => lookup.put(['all', 'all', text], text))).toEqual([0, 1, 2]);
      expect(lookup.find('all')).toEqual(texts.map((text, number) => ({ number, text })));
      expect(lookup.find('second')).toEqual([{ number: 1, text: 'second' }]);
      expect(lookup.find('nobody')).toEqual([]);
    });

    test('takes any text for a key, and two for one only where they are the same', () => {
      const keys = [
        '',
        'é',
        'é'.normalize('NFD'),
        'a\0b',
        'a',
        'A',
        'a ',
        "'; DROP TABLE key; --",
        '\uD83D',
        '\uDE00',
        '\uFFFD',
      ];
      for (const key of keys) lookup.put([key], JSON.stringify(key));
      for (const [number, key] of keys.entries())
        expect(lookup.find(key)).toEqual([{ number, text: JSON.stringify(key) }]);
    });

    test('holds more than memory is meant for', () => {
      const text = 'x'.repeat(1000);
      for (let number = 0; number < 20_000; number += 1) lookup.put([`key ${number % 10_000}`], text);
      expect(lookup.find('key 7').map(({ number }) => number)).toEqual([7, 10_007]);
    });
  });
}
