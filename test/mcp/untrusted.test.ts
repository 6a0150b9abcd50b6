// Texts of somebody else as an assistant reads them: cut, visible, and never half a character.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { data } from '../../mcp/untrusted.ts';

test('a text is cut between two characters, so that every parser of JSON takes it', () => {
  for (let before = 590; before < 610; before += 1) {
    const { untrusted } = data('a'.repeat(before) + '\u{1F600}'.repeat(20));
    expect(untrusted.isWellFormed()).toBe(true);
    expect(untrusted.length).toBeLessThanOrEqual(603);
  }
});

test('whatever a text is, it comes as one line of whole characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 1000, size: 'max' }), (text) => {
      const { untrusted } = data(text);
      expect(untrusted.isWellFormed()).toBe(true);
      expect(untrusted).not.toMatch(/[\n\r\u2028\u2029\u202A-\u202E\u2066-\u2069]/);
    }),
  );
});
