import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';

const root = join(import.meta.dirname, '..', '..');
const templateSchema = z.object({ Resources: z.record(z.string(), z.object({ Type: z.string() })) });

const page = readFileSync(join(root, 'docs/cost.md'), 'utf8');
const reviewed: unknown = JSON.parse(readFileSync(join(root, 'cdk/reviewed.template.json'), 'utf8'));
const types = Object.values(z.parse(templateSchema, reviewed).Resources).map(({ Type }) => Type);

const counted = [...page.matchAll(/^\| `(AWS::\w+::\w+)` \| (\d+) \|/gm)].map(([, type = '', count]) => ({
  type,
  count: Number(count),
}));

/** What costs by the month, used or not. */
const withFixedFee = ['AWS::KMS::Key', 'AWS::SecretsManager::Secret', 'AWS::CloudWatch::Alarm'];

describe('the page of costs', () => {
  test('counts everything that costs by the month', () => {
    expect(counted.map(({ type }) => type)).toEqual(expect.arrayContaining(withFixedFee));
  });

  test.each(counted)('counts as many of $type as are deployed', ({ type, count }) => {
    expect(types.filter((one) => one === type)).toHaveLength(count);
  });

  test('adds its column of the first year and that of the seventh up', () => {
    const [, table = ''] = /\| part \| formula \|.*\n((?:\|.*\n)+)/.exec(page) ?? [];
    const rows = [...table.matchAll(/\| \**([\d.]+)\** \| \**([\d.]+)\** \|$/gm)].map(([, first, seventh]) => [
      Number(first),
      Number(seventh),
    ]);
    const parts = rows.slice(0, -1);
    const sums = [0, 1].map((column) => parts.reduce((sum, row) => sum + (row[column] ?? 0), 0).toFixed(2));
    expect(rows.at(-1)?.map((sum) => sum.toFixed(2))).toEqual(sums);
  });
});
