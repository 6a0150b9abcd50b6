import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, jsonSha256 } from '../../../core/values/canonical-json.ts';

/** The same value with the keys of each object put in the opposite order. */
function turnedRound(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turnedRound);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, turnedRound(member)]),
  );
}

describe('canonical JSON', () => {
  test('says the same as plain JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('does not depend on the order in which keys were written', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(turnedRound(value))).toBe(canonicalJson(value));
      }),
    );
  });

  test('sorts keys by code unit, leaves blanks and undefined members out', () => {
    expect(canonicalJson({ b: [1, null, true], ä: undefined, a: { y: 'é', Z: 0.1 } })).toBe(
      '{"a":{"Z":0.1,"y":"é"},"b":[1,null,true]}',
    );
  });

  // An independent tool made the digest: printf '{"a":1,"b":"ü"}' | sha256sum
  test('is digested as UTF-8', () => {
    expect(jsonSha256({ b: 'ü', a: 1 })).toBe('1a59e522e02ce50ad2c27c11a6d30f8667489c199580627fe9e3e33e2b0e91d5');
  });

  test.each([[undefined], [Number.NaN], [1n], [new Map()], [new Date(0)], [[undefined]], [{ a: Infinity }]])(
    'refuses %s, which JSON would drop or bend',
    (value) => {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    },
  );
});
