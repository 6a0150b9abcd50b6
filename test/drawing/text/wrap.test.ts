import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wrapText } from '../../../drawing/text/wrap.ts';

const byLength = (text: string): number => text.length;

describe('wrapped text', () => {
  test('breaks at blanks first', () => {
    expect(wrapText('one two three', 8, byLength)).toEqual(['one two ', 'three']);
  });

  test('keeps together what a blank that does not break joins', () => {
    expect(wrapText('ann@acme.com, p.\u00A012', 15, byLength)).toEqual(['ann@acme.com, ', 'p.\u00A012']);
  });

  test('tears neither a day nor a time from its zone, where a line has room for them', () => {
    const text = 'due on 15 January 2027, 08:00 UTC.';
    expect(wrapText(text, 16, byLength)).toEqual(['due on ', '15 January 2027, ', '08:00 UTC.']);
    expect(wrapText(text, 10, byLength)).toEqual(['due on 15 ', 'January ', '2027, ', '08:00 UTC.']);
  });

  test('tears no number from the days or hours that it counts', () => {
    expect(wrapText('longest 51 days 10 hours', 13, byLength)).toEqual(['longest ', '51 days ', '10 hours']);
  });

  test('breaks a login behind its signs before it breaks between letters', () => {
    expect(wrapText('jane.doe@acme.com', 10, byLength)).toEqual(['jane.doe@', 'acme.com']);
    expect(wrapText('abcdefghij', 4, byLength)).toEqual(['abcd', 'efgh', 'ij']);
  });

  test('breaks between ideographs', () => {
    expect(wrapText('王小明張偉', 2, byLength)).toEqual(['王小', '明張', '偉']);
  });

  test('keeps a letter and its marks together', () => {
    expect(wrapText('e\u0301e\u0301', 1, byLength)).toEqual(['e\u0301', 'e\u0301']);
  });

  const texts = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'b', ' ', '@', '.', '王', '-', 'é') }),
    fc.string({ unit: 'grapheme' }),
  );

  test('loses no character, whatever the text and the width', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 0, max: 20 }), (text, width) => {
        expect(wrapText(text, width, byLength).join('')).toBe(text);
      }),
    );
  });

  test('fits the width wherever a line holds more than one grapheme', () => {
    const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 20 }), (text, width) => {
        for (const line of wrapText(text, width, byLength)) {
          const ink = line.trimEnd();
          expect(ink.length <= width || [...segmenter.segment(ink)].length === 1).toBe(true);
        }
      }),
    );
  });
});
