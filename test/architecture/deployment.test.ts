// What a deployment on AWS promises: nothing, because people decide in a home (ADR 5). So its tick owes no report.
import { expect, test } from 'vitest';
import { filesOfTheRepository, importsOf } from './sources.ts';

const files = new Map(filesOfTheRepository().map((file) => [file.path, file]));

/** Types are taken out before anything is loaded. */
const typeImport = /^import type [^']*'[^']+';$/gm;

/** Every file that a handler loads, directly or by others. */
function loadedByHandlers(): ReadonlySet<string> {
  const loaded = new Set<string>();
  const open = [...files.keys()].filter((path) => /^lambdas\/[^/]+\.ts$/.test(path));
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const file = files.get(path);
    if (file === undefined || loaded.has(path)) continue;
    loaded.add(path);
    const text = file.text.replaceAll(typeImport, '');
    for (const { target } of importsOf({ path, text })) if (target !== null) open.push(target);
  }
  return loaded;
}

/** The steps that record an event after which something is to be issued. */
const promising = { signOff: 'steps/review', closeReview: 'steps/review', issueWorkOrder: 'steps/remove' };

test('no handler calls a step that signs, closes or orders, so nothing is ever promised there', () => {
  const loaded = [...loadedByHandlers()].flatMap((path) => files.get(path) ?? []);
  expect(loaded.map(({ path }) => path)).toContain('steps/schedule/advance-reviews.ts');
  for (const [step, room] of Object.entries(promising)) {
    const isStep = ({ path, text }: { path: string; text: string }): boolean =>
      path.startsWith(room) && text.includes(`export async function ${step}(`);
    expect([...files.values()].filter(isStep)).toHaveLength(1);
    const calling = loaded.filter((file) =>
      importsOf(file).some(
        ({ target, what }) => target?.startsWith(room) === true && new RegExp(`\\b${step}\\b`).test(what),
      ),
    );
    expect(calling.map(({ path }) => path)).toEqual([]);
  }
});
