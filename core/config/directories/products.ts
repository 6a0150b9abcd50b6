// The directory products that the review can read, and how one is let in to each.
import * as z from 'zod/mini';
import { entra, entraAccess } from './entra.ts';
import { okta, oktaAccess } from './okta.ts';
import type { DirectoryAccess, DirectoryProduct } from './settings.ts';

const products = [entra, okta] as const;

const access = { entra: entraAccess, okta: oktaAccess } as const satisfies Record<DirectoryConfig['kind'], unknown>;

const [first, ...others] = products;

export const directorySchema = z.discriminatedUnion('kind', [
  first.settings,
  ...others.map(({ settings }) => settings),
]);

export type DirectoryConfig = z.infer<typeof directorySchema>;

type Found = ReturnType<(typeof access)[DirectoryConfig['kind']]['credentials']>;

export type DirectoryCredentials = Extract<Found, { kind: 'ok' }>['value'];

/** How a directory is logged in to, whichever product it is. */
export interface AnyAccess extends Pick<DirectoryAccess<DirectoryCredentials>, 'credentials'> {
  readonly variables: Readonly<Record<string, readonly string[]>>;
}

export function accessOf(kind: DirectoryConfig['kind']): AnyAccess {
  return access[kind];
}

/** The id of the tenant of a directory; `null` where its settings name none. */
export function tenantOf(directory: DirectoryConfig): string | null {
  return productOf(directory)?.tenantOf(directory) ?? null;
}

/** What snapshots of a directory name as their tenant: the id of a tenant of Entra, the host of an org of Okta, or `null`. */
export function originOf(directory: DirectoryConfig): string | null {
  return productOf(directory)?.originOf(directory) ?? null;
}

function productOf({ kind }: DirectoryConfig): DirectoryProduct<DirectoryConfig> | undefined {
  return products.find((one) => one.kind === kind);
}

/** Whether the tokens of an issuer name people by the ids that snapshots of the directory have. */
export function issues(directory: DirectoryConfig, issuer: string): boolean {
  return URL.canParse(issuer) && productOf(directory)?.issues(directory, new URL(issuer)) === true;
}

/**
 * Whether the word says, in one of the products, that an assignment grants nothing. The meaning of any other word is
 * not guessed.
 */
export function isBlockingWord(word: string): boolean {
  return products.some(({ blockingWords }) => blockingWords.has(word.toUpperCase()));
}
