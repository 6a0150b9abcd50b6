import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stretchesOf } from '../../../drawing/text/reading-order.ts';
import { drawn } from '../../support/reports/drawn.ts';
import { aFolder } from '../../support/folders.ts';
import { aPopulationRow, aReport } from '../../support/reports/report-builder.ts';
import { runTool } from '../../support/tool.ts';

function seen(text: string): readonly string[] {
  return stretchesOf(text).flatMap(({ parts }) => parts.map((part) => `${part.rightToLeft ? '<' : '>'}${part.text}`));
}

describe('a line', () => {
  test('without right-to-left text stays one piece', () => {
    expect(seen('Jane (Doe) 12')).toEqual(['>Jane (Doe) 12']);
  });

  test('keeps Latin text to the left of the Hebrew that follows it', () => {
    expect(seen('Ali (דוד)')).toEqual(['>Ali (', '<דוד', '>)']);
  });

  test('mirrors brackets inside Hebrew', () => {
    expect(seen('דוד (דודי) כהן')).toEqual(['<דוד )דודי( כהן']);
  });

  test('shows a number inside Arabic from left to right, and what is read after it on its left', () => {
    expect(seen('علی 12 رضا')).toEqual(['< رضا', '>12', '<علی ']);
  });

  test('keeps the reading order of every stretch', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'ב', 'ع', '1', ' ', '(', ')', '.', '@') });
    fc.assert(
      fc.property(letters, (text) => {
        const stretches = stretchesOf(text);
        expect(stretches.map((stretch) => stretch.text).join('')).toBe(text);
        for (const { parts, text: read } of stretches) {
          expect(parts.reduce((sum, part) => sum + part.text.length, 0)).toBe(read.length);
        }
      }),
    );
  });
});

test.for(['דוד (דודי) כהן', 'علی\u200Cرضا', 'Jose\u0301'])('a reader is told how %s is read', async (name, context) => {
  const folder = await aFolder();
  const [packed, unpacked] = [join(folder, 'packed.pdf'), join(folder, 'unpacked.pdf')];
  await writeFile(packed, await drawn(aReport({ population: [aPopulationRow({ name })] })));
  runTool(context, 'qpdf', ['--stream-data=uncompress', packed, unpacked]);
  const utf16 = Buffer.from(name, 'utf16le').swap16().toString('hex').toUpperCase();
  expect(await readFile(unpacked, 'latin1')).toContain(`/Span <</ActualText <FEFF${utf16}>>> BDC`);
});
