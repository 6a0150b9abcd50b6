// Refused contents of an export, a configuration, a snapshot: the message names the line and what stands there.
// Each refusal is a process, as in the file beside it; together they take some twenty seconds.
import { beforeAll, describe, test } from 'vitest';
import { filesOf } from '../../../support/program/company.ts';
import { csvText } from '../../../support/inputs/export-builder.ts';
import { aHeader, anApp, anIdentity } from '../../../support/inputs/population-builder.ts';
import { at } from '../../../support/time.ts';
import { aRefusingCompany, withoutSnapshot } from './refusing-company.ts';
import type { RefusingCompany } from './refusing-company.ts';

let file: RefusingCompany['file'];
let refuses: RefusingCompany['refuses'];
beforeAll(async () => {
  ({ file, refuses } = await aRefusingCompany());
});

function runWith(...options: readonly string[]): readonly string[] {
  return ['run', ...filesOf('2026-10-05'), ...options];
}

async function refusedExport(cells: readonly (readonly string[])[], ...says: readonly string[]): Promise<void> {
  const name = await file('users.csv', csvText(cells));
  await refuses(runWith('--export', name), name, ...says);
}

const okta = { id: 'okta', kind: 'okta', orgUrl: 'https://acme.okta.example', appId: 'app' };

async function refusedConfig(config: unknown, ...says: readonly string[]): Promise<void> {
  const name = await file('review.json', JSON.stringify(config));
  await refuses(runWith('--config', name), name, ...says);
}

const header = aHeader({ directory: 'okta', takenAt: at('2026-10-05T07:30:00Z') });
const jane = anIdentity({ login: 'jane@acme.com' });

async function refusedSnapshot(lines: readonly unknown[], ...says: readonly string[]): Promise<void> {
  const name = await file('okta.jsonl', lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const args = [...withoutSnapshot, '--config', 'review.json', '--snapshot', name];
  await refuses(args, name, ...says);
}

describe('an export', () => {
  test('without an e-mail column', () =>
    refusedExport(
      [
        ['Person', 'Status'],
        ['jane@acme.com', 'Active'],
      ],
      'row 1',
      'no e-mail column',
      '"Person", "Status"',
    ));

  test('without a status column', () =>
    refusedExport(
      [
        ['Email', 'Role'],
        ['jane@acme.com', 'Admin'],
      ],
      'row 1',
      'no status column',
      '"Email", "Role"',
    ));

  test('with a status that has no meaning, however many rows bear it', () =>
    refusedExport(
      [
        ['Email', 'Status'],
        ['jane@acme.com', 'Active'],
        ['ann@acme.com', 'Dormant'],
        ['bob@acme.com', 'Dormant'],
      ],
      'row 3, column Status',
      'unknown status',
      '"Dormant" in 2 rows',
      'export.statuses',
    ));

  test('with an empty status', () =>
    refusedExport(
      [
        ['Email', 'Status'],
        ['jane@acme.com', ''],
      ],
      'row 2, column Status',
      'an empty cell',
    ));

  test('with dates whose day and month cannot be told apart', () =>
    refusedExport(
      [
        ['Email', 'Status', 'Last Login'],
        ['jane@acme.com', 'Active', '03/04/2026'],
      ],
      'row 2, column Last Login',
      'ambiguous date format',
      '03/04/2026',
      'export.dateFormat',
    ));

  test('that is cut off inside a quoted cell', async () => {
    const name = await file('users.csv', 'Email,Status\njane@acme.com,"Act');
    await refuses(runWith('--export', name), `${name}, row 2`);
  });

  test('with nobody in it', () => refusedExport([['Email', 'Status']], 'no user'));
});

describe('a configuration', () => {
  test('with an unknown key', () =>
    refusedConfig({ directories: [okta], organization: 'Acme' }, 'top level', 'unknown key', 'organization'));

  test('with an unknown key deep inside', () =>
    refusedConfig({ directories: [okta], policy: { dormantDay: 3 } }, 'policy', 'unknown key', 'dormantDay'));

  test('without directories', () => refusedConfig({}, 'directories', 'nothing', 'list'));

  test('with an empty list of directories', () => refusedConfig({ directories: [] }, 'at least one directory'));

  test('that is a list', () => refusedConfig([], 'top level', 'object'));

  test('with a number as text', () =>
    refusedConfig({ directories: [okta], policy: { dormantDays: '90' } }, 'policy.dormantDays', '"90"', 'number'));

  test('with a word that the key does not know', () =>
    refusedConfig({ directories: [{ ...okta, role: 'door' }] }, 'directories[0].role', '"door"', 'gate'));

  test('with a directory of an unknown kind', () =>
    refusedConfig({ directories: [{ ...okta, kind: 'ldap' }] }, 'directories[0].kind', '"ldap"', 'okta'));

  test('with a gate that names no app', () =>
    refusedConfig(
      { directories: [{ id: 'okta', kind: 'okta', orgUrl: 'https://a.example' }] },
      'directories[0].appId',
    ));

  test('with an address that would carry a token in the clear', () =>
    refusedConfig({ directories: [{ ...okta, orgUrl: 'http://a.example' }] }, 'directories[0].orgUrl', 'https'));

  test('that is no JSON', async () => {
    const name = await file('review.json', '{ "directories": [');
    await refuses(runWith('--config', name), name, 'no JSON');
  });

  test.each([
    [
      'a comment',
      '{\n  // ours\n  "directories": [] }',
      'in line 2, column 3 a comment, which JSON has not: "// ours"',
    ],
    ['a comma too many', '{ "directories": [\n  1,\n] }', 'in line 2, column 4 a comma with nothing behind it: ","'],
    ['quotation marks of a word processor', '{ “directories”: [] }', 'in line 1, column 3 a quotation mark of a word'],
    ['single quotation marks', "{ 'directories': [] }", 'in line 1, column 3 a single quotation mark'],
    [
      'blanks of a web page',
      '{\u00a0"directories": [] }',
      'in line 1, column 2 a blank of a word processor or a web page',
    ],
    ['a path of Windows', String.raw`{ "organisation": "C:\Acme" }`, 'in line 1, column 19 a text with a backslash'],
    [
      'a text over two lines',
      '{ "organisation": "Acme\nCorp" }',
      'in line 1, column 19 a text that does not end on its line',
    ],
    ['YAML', 'directories:\n  - id: okta\n', 'in line 1, column 1 what is no JSON: "directories:"'],
    ['nothing', '', 'Found: nothing'],
  ])('with %s, with its line and column', async (_, content, found) => {
    const name = await file('review.json', content);
    await refuses(runWith('--config', name), name, found);
  });

  test('in UTF-16', async () => {
    const name = await file('review.json', Buffer.from('\ufeff{ "directories": [] }', 'utf16le'));
    await refuses(runWith('--config', name), name, 'Found: UTF-16, as some editors save it');
  });

  test('that says one thing twice', async () => {
    const name = await file('review.json', '{ "policy": { "dormantDays": 30 }, "policy": {}, "directories": [] }');
    await refuses(runWith('--config', name), name, 'the name "policy" twice in one object');
  });

  test('that is not in UTF-8, so that names in it would be garbled', async () => {
    const name = await file('review.json', Buffer.from('{ "organisation": "Müller" }', 'latin1'));
    await refuses(runWith('--config', name), name, 'UTF-8');
  });
});

describe('a snapshot', () => {
  test('whose last line is cut off', async () => {
    const text = [header, jane].map((line) => JSON.stringify(line)).join('\n');
    const name = await file('okta.jsonl', text.slice(0, -5));
    const args = [...withoutSnapshot, '--config', 'review.json', '--snapshot', name];
    await refuses(args, `${name}, line 2`, 'no JSON');
  });

  test('with fewer identities than its header counts', () =>
    refusedSnapshot([{ ...header, identities: 2 }, jane], 'cut short', '1 identit', '2'));

  test('that tells one identity twice, with both lines', () =>
    refusedSnapshot(
      [header, jane, anIdentity({ login: 'ann@acme.com' }), { ...jane, name: 'Jane again' }],
      'line 4, id: identity told twice',
      `${jane.id}, which is in line 2 too`,
    ));

  test('without its header', () => refusedSnapshot([jane], 'line 1'));

  test('of a later format', () => refusedSnapshot([{ ...header, schema: 2 }], 'line 1, schema', 'Found: 2', '1'));

  test('with an identity in an unknown state', () =>
    refusedSnapshot([header, { ...jane, state: 'asleep' }], 'line 2, state', '"asleep"', 'active'));

  test('with an identity that lacks a field', () =>
    refusedSnapshot([header, { ...jane, guest: undefined }], 'line 2, guest', 'nothing'));

  test('of a directory that is not configured', () =>
    refusedSnapshot([{ ...header, directory: 'entra' }], 'not configured', 'entra', 'okta'));

  test('of another app', () =>
    refusedSnapshot([{ ...header, app: anApp({ id: 'payroll' }) }], 'another app', 'payroll', 'Expected: app'));

  test('of another tenant', async () => {
    const entra = { id: 'okta', kind: 'entra', tenantId: 'acme-tenant', appId: 'app' };
    const config = await file('review.json', JSON.stringify({ directories: [entra] }));
    const snapshot = await file('entra.jsonl', JSON.stringify({ ...header, product: 'entra', tenant: 'other-tenant' }));
    const args = [...withoutSnapshot, '--config', config, '--snapshot', snapshot];
    await refuses(args, 'another tenant', 'other-tenant', 'acme-tenant');
  });

  test('of a directory that another snapshot is of', async () => {
    await refuses(runWith('--snapshot', 'okta.jsonl'), 'two snapshots of one directory');
  });

  test('that is missing, without credentials to read the directory', async () => {
    const args = [...withoutSnapshot, '--config', 'review.json'];
    await refuses(args, 'okta', 'no credentials', '--snapshot');
  });
});
