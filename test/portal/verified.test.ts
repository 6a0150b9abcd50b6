// What the portal says of a report that it verified: what held, and what nobody looked at.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod/mini';
import { passedSelfTest } from '../../core/findings/self-test/self-test.ts';
import { toolVersion } from '../../cli/terminal/tool.ts';
import { openVerifying } from '../../homes/laptop.ts';
import { proveStored } from '../../steps/verify/prove-stored.ts';
import type { VerifiedReport } from '../../steps/verify/prove-stored.ts';
import { openSqliteStore } from '../../adapters/stores/sqlite/store.ts';
import { ok } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { aFolder } from '../support/folders.ts';
import { given } from '../support/given.ts';
import { pieces } from '../support/bytes.ts';
import { warmReader } from '../support/reports/warm-reader.ts';
import { noProgress } from '../support/surroundings.ts';
import { aPortal, portalOn } from './portal.ts';

const versions = join(import.meta.dirname, '../steps/verify/versions');
const answered = z.object({ holds: z.boolean(), held: z.array(z.string()), notes: z.array(z.string()) });

/** A report that an earlier version signed, as the store keeps it. */
async function proven(name: string): Promise<VerifiedReport> {
  return given(await storedAs(`runs/x/${name}`, name));
}

async function storedAs(key: string, name: string): Promise<Result<VerifiedReport>> {
  const services = await openVerifying();
  try {
    const objects = { get: async () => pieces(await readFile(join(versions, '0.9.0', name))) };
    const verifying = { ...services, reportReader: warmReader, progress: noProgress, selfTest: passedSelfTest() };
    return await proveStored({ ...verifying, tool: toolVersion(), objects }, key);
  } finally {
    await services.scratch.close();
  }
}

async function told(value: VerifiedReport): Promise<z.infer<typeof answered>> {
  const store = openSqliteStore({ file: join(await aFolder(), 'access-review.db') });
  onTestFinished(() => store.close());
  const { world } = await aPortal();
  const portal = portalOn(
    world,
    { ...store, reviews: world.dependencies.reviews },
    { verifyReport: async () => ok(value) },
  );
  const cookie = await portal.session('auditor@audit.example', ['auditor']);
  const [run] = await portal.ports.runs.list();
  const key = `runs/${run?.id}/report.pdf`;
  await portal.world.dependencies.objects.put(key, Buffer.from('%PDF-'));
  const answer = await portal.call(cookie, 'POST', '/api/verifications', { body: { key } });
  return z.parse(answered, await answer.json());
}

test.each([
  ['run.pdf', 'another version wrote the report'],
  ['not-performed.pdf', 'another version wrote the report'],
])('%s of an earlier version holds, and its pages are not said to print the same', async (name, why) => {
  const { holds, held, notes } = await told(await proven(name));
  expect(holds).toBe(true);
  expect(held.join()).not.toContain('page');
  expect(notes).toEqual([expect.stringContaining(`PAGES NOT COMPARED: ${why}`)]);
});

test.each([
  ['reviews/2026-Q4/report.pdf', 'signed-review.pdf', null],
  ['reviews/2026-Q3/report.pdf', 'signed-review.pdf', 'the final report of the review 2026-Q4'],
  ['reviews/2026-Q4/signed-at-8/report.pdf', 'signed-review.pdf', 'the final report of the review 2026-Q4'],
  ['reviews/2026-Q4/closing.pdf', 'signed-review.pdf', 'the final report of the review 2026-Q4'],
  ['runs/20261005T080000Z-1a2b3c4d/report.pdf', 'run.pdf', 'the report of the run '],
  ['reviews/2026-Q4/report.pdf', 'run.pdf', 'the report of the run '],
  ['reviews/2030-Q4/not-performed.pdf', 'not-performed.pdf', 'that the control was not performed in '],
  ['reviews/2026-Q4/report.pdf', 'not-performed.pdf', 'that the control was not performed in '],
])('under %s the report %s is told as the one that it is', async (key, name, found) => {
  const stored = await storedAs(key, name);
  if (found === null) expect(stored.kind).toBe('ok');
  else
    expect(stored).toMatchObject({
      kind: 'refused',
      refusals: [{ what: 'another report than the one that is stored there', found: expect.stringContaining(found) }],
    });
});

test('a report whose pages were compared is said to print the same, and nothing is noted', async () => {
  const signature = { subject: 'CN=somebody', fingerprint: 'AA' };
  const { held, notes } = await told({ kind: 'run', signature, attached: 9, isReviewed: false, pages: 12 });
  expect(held.join()).toContain('every page prints the same');
  expect(notes).toEqual([]);
});
