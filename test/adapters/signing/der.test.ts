// What the DER writer and reader owe to every certificate and signature that is made of them.
import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import * as der from '../../../adapters/signing/der.ts';
import { at } from '../../support/time.ts';

function hex(octets: Uint8Array): string {
  return Buffer.from(octets).toString('hex');
}

describe('DER as written', () => {
  it('writes object identifiers with parts above 127', () => {
    expect(hex(der.objectId('2.16.840.1.101.3.4.2.1'))).toBe('0609608648016503040201');
    expect(hex(der.objectId('1.2.840.113549.1.1.11'))).toBe('06092a864886f70d01010b');
  });

  it('keeps numbers positive and as short as they can be', () => {
    expect(hex(der.unsigned(Uint8Array.of(0x80)))).toBe('02020080');
    expect(hex(der.unsigned(Uint8Array.of(0, 0, 0x7f)))).toBe('02017f');
    expect(hex(der.unsigned(Uint8Array.of(0, 0)))).toBe('020100');
    expect(hex(der.smallInteger(0))).toBe('020100');
  });

  it('writes years through 2049 with two digits and later ones with four', () => {
    expect(hex(der.time(at('2049-12-31T23:59:59.5Z')))).toBe(`170d${hex(Buffer.from('491231235959Z'))}`);
    expect(hex(der.time(at('2050-01-01T00:00:00Z')))).toBe(`180f${hex(Buffer.from('20500101000000Z'))}`);
  });

  it('sorts the elements of a set, so that their order never shows', () => {
    const items = [der.utf8String('b'), der.yes(), der.utf8String('a')];
    expect(hex(der.setOf(...items))).toBe(hex(der.setOf(...items.toReversed())));
  });

  it('takes an extra octet of length at 128, 256 and 65,536', () => {
    const headers = [127, 128, 255, 256, 65_535, 65_536].map((size) =>
      hex(der.octetString(new Uint8Array(size)).subarray(0, -size)),
    );
    expect(headers).toEqual(['047f', '048180', '0481ff', '04820100', '0482ffff', '0483010000']);
  });
});

describe('DER as read', () => {
  it('gives back what was written, element for element', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (contents) => {
        const written = contents.map((content) => der.octetString(content));
        const read = der.elementsOf(Buffer.concat(written));
        expect(read?.map((element) => hex(element.content))).toEqual(contents.map(hex));
        expect(read?.map((element) => hex(element.whole))).toEqual(written.map(hex));
      }),
    );
  });

  it('finds no element in octets that end early', () => {
    const whole = der.sequence(der.octetString(new Uint8Array(200)));
    for (let size = 1; size < whole.length; size += 1) expect(der.elementsOf(whole.subarray(0, size))).toBeNull();
  });

  it.each([
    ['a length beyond every file', '3084ffffffff00'],
    ['a length of more octets than are counted', '3088000000000000000100'],
    ['an indefinite length', `3080${'0500'.repeat(64)}`],
  ])('refuses %s', (_, octets) => {
    expect(der.elementAt(Buffer.from(octets, 'hex'), 0)).toBeNull();
  });
});
