import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  historyKey,
  isObjectKey,
  isObjectPrefix,
  ObjectKeyRefused,
  reviewKey,
  runKey,
} from '../../../core/names/object-keys.ts';
import { anyText } from '../../support/any-text.ts';

const name = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,20}$/);
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));

function expectRefused(hostile: string): void {
  expect(() => runKey('run', hostile)).toThrow(ObjectKeyRefused);
  expect(() => runKey(hostile, 'report.pdf')).toThrow(ObjectKeyRefused);
  expect(() => reviewKey(hostile, 'report.pdf')).toThrow(ObjectKeyRefused);
  expect(() => historyKey(hostile)).toThrow(ObjectKeyRefused);
}

describe('object keys', () => {
  test('say of what they are', () => {
    expect(runKey('20261005T080000Z-1a2b3c4d', 'evidence/manifest.json')).toBe(
      'runs/20261005T080000Z-1a2b3c4d/evidence/manifest.json',
    );
    expect(reviewKey('2026-Q4', 'report.pdf')).toBe('reviews/2026-Q4/report.pdf');
    expect(historyKey('20261005T080000Z-1a2b3c4d')).toBe('history/20261005T080000Z-1a2b3c4d.json');
  });

  test('of two objects are never the same', () => {
    const twoOwners = fc.uniqueArray(fc.tuple(name, path), {
      minLength: 2,
      maxLength: 2,
      selector: ([owner]) => owner,
    });
    fc.assert(
      fc.property(twoOwners, (owners) => {
        const all = owners.flatMap(([owner, file]) => [runKey(owner, file), reviewKey(owner, file), historyKey(owner)]);
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });

  test.each(['..', '../x', '/x', 'x/', '', '.x', 'x/../y', 'x\\y', 'x\ny', 'C:x', 'x y', 'ｘ'])(
    'are never built with %j in them',
    (hostile) => {
      expectRefused(hostile);
    },
  );

  test('are never built with two hundred letters and one in a part', () => {
    expectRefused('x'.repeat(201));
  });

  test('have an owner without a level of its own, which would be the place of another', () => {
    expect(() => runKey('run/evidence', 'report.pdf')).toThrow(ObjectKeyRefused);
    expect(() => historyKey('run/evidence')).toThrow(ObjectKeyRefused);
  });

  test('cannot lead out of their store, whatever text comes', () => {
    fc.assert(
      fc.property(fc.oneof(anyText(), fc.stringMatching(/^[./\\a]{1,12}$/)), (text) => {
        if (!isObjectKey(text)) return;
        expect(text.startsWith('/')).toBe(false);
        expect(text.split('/').filter((part) => part === '' || part.startsWith('.') || part.includes('\\'))).toEqual(
          [],
        );
      }),
    );
  });

  test('begin with each of their prefixes', () => {
    fc.assert(
      fc.property(path, fc.nat({ max: 60 }), (key, length) => {
        expect(isObjectPrefix(key.slice(0, length))).toBe(true);
      }),
    );
  });
});
