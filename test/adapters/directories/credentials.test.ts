// Which credentials the environment gives for a directory, and what is said when they are missing or broken.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDirectory } from '../../../adapters/directories/open.ts';
import { parseConfig } from '../../../core/config/parse.ts';
import type { DirectoryConfig } from '../../../core/config/directories/products.ts';
import { directoryCredentials } from '../../../core/config/credentials.ts';
import type { DirectoryCredentials } from '../../../core/config/directories/products.ts';
import { selfSigned } from '../../support/servers/server-identity.ts';
import { testSurroundings } from '../../support/directories/pulled.ts';
import { aFolder } from '../../support/folders.ts';

function directory(given: object): DirectoryConfig {
  const parsed = parseConfig({ directories: [{ appId: 'app', ...given }] }, 'the test');
  const config = parsed.kind === 'ok' ? parsed.value.directories[0] : undefined;
  if (config === undefined) throw new Error('the test configures no directory');
  return config;
}

const entra = directory({ id: 'entra', kind: 'entra', tenantId: 't' });
const okta = directory({ id: 'okta', kind: 'okta', orgUrl: 'https://acme.okta.com' });

interface Asked {
  readonly of: DirectoryConfig;
  readonly env: Readonly<Record<string, string>>;
}

describe('the environment gives', () => {
  test.each<[string, { of: DirectoryConfig; env: Record<string, string>; are: DirectoryCredentials }]>([
    [
      'a secret',
      {
        of: entra,
        env: { ENTRA_CLIENT_ID: 'c', ENTRA_CLIENT_SECRET: 's' },
        are: { kind: 'entra-secret', clientId: 'c', clientSecret: 's' },
      },
    ],
    [
      'a certificate before a secret',
      {
        of: entra,
        env: { ENTRA_CLIENT_ID: 'c', ENTRA_CLIENT_SECRET: 's', ENTRA_CERTIFICATE_FILE: 'f' },
        are: { kind: 'entra-certificate', clientId: 'c', certificateFile: 'f' },
      },
    ],
    [
      'federation',
      {
        of: entra,
        env: { ENTRA_CLIENT_ID: 'c', ENTRA_FEDERATION: 'aws' },
        are: { kind: 'entra-federated', clientId: 'c' },
      },
    ],
    ['an API token', { of: okta, env: { OKTA_API_TOKEN: ' t ' }, are: { kind: 'okta-token', apiToken: 't' } }],
    [
      'a key before an API token',
      {
        of: okta,
        env: { OKTA_CLIENT_ID: 'c', OKTA_PRIVATE_KEY_FILE: 'f', OKTA_API_TOKEN: 't' },
        are: { kind: 'okta-key-file', clientId: 'c', privateKeyFile: 'f', keyId: null },
      },
    ],
    [
      'a key in a KMS',
      {
        of: okta,
        env: { OKTA_CLIENT_ID: 'c', OKTA_KMS_KEY_ID: 'k', OKTA_KEY_ID: 'kid' },
        are: { kind: 'okta-key-kms', clientId: 'c', kmsKeyId: 'k', keyId: 'kid' },
      },
    ],
  ])('%s', (_name, { of, env, are }) => {
    expect(directoryCredentials(env, of)).toEqual({ kind: 'ok', value: are });
  });

  test('each directory its own, by its id', () => {
    const second = directory({ id: 'entra-eu', kind: 'entra', tenantId: 't' });
    const env = {
      ENTRA_CLIENT_ID: 'a',
      ENTRA_CLIENT_SECRET: 'b',
      ENTRA_EU_CLIENT_ID: 'c',
      ENTRA_EU_CLIENT_SECRET: 'd',
    };
    expect(directoryCredentials(env, second)).toMatchObject({ value: { clientId: 'c', clientSecret: 'd' } });
  });

  const entraSecrets = 'ENTRA_CLIENT_SECRET or ENTRA_CERTIFICATE_FILE';

  test.each<[string, Asked, string]>([
    ['no variable of Entra', { of: entra, env: {} }, 'ENTRA_CLIENT_ID'],
    ['a client of Entra alone', { of: entra, env: { ENTRA_CLIENT_ID: 'c' } }, entraSecrets],
    ['a blank secret of Entra', { of: entra, env: { ENTRA_CLIENT_ID: 'c', ENTRA_CLIENT_SECRET: ' ' } }, entraSecrets],
    ['no variable of Okta', { of: okta, env: {} }, 'OKTA_API_TOKEN or OKTA_CLIENT_ID'],
    ['a client of Okta alone', { of: okta, env: { OKTA_CLIENT_ID: 'c' } }, 'OKTA_PRIVATE_KEY_FILE'],
  ])('nothing by %s, and the refusal names what is missing', (_, { of, env }, variable) => {
    expect(directoryCredentials(env, of)).toMatchObject({
      kind: 'refused',
      refusals: [{ where: `environment, ${variable}` }],
    });
  });
});

test('an API token with a line break in it is refused, and not repeated', () => {
  const refusal = directoryCredentials({ OKTA_API_TOKEN: 'half\nof a token' }, okta);
  expect(refusal).toMatchObject({ kind: 'refused', refusals: [{ where: 'environment, OKTA_API_TOKEN' }] });
  expect(JSON.stringify(refusal)).not.toContain('half');
});

async function opened(text: string | null): Promise<unknown> {
  const certificateFile = join(await aFolder(), 'client.pem');
  if (text !== null) await writeFile(certificateFile, text);
  const credentials = { kind: 'entra-certificate', clientId: 'c', certificateFile } as const;
  return openDirectory({ config: entra, credentials, around: testSurroundings() });
}

describe('a key file is refused with the name of its variable', () => {
  test.each<[string, () => Promise<string | null>, RegExp]>([
    ['that is not there', async () => null, /ENOENT/],
    ['without a key', async () => (await selfSigned('one')).cert, /holds none/],
    ['without a certificate', async () => (await selfSigned('one')).key, /holds none/],
    [
      'with the certificate of another key',
      async () => (await selfSigned('one')).key + (await selfSigned('two')).cert,
      /another key/,
    ],
  ])('%s', async (_name, text, found) => {
    expect(await opened(await text())).toMatchObject({
      kind: 'refused',
      refusals: [{ where: 'environment, ENTRA_CERTIFICATE_FILE', found: expect.stringMatching(found) }],
    });
  });

  test('just as credentials that only work on AWS are, anywhere else', async () => {
    const credentials = { kind: 'entra-federated', clientId: 'c' } as const;
    const refusal = await openDirectory({ config: entra, credentials, around: testSurroundings() });
    expect(refusal).toMatchObject({ kind: 'refused', refusals: [{ where: 'environment, ENTRA_FEDERATION' }] });
  });

  test('just as credentials for another kind of directory are', async () => {
    const credentials = { kind: 'okta-token', apiToken: 't' } as const;
    const refusal = await openDirectory({ config: entra, credentials, around: testSurroundings() });
    expect(refusal).toMatchObject({ kind: 'refused', refusals: [{ expected: 'credentials for entra' }] });
  });
});
