// Copies of what the home keeps: they replace earlier copies, and no file of somebody else unasked.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { aCompany } from '../../support/program/company.ts';
import type { Company } from '../../support/program/company.ts';

const on = ['--review', '2026-Q4', '--home', 'home'] as const;

/** Jane is known to the directory, and the ghost is to go. */
async function aReviewedCompany(): Promise<Company> {
  const reviewers = { fallback: 'grc@acme.com', controlOwner: 'cfo@acme.com' };
  return aCompany({ accounts: ['jane@acme.com', 'ghost@acme.com'], people: ['jane@acme.com'], config: { reviewers } });
}

describe('copies in a folder that somebody named', () => {
  test('take the place of earlier copies, and of nothing else unless that is asked for', async () => {
    const company = await aReviewedCompany();
    const run = (...more: readonly string[]) => company.run('--no-pdf', '--quiet', '--out', 'out', ...more);
    expect((await run()).exit).toBe(0);
    await company.has({ on: '2026-10-06' });
    expect((await company.run('--no-pdf', '--quiet', '--out', 'out')).exit, 'another run, over copies').toBe(0);
    await writeFile(company.path('out/findings.csv'), 'my notes');
    await writeFile(company.path('out/evidence/notes.txt'), 'no name of ours');
    const { exit, stderr } = await run();
    expect(exit).toBe(2);
    expect(stderr).toMatch(/^out\/findings\.csv: file is there already\.[^\n]*\n$/);
    expect(await readFile(company.path('out/findings.csv'), 'utf8')).toBe('my notes');
    expect((await run('--overwrite')).exit).toBe(0);
    expect(await readFile(company.path('out/findings.csv'), 'utf8')).toContain('id,code');
    expect(await readFile(company.path('out/evidence/notes.txt'), 'utf8')).toBe('no name of ours');
  });

  test('take the place of no file of somebody else, whichever of a run’s names it has', async () => {
    const company = await aReviewedCompany();
    const run = () => company.run('--quiet', '--out', 'out');
    expect((await run()).exit).toBe(0);
    const names = (await readdir(company.path('out'), { recursive: true })).filter((name) => name.includes('.'));
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) await writeFile(company.path(`out/${name}`), 'my notes');
    const { exit, stderr } = await run();
    expect(exit).toBe(2);
    const told = stderr.split('\n').filter((line) => line.includes('file is there already'));
    expect(told.map((line) => line.slice('out/'.length, line.indexOf(':'))).toSorted()).toEqual(names.toSorted());
  });

  test('are not made of a signature or an order that would write over somebody’s file', async () => {
    const company = await aReviewedCompany();
    expect((await company.run('--no-pdf', '--quiet')).exit).toBe(0);
    expect((await company.command('review', 'open', ...on)).exit).toBe(0);
    for (const name of ['report.pdf', 'work-order.txt']) await writeFile(company.path(name), 'mine');
    const signing = await company.command('review', 'sign-off', ...on, '--by', 'grc@acme.com', '--out', '.');
    expect(signing).toMatchObject({ exit: 2, stderr: expect.stringMatching(/^report\.pdf: file is there already/) });
    await company.command(
      'decide',
      '--home',
      'home',
      '--login',
      'ghost@acme.com',
      '--decision',
      'revoke',
      '--by',
      'grc@acme.com',
      '--reason',
      'left',
    );
    const order = await company.command('review', 'work-order', ...on, '--by', 'grc@acme.com', '--out', '.');
    expect(order).toMatchObject({ exit: 2, stderr: expect.stringContaining('work-order.txt: file is there already') });
    expect(order.stderr).toContain('nothing was copied');
    for (const name of ['report.pdf', 'work-order.txt'])
      expect(await readFile(company.path(name), 'utf8')).toBe('mine');
  });
});
