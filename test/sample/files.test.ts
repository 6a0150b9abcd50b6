// The files of the bundled sample are what its stories make, and there are no others.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleFiles } from '../../sample/make.ts';
import { controls } from '../../sample/world/stories/controls.ts';
import { stories } from '../../sample/world/world.ts';

const sample = join(import.meta.dirname, '../../sample');

describe('the files of the sample', () => {
  let made: ReadonlyMap<string, string> = new Map();
  beforeAll(async () => {
    made = await sampleFiles();
  });

  it('are what the stories and the staff make, read by the connectors (if not: node sample/make.ts)', () => {
    for (const [name, content] of made) expect(readFileSync(join(sample, name), 'utf8'), name).toBe(content);
  });

  it('are all made: no file is left over from an earlier making', () => {
    const there = globSync('**/*.{csv,json,jsonl}', { cwd: sample });
    expect(there.toSorted()).toEqual([...made.keys()].toSorted());
  });

  it('bear no trace of the machine on which they were made', () => {
    for (const [name, content] of made) expect(content, name).not.toMatch(/localhost|127\.0\.0\.1/);
  });

  it('give every story a sentence of its own', () => {
    const sentences = [...stories, ...controls].map(({ tells }) => tells);
    expect(new Set(sentences).size).toBe(sentences.length);
  });
});
