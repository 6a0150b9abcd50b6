// Differences between what is stated and what is recomputed: found exactly when there are some, and named.
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstDifference, firstDifferentLine } from '../../../core/verification/difference.ts';

const json = fc.jsonValue({ maxDepth: 3 }).map((value): unknown => JSON.parse(JSON.stringify(value)));

describe('the first difference of two JSON values', () => {
  it('is none exactly when they are equal, in whatever order their keys stand', () => {
    fc.assert(
      fc.property(json, json, (left, right) => {
        expect(firstDifference(left, structuredClone(left))).toBeNull();
        expect(firstDifference(left, right) === null).toBe(isDeepStrictEqual(left, right));
      }),
    );
    expect(firstDifference({ a: 1, b: [2] }, { b: [2], a: 1 })).toBeNull();
  });

  it('names the place and both values', () => {
    const difference = firstDifference({ a: { b: [1, { c: 'x' }] } }, { a: { b: [1, { c: 'y' }] } });
    expect(difference).toEqual({ path: 'a.b.1.c', stated: '"x"', recomputed: '"y"' });
  });

  it('tells a member that only one of them has, be it called what it may', () => {
    expect(firstDifference({ a: 1 }, {})).toEqual({ path: 'a', stated: '1', recomputed: 'nothing' });
    expect(firstDifference({}, { a: null })).toEqual({ path: 'a', stated: 'nothing', recomputed: 'null' });
    expect(firstDifference(JSON.parse('{"__proto__":{}}'), {})).toMatchObject({ path: '__proto__' });
    expect(firstDifference({}, { toString: 1 })).toMatchObject({ path: 'toString', stated: 'nothing' });
  });

  it('does not take a list for an object', () => {
    expect(firstDifference([], {})).toEqual({ path: '', stated: '[]', recomputed: '{}' });
  });

  it('does not print more of a value than fits a line', () => {
    expect(firstDifference('x'.repeat(10_000), 'y')?.stated).toMatch(/^"x{198}…$/);
  });
});

describe('the first line in which two texts differ', () => {
  it('is counted from 1', () => {
    expect(firstDifferentLine('a\nb\nc', 'a\nB\nc')).toMatchObject({ line: 2, stated: '"b"', recomputed: '"B"' });
  });

  it('may be one that only one of them has', () => {
    expect(firstDifferentLine('a', 'a\nb')).toMatchObject({ line: 2, stated: 'nothing', recomputed: '"b"' });
    expect(firstDifferentLine('a\nb', 'a\nb')).toBeNull();
  });
});
