// What every adapter behind the port Scratch must do.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Scratch } from '../../core/ports/objects.ts';
import { breakingAfter, pieces, sha256, textOf } from '../support/bytes.ts';
import type { Opened } from './opened.ts';

export function scratchContract(name: string, make: () => Promise<Opened<Scratch>>): void {
  describe(`${name} as scratch`, () => {
    let opened: Opened<Scratch>;
    beforeEach(async () => {
      opened = await make();
    });
    afterEach(() => opened.close());

    test('keeps a body, tells its size and digest, and reads it more than once', async () => {
      const kept = await opened.port.keep(pieces('%PDF', '-1.7'));
      expect(kept).toMatchObject({ bytes: 8, sha256: sha256('%PDF-1.7') });
      expect(await textOf(kept.read())).toBe('%PDF-1.7');
      expect(await textOf(kept.read())).toBe('%PDF-1.7');
    });

    test('keeps several bodies at once apart', async () => {
      const kept = await Promise.all(['a', 'b', 'c'].map((body) => opened.port.keep(pieces(body, body))));
      expect(await Promise.all(kept.map((file) => textOf(file.read())))).toEqual(['aa', 'bb', 'cc']);
    });

    test('throws the error of a source that breaks off, and keeps on working', async () => {
      await expect(opened.port.keep(breakingAfter('%PDF'))).rejects.toThrow('broke off');
      expect(await textOf((await opened.port.keep(pieces('next'))).read())).toBe('next');
    });
  });
}
