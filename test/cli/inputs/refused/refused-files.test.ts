// Refused files and options: one clear message, exit 2, and a home that stays byte for byte as it was.
import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { filesOf } from '../../../support/program/company.ts';
import type { Company } from '../../../support/program/company.ts';
import { digestsBelow } from '../../../support/program/run-files.ts';
import { aRefusingCompany, withoutSnapshot } from './refusing-company.ts';
import type { RefusingCompany } from './refusing-company.ts';

let company: Company;
let file: RefusingCompany['file'];
let refuses: RefusingCompany['refuses'];
beforeAll(async () => {
  ({ company, file, refuses } = await aRefusingCompany());
});

function runWith(...options: readonly string[]): readonly string[] {
  return ['run', ...filesOf('2026-10-05'), ...options];
}

describe('a file that is missing or cannot be read', () => {
  test.each(['--config', '--export', '--snapshot', '--leavers'])('%s names no file', async (option) => {
    await refuses(runWith(option, 'nowhere.txt'), `${option} nowhere.txt`, 'no such file');
  });

  test.each(['--config', '--export', '--snapshot', '--leavers'])('%s names a folder', async (option) => {
    await mkdir(company.path('folder'), { recursive: true });
    await refuses(runWith(option, 'folder'), `${option} folder`, 'a folder');
  });

  test.each(['--config', '--export', '--snapshot', '--leavers'])('%s names an empty file', async (option) => {
    const name = await file('empty.txt', '');
    await refuses(runWith(option, name), name);
  });

  test.each(['--config', '--export', '--snapshot', '--leavers'])('%s names a picture', async (option) => {
    const name = await file('picture.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13));
    await refuses(runWith(option, name), name);
  });
});

describe('a file that is no list', () => {
  const page = '<!DOCTYPE html>\n<html><table><tr><td>Email<td>Status</table></html>';
  test.each([
    ['.ods', `PK\u0003\u0004${' '.repeat(26)}mimetypeapplication/vnd.oasis.opendocument.spreadsheet`],
    ['HTML', `\ufeff${page}`],
    ['XML', '<?xml version="1.0"?>\n<Workbook/>'],
    ['SYLK', 'ID;PWXL;N;E\nC;Y1;X1;K"Email"\nE\n'],
    ['DIF', 'TABLE\r\n0,1\r\n"users"\r\n'],
    ['PDF', '%PDF-1.7\n1 0 obj\n<<>>\nendobj\n'],
    ['JSON', '[\n  { "email": "jane@acme.com" },\n  { "email": "ann@acme.com" }\n]\n'],
    ['JSON', '{"email":"jane@acme.com"}\n{"email":"ann@acme.com"}\n'],
    [
      'a mail',
      'From: Ann <ann@acme.com>\r\nSubject: who\r\n left\r\nMIME-Version: 1.0\r\n\r\njane@acme.com, ann@acme.com\r\n',
    ],
    ['RTF', String.raw`{\rtf1\ansi Email\cell Status}`],
    ['.xls', Uint8Array.of(0x09, 0x00, 0x04, 0x00, 0x02, 0x00, 0x10, 0x00)],
    ['.xls', Uint8Array.of(0x09, 0x02, 0x06, 0x00, 0x00, 0x02, 0x10, 0x00, 0x04, 0x00)],
  ])('is told by its kind: %s', async (kind, content) => {
    const name = await file('users.csv', content);
    await refuses(runWith('--export', name), `${name}: neither a CSV nor an .xlsx`, kind, 'saved as .xlsx');
    await refuses(runWith('--leavers', name), `${name}: neither a CSV nor an .xlsx`, kind, 'saved as .xlsx');
  });
});

test.each([
  ['names alone', 'name,last day\nJane,2026-10-01\nAnn,2026-10-02\n', '"name"'],
  ['a text', 'Dear all,\nthese left:\njane@acme.com and ann@acme.com\n', '"Dear all"'],
  ['names beside the addresses', 'email,last day\nJane <jane@acme.com>,2026-10-01\nAnn <ann@acme.com>,\n', '"Jane <'],
])('a list of leavers in which no row names anybody is refused once: %s', async (_, content, found) => {
  const name = await file('leavers.csv', content);
  await refuses(runWith('--leavers', name), `${name}, line`, 'no list of leavers', found);
});

test('a title above an export is no mail', async () => {
  const name = await file('users.csv', 'From: People.ai\nDate: 2026-10-05\nEmail,Status\njane@acme.com,Active\n');
  expect((await company.run('--export', name, '--no-pdf')).stderr).not.toContain('Expected: ');
});

describe.skipIf(process.platform === 'win32')('what has no end', () => {
  test.each(['--config', '--export', '--snapshot', '--leavers'])('%s names a device', async (option) => {
    await refuses(runWith(option, '/dev/zero'), `${option} /dev/zero`, 'a device');
  });

  test.each(['--config', '--export', '--snapshot', '--leavers'])('%s names a pipe without a writer', async (option) => {
    const pipe = company.path(`pipe${option}`);
    execFileSync('mkfifo', [pipe]);
    await refuses(runWith(option, pipe), `${option} ${pipe}`, 'a pipe');
  });

  test.each(['/dev/zero', 'users.csv --trust /dev/urandom', '/dev/null'])('is no report: verify %s', async (files) => {
    await refuses(['verify', ...files.split(' ')], 'file not readable', 'a device');
  });
});

describe('a folder', () => {
  test.each(['--home', '--out'])('%s that is a file', async (option) => {
    await refuses(runWith(option, 'users.csv'), `${option} users.csv`, 'a file');
  });

  test.each(['--home', '--out'])('%s below a file', async (option) => {
    await refuses(runWith(option, 'users.csv/below'), `${option} users.csv/below`, 'a file on the way to it');
  });
});

describe('an option', () => {
  test.each([
    ['--as-of tomorrow', '--as-of'],
    ['--as-of 2026-02-30', '--as-of'],
    ['--exported-at 05.10.2026', '--exported-at'],
    ['--exported-by jane', '--exported-by'],
    ['--count-shown many', '--count-shown'],
    ['--count-shown -1', '--count-shown'],
    ['--fail-on severe', '--fail-on'],
    ['--review 2026-Q5', '--review'],
    ['--accept-gate skewed --by jane@acme.com --reason late', 'unknown gate'],
  ])('is refused when its value has no meaning: %s', async (options, says) => {
    await refuses(runWith(...options.split(' ')), says);
  });

  test.each([
    ['--accept-gate skew --by jane@acme.com', '--reason'],
    ['--accept-gate skew --reason late', '--by'],
    ['--by jane@acme.com', '--accept-gate'],
    ['--reason late', '--accept-gate'],
  ])('is refused without those that go with it: %s', async (options, says) => {
    await refuses(runWith(...options.split(' ')), says);
  });

  test('is refused with a reason that is blank', async () => {
    await refuses(runWith('--accept-gate', 'skew', '--by', 'jane@acme.com', '--reason', ' '), '--reason');
  });
});

test('each unreadable line of a leavers file has its message', async () => {
  const name = await file(
    'leavers.csv',
    'email,last day\nx,2026-10-01\njane@acme.com,1.10.2026\nann@acme.com,2026-10-01\n',
  );
  const { exit, stderr } = await company.run('--leavers', name);
  expect(exit).toBe(2);
  expect(stderr).toContain(`${name}, line 2, column 1: no e-mail address. Found: "x".`);
  expect(stderr).toContain(`${name}, line 3, column 2: no day. Found: "1.10.2026".`);
});

test('refused input makes no home where there was none', async () => {
  const { exit } = await company.run('--export', 'nowhere.csv', '--home', 'fresh');
  expect(exit).toBe(2);
  expect(await digestsBelow(company.path('fresh'))).toEqual({});
});

test('everything that is wrong with a run is told at once, in the order of the inputs', async () => {
  const options = ['--as-of', 'tomorrow', '--count-shown', 'many', '--accept-gate', 'luck', '--by', 'jane'];
  const files = ['--export', 'nowhere.csv', '--leavers', await file('leavers.csv', 'jane@acme.com,soon\n')];
  const { exit, stdout, stderr } = await company.command(
    ...runWith(...options, ...files, '--snapshot', 'nowhere.jsonl'),
  );
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  const places = stderr.split('\n').filter((line) => line.includes('Expected: '));
  expect(places.map((line) => line.slice(0, line.indexOf(':')))).toEqual([
    '--as-of',
    '--count-shown',
    '--accept-gate',
    '--by',
    '--reason',
    '--export nowhere.csv',
    expect.stringMatching(/leavers.csv, line 1, column 2$/),
    '--snapshot nowhere.jsonl',
  ]);
});

test.each<[string, readonly string[], readonly string[]]>([
  [
    'options that no configuration makes right, beside one that is not there',
    runWith('--config', 'nowhere.json', '--as-of', 'today', '--review', '2026-Q5', '--fail-on', 'worst'),
    ['--config nowhere.json', '--as-of', '--fail-on', '--review'],
  ],
  [
    'half a sample, beside a report and a certificate that are not there',
    ['verify', 'nowhere.pdf', '--sample', '25', '--trust', 'nowhere.pem', '--evidence', 'nowhere'],
    ['--seed', 'report nowhere.pdf', '--trust nowhere.pem', '--evidence nowhere'],
  ],
  [
    'no day of a watch, beside a home that is none',
    ['watch', '--config', 'review.json', '--as-of', 'today', '--home', 'nowhere'],
    ['--as-of', '--home nowhere'],
  ],
])('is told at once: %s', async (_what, args, places) => {
  const { exit, stdout, stderr } = await company.command(...args);
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  const refusals = stderr.split('\n').filter((line) => line.includes('Expected: '));
  expect(refusals.map((line) => line.slice(0, line.indexOf(':')))).toEqual(places);
});

test('missing credentials of every directory are told at once', async () => {
  const entra = { id: 'entra', kind: 'entra', tenantId: 'tenant', appId: 'app' };
  const okta = { id: 'okta', kind: 'okta', orgUrl: 'https://acme.okta.com', appId: '0oa1' };
  const config = await file('two.json', JSON.stringify({ directories: [entra, okta] }));
  const { exit, stderr } = await company.command(...withoutSnapshot, '--config', config);
  expect(exit).toBe(2);
  const missing = stderr.split('\n').filter((line) => line.includes('or a stored snapshot with --snapshot'));
  expect(missing).toEqual([expect.stringContaining('ENTRA_CLIENT_ID'), expect.stringContaining('OKTA_API_TOKEN')]);
});
