// JSON from outside: whatever it holds, it is a value that every function can walk, or a refusal.
import { expect, test } from 'vitest';
import { jsonOf } from '../../../core/values/json-file.ts';

const nested = (depth: number): Buffer => Buffer.from(`${'['.repeat(depth)}${']'.repeat(depth)}`);

test.each([101, 200_000])('values that nest %i deep are refused', (depth) => {
  expect(jsonOf(nested(depth), 'evidence/manifest.json')).toMatchObject({
    kind: 'refused',
    refusals: [{ where: 'evidence/manifest.json', found: 'values that nest more than 100 deep' }],
  });
});

test('values that nest 100 deep are read, and brackets in a text nest nothing', () => {
  expect(jsonOf(nested(100), 'a').kind).toBe('ok');
  expect(jsonOf(Buffer.from(JSON.stringify([`\\"${'['.repeat(500)}`])), 'a').kind).toBe('ok');
});
