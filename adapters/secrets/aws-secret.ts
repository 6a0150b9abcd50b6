// Secrets out of AWS Secrets Manager: credentials of a directory or of the portal, under the names that the environment would
// give them, and those of a place for work orders.
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { credentialVariable } from '../../core/config/directories/settings.ts';
import type { Environment } from '../../core/config/directories/settings.ts';

const directoryParts = ['CLIENT_ID', 'CLIENT_SECRET', 'API_TOKEN'] as const;

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
  const expected = 'CLIENT_ID and CLIENT_SECRET, or with API_TOKEN';
  const parts = await partsOf(client, { secretId, allowed: directoryParts, expected });
  return Object.fromEntries(
    Object.entries(parts).map(([suffix, value]) => [credentialVariable(directory, suffix), value]),
  );
}

/**
 * Reads the secret of a place to which work orders are handed over, such as `{ "EMAIL": "…", "API_TOKEN": "…" }`.
 *
 * @param names all of which it must hold, and no other
 * @throws SecretUnusable
 */
export async function secretOf(
  client: SecretsManagerClient,
  secretId: string,
  names: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const expected = names.join(' and ');
  const parts = await partsOf(client, { secretId, allowed: names, expected });
  const lacks = names.filter((name) => (parts[name] ?? '').trim() === '');
  if (lacks.length > 0) throw new SecretUnusable(`the secret ${secretId} lacks ${lacks.join(' and ')}`);
  return Object.fromEntries(names.map((name) => [name, (parts[name] ?? '').trim()]));
}

interface Parts {
  readonly secretId: string;
  readonly allowed: readonly string[];
  /** In words. */
  readonly expected: string;
}

async function partsOf(
  client: SecretsManagerClient,
  { secretId, allowed, expected }: Parts,
): Promise<Readonly<Record<string, string>>> {
  const read = z.safeParse(z.partialRecord(z.enum(allowed), z.string()), jsonOf(await secretText(client, secretId)));
  if (read.success) {
    return Object.fromEntries(Object.entries(read.data).map(([name, value = '']) => [name, value]));
  }
  throw new SecretUnusable(`the secret ${secretId} is no JSON object with ${expected}, as texts`);
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
