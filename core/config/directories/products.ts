// The directory products that the review can read, one line each.
import * as z from 'zod/mini';
import { entra } from './entra.ts';
import { okta } from './okta.ts';
import type { DirectoryProduct } from './settings.ts';

const products = [entra, okta] as const;

const [first, ...others] = products;

export const directorySchema = z.discriminatedUnion('kind', [
  first.settings,
  ...others.map(({ settings }) => settings),
]);

export type DirectoryConfig = z.infer<typeof directorySchema>;

type Found = ReturnType<(typeof products)[number]['credentials']>;

export type DirectoryCredentials = Extract<Found, { kind: 'ok' }>['value'];

/** What can be asked without knowing which product it is; `tenantOf` takes settings of its own kind. */
export interface AnyProduct extends Pick<
  DirectoryProduct<DirectoryConfig, DirectoryCredentials>,
  'credentials' | 'blockingWords' | 'tenantOf'
> {
  readonly kind: DirectoryConfig['kind'];
  readonly variables: Readonly<Record<string, readonly string[]>>;
}

const byKind: ReadonlyMap<string, AnyProduct> = new Map(products.map((product) => [product.kind, product]));

/** @throws Error for a kind that no product has, which no configuration holds */
export function productOf(kind: DirectoryConfig['kind']): AnyProduct {
  const product = byKind.get(kind);
  if (product === undefined) throw new Error(`no directory product is called ${kind}`);
  return product;
}

/** Whether a word says, in one of the products, that an assignment grants nothing; any other word is never guessed. */
export function isBlockingWord(word: string): boolean {
  return products.some(({ blockingWords }) => blockingWords.has(word.toUpperCase()));
}
