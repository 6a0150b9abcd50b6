import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { policyChanges, policyDigest } from '../../../core/config/approval.ts';
import { paperOf } from '../../../core/config/config.ts';
import { configJsonSchema, parseConfig, parseTaken } from '../../../core/config/parse.ts';
import type { Config } from '../../../core/config/config.ts';
import { refusalText } from '../../../core/values/result.ts';

const okta = { id: 'okta', kind: 'okta', orgUrl: 'https://acme.okta.com', appId: '0oa1' };

function accepted(input: unknown): Config {
  const parsed = parseConfig(input, 'review.json');
  if (parsed.kind === 'refused') throw new Error(parsed.refusals.map(refusalText).join('\n'));
  return parsed.value;
}

function refusalsOf(input: unknown): readonly string[] {
  const parsed = parseConfig(input, 'review.json');
  return parsed.kind === 'refused' ? parsed.refusals.map(refusalText) : [];
}

function mailed(mail: object): object {
  return { directories: [okta], mail };
}

function reviewed(reviewers: object): object {
  return { directories: [okta], reviewers };
}

describe('the configuration', () => {
  test('needs only a directory, and fills in the defaults of the contract', () => {
    const { policy, calendar, instance } = accepted({ directories: [okta] });
    expect(calendar).toEqual({ timeZone: 'UTC', fiscalYearStart: 1 });
    expect(instance).toMatchObject({
      environment: 'production',
      userManagement: 'manual',
      vendorDomains: ['people.ai', 'backstory.ai'],
    });
    expect(policy).toMatchObject({
      dormantDays: 90,
      newAccountGraceDays: 7,
      maxExportAgeDays: 7,
      maxSkewHours: 24,
      maxDropPercent: 20,
      leaverHours: 24,
      maxExceptionDays: 180,
      plusAddressing: 'distinct',
      propose: ['ORPHANED_ACCOUNT', 'LEAVER_ACCOUNT', 'DISABLED_IDENTITY'],
      companyDomains: [],
      privilegedRoles: [],
    });
  });

  test('takes the $schema by which an editor finds ours, and forgets it', () => {
    const input = { directories: [okta] };
    expect(accepted({ $schema: './review.schema.json', ...input })).toEqual(accepted(input));
    expect(configJsonSchema()).toMatchObject({ properties: { $schema: { type: 'string' } } });
    expect(refusalsOf({ $schema: 7, ...input })).toEqual([expect.stringContaining('$schema: value not accepted')]);
  });

  test.each<[object, string, string]>([
    [{ directoriess: [] }, 'top level', 'perhaps "directories" for "directoriess"'],
    [
      { organization: 'A', polciy: {} },
      'top level',
      'perhaps "organisation" for "organization", "policy" for "polciy"',
    ],
    [{ policy: { dormant_days: 30 } }, 'policy', 'perhaps "dormantDays" for "dormant_days"'],
    [{ nonHuman: [{ login: 'a@acme.com', ownr: 'b@acme.com' }] }, 'nonHuman[0]', 'perhaps "owner" for "ownr"'],
    [
      { reviewers: { rules: [{ team: '*', reviewer: 'manager', taem: 'x' }] } },
      'reviewers.rules[0]',
      'perhaps "team" for "taem"',
    ],
    [{ directories: [{ ...okta, orgURL: 'x' }] }, 'directories[0]', 'perhaps "orgUrl" for "orgURL"'],
    [{ export: { columns: { mail: 'E-Mail' } } }, 'export.columns', 'perhaps "email" for "mail"'],
    [{ calendar: { zone: 'UTC' } }, 'calendar', 'here timeZone, fiscalYearStart'],
    [{ export: { statuses: { gone: ['Left'] } } }, 'export.statuses', 'here active, pending, suspended'],
    [{ totally: 'unknown' }, 'top level', 'only the keys of review.schema.json.'],
  ])('is refused where %j has a key that it does not know, and told which may be meant', (input, where, meant) => {
    const [refusal] = refusalsOf({ directories: [okta], ...input });
    expect(refusal).toContain(`review.json, ${where}: unknown key`);
    expect(refusal).toContain(meant);
  });

  test('has a key of one kind of directory suggested to that kind alone', () => {
    const entra = { id: 'entra', kind: 'entra', tenantId: 't', appId: 'a' };
    expect(refusalsOf({ directories: [{ ...entra, tenantIds: 't' }] }).join()).toContain('"tenantId" for "tenantIds"');
    expect(refusalsOf({ directories: [{ ...okta, tenantIds: 't' }] }).join()).not.toContain('tenantId"');
  });

  test.each([
    ['an unknown key', { directories: [okta], polcy: {} }, /review\.json, top level: unknown key\. Found: polcy/],
    [
      'an unknown key further down',
      { directories: [okta], policy: { dormantDay: 30 } },
      /review\.json, policy: unknown key\. Found: dormantDay/,
    ],
    ['no directory', { directories: [] }, /directories: value not accepted.*at least one directory/],
    [
      'a gate without the app',
      { directories: [{ ...okta, appId: undefined }] },
      /directories\[0\]\.appId: missing value.*role of the directory is "gate"/,
    ],
    ['two directories of one id', { directories: [okta, okta] }, /directories\[1\]\.id: id used twice/],
    [
      'a time zone that does not exist',
      { directories: [okta], calendar: { timeZone: 'Europe/Atlantis' } },
      /calendar\.timeZone.*Europe\/Atlantis/,
    ],
    [
      'a day that does not exist',
      { directories: [okta], policy: { approvedOn: '2026-02-30' } },
      /policy\.approvedOn.*2026-02-30/,
    ],
    [
      'one register entry twice',
      { directories: [okta], nonHuman: [{ login: 'bot@acme.com' }, { login: 'BOT@acme.com ' }] },
      /nonHuman\[1\]\.login: login used twice/,
    ],
    [
      'plain http to an org on the network',
      { directories: [{ ...okta, orgUrl: 'http://acme.okta.com' }] },
      /orgUrl.*loopback/,
    ],
    [
      'a role in both lists',
      { directories: [okta], policy: { privilegedRoles: ['Admin'], ordinaryRoles: ['User', ' ADMIN'] } },
      /policy\.ordinaryRoles\[1\]: role in both lists\. Found: ADMIN, which policy\.privilegedRoles/,
    ],
    [
      'a drop of more than everything',
      { directories: [okta], policy: { maxDropPercent: 101 } },
      /policy\.maxDropPercent.*Found: 101\. Expected: a percentage, 0 to 100/,
    ],
    [
      'directories that only tell who is there',
      { directories: [{ ...okta, appId: undefined, role: 'people' }] },
      /directories: no directory holds the app.*at least one with the role "gate"/,
    ],
    [
      'two directories that would read the same credentials',
      {
        directories: [
          { ...okta, id: 'a-b' },
          { ...okta, id: 'a_b' },
        ],
      },
      /directories\[1\]\.id: id that shares.*a_b, beside a-b: both read A_B_CLIENT_ID/,
    ],
    ['a sender with a name', mailed({ from: 'Access Review <ar@acme.com>' }), /mail\.from.*one bare address/],
    ['a recipient that is no address', mailed({ to: ['grc@acme.com', 'nope'] }), /mail\.to\[1\].*"nope"/],
    ['a recipient with a name', mailed({ to: ['GRC <grc@acme.com>'] }), /mail\.to\[0\].*without a name/],
    ['a list in place of a recipient', mailed({ to: ['a@acme.com, b@acme.com'] }), /mail\.to\[0\]/],
    ['a reviewer of last resort who has no address', reviewed({ fallback: 'bob' }), /reviewers\.fallback.*"bob"/],
    ['a control owner who has no address', reviewed({ controlOwner: 'the CFO' }), /reviewers\.controlOwner/],
    [
      'a rule with a word that names nobody',
      reviewed({ rules: [{ team: '*', reviewer: 'Manager' }] }),
      /reviewers\.rules\[0\]\.reviewer.*"Manager".*"manager" or "owner"/,
    ],
    ['credentials in an address', { directories: [{ ...okta, orgUrl: 'https://me:secret@acme.okta.com' }] }, /orgUrl/],
  ])('refuses %s and names the key', (_what, input, message) => {
    const refusals = refusalsOf(input);
    expect(refusals).toHaveLength(1);
    expect(refusals[0]).toMatch(message);
  });

  test('refuses one column for two fields, however it is spelled: one of them would be read as the other', () => {
    const columns = { email: 'Email', employeeId: 'e-mail', team: 'Team' };
    expect(refusalsOf({ directories: [okta], export: { columns } })).toEqual([
      'review.json, export.columns.employeeId: column of two fields. Found: e-mail, which export.columns.email names too. Expected: a column of its own.',
    ]);
  });

  test('takes plain http on a loopback address, for a stand-in on this machine', () => {
    expect(refusalsOf({ directories: [{ ...okta, orgUrl: 'http://127.0.0.1:8080' }] })).toEqual([]);
  });

  test('takes who reviews: people, and the words for whom a directory or the register names', () => {
    const rules = ['manager', 'owner', 'jane@bücher.example'].map((reviewer, at) => ({ team: `Team ${at}`, reviewer }));
    expect(refusalsOf(reviewed({ rules, fallback: 'grc@acme.com', controlOwner: ' cfo@acme.com ' }))).toEqual([]);
  });

  test('takes people and the gate that they may come through in any order, and one login under two identities', () => {
    const identities = ['jane@acme.com', 'jane.doe@acme.com'];
    const aliases = identities.map((identity) => ({ login: 'j@old.com', identity, approvedBy: 'grc@acme.com' }));
    expect(refusalsOf({ directories: [{ ...okta, id: 'hr', role: 'people' }, okta], aliases })).toEqual([]);
  });

  test('compares domains as logins write them: lower case, ASCII, without an at sign', () => {
    const { policy } = accepted({ directories: [okta], policy: { companyDomains: ['@ACME.com', 'BÜCHER.example'] } });
    expect(policy.companyDomains).toEqual(['acme.com', 'xn--bcher-kva.example']);
  });

  test('refuses domains that no address can have, each with its place', () => {
    const refusals = refusalsOf({
      directories: [{ ...okta, authoritativeFor: ['acme.com', '*.acme.com'] }],
      instance: { vendorDomains: ['vendor.example.'] },
      policy: { companyDomains: ['https://acme.com', 'acme.com, acme.org', 'jane@acme.com'] },
    });
    expect(refusals.map((text) => /(?:review\.json, )([^:]+):/.exec(text)?.[1])).toEqual([
      'directories[0].authoritativeFor[1]',
      'instance.vendorDomains[0]',
      'policy.companyDomains[0]',
      'policy.companyDomains[1]',
      'policy.companyDomains[2]',
    ]);
    expect(refusals[0]).toContain('*.acme.com');
  });

  test('refuses an auditor with two limits, and a limit to a period that is none', () => {
    const auditors = [
      { login: 'ann@audit.example', periods: ['2026-Q4', '2026-q3', 'Q4 2026'] },
      { login: 'Ann@AUDIT.example', until: '2027-03-31' },
    ];
    const refusals = refusalsOf({ directories: [okta], portal: { auditors } });
    expect(refusals).toHaveLength(3);
    expect(refusals[0]).toMatch(/portal\.auditors\[1\]\.login: login used twice/);
    expect(refusals[1]).toMatch(/portal\.auditors\[0\]\.periods\[1\]: no review period.*2026-q3/);
    expect(refusals[2]).toMatch(/portal\.auditors\[0\]\.periods\[2\]: no review period.*Q4 2026/);
  });

  test('refuses numbers of days that lead out of the calendar', () => {
    const policy = { maxExceptionDays: 9_999_999, timely: { signOff: 99_999, removal: 1e20 } };
    expect(refusalsOf({ directories: [okta], policy })).toEqual([
      'review.json, policy.maxExceptionDays: value not accepted. Found: 9999999. Expected: at most 1000000.',
      'review.json, policy.timely.removal: value not accepted. Found: 100000000000000000000. Expected: at most 1000000.',
    ]);
  });

  test('takes numbers that say that there is no limit', () => {
    const policy = {
      maxExceptionDays: 99_999,
      dormantDays: 1e9,
      maxExportAgeDays: 1e9,
      maxSkewHours: 1e9,
      leaverHours: 1e9,
    };
    expect(accepted({ directories: [okta], policy }).policy).toMatchObject(policy);
  });

  test('tells what contradicts itself and what matches nothing at once', () => {
    const refusals = refusalsOf({ directories: [okta, okta], policy: { companyDomains: ['https://acme.com'] } });
    expect(refusals.map((text) => text.split(':')[0])).toEqual([
      'review.json, directories[1].id',
      'review.json, policy.companyDomains[0]',
    ]);
  });

  test('takes such values from the configuration of a run, which was taken before they were asked about', () => {
    const before = { directories: [{ ...okta, authoritativeFor: ['*.acme.com'] }] };
    expect(parseTaken(before, 'policy.json').kind).toBe('ok');
  });

  test('says of the policy that a run kept since which version such a value is refused, and what to do', () => {
    const before = {
      directories: [{ ...okta, authoritativeFor: ['*.acme.com'] }],
      export: { columns: { name: 'A', team: 'a' } },
    };
    const taken = parseTaken(before, 'policy.json');
    const kept = refusalsOf(JSON.parse(JSON.stringify(taken.kind === 'ok' ? taken.value : null)));
    expect(kept).toEqual([
      expect.stringMatching(/authoritativeFor\[0\].*asked since 0\.12\.0, .*change it in a copy of the file/),
      expect.stringMatching(/export\.columns\.team.*asked since 0\.20\.0, .*change it in a copy of the file/),
    ]);
    expect(refusalsOf(before).filter((text) => text.includes('asked since'))).toEqual([]);
  });

  test('prints on A4 unless it says Letter, and stays approved whatever the paper', () => {
    const silent = accepted({ directories: [okta] });
    const letter = accepted({ directories: [okta], report: { paper: 'Letter' } });
    expect([silent, letter].map(paperOf)).toEqual(['A4', 'Letter']);
    expect(policyDigest(letter)).toBe(policyDigest(silent));
    expect(policyChanges(silent, letter)).toEqual([]);
    expect(Object.hasOwn(silent, 'report'), 'a run of before keeps its id').toBe(false);
  });

  test('publishes the schema that it checks with', () => {
    const published: unknown = JSON.parse(
      readFileSync(new URL('../../../review.schema.json', import.meta.url), 'utf8'),
    );
    expect(published).toEqual(configJsonSchema());
  });
});
