// What is held of the content of a page never refuses what the product draws, whatever the names are that it draws.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { foreignlyDrawn } from '../../../adapters/evidence/drawn-content.ts';
import { fontsIn } from '../../../drawing/text/font-files.ts';
import { Typesetter } from '../../../drawing/text/typesetter.ts';
import { anyText } from '../../support/any-text.ts';

const type = new Typesetter(await fontsIn());

/** Letters that are shaped, read from the right, joined or marked, beside some that are not. */
const mixed = fc
  .array(
    fc.constantFrom(
      ...'aZé1 -(٣۴אבעدﷺﭏߊܐހाक𐤀'.normalize('NFD'),
      '\u0651',
      '\u0301',
      '\u064B',
      '\u200D',
      '\u200F',
      '\uFE0F',
    ),
  )
  .map((letters) => letters.join(''));

test.each([
  ['names of every script', anyText({ maxLength: 20 })],
  ['names that are read otherwise than they are seen', mixed],
])('every line holds that is drawn of %s', (_what, texts) => {
  fc.assert(
    fc.property(texts, (text) => {
      const style = { face: 'regular', size: 8 } as const;
      const line = type.line(type.visible(text, style.face), style, { x: 54, y: 700 });
      expect(foreignlyDrawn(line)).toBeNull();
    }),
  );
});

test.each(['د \u0301٣', 'محمد \u064Bعلي', 'ا \u064Bﭏ'])(
  'a name whose mark stands on a blank is drawn, although its font has no place for it: %s',
  (name) => {
    const line = type.line(type.visible(name, 'regular'), { face: 'regular', size: 8 }, { x: 54, y: 700 });
    expect(line).toContain('TJ');
    expect(foreignlyDrawn(line)).toBeNull();
  },
);

test.each([
  ['letters that are not shaped', '0045', 'EMC'],
  ['a mark that nobody sees', '0628FE0F', 'EMC'],
  ['letters and a page behind them', '0628', 'ET BT EMC'],
])('a text that is said of %s is told', (_what, signs, end) => {
  const content = `BT 54 700 Td /Span <</ActualText <FEFF${signs}>>> BDC /F1 8 Tf <0001> Tj ${end} ET`;
  expect(foreignlyDrawn(content)).toContain('the properties "<</ActualText');
});
