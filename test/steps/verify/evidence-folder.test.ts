// `verify --evidence`: snapshots that were too large to attach lie in the folder of the run, and must be the same.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aFolder } from '../../support/folders.ts';
import { aSigner } from '../../support/reports/signing.ts';
import { aRun, issued } from './issued-report.ts';
import { runFolder, verified } from './verified.ts';

const run = await aRun();
const signer = await aSigner();
const snapshot = 'evidence/snapshot-okta.jsonl';
const slim = await issued(run, signer, { unattached: [snapshot] });

describe('a report without its snapshots', () => {
  it('is refused with what is missing and how to give it', async () => {
    const { exit, out, err } = await verified(slim);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain(
      `${snapshot}: a file that the manifest names is missing, so the findings cannot be recomputed`,
    );
    expect(err).toContain('--evidence DIR');
  });

  it.each(['.', 'evidence'])('holds with the folder of the run (%s)', async (below) => {
    const { exit, out } = await verified(slim, { evidence: join(await runFolder(run), below) });
    expect(exit).toBe(0);
    expect(out).toMatch(/files? in the folder, with the same sizes and digests/);
  });

  it('is refused with a snapshot that was altered', async () => {
    const folder = await runFolder(run);
    await writeFile(join(folder, snapshot), String(run.files.get(snapshot)).replace('"active"', '"deleted"'));
    const { exit, err } = await verified(slim, { evidence: folder });
    expect(exit).toBe(2);
    expect(err).toContain(`${snapshot}, in ${folder}: the file is not the one that the manifest names`);
  });

  it('is refused with a snapshot of which nothing is left', async () => {
    const folder = await runFolder(run);
    await writeFile(join(folder, snapshot), '');
    expect(await verified(slim, { evidence: folder })).toMatchObject({
      exit: 2,
      err: expect.stringContaining('empty file'),
    });
  });
});

describe('a folder beside a whole report', () => {
  const whole = issued(run, signer);

  it('is held against the manifest too, although the report needs nothing of it', async () => {
    const folder = await runFolder(run);
    await writeFile(join(folder, 'population.csv'), 'row,login\r\n');
    expect((await verified(await whole, { evidence: folder })).err).toContain(`population.csv, in ${folder}`);
  });

  it('that lacks files of the run is named with them: they are attached, so the report holds', async () => {
    const folder = await runFolder(run);
    await rm(join(folder, 'evidence/history.json'));
    const { exit, out } = await verified(await whole, { evidence: folder });
    expect(exit).toBe(0);
    expect(out).toContain('note: not in the folder, and checked as attached to the report: evidence/history.json\n');
  });

  it('that lacks nothing is said to lack nothing', async () => {
    const { out } = await verified(await whole, { evidence: await runFolder(run) });
    expect(out).not.toContain('not in the folder');
  });

  it('of another run is refused', async () => {
    const folder = await runFolder(await aRun({ accounts: [{ email: 'jane@acme.com' }] }));
    expect(await verified(await whole, { evidence: folder })).toMatchObject({ exit: 2 });
  });

  it('with nothing of the run is refused: it would seem to be checked', async () => {
    const { exit, err } = await verified(await whole, { evidence: await aFolder() });
    expect(exit).toBe(2);
    expect(err).toContain('the folder holds nothing of this run');
  });

  it('that is no folder is refused', async () => {
    const { exit, err } = await verified(await whole, { evidence: join(await aFolder(), 'nowhere') });
    expect(exit).toBe(2);
    expect(err).toContain('no folder of that name');
  });
});
