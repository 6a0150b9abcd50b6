import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { configJsonSchema, parseConfig } from '../../core/contract/config.ts';
import type { Config } from '../../core/contract/config.ts';
import { refusalText } from '../../core/result.ts';

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
    ['credentials in an address', { directories: [{ ...okta, orgUrl: 'https://me:secret@acme.okta.com' }] }, /orgUrl/],
  ])('refuses %s and names the key', (_what, input, message) => {
    const refusals = refusalsOf(input);
    expect(refusals).toHaveLength(1);
    expect(refusals[0]).toMatch(message);
  });

  test('takes plain http on a loopback address, for a stand-in on this machine', () => {
    expect(refusalsOf({ directories: [{ ...okta, orgUrl: 'http://127.0.0.1:8080' }] })).toEqual([]);
  });

  test('compares domains as logins write them: lower case, ASCII, without an at sign', () => {
    const { policy } = accepted({ directories: [okta], policy: { companyDomains: ['@ACME.com', 'BÜCHER.example'] } });
    expect(policy.companyDomains).toEqual(['acme.com', 'xn--bcher-kva.example']);
  });

  test('publishes the schema that it checks with', () => {
    const published: unknown = JSON.parse(readFileSync(new URL('../../review.schema.json', import.meta.url), 'utf8'));
    expect(published).toEqual(configJsonSchema());
  });
});
