// What a deployment on AWS may promise: who records a signature there may not seal, and what is promised is found and issued.
import { expect, test } from 'vitest';
import { filesOfTheRepository, importsOf } from './sources.ts';

const files = new Map(filesOfTheRepository().map((file) => [file.path, file]));

/** Types are taken out before anything is loaded. */
const typeImport = /^import type [^']*'[^']+';$/gm;

/** What a file names of what it loads. */
function named(path: string, target: string): string {
  const file = files.get(path);
  if (file === undefined) throw new Error(`there is no ${path}`);
  const text = file.text.replaceAll(typeImport, '');
  return importsOf({ path, text })
    .filter((one) => one.target === target)
    .map(({ what }) => what)
    .join(' ');
}

/** Every file that a handler loads, directly or by others. */
function loadedBy(handler: string): ReadonlySet<string> {
  const loaded = new Set<string>();
  const open = [handler];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const file = files.get(path);
    if (file === undefined || loaded.has(path)) continue;
    loaded.add(path);
    const text = file.text.replaceAll(typeImport, '');
    for (const { target } of importsOf({ path, text })) if (target !== null) open.push(target);
  }
  return loaded;
}

const handlers = [...files.keys()].filter((path) => /^lambdas\/(?:telling\/)?[^/]+\.ts$/.test(path));
const deciding = ['steps/review/sign-off.ts', 'steps/review/close-review.ts'];

test('only the portal takes signatures, and it loads nothing that draws pages or seals them', () => {
  const taking = handlers.filter((path) => deciding.some((step) => loadedBy(path).has(step)));
  expect(taking).toEqual(['lambdas/portal.ts']);
  const loaded = [...loadedBy('lambdas/portal.ts')];
  expect(
    loaded.filter((path) => /^adapters\/signing\/|^drawing\/(?:pdf|layout|pages|[\w-]+-pdf\.ts)/.test(path)),
  ).toEqual([]);
});

test('what an event promises there is issued by the publisher, and missed by the tick', () => {
  const issuing = 'steps/review/issue-promised.ts';
  expect(named('lambdas/publish.ts', issuing)).toContain('issuePromised');
  expect(named('lambdas/tick.ts', issuing)).toContain('isReportOwed');
});
