// What a directory is opened with, and what comes of it, whatever its product.
import type { Directory } from '../../../core/ports/inputs.ts';
import { refused } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';
import type { Check } from './check.ts';
import type { Lent, Surroundings } from './surroundings.ts';

export interface OpenDirectory extends Directory {
  /** What `doctor` says about it: each thing the reading needs, whether it is there, and how to get it. */
  check(): Promise<readonly Check[]>;
}

export interface Opening<Config, Credentials> {
  readonly config: Config;
  readonly credentials: Credentials;
  readonly around: Surroundings;
  readonly lent?: Lent;
}

/** @param variable the one that asks for what only AWS lends */
export function onlyOnAws(variable: string): Result<never> {
  return refused({
    what: 'credentials that only work on AWS',
    where: `environment, ${variable}`,
    found: 'no AWS function around them',
    expected: 'a secret, certificate or key file on this machine',
  });
}
