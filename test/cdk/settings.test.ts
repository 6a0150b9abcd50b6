import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { settingsOf } from '../../cdk/settings/settings.ts';
import { settingsSchema } from '../../cdk/settings/written.ts';
import { SettingsRefused } from '../../cdk/settings/contradictions.ts';
import type { Settings } from '../../cdk/settings/settings.ts';
import { aFolder } from '../support/folders.ts';
import { sftpServer as server } from '../support/aws/services/sftp-server.ts';

const cdkJson = z.object({ context: z.object({ 'access-review': z.record(z.string(), z.unknown()) }) });

/** The settings of the sample, but for these. */
function withSettings(says: object, context: object = {}): Settings {
  const read = z.parse(cdkJson, JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8')));
  const settings = { ...read.context['access-review'], ...says };
  return settingsOf(new App({ context: { stage: 'dev', 'access-review': settings, ...context } }));
}

function withAuditors(auditors: unknown): Settings {
  return withSettings({ auditors });
}

function refusalOf(says: object): string {
  try {
    withSettings(says);
  } catch (error) {
    if (error instanceof SettingsRefused) return error.message;
    throw error;
  }
  return 'taken';
}

/** The configuration of the sample, but for these. */
async function aConfiguration(says: object): Promise<string> {
  const sample: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk/sample.json'), 'utf8'));
  const file = join(await aFolder(), 'review.json');
  await writeFile(file, JSON.stringify({ ...z.parse(z.looseObject({}), sample), ...says }));
  return file;
}

const portal = {
  domain: 'review.quillfeather.example',
  certificate: 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d',
};

describe('the settings', () => {
  test.each(['confg', 'Stage', 'accessReview'])('refuse %s in the context, which would be passed over', (key) => {
    expect(() => withSettings({}, { [key]: 'prod' })).toThrow(
      `${key}: not a key of the context (cdk.json, -c), expected one of access-review, stage, config`,
    );
  });

  test('leave keys of the CDK alone', () => {
    const others = {
      'cli-telemetry': false,
      '@aws-cdk/core:stackRelativeExports': true,
      'aws:cdk:bundling-stacks': [],
    };
    expect(withSettings({}, others).stage).toBe('dev');
  });

  test('let uploads stay, or go after a term that no open review needs them for', () => {
    expect(withSettings({}).uploadDays).toBeNull();
    expect(withSettings({ uploadDays: 400 }).uploadDays).toBe(400);
    expect(() => withSettings({ uploadDays: 92 })).toThrow(/expected at least 200 days/);
  });

  test.each(['cron(0 6 * * ? *)', 'cron(0 */4 ? * * *)', 'cron(15 6 1/1 * ? *)'])(
    'take %s for watch and tick, which are due every day',
    (schedule) => {
      expect(withSettings({ watch: schedule, tick: schedule })).toMatchObject({ watch: schedule, tick: schedule });
    },
  );

  test.each(['cron(0 6 ? * MON-FRI *)', 'cron(0 6 1 * ? *)', 'cron(0 6 * 1-11 ? *)', 'cron(0 6 * * ? 2026)'])(
    'refuse %s for watch and tick, of which an alarm would tell that they are missing',
    (schedule) => {
      for (const kind of ['watch', 'tick'])
        expect(() => withSettings({ [kind]: schedule })).toThrow(/expected a time of every day/);
    },
  );

  test('are told in the runbook, each by its key', () => {
    const runbook = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');
    const keys = Object.keys(settingsSchema.shape);
    expect(keys.filter((key) => !new RegExp(`[\`"]${key}[\`"]`).test(runbook))).toEqual([]);
  });

  test('name the sender as SES takes it, whatever letters its domain has', async () => {
    const config = await aConfiguration({ mail: { to: ['grc@bücher.example'], from: 'review@bücher.example' } });
    expect(withSettings({ config }).sender).toBe('review@xn--bcher-kva.example');
  });

  test('are refused for each address of the mail that SES does not take', async () => {
    const config = await aConfiguration({ mail: { to: ['grc@acme.com', 'zoë@acme.com'], from: 'prüfung@acme.com' } });
    expect(refusalOf({ config }).split('\n')).toEqual([
      expect.stringMatching(/review\.json: mail\.from: found prüfung@acme\.com; expected ASCII alone before the @/),
      expect.stringMatching(/review\.json: mail\.to\[1\]: found zoë@acme\.com; expected ASCII alone before the @/),
    ]);
  });

  test('are refused when they name credentials of a directory that is not configured', () => {
    expect(() => withSettings({ credentials: { entraa: { kind: 'federation', clientId: 'a' } } })).toThrow(
      /^access-review\.credentials\.entraa: no directory of .*sample\.json; its directories are entra, okta, contractors$/,
    );
  });

  test.each([['Production'], ['a-stage'], [''], [7]])(
    'are refused for the stage %j, with what is expected',
    (stage) => {
      expect(() => withSettings({}, { stage })).toThrow(/^stage: found .*, expected at most 12 lower-case letters/);
    },
  );

  test('are refused with everything that contradicts the configuration at once', async () => {
    const config = await aConfiguration({ mail: { to: [], from: 'review@acme.com' } });
    const federation = { kind: 'federation', clientId: 'a' };
    const says = { config, credentials: { entraa: federation, okta: federation }, fetch: [server, server] };
    expect(refusalOf(says).split('\n')).toEqual([
      expect.stringMatching(/review\.json: a deployment needs mail\.from and mail\.to/),
      expect.stringMatching(/^access-review\.credentials\.entraa: no directory of /),
      expect.stringMatching(/^access-review\.fetch\[1\]\.id: vendor is used twice/),
      expect.stringMatching(/^access-review\.credentials\.okta: federation is not for okta/),
    ]);
  });

  test.each([
    ['portal', { portal }, {}],
    ['sftp-vendor', { fetch: [server] }, {}],
    ['hand-over-jira', {}, { handOver: [{ id: 'jira', kind: 'jira', url: 'https://acme.example', project: 'IAM' }] }],
  ])('are refused with a directory %s, whose secret would have the name of another', async (id, says, more) => {
    const okta = { id, kind: 'okta', orgUrl: 'https://acme.okta.com', appId: '0oa1' };
    const config = await aConfiguration({ ...more, directories: [okta] });
    expect(refusalOf({ credentials: {}, ...says, config })).toBe(
      `${config}: the directory ${id} has the name of another secret; expected an id other than ${id}`,
    );
    const alone = await aConfiguration({ directories: [okta] });
    expect(refusalOf({ credentials: {}, portal: undefined, config: alone })).toBe('taken');
  });

  test('take a directory of any name that is read without a secret', async () => {
    const entra = { id: 'portal', kind: 'entra', tenantId: 'acme', appId: '1' };
    const credentials = { portal: { kind: 'federation', clientId: 'a' } };
    expect(refusalOf({ portal, credentials, config: await aConfiguration({ directories: [entra] }) })).toBe('taken');
  });

  test.each([
    ['in Windows-1252', Buffer.from('{ "organisation": "Z\u00fcrich" }', 'latin1'), /no UTF-8/],
    ['with a key that stands twice', Buffer.from('{ "mail": {}, "mail": {} }'), /the name "mail" twice in one object/],
  ])('are refused with a configuration %s, as every command refuses it', async (_how, bytes, expected) => {
    const config = join(await aFolder(), 'review.json');
    await writeFile(config, bytes);
    expect(refusalOf({ config })).toMatch(expected);
  });

  test('are refused when the configuration cannot be read', () => {
    expect(() => withSettings({ config: 'nope.json' })).toThrow(SettingsRefused);
    expect(() => withSettings({}, { config: 'README.md' })).toThrow(/README\.md: configuration is no JSON, found /);
  });
});

const samlProvider = 'arn:aws:iam::111122223333:saml-provider/corporate';
const signIn = 'https://acme.awsapps.com/start/#/console?role_name=Auditor&destination={destination}';

describe('the settings of auditors', () => {
  test('let nobody in when they are left out', () => {
    expect(withAuditors(undefined).auditors).toBeNull();
  });

  test.each([
    ['a provider', { samlProvider }],
    ['a provider of GovCloud', { samlProvider: samlProvider.replace('arn:aws:', 'arn:aws-us-gov:') }],
    ['a provider in China', { samlProvider: samlProvider.replace('arn:aws:', 'arn:aws-cn:') }],
    ['an address of a sign-in', { signIn }],
    ['both', { samlProvider, signIn: 'https://idp.acme.com/aws?RelayState={destination}' }],
  ])('are taken as they are when they name %s', (_what, auditors) => {
    expect(withAuditors(auditors).auditors).toEqual(auditors);
  });

  test.each([
    ['no way at all', {}, 'expected samlProvider, signIn or both'],
    [
      'a role in place of a provider',
      { samlProvider: 'arn:aws:iam::111122223333:role/auditor' },
      'expected an ARN such as',
    ],
    [
      'a provider of no part of AWS',
      { samlProvider: samlProvider.replace('aws', 'aws-no') },
      'expected an ARN such as',
    ],
    ['a provider of everybody', { samlProvider: '*' }, 'expected an ARN such as'],
    ['a provider under another name', { saml: samlProvider }, 'Unrecognized key: "saml"'],
    ['an address that takes no page', { signIn: 'https://acme.awsapps.com/start' }, '{destination}'],
    ['an address in the clear', { signIn: signIn.replace('https', 'http') }, 'expected an https address'],
    ['a page in the place of the host', { signIn: 'https://{destination}/?to=acme' }, 'expected an https address'],
    ['a page that is named twice', { signIn: `${signIn}{destination}` }, 'once'],
    ['a password in the address', { signIn: signIn.replace('acme', 'jane:secret@acme') }, 'expected an https address'],
    ['no address', { signIn: 'sign in ?{destination}' }, 'expected an https address'],
  ])('are refused when they name %s', (_what, auditors, expected) => {
    expect(() => withAuditors(auditors)).toThrow(SettingsRefused);
    expect(() => withAuditors(auditors)).toThrow(/^access-review in cdk\.json: .*auditors/s);
    expect(() => withAuditors(auditors)).toThrow(expected);
  });
});

describe('the settings of the portal', () => {
  test('are taken with a name and its certificate, and open no portal when they are left out', () => {
    expect(withSettings({ portal }).portal).toEqual(portal);
    expect(withSettings({ portal: undefined }).portal).toBeNull();
  });

  test.each([
    ['an address in place of a host', { ...portal, domain: 'https://review.acme.com' }, 'expected a host such as'],
    [
      'a certificate of another region',
      { ...portal, certificate: portal.certificate.replace('us-east-1', 'eu-central-1') },
      'us-east-1',
    ],
    ['no certificate', { domain: portal.domain }, 'certificate'],
  ])('are refused when they name %s', (_what, named, expected) => {
    expect(() => withSettings({ portal: named })).toThrow(SettingsRefused);
    expect(() => withSettings({ portal: named })).toThrow(expected);
  });

  test('are refused with a configuration by which nobody could sign in or do anything', () => {
    expect(() => withSettings({ portal }, { config: 'sample/review.json' })).toThrow(
      /^access-review\.portal: .*review\.json lacks portal\.issuer, portal\.clientId, portal\.roles\.admin, portal\.roles\.reviewer, portal\.roles\.control-owner;/,
    );
  });
});

test('are refused with an address of the portal that is another than the one that is deployed', async () => {
  const sample = z.parse(
    z.looseObject({ portal: z.looseObject({}) }),
    JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk/sample.json'), 'utf8')),
  );
  const config = join(await aFolder(), 'review.json');
  const named = { ...sample.portal, address: 'https://access.acme.com' };
  await writeFile(config, JSON.stringify({ ...sample, portal: named }));
  expect(() => withSettings({ portal, config })).toThrow(
    /^access-review\.portal\.domain: found review\.quillfeather\.example, and portal\.address of .* leads to https:\/\/access\.acme\.com/,
  );
  expect(withSettings({ portal: { ...portal, domain: 'access.acme.com' }, config }).portal).not.toBeNull();
});

describe('the settings of the intake', () => {
  test('are taken with a server of which the key is known', () => {
    expect(withSettings({ fetch: [server] }).fetch).toEqual([server]);
  });

  test.each([
    ['nobody who may send', { mailIntake: { address: 'a@b.example' } }, 'names nobody who may send'],
    ['no address', { mailIntake: {} }, 'mailIntake'],
    ['a server without a key', { fetch: [{ ...server, hostKeys: [] }] }, 'expected at least one key'],
    [
      'a server in the clear',
      { fetch: [{ ...server, url: 'ftp://files.vendor.example' }] },
      'expected an address such as sftp://',
    ],
    ['a server twice', { fetch: [server, server] }, 'vendor is used twice'],
    [
      'two files of one name',
      { fetch: [{ ...server, files: ['/test/users.csv', '/prod/users.csv'] }] },
      '/prod/users.csv of vendor is called as another',
    ],
  ])('are refused when they name %s', (_what, named, expected) => {
    expect(() => withSettings(named)).toThrow(SettingsRefused);
    expect(() => withSettings(named)).toThrow(expected);
  });
});

function sampleFile(name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../sample', name), 'utf8'));
}

test('the configuration of the template is that of the sample, with people who sign in', () => {
  const { portal: signIn, ...others } = z.parse(
    z.looseObject({ portal: z.unknown() }),
    sampleFile('../cdk/sample.json'),
  );
  expect(signIn).toBeDefined();
  expect(others).toEqual(sampleFile('review.json'));
});
