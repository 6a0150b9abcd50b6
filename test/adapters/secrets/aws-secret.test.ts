import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, test } from 'vitest';
import { secretCredentials, secretOf, SecretUnusable } from '../../../adapters/secrets/aws-secret.ts';
import { standInCredentials } from '../../support/aws/services/credentials.ts';
import { json, startService } from '../../support/aws/services/json-service.ts';

type Read = (client: SecretsManagerClient) => Promise<Readonly<Record<string, string | undefined>>>;

const ofDirectory: Read = async (client) => secretCredentials(client, 'access-review/entra-eu', 'entra-eu');
const ofPlace: Read = async (client) => secretOf(client, 'access-review/jira', ['EMAIL', 'API_TOKEN']);

async function read(secret: string | null, by: Read = ofDirectory): ReturnType<Read> {
  const service = await startService(() =>
    secret === null
      ? json({ __type: 'ResourceNotFoundException', message: 'none' }, 400)
      : json({ Name: 'secret', SecretString: secret }),
  );
  const client = new SecretsManagerClient({
    endpoint: service.endpoint,
    region: 'eu-central-1',
    credentials: standInCredentials,
  });
  try {
    return await by(client);
  } finally {
    client.destroy();
    await service.close();
  }
}

describe('credentials in a secret', () => {
  test('come under the names that the environment would give them', async () => {
    expect(await read('{"CLIENT_ID":"1111","CLIENT_SECRET":"s3cret"}')).toEqual({
      ENTRA_EU_CLIENT_ID: '1111',
      ENTRA_EU_CLIENT_SECRET: 's3cret',
    });
  });

  test.each(['', 's3cret', '["s3cret"]', '{"PASSWORD":"s3cret"}', '{"API_TOKEN":{"s3cret":1}}'])(
    'are refused as %j without being quoted',
    async (secret) => {
      const failure = await read(secret).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(SecretUnusable);
      expect(String(failure)).toContain('access-review/entra-eu');
      expect(String(failure)).not.toContain('s3cret');
    },
  );

  test('are missed by name', async () => {
    await expect(read(null)).rejects.toThrow('the secret access-review/entra-eu cannot be read');
  });
});

describe('the secret of a place of work orders', () => {
  test('holds all that the place asks for, without the spaces around it', async () => {
    const secret = { EMAIL: 'tickets@people.ai\n', API_TOKEN: ' s3cret' };
    expect(await read(JSON.stringify(secret), ofPlace)).toEqual({ EMAIL: 'tickets@people.ai', API_TOKEN: 's3cret' });
  });

  test.each([
    ['{"EMAIL":"tickets@people.ai"}', 'API_TOKEN'],
    ['{"EMAIL":" ","API_TOKEN":"s3cret"}', 'EMAIL'],
    ['{}', 'EMAIL and API_TOKEN'],
  ])('is refused as %s, with what it lacks', async (secret, lacks) => {
    const failure = new SecretUnusable(`the secret access-review/jira lacks ${lacks}`);
    await expect(read(secret, ofPlace)).rejects.toThrow(failure);
  });
});
