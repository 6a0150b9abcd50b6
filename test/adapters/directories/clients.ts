// Clients that a directory lets in, each with what proves it: for tests of tokens, and of what is said when one is refused.
import { createPublicKey } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DirectoryCredentials } from '../../../core/config/directories/products.ts';
import { graphSeed, person } from '../../support/directories/graph-seed.ts';
import type { GraphSeed } from '../../support/directories/graph-seed.ts';
import type { PullOptions } from '../../support/directories/pulled.ts';
import { aFolder } from '../../support/folders.ts';
import { selfSigned } from '../../support/servers/server-identity.ts';

export const entraToken = '/tenant-1/oauth2/v2.0/token';

/** A file that stays until the test ends. @returns its path */
export async function aFile(name: string, text: string): Promise<string> {
  const path = join(await aFolder(), name);
  await writeFile(path, text);
  return path;
}

/** A tenant with one person, and one client that it lets in. */
export function tenantOf(client: object): GraphSeed {
  return graphSeed({ users: [person('jane')], clients: [{ clientId: 'client-1', ...client }] });
}

interface ServiceApp {
  readonly publicKey: string;
  readonly options: PullOptions;
  readonly pem: string;
}

/** A service app of Okta with a key of its own, as an org has to know it. */
export async function serviceApp(): Promise<ServiceApp> {
  const { key } = await selfSigned('service app');
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  const credentials: DirectoryCredentials = {
    kind: 'okta-key-file',
    clientId: 'client-1',
    privateKeyFile: await aFile('key.pem', key),
    keyId: 'key-1',
  };
  return { publicKey, options: { credentials }, pem: key };
}
