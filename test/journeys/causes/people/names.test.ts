// Causes 8 to 12 of a false orphan: the person is there, under another name than the account has.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { codesOf, review, runOver } from '../../../support/program/causes.ts';
import type { Review, ReviewSays } from '../../../support/program/causes.ts';
import { assigned, graphSeed, person } from '../../../support/directories/graph-seed.ts';
import { appUser, oktaPerson, oktaSeed } from '../../../support/directories/okta-seed.ts';
import { aFolder } from '../../../support/folders.ts';
import type { ExportRow } from '../../../support/inputs/export-builder.ts';

/** The account against a tenant that holds nobody but the assigned person. */
async function inEntra(account: ExportRow | string, fields: object, says: Partial<ReviewSays> = {}): Promise<Review> {
  const seed = graphSeed({ users: [person('jane', fields)], appRoleAssignedTo: [assigned('jane')] });
  return review({ entra: { seed }, accounts: [account], ...says });
}

async function inOkta(login: string, profile: object, says: Partial<ReviewSays> = {}): Promise<Review> {
  const jane = oktaPerson('jane', {}, profile);
  const userName = z.parse(z.object({ login: z.string() }), jane['profile']).login;
  const seed = oktaSeed({ users: [jane], appUsers: [appUser('jane', { credentials: { userName } })] });
  return review({ okta: { seed }, accounts: [login], ...says });
}

/** Nothing is asked of anybody: the one account is linked to the one person, by this rule. */
function expectLinked(told: Review, rule: string): void {
  expect(told).toMatchObject({ exit: 0, document: { status: 'complete' }, accused: [] });
  expect(told.files.population).toMatchObject([{ situation: 'linked', rule }]);
  expect(told.document.findings.byCode).not.toHaveProperty('ASSIGNED_WITHOUT_ACCOUNT');
}

describe('guests, whose NameID may take three forms', () => {
  const guest = {
    userPrincipalName: 'gina_de_vries_partner.com#EXT#@acme.onmicrosoft.com',
    mail: 'g.devries@partner.com',
    userType: 'Guest',
  };

  test.each([
    ['the #EXT# name', 'gina_de_vries_partner.com#EXT#@acme.onmicrosoft.com', 'name-id'],
    ['the mail', 'g.devries@partner.com', 'login'],
    ['the name at home', 'gina_de_vries@partner.com', 'alias'],
  ])('%s', async (_form, login, rule) => {
    const told = await inEntra(login, guest);
    expectLinked(told, rule);
    expect(codesOf(told, login.toLowerCase())).toEqual(['EXTERNAL_ACCOUNT']);
  });
});

describe('aliases', () => {
  test.each([
    ['a primary address', { proxyAddresses: ['SMTP:jane.doe@acme.com'] }],
    ['a secondary address', { proxyAddresses: ['SMTP:jane@acme.com', 'smtp:jane.doe@acme.com'] }],
    ['a renamed login, the old name kept as an address', { proxyAddresses: ['smtp:Jane.Doe@acme.com'] }],
    ['the name on premises', { onPremisesUserPrincipalName: 'jane.doe@acme.com' }],
  ])('%s', async (_alias, fields) => {
    expectLinked(await inEntra('jane.doe@acme.com', fields), 'alias');
  });

  test('the onmicrosoft.com address', async () => {
    const proxyAddresses = ['SMTP:jane@acme.com', 'smtp:jane@acme.onmicrosoft.com'];
    expectLinked(await inEntra('jane@acme.onmicrosoft.com', { proxyAddresses }), 'alias');
  });

  test('mail other than the login', async () => {
    expectLinked(await inEntra('jane.doe@acme.com', { mail: 'jane.doe@acme.com' }), 'login');
    expectLinked(await inOkta('jane.doe@acme.com', { email: 'jane.doe@acme.com' }), 'login');
  });

  test('people without mail are found by their login', async () => {
    expectLinked(await inEntra('jane@acme.com', { mail: null }), 'name-id');
  });

  test.each<[string, () => Promise<Review>]>([
    ['otherMails', async () => inEntra('jane@home.example', { otherMails: ['jane@home.example'] })],
    ['secondEmail', async () => inOkta('jane@home.example', { secondEmail: 'jane@home.example' })],
  ])('%s is a hint: anybody may enter it, so it only suggests the person', async (_name, reviewing) => {
    const told = await reviewing();
    expect(told.accused).toEqual(['jane@home.example']);
    expect(told.findings.find(({ code }) => code === 'ORPHANED_ACCOUNT')?.reason).toMatch(/Perhaps .*jane@acme\.com/);
  });

  test('an approved alias links what a hint suggests', async () => {
    const aliases = [{ login: 'jane@home.example', identity: 'jane@acme.com', approvedBy: 'cfo@acme.com' }];
    const told = await inEntra('jane@home.example', { otherMails: ['jane@home.example'] }, { config: { aliases } });
    expectLinked(told, 'approved-alias');
  });
});

describe('the same name in another form', () => {
  test.each([
    ['case', 'Jane@ACME.com', 'jane@acme.com'],
    ['case in the directory', 'jane@acme.com', 'JANE@Acme.Com'],
    ['blanks', '  jane@acme.com\u00A0', 'jane@acme.com'],
    ['composed and decomposed letters', 'jo\u0308rg@acme.com', 'j\u00F6rg@acme.com'],
    ['full-width letters', '\uFF4Aane@acme.com', 'jane@acme.com'],
    ['a domain in Unicode', 'jane@b\u00FCcher.example', 'jane@xn--bcher-kva.example'],
  ])('%s', async (_form, account, login) => {
    const name = { userPrincipalName: login, mail: login };
    expectLinked(await inEntra(account, name), 'name-id');
    expectLinked(await inOkta(account, { login, email: login }), 'name-id');
  });

  test('of a role in two rows of one login contradicts nothing', async () => {
    const seed = graphSeed({ users: [person('jane')], appRoleAssignedTo: [assigned('jane')] });
    const accounts = ['User', 'user', '\uFF35ser'].map((role) => ({ email: 'jane@acme.com', role }));
    expect(codesOf(await review({ entra: { seed }, accounts }), 'jane@acme.com')).toEqual([]);
  });

  test('plus-addressing, where the company says that it means nothing', async () => {
    expectLinked(await inEntra('jane+crm@acme.com', {}, { policy: { plusAddressing: 'ignore' } }), 'name-id');
    expectLinked(await inOkta('jane+crm@acme.com', {}, { policy: { plusAddressing: 'ignore' } }), 'name-id');
  });
});

describe('an address with characters that nobody sees, as it was pasted into the directory', () => {
  const accounts = ['jane@acme.com'];
  const pasted = ['jane@acme.com\u200b', '\u202ajane@acme.com\u202c', 'jane\u00ad@acme.com'];

  test.each(pasted)('%j is who it shows, by a login of Okta', async (email) => {
    const users = [oktaPerson('jane', {}, { login: 'jdoe', email })];
    const seed = oktaSeed({ users, appUsers: [appUser('jane', { credentials: { userName: 'jdoe' } })] });
    expect((await review({ okta: { seed }, accounts })).situations).toEqual({ 'jane@acme.com': 'linked' });
  });

  test.each(pasted)('%j is who it shows, by the mail or an alias of Entra', async (address) => {
    for (const fields of [
      { mail: address, userPrincipalName: 'jd@acme.onmicrosoft.com' },
      { mail: null, userPrincipalName: 'jd@acme.onmicrosoft.com', proxyAddresses: [`smtp:${address}`] },
    ]) {
      const seed = graphSeed({ users: [person('jane', fields)], appRoleAssignedTo: [assigned('jane')] });
      expect((await review({ entra: { seed }, accounts })).situations).toEqual({ 'jane@acme.com': 'linked' });
    }
  });
});

describe('a NameID that is no e-mail', () => {
  test.each([
    ['onPremisesSamAccountName', { onPremisesSamAccountName: 'JDOE' }],
    ['employeeId', { employeeId: 'E-4711' }],
  ])('%s of Entra: the e-mail of the account is matched by logins', async (nameId, fields) => {
    expectLinked(await inEntra('jane@acme.com', fields, { settings: { entra: { nameId } } }), 'login');
  });

  test('employeeId of Entra: a renamed person is found where the export has it', async () => {
    const account = { email: 'jane.old@acme.com', employeeId: 'E-4711' };
    const settings = { entra: { nameId: 'employeeId' } };
    expectLinked(await inEntra(account, { employeeId: 'E-4711' }, { settings }), 'employee-id');
  });

  test('a pairwise id of Okta: matched by logins, and by the employee id where the export has it', async () => {
    const template = { settings: { signOn: { subjectNameIdTemplate: '${user.pairwiseId}' } } };
    const jane = oktaPerson('jane', {}, { employeeNumber: '4711' });
    const appUsers = [appUser('jane', { credentials: { userName: 'f3a9c1' } })];
    const okta = { seed: oktaSeed({ users: [jane], appUsers }, template) };
    expectLinked(await review({ okta, accounts: ['jane@acme.com'] }), 'login');
    const renamed = await review({ okta, accounts: [{ email: 'jane.old@acme.com', employeeId: '4711' }] });
    expectLinked(renamed, 'employee-id');
    expect(renamed.snapshots['okta']?.notes?.join()).toContain('${user.pairwiseId}');
  });
});

describe('two directories, of which neither holds everybody', () => {
  const accounts = ['jane@acme.com', 'omar@acme.com'];
  const entra = { seed: graphSeed({ users: [person('jane')], appRoleAssignedTo: [assigned('jane')] }) };
  const okta = { seed: oktaSeed({ users: [oktaPerson('omar')], appUsers: [appUser('omar')] }) };

  test('are united before anybody is judged', async () => {
    const told = await review({ entra, okta, accounts });
    expect(told).toMatchObject({ exit: 0, document: { status: 'complete' }, accused: [] });
    expect(told.situations).toEqual({ 'jane@acme.com': 'linked', 'omar@acme.com': 'linked' });
  });

  test('and while one of them is unread, whoever is not in the other is undetermined', async () => {
    const unread = {
      seed: oktaSeed(),
      misbehave: [{ at: '/api/v1/apps/0oa1', change: () => ({ status: 500, body: '' }) }],
    };
    const told = await review({ entra, okta: unread, accounts });
    expect(told).toMatchObject({ exit: 4, document: { status: 'incomplete' }, accused: [] });
    expect(told.situations).toEqual({ 'jane@acme.com': 'linked', 'omar@acme.com': 'undetermined' });
    expect(told.snapshots).toMatchObject({ entra: { completeness: 'complete' }, okta: { completeness: 'unread' } });
  });

  test('the one tells who is there, the other who may use the app', async () => {
    const people = { seed: graphSeed({ users: [person('jane'), person('omar')] }) };
    const gate = {
      seed: oktaSeed({
        users: [oktaPerson('jane'), oktaPerson('omar')],
        appUsers: ['jane', 'omar'].map((id) => appUser(id)),
      }),
    };
    const told = await review({ entra: people, okta: gate, accounts, settings: { entra: { role: 'people' } } });
    expect(told).toMatchObject({ exit: 0, document: { status: 'complete' }, accused: [] });
    expect(told.situations).toEqual({ 'jane@acme.com': 'linked', 'omar@acme.com': 'linked' });
  });
});

describe('what follows the domain of an address, or is none', () => {
  const jörg = oktaPerson('joerg', {}, { login: 'jörg@acme.com', email: 'jörg@acme.com' });
  const seed = oktaSeed({
    users: [jörg],
    appUsers: [appUser('joerg', { credentials: { userName: 'jörg@acme.com' } })],
  });

  test.each([
    'jörg@acme.com/x',
    'jörg@acme.com#x',
    'jörg@%61cme.com',
    'jörg@acme.com?x',
    'jane@acme.com/x',
    'jane@acme^x.com',
  ])('%s is no account of somebody else, and its row is told', async (email) => {
    const told = await review({ okta: { seed }, accounts: ['jörg@acme.com', { email, status: 'Active' }] });
    expect(told.situations).toEqual({ 'jörg@acme.com': 'linked' });
    expect(told.files.findings.totals).toMatchObject({ rejected: 1 });
  });

  test('jörg@1 is not jörg@0.0.0.1', async () => {
    const told = await review({ okta: { seed }, accounts: ['jörg@acme.com', 'jörg@1', 'jörg@0.0.0.1'] });
    expect(Object.keys(told.situations).toSorted()).toEqual(['jörg@0.0.0.1', 'jörg@1', 'jörg@acme.com']);
  });

  test('in a list of leavers names nobody', async () => {
    const folder = await aFolder();
    const leavers = join(folder, 'leavers.csv');
    await writeFile(leavers, 'Email,Last Day\njörg@acme.com/x,2026-09-30\n');
    const ended = await runOver({ okta: { seed }, accounts: ['jörg@acme.com'], folder, options: { leavers } });
    expect(ended.exit).toBe(2);
    expect(ended.stderr).toContain('no e-mail address');
  });
});

describe('letters that are not told alike everywhere', () => {
  test.each([
    ['γιώργος.κώστας@acme.com', 'ΓΙΏΡΓΟΣ.ΚΏΣΤΑΣ@acme.com'],
    ['ΓΙΏΡΓΟΣ.ΚΏΣΤΑΣ@acme.com', 'γιώργος.κώστας@acme.com'],
  ])('a sigma at the end of a word: %s is %s', async (account, userPrincipalName) => {
    expectLinked(await inEntra(account, { userPrincipalName, mail: null }), 'name-id');
  });

  test.each([
    ['strasse@acme.com', 'straße@acme.com'],
    ['straße@acme.com', 'STRASSE@acme.com'],
    ['rene@acme.com', 'rené@acme.com'],
    ['rené@acme.com', 'rene@acme.com'],
  ])('%s is not %s, and is suggested', async (account, userPrincipalName) => {
    const told = await inEntra(account, { userPrincipalName, mail: null, displayName: 'R S' });
    expect(told).toMatchObject({ exit: 0, situations: { [account]: 'unmatched' } });
    const reason = told.findings.find(({ code }) => code === 'ORPHANED_ACCOUNT')?.reason;
    expect(reason).toContain(`Perhaps R S <${userPrincipalName}> in entra: only a hint, a similar login, the name or`);
  });

  test.each(['ſmith@acme.com', '\u212Aate@acme.com', '𝐣𝐚𝐧𝐞@acme.com', 'oﬃce@acme.com'])(
    '%s, whose letters only stand for others, is a rejected row and nobody else',
    async (account) => {
      const users = [person('ada'), person('jane', { userPrincipalName: account.normalize('NFKC'), mail: null })];
      const seed = graphSeed({ users, appRoleAssignedTo: [assigned('ada'), assigned('jane')] });
      const told = await review({ entra: { seed }, accounts: ['ada@acme.com', account] });
      expect(told.situations).toEqual({ 'ada@acme.com': 'linked' });
      expect(told.document.totals.rejected).toBe(1);
    },
  );
});
