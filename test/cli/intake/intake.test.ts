// Files that lie in a folder, taken in on a laptop by the rules of the deployment.
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { filesOf } from '../../support/program/company.ts';
import { sha256 } from '../../support/bytes.ts';
import { exportCsv } from '../../support/inputs/export-builder.ts';
import { csvPart, leavers, messageOf, mixed, parts, usualMessage, users } from '../../support/mime/messages.ts';
import { digestsBelow, runDocumentOf, runFiles } from '../../support/program/run-files.ts';
import { anInbox } from './inbox.ts';
import type { Inbox } from './inbox.ts';

let inbox: Inbox;
beforeEach(async () => {
  inbox = await anInbox();
});

describe('a file that lies in the folder', () => {
  test('is kept as an upload by what stands in it, with who took it in', async () => {
    await inbox.lies('list.csv', users);
    await inbox.lies('who-left.csv', leavers);
    const { exit, stdout } = await inbox.take('--json');
    expect(exit).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      taken: [
        { kind: 'taken', files: [{ name: 'list.csv', kind: 'export', rows: 3, before: null }] },
        { kind: 'taken', files: [{ name: 'who-left.csv', kind: 'leavers', rows: 1, before: null }] },
      ],
    });
    expect(await inbox.uploadOf(users)).toMatchObject({ kind: 'export', uploadedBy: 'grc@acme.com', exportedAt: null });
    expect(await inbox.receiptsOf(users)).toMatchObject([{ kind: 'folder', name: 'list.csv', by: 'grc@acme.com' }]);
    expect(await readFile(inbox.company.path(join('home', 'uploads', sha256(users), 'bytes')), 'utf8')).toBe(users);
  });

  test('is a list of leavers by its first line that is not blank', async () => {
    await inbox.lies('who-left.csv', `,\n\n${leavers}`);
    const { stdout } = await inbox.take('--json');
    expect(JSON.parse(stdout)).toMatchObject({ taken: [{ kind: 'taken', files: [{ kind: 'leavers', rows: 1 }] }] });
  });

  test('is not taken as a list of leavers that gives somebody two last days to come', async () => {
    await inbox.lies('who-left.csv', 'Email,Last day\njane@acme.com,2198-01-31\njane@acme.com,2199-01-31\n');
    expect(await inbox.take()).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('who-left.csv, line 3, column 2: somebody with two last days to come'),
    });
  });

  test('is kept with what is declared of it, when it is the only one', async () => {
    await inbox.lies('list.csv', users);
    const declared = ['--exported-at', '2026-10-05T08:00:00Z', '--count-shown', '3'];
    expect((await inbox.take(...declared)).exit).toBe(0);
    expect(await inbox.uploadOf(users)).toMatchObject({ exportedAt: '2026-10-05T08:00:00Z', countShown: 3 });
    await inbox.lies('other.csv', leavers);
    expect(await inbox.take(...declared)).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('declared of more than one file'),
    });
  });

  test('is refused when it is declared as of a time that has not come, and stays where it lies', async () => {
    await inbox.lies('list.csv', users);
    expect(await inbox.take('--exported-at', '2199-10-05T08:00:00Z')).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('--exported-at: a time that has not come'),
    });
    expect((await inbox.take('--exported-at', '2026-10-05T08:00:00Z')).exit).toBe(0);
  });

  test('is kept with what is declared of it afterwards, once', async () => {
    await inbox.lies('list.csv', users);
    await inbox.take();
    const declared = ['--exported-at', '2026-10-05T08:00:00Z', '--count-shown', '3'];
    const { exit, stdout } = await inbox.take(...declared);
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: expect.stringContaining('list.csv: taken as export') });
    expect(stdout).toContain('--exported-at 2026-10-05T08:00:00Z');
    const counted = [
      '--export',
      'inbox/list.csv',
      '--shown',
      '3',
      '--by',
      'ann@acme.com',
      '--confirm',
      '--home',
      'home',
    ];
    expect((await inbox.company.command('count', ...counted)).exit).toBe(0);
    for (const again of [declared, []]) expect((await inbox.take(...again)).stdout).toContain('nothing was changed');
  });

  test('whose taking was cut off before it was kept how the file came, is taken whole when it is taken again', async () => {
    await inbox.lies('list.csv', users);
    await inbox.take();
    await rm(inbox.company.path('home/receipts'), { recursive: true });
    expect((await inbox.take()).stdout).toContain('list.csv: taken as export');
    expect(await inbox.receiptsOf(users)).toMatchObject([{ kind: 'folder', name: 'list.csv', by: 'grc@acme.com' }]);
    expect((await inbox.take()).stdout).toContain('nothing was changed');
  });

  test('is compared by the command that is told, with what was declared of it, and no shell runs what stands there', async () => {
    await inbox.lies('list.csv', users);
    const by = ['--exported-by', "o'neil@acme.com"];
    expect((await inbox.take('--exported-at', '2026-10-05T08:00:00Z', '--count-shown', '3', ...by)).exit).toBe(0);
    await inbox.lies('who-left.csv', leavers);
    const { stdout } = await inbox.take();
    const [, told = ''] = /^To compare it: npx access-review (.*)$/m.exec(stdout) ?? [];
    const printed = await promisify(execFile)('sh', ['-c', String.raw`printf '%s\n' ${told}`]);
    const args = printed.stdout.trimEnd().split('\n');
    expect(args).toEqual(expect.arrayContaining(['--leavers', ...by]));
    const given = '--snapshot okta.jsonl --as-of 2026-10-05T09:00:00Z --no-pdf --json'.split(' ');
    const { exit, stdout: ran } = await inbox.company.command(...args, ...given);
    expect(exit).toBe(0);
    const { run } = (await runFiles(runDocumentOf(ran).folder)).findings;
    expect(run).toMatchObject({ exportedAt: '2026-10-05T08:00:00Z', exportedAtDeclared: true, exportedBy: by[1] });
  });

  test('is compared with the last export by the command that is told, where it is a list of leavers alone', async () => {
    await inbox.company.run('--no-pdf', '--quiet');
    await inbox.lies('who-left.csv', 'email,last day\r\nann@acme.com,2026-09-30\r\n');
    const [told = ''] = z.parse(
      z.object({ compare: z.array(z.string()) }),
      JSON.parse((await inbox.take('--json')).stdout),
    ).compare;
    const [, , ...args] = told.split(' ');
    const given = '--snapshot okta.jsonl --as-of 2026-10-05T10:00:00Z --json'.split(' ');
    const { exit, stdout } = await inbox.company.command(...args, ...given);
    expect({ exit, fresh: JSON.parse(stdout).fresh }).toMatchObject({ exit: 0, fresh: [{ login: 'ann@acme.com' }] });
  });

  test('is put aside when somebody typed another number beside it before', async () => {
    await writeFile(inbox.company.path('typed.csv'), users);
    const typed = ['--export', 'typed.csv', '--shown', '4', '--by', 'ann@acme.com', '--home', 'home'];
    expect(await inbox.company.command('count', ...typed)).toMatchObject({ exit: 0 });
    await inbox.lies('list.csv', users);
    const { exit, stderr } = await inbox.take('--count-shown', '3');
    expect({ exit, stderr }).toMatchObject({ exit: 2, stderr: expect.stringContaining('Found: 3, and 4 was typed') });
    expect((await inbox.take('--count-shown', '4')).stdout).toContain('list.csv: taken as export');
  });

  test('is told when it comes again under any name, and changes nothing', async () => {
    await inbox.lies('list.csv', users);
    await inbox.take();
    const before = await digestsBelow(inbox.company.path('home/uploads'));
    await inbox.lies('again.csv', users);
    await inbox.lies('message.eml', usualMessage());
    const { exit, stdout } = await inbox.take();
    expect(exit).toBe(0);
    expect(stdout.match(/came before, at .* from grc@acme\.com; nothing was changed/g)).toHaveLength(3);
    expect(stdout.match(/^To compare it: /gm)).toHaveLength(1);
    expect(await digestsBelow(inbox.company.path('home/uploads'))).toEqual(before);
    expect(await inbox.receiptsOf(users)).toHaveLength(1);
  });

  test('is taken as what it is where it was handed in as a file of the other kind, and once', async () => {
    const either = 'Email,Last day,Status\r\nann@acme.com,2026-09-30,Inactive\r\n';
    await inbox.handsIn('leavers', either);
    await inbox.lies('list.csv', either);
    expect((await inbox.take()).stdout).toContain('list.csv: taken as export');
    await inbox.handsIn('leavers', either);
    const before = await digestsBelow(inbox.company.path('home/uploads'));
    const { stdout } = await inbox.take();
    expect(stdout).toContain('nothing was changed');
    expect(stdout).toContain('To compare it: npx access-review run');
    expect(await digestsBelow(inbox.company.path('home/uploads'))).toEqual(before);
  });

  test('of another application, and whatever is none, lies in quarantine with the reason beside it', async () => {
    await inbox.lies('foreign.csv', 'Name,Phone\r\nAnn,1\r\n');
    await inbox.lies('notes.txt', 'Ring HR.');
    await inbox.lies('list.csv', users);
    const { exit, stdout, stderr } = await inbox.take();
    expect(exit).toBe(2);
    expect(stdout).toContain('list.csv: taken as export, 3 rows');
    expect(stderr).toContain('foreign.csv, row 1: no e-mail column');
    expect(stderr).toContain('notes.txt');
    const record = await inbox.jsonAt(`quarantine/${sha256('Name,Phone\r\nAnn,1\r\n')}/refused.json`);
    expect(record).toMatchObject({ name: 'foreign.csv', refusals: [{ what: 'no e-mail column' }] });
    expect(await readFile(inbox.company.path(join('home', 'quarantine', sha256('Ring HR.'), 'bytes')), 'utf8')).toBe(
      'Ring HR.',
    );
    const quarantined = await digestsBelow(inbox.company.path('home/quarantine'));
    expect((await inbox.take()).stdout).toContain('foreign.csv: in quarantine since');
    expect(await digestsBelow(inbox.company.path('home/quarantine'))).toEqual(quarantined);
  });

  test('and cannot be read is told, and keeps no other from being taken', async () => {
    const path = Buffer.concat([
      Buffer.from(`${inbox.company.path('inbox')}/a`),
      Buffer.from([0xff]),
      Buffer.from('.csv'),
    ]);
    await writeFile(path, users);
    await inbox.lies('list.csv', users);
    const { exit, stdout, stderr } = await inbox.take();
    expect(exit).toBe(2);
    expect(stdout).toContain('list.csv: taken as export');
    expect(stderr).toContain('file not taken in. Found: it cannot be read (ENOENT)');
  });

  test('stays where it lies, and links, hidden files and folders are left alone', async () => {
    await inbox.lies('list.csv', users);
    await inbox.lies('.hidden.csv', 'x');
    await mkdir(inbox.company.path('inbox/below'));
    await writeFile(inbox.company.path('elsewhere.csv'), leavers);
    await symlink(inbox.company.path('elsewhere.csv'), inbox.company.path('inbox/link.csv'));
    const before = await digestsBelow(inbox.company.path('inbox'));
    const { exit, stdout } = await inbox.take('--json');
    expect(exit).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ taken: [{ name: 'list.csv' }] });
    expect(await digestsBelow(inbox.company.path('inbox'))).toEqual(before);
  });
});

describe('what is taken in', () => {
  test('meets the gates that a file by hand meets', async () => {
    const logins = Array.from({ length: 10 }, (_, index) => `user-${index}@acme.com`);
    await inbox.company.has({ accounts: logins, people: logins });
    expect((await inbox.company.run('--no-pdf')).exit).toBe(0);
    const shrunken = exportCsv(logins.slice(0, 5).map((email) => ({ email })));
    await inbox.company.has({ on: '2026-10-06' });
    await inbox.lies('m.eml', messageOf(parts('b', csvPart(shrunken)), [mixed('b')]));
    expect((await inbox.take()).exit).toBe(0);
    const upload = join('home', 'uploads', sha256(shrunken), 'bytes');
    const { exit, stdout, stderr } = await inbox.company.command(
      'run',
      ...filesOf('2026-10-06'),
      '--export',
      upload,
      '--no-pdf',
    );
    expect(exit).toBe(4);
    expect(stdout + stderr).toMatch(/50 %|fewer rows|drop-rows/);
  });

  test('needs a configuration, a folder and a name, each told', async () => {
    const { exit, stderr } = await inbox.company.command('intake', 'nowhere', '--by', 'grc', '--home', 'home');
    expect(exit).toBe(2);
    expect(stderr).toContain('--by: no e-mail address');
    expect(stderr).toContain('nowhere: folder not readable. Found: no such folder.');
    await inbox.lies('list.csv', users);
    const aFile = await inbox.company.command('intake', 'inbox/list.csv', '--by', 'grc@acme.com', '--home', 'home');
    expect(aFile.stderr).toContain('inbox/list.csv: folder not readable. Found: a file.');
    expect((await inbox.company.command('intake', 'inbox', '--by', 'grc@acme.com', '--home', 'new')).stderr).toContain(
      'no configuration',
    );
  });
});
