// A disk that takes no more, in the midst of a command: what is said, and that what was begun is taken for nothing.
import { spawn, spawnSync } from 'node:child_process';
import { open, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { TestContext } from 'vitest';
import { aFolder } from '../../support/folders.ts';
import { compiled, ended, ownCommand, startCommand } from '../../support/program/command.ts';
import type { Outcome } from '../../support/program/command.ts';
import { aCompany, filesOf } from '../../support/program/company.ts';
import type { Company } from '../../support/program/company.ts';
import { bundledProgram, delivered } from '../../support/program/program.ts';
import { builtPages } from '../../portal/web/browser/built.ts';

const nothingTaken = 'and then the same command again; what was written in part counts for nothing.';

/** A command whose files may have so many bytes, as a quota or an old file system has it. */
async function limited(company: Company, bytes: number, args: readonly string[]): Promise<Outcome> {
  const program = [process.execPath, await bundledProgram(), ...args];
  return ended(
    spawn('bash', ['-c', `ulimit -f ${Math.ceil(bytes / 1024)}; exec "$@"`, 'bash', ...program], {
      cwd: company.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { TMPDIR: company.folder, ...compiled() },
    }),
  );
}

describe('a file that may not grow on', () => {
  test('ends a run with what it is and what to do, and the run is done whole when it may', async () => {
    const company = await aCompany();
    const args = ['run', ...filesOf('2026-10-05'), '--quiet', '--out', 'out'];
    const { exit, stderr } = await limited(company, 60_000, args);
    expect({ exit, stderr }).toEqual({
      exit: 2,
      stderr: expect.stringContaining('cannot be written. Found: a file that became larger'),
    });
    expect(stderr.trimEnd()).toMatch(/Expected: space there, .*counts for nothing\.$/);
    expect((await company.run('--quiet', '--out', 'out')).exit).toBe(0);
    expect((await readdir(company.path('out'))).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect((await company.command('verify', 'out/report.pdf')).exit).toBe(0);
  });
});

test('a result that goes into a file on a full disk is lost, says so, and is no success', async () => {
  const company = await aCompany();
  const full = await open('/dev/full', 'w');
  onTestFinished(() => full.close());
  const child = spawn(
    process.execPath,
    [await bundledProgram(), 'run', ...filesOf('2026-10-05'), '--no-pdf', '--json'],
    {
      cwd: company.folder,
      stdio: ['ignore', full.fd, 'pipe'],
      env: { TMPDIR: company.folder, ...compiled() },
    },
  );
  const said: string[] = [];
  child.stderr?.on('data', (text) => said.push(String(text)));
  const exit = await new Promise((resolve) => child.once('close', resolve));
  expect(exit).toBe(2);
  expect(said.join('')).toContain('the file that the result goes into (>): cannot be written. Found: a full disk.');
});

/** A small disk of its own. Only root may make one: for others the test is skipped, and says so. */
async function aDisk(context: TestContext, size: string): Promise<string> {
  const folder = await aFolder();
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  if (status !== 0) context.skip('a disk is mounted by root alone');
  onTestFinished(() => void spawnSync('umount', ['-l', folder]));
  return folder;
}

/** What does not fit is lost, and the rest fills the disk to its last byte. */
async function fill(disk: string, filler: string): Promise<void> {
  const { bavail, bsize } = await statfs(disk);
  spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4096', `count=${Math.ceil((bavail * bsize) / 4096) + 1}`]);
}

describe('a full disk', () => {
  test.for(['60k', '120k', '200k'])(
    'of %s ends a run, which names the home and leaves no run behind',
    async (size, context) => {
      const disk = await aDisk(context, size);
      const home = join(disk, 'home');
      const company = await aCompany();
      const run = ['run', ...filesOf('2026-10-05'), '--quiet', '--home', home];
      const { exit, stderr } = await ownCommand(company.folder, run);
      expect({ exit, stderr }).toEqual({
        exit: 2,
        stderr: expect.stringMatching(/^\S*\/home\S*: cannot be written\. Found: a full disk\./m),
      });
      expect(stderr).toContain(nothingTaken);
      expect(stderr).not.toContain('.incoming');
      spawnSync('mount', ['-o', 'remount,size=20m', disk]);
      expect(await company.command(...run)).toMatchObject({ exit: 0, stderr: '' });
      const [report = ''] = await readdir(join(home, 'runs'));
      expect((await company.command('verify', join(home, 'runs', report, 'report.pdf'))).exit).toBe(0);
    },
  );

  test('is what the portal tells whoever signs in, until there is space', async (context) => {
    await builtPages();
    const disk = await aDisk(context, '8m');
    const home = ['--home', join(disk, 'home')];
    const company = await aCompany();
    expect((await company.run('--no-pdf', ...home)).exit).toBe(0);
    const serving = await startCommand({ folder: company.folder, program: delivered }, [
      'serve',
      '--port',
      '0',
      ...home,
    ]);
    onTestFinished(() => void serving.kill());
    let url: string | undefined;
    for await (const line of createInterface(serving.stdout)) {
      url = /http:\/\/localhost:\d+/.exec(line)?.[0];
      if (url !== undefined) break;
    }
    const filler = join(disk, 'filler');
    await fill(disk, filler);
    const signIn = async (): Promise<Response> => fetch(`${url}/auth/sign-in`, { redirect: 'manual' });
    const hindered = await signIn();
    expect(hindered.status).toBe(500);
    expect(await hindered.json()).toMatchObject({ refusals: [{ what: 'cannot be written', found: 'a full disk' }] });
    await rm(filler);
    expect((await signIn()).status).toBe(302);
  });

  test('without room for the name of a file is what is said of the home, before work is done', async (context) => {
    const disk = await aFolder();
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m,nr_inodes=2', 'tmpfs', disk]);
    if (status !== 0) context.skip('a disk is mounted by root alone');
    onTestFinished(() => void spawnSync('umount', ['-l', disk]));
    await writeFile(join(disk, 'one'), '');
    const company = await aCompany();
    const { exit, stderr } = await company.command('run', ...filesOf('2026-10-05'), '--home', disk);
    expect({ exit, stderr }).toEqual({
      exit: 2,
      stderr: expect.stringMatching(/^\S+: cannot be written\. Found: a full disk\. Expected: space there, /),
    });
    expect(stderr).toContain(disk);
  });

  test('is what a command says that could only read, and it reads again when there is space', async (context) => {
    const disk = await aDisk(context, '8m');
    const home = ['--home', join(disk, 'home')];
    const company = await aCompany();
    expect((await company.run('--no-pdf', ...home)).exit).toBe(0);
    const filler = join(disk, 'filler');
    await fill(disk, filler);
    const asked = ['graph', '--out', 'graph.json', ...home];
    const hindered = await ownCommand(company.folder, asked);
    expect({ exit: hindered.exit, stderr: hindered.stderr }).toEqual({
      exit: 2,
      stderr: expect.stringContaining('access-review.db: cannot be written. Found: a full disk. Expected: space there'),
    });
    await rm(filler);
    expect((await company.command(...asked)).exit).toBe(0);
  });
});

test('a home on a disk for reading only is told as that, by what cannot open its database too', async (context) => {
  const disk = await aDisk(context, '8m');
  const home = join(disk, 'home');
  const company = await aCompany();
  expect((await company.run('--no-pdf', '--home', home)).exit).toBe(0);
  spawnSync('mount', ['-o', 'remount,ro', disk]);
  for (const command of [['serve', '--port', '0'], ['graph'], ['mcp']]) {
    const { exit, stderr } = await ownCommand(company.folder, [...command, '--home', home]);
    expect(exit, command[0]).toBe(2);
    expect(stderr).toContain(home);
    expect(stderr).toContain('Found: a disk for reading only.');
  }
});
