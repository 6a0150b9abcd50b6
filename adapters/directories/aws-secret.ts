// Credentials of a directory out of Secrets Manager, under the names that the environment would give them.
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { credentialVariable } from '../../core/config/directories/settings.ts';
import type { Environment } from '../../core/config/directories/settings.ts';

const secretSchema = z.partialRecord(z.enum(['CLIENT_ID', 'CLIENT_SECRET', 'API_TOKEN']), z.string());

/** The secret cannot be read, or is not as it should be; what it holds is never quoted. */
export class SecretUnusable extends Error {
  override readonly name = 'SecretUnusable';
}

/**
 * Reads a secret such as `{ "CLIENT_ID": "…", "CLIENT_SECRET": "…" }` or `{ "API_TOKEN": "…" }`.
 *
 * @returns `{ ENTRA_CLIENT_ID: '…', ENTRA_CLIENT_SECRET: '…' }` for the directory `entra`
 * @throws SecretUnusable
 */
export async function secretCredentials(
  client: SecretsManagerClient,
  secretId: string,
  directory: string,
): Promise<Environment> {
  const text = await secretText(client, secretId);
  const read = z.safeParse(secretSchema, jsonOf(text));
  if (!read.success) {
    throw new SecretUnusable(
      `the secret ${secretId} is no JSON object with CLIENT_ID and CLIENT_SECRET, or with API_TOKEN, as texts`,
    );
  }
  return Object.fromEntries(
    Object.entries(read.data).map(([suffix, value]) => [credentialVariable(directory, suffix), value]),
  );
}

async function secretText(client: SecretsManagerClient, secretId: string): Promise<string> {
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    return SecretString ?? '';
  } catch (cause) {
    throw new SecretUnusable(`the secret ${secretId} cannot be read`, { cause });
  }
}

/** @returns `null` for what is no JSON; the parser's own error would quote the secret */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
