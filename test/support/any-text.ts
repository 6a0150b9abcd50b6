// Text of any characters at all.
import * as fc from 'fast-check';

/**
 * Any character. The same as the unit `binary` of fast-check, which takes two seconds to make its list of characters.
 */
const anyCharacter = fc
  .integer({ min: 0, max: 0x10_ff_ff })
  .filter((code) => code < 0xd8_00 || code > 0xdf_ff)
  .map(
    (code) => String.fromCodePoint(code),
    (text) => (typeof text === 'string' ? (text.codePointAt(0) ?? 0) : 0),
  );

/** Text of all code points but halves of surrogate pairs. */
export function anyText(constraints: fc.StringConstraints = {}): fc.Arbitrary<string> {
  return fc.string({ ...constraints, unit: anyCharacter });
}
