// What lies in a folder, taken in on a laptop: files and messages by the rules of the deployment.
import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { aCompany, filesOf } from '../../support/program/company.ts';
import type { Company } from '../../support/program/company.ts';
import type { Outcome } from '../../support/program/command.ts';
import { sha256 } from '../../support/bytes.ts';
import { exportCsv } from '../../support/inputs/export-builder.ts';
import {
  csvPart,
  leavers,
  messageOf,
  mixed,
  parts,
  proven,
  usualMessage,
  users,
  words,
} from '../../support/mime/messages.ts';
import { digestsBelow, runDocumentOf, runFiles } from '../../support/program/run-files.ts';

const intake = {
  senders: [
    { address: 'jane@acme.com', sends: ['export'] },
    { address: 'hr@acme.com', sends: ['leavers'] },
  ],
  receiver: { authservId: 'mx.acme.com', scansAll: true, requiresTls: true },
};

let company: Company;
beforeEach(async () => {
  company = await aCompany({
    accounts: ['ann@acme.com', 'bob@acme.com', 'cho@acme.com'],
    people: ['ann@acme.com', 'bob@acme.com', 'cho@acme.com'],
    config: { intake },
  });
  await mkdir(company.path('inbox'));
});

async function lies(name: string, bytes: string | Uint8Array): Promise<void> {
  await writeFile(company.path(join('inbox', name)), bytes);
}

async function take(...options: readonly string[]): Promise<Outcome> {
  return company.command(
    'intake',
    'inbox',
    '--by',
    'grc@acme.com',
    '--config',
    'review.json',
    '--home',
    'home',
    ...options,
  );
}

const uploadSchema = z.object({
  kind: z.string(),
  uploadedBy: z.string(),
  exportedAt: z.nullable(z.string()),
  countShown: z.nullable(z.number()),
  rows: z.number(),
});

async function jsonAt(...path: readonly string[]): Promise<unknown> {
  return JSON.parse(await readFile(company.path(join('home', ...path)), 'utf8'));
}

async function uploadOf(content: string): Promise<z.infer<typeof uploadSchema>> {
  return z.parse(uploadSchema, await jsonAt('uploads', sha256(content), 'upload.json'));
}

async function receiptsOf(content: string): Promise<readonly unknown[]> {
  const paths = Object.keys(await digestsBelow(company.path('home'))).filter((path) =>
    path.includes(`receipts/${sha256(content)}`),
  );
  return Promise.all(paths.map(async (path) => JSON.parse(await readFile(company.path(join('home', path)), 'utf8'))));
}

describe('a file that lies in the folder', () => {
  test('is kept as an upload by what stands in it, with who took it in', async () => {
    await lies('list.csv', users);
    await lies('who-left.csv', leavers);
    const { exit, stdout } = await take('--json');
    expect(exit).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      taken: [
        { kind: 'taken', files: [{ name: 'list.csv', kind: 'export', rows: 3, before: null }] },
        { kind: 'taken', files: [{ name: 'who-left.csv', kind: 'leavers', rows: 1, before: null }] },
      ],
    });
    expect(await uploadOf(users)).toMatchObject({ kind: 'export', uploadedBy: 'grc@acme.com', exportedAt: null });
    expect(await receiptsOf(users)).toMatchObject([{ kind: 'folder', name: 'list.csv', by: 'grc@acme.com' }]);
    expect(await readFile(company.path(join('home', 'uploads', sha256(users), 'bytes')), 'utf8')).toBe(users);
  });

  test('is kept with what is declared of it, when it is the only one', async () => {
    await lies('list.csv', users);
    const declared = ['--exported-at', '2026-10-05T08:00:00Z', '--count-shown', '3'];
    expect((await take(...declared)).exit).toBe(0);
    expect(await uploadOf(users)).toMatchObject({ exportedAt: '2026-10-05T08:00:00Z', countShown: 3 });
    await lies('other.csv', leavers);
    expect(await take(...declared)).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('declared of more than one file'),
    });
  });

  test('is refused when it is declared as of a time that has not come, and stays where it lies', async () => {
    await lies('list.csv', users);
    expect(await take('--exported-at', '2199-10-05T08:00:00Z')).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('--exported-at: a time that has not come'),
    });
    expect((await take('--exported-at', '2026-10-05T08:00:00Z')).exit).toBe(0);
  });

  test('is kept with what is declared of it afterwards, once', async () => {
    await lies('list.csv', users);
    await take();
    const declared = ['--exported-at', '2026-10-05T08:00:00Z', '--count-shown', '3'];
    const { exit, stdout } = await take(...declared);
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
    expect((await company.command('count', ...counted)).exit).toBe(0);
    for (const again of [declared, []]) expect((await take(...again)).stdout).toContain('nothing was changed');
  });

  test('is compared by the command that is told, with what was declared of it, and no shell runs what stands there', async () => {
    await lies('list.csv', users);
    const by = ['--exported-by', "o'neil@acme.com"];
    expect((await take('--exported-at', '2026-10-05T08:00:00Z', '--count-shown', '3', ...by)).exit).toBe(0);
    await lies('who-left.csv', leavers);
    const { stdout } = await take();
    const [, told = ''] = /^To compare it: npx access-review (.*)$/m.exec(stdout) ?? [];
    const printed = await promisify(execFile)('sh', ['-c', String.raw`printf '%s\n' ${told}`]);
    const args = printed.stdout.trimEnd().split('\n');
    expect(args).toEqual(expect.arrayContaining(['--leavers', ...by]));
    const given = '--snapshot okta.jsonl --as-of 2026-10-05T09:00:00Z --no-pdf --json'.split(' ');
    const { exit, stdout: ran } = await company.command(...args, ...given);
    expect(exit).toBe(0);
    const { run } = (await runFiles(runDocumentOf(ran).folder)).findings;
    expect(run).toMatchObject({ exportedAt: '2026-10-05T08:00:00Z', exportedAtDeclared: true, exportedBy: by[1] });
  });

  test('is compared with the last export by the command that is told, where it is a list of leavers alone', async () => {
    await company.run('--no-pdf', '--quiet');
    await lies('who-left.csv', 'email,last day\r\nann@acme.com,2026-09-30\r\n');
    const [told = ''] = z.parse(
      z.object({ compare: z.array(z.string()) }),
      JSON.parse((await take('--json')).stdout),
    ).compare;
    const [, , ...args] = told.split(' ');
    const given = '--snapshot okta.jsonl --as-of 2026-10-05T10:00:00Z --json'.split(' ');
    const { exit, stdout } = await company.command(...args, ...given);
    expect({ exit, fresh: JSON.parse(stdout).fresh }).toMatchObject({ exit: 0, fresh: [{ login: 'ann@acme.com' }] });
  });

  test('is put aside when somebody typed another number beside it before', async () => {
    await writeFile(company.path('typed.csv'), users);
    const typed = ['--export', 'typed.csv', '--shown', '4', '--by', 'ann@acme.com', '--home', 'home'];
    expect(await company.command('count', ...typed)).toMatchObject({ exit: 0 });
    await lies('list.csv', users);
    const { exit, stderr } = await take('--count-shown', '3');
    expect({ exit, stderr }).toMatchObject({ exit: 2, stderr: expect.stringContaining('Found: 3, and 4 was typed') });
    expect((await take('--count-shown', '4')).stdout).toContain('list.csv: taken as export');
  });

  test('is told when it comes again under any name, and changes nothing', async () => {
    await lies('list.csv', users);
    await take();
    const before = await digestsBelow(company.path('home/uploads'));
    await lies('again.csv', users);
    await lies('message.eml', usualMessage());
    const { exit, stdout } = await take();
    expect(exit).toBe(0);
    expect(stdout.match(/came before, at .* from grc@acme\.com; nothing was changed/g)).toHaveLength(3);
    expect(await digestsBelow(company.path('home/uploads'))).toEqual(before);
    expect(await receiptsOf(users)).toHaveLength(1);
  });

  test('of another application, and whatever is none, lies in quarantine with the reason beside it', async () => {
    await lies('foreign.csv', 'Name,Phone\r\nAnn,1\r\n');
    await lies('notes.txt', 'Ring HR.');
    await lies('list.csv', users);
    const { exit, stdout, stderr } = await take();
    expect(exit).toBe(2);
    expect(stdout).toContain('list.csv: taken as export, 3 rows');
    expect(stderr).toContain('foreign.csv, row 1: no e-mail column');
    expect(stderr).toContain('notes.txt');
    const record = await jsonAt('quarantine', sha256('Name,Phone\r\nAnn,1\r\n'), 'refused.json');
    expect(record).toMatchObject({ name: 'foreign.csv', refusals: [{ what: 'no e-mail column' }] });
    expect(await readFile(company.path(join('home', 'quarantine', sha256('Ring HR.'), 'bytes')), 'utf8')).toBe(
      'Ring HR.',
    );
    const quarantined = await digestsBelow(company.path('home/quarantine'));
    expect((await take()).stdout).toContain('foreign.csv: in quarantine since');
    expect(await digestsBelow(company.path('home/quarantine'))).toEqual(quarantined);
  });

  test('and cannot be read is told, and keeps no other from being taken', async () => {
    const path = Buffer.concat([Buffer.from(`${company.path('inbox')}/a`), Buffer.from([0xff]), Buffer.from('.csv')]);
    await writeFile(path, users);
    await lies('list.csv', users);
    const { exit, stdout, stderr } = await take();
    expect(exit).toBe(2);
    expect(stdout).toContain('list.csv: taken as export');
    expect(stderr).toContain('file not taken in. Found: it cannot be read (ENOENT)');
  });

  test('stays where it lies, and links, hidden files and folders are left alone', async () => {
    await lies('list.csv', users);
    await lies('.hidden.csv', 'x');
    await mkdir(company.path('inbox/below'));
    await writeFile(company.path('elsewhere.csv'), leavers);
    await symlink(company.path('elsewhere.csv'), company.path('inbox/link.csv'));
    const before = await digestsBelow(company.path('inbox'));
    const { exit, stdout } = await take('--json');
    expect(exit).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ taken: [{ name: 'list.csv' }] });
    expect(await digestsBelow(company.path('inbox'))).toEqual(before);
  });
});

describe('a message that lies in the folder', () => {
  const said = [...words.slice(0, 2), 'exported-at: 2026-10-05T07:40:00Z', 'count-shown: 3'];
  const declaring = messageOf(parts('b', said, csvPart(users)), [mixed('b')]);

  test('is kept as it came, and its file is an upload of the sender with how it came', async () => {
    await lies('m.eml', declaring);
    expect(await take()).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('m.eml, users.csv: taken as export, 3 rows'),
    });
    expect(await readFile(company.path(join('home', 'mail', sha256(declaring), 'message.eml')))).toEqual(declaring);
    expect(await uploadOf(users)).toMatchObject({
      uploadedBy: 'jane@acme.com',
      exportedAt: '2026-10-05T07:40:00Z',
      countShown: 3,
    });
    expect(await receiptsOf(users)).toMatchObject([
      {
        kind: 'mail',
        name: 'users.csv',
        from: 'jane@acme.com',
        messageId: '<1@acme.com>',
        messageSha256: sha256(declaring),
        verdicts: { dmarc: 'pass', spam: 'pass', virus: 'pass', spf: 'unknown', dkim: 'unknown' },
        tls: true,
      },
    ]);
  });

  test.each([
    ['forged', usualMessage([], [proven.replace('=pass', '=fail')]), 'dmarc: the sender is not proven. Found: fail'],
    ['without the word of the receiver', usualMessage([], []), 'dmarc: the sender is not proven. Found: not told'],
    [
      'of a stranger',
      usualMessage(['From: x@attacker.example']),
      'a sender who may not send. Found: x@attacker.example',
    ],
    [
      'of somebody who sends leavers',
      usualMessage(['From: hr@acme.com']),
      'a file that this sender may not send. Found: an export',
    ],
    [
      'of two exports',
      messageOf(parts('b', csvPart(users), csvPart(exportCsv([{ email: 'dan@acme.com' }]))), [mixed('b')]),
      'more than an export. Found: "users.csv" and "users.csv"',
    ],
    [
      'of a file whose end is missing',
      Buffer.from(
        usualMessage()
          .toString('latin1')
          .replace(/.{3}=*\r\n--b1--/, '\r\n--b1--'),
        'latin1',
      ),
      'm.eml, part 2: message not readable. Found: Base64 that ends within a group of four',
    ],
    [
      'of two dates',
      usualMessage(['Date: Mon, 05 Oct 2026 08:00:00 +0000', 'Date: Mon, 12 Oct 2026 08:00:00 +0000']),
      'm.eml: message not readable. Found: more than one date',
    ],
    [
      'of a file with two names',
      Buffer.from(usualMessage().toString('latin1').replace('filename="users.csv"', 'filename="users.txt"'), 'latin1'),
      '"users.txt" and "users.csv", names of one file',
    ],
    [
      'of a file that is no list',
      messageOf(parts('b', csvPart('Name\r\nAnn\r\n')), [mixed('b')]),
      'm.eml, users.csv, row 1: no e-mail column',
    ],
  ])('is put aside whole when it is %s', async (_what, bytes, told) => {
    await lies('m.eml', bytes);
    const { exit, stdout, stderr } = await take();
    expect(exit).toBe(2);
    expect(stdout).toContain('m.eml: in quarantine, ');
    expect(stderr).toContain(told);
    const kept = Object.keys(await digestsBelow(company.path('home'))).filter((path) =>
      /^(?:uploads|mail|receipts)\//.test(path),
    );
    expect(kept).toEqual([]);
    expect(await readFile(company.path(join('home', 'quarantine', sha256(bytes), 'bytes')))).toEqual(bytes);
  });
});

describe('what is taken in', () => {
  test('meets the gates that a file by hand meets', async () => {
    const logins = Array.from({ length: 10 }, (_, index) => `user-${index}@acme.com`);
    await company.has({ accounts: logins, people: logins });
    expect((await company.run('--no-pdf')).exit).toBe(0);
    const shrunken = exportCsv(logins.slice(0, 5).map((email) => ({ email })));
    await company.has({ on: '2026-10-06' });
    await lies('m.eml', messageOf(parts('b', csvPart(shrunken)), [mixed('b')]));
    expect((await take()).exit).toBe(0);
    const upload = join('home', 'uploads', sha256(shrunken), 'bytes');
    const { exit, stdout, stderr } = await company.command(
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
    const { exit, stderr } = await company.command('intake', 'nowhere', '--by', 'grc', '--home', 'home');
    expect(exit).toBe(2);
    expect(stderr).toContain('--by: no e-mail address');
    expect(stderr).toContain('nowhere: folder not readable');
    await lies('list.csv', users);
    expect((await company.command('intake', 'inbox', '--by', 'grc@acme.com', '--home', 'new')).stderr).toContain(
      'no configuration',
    );
  });
});
