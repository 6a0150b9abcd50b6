// What reports are told of their fonts without asking the fonts each time.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { create } from 'fontkit';
import { expect, test } from 'vitest';
import { bundledFonts } from '../../../drawing/text/font-files.ts';

test.each(bundledFonts())('$name is upright, as the description of each font in a report says', ({ from }) => {
  const font = create(readFileSync(fileURLToPath(import.meta.resolve(from))));
  expect('italicAngle' in font && font.italicAngle).toBe(0);
});
