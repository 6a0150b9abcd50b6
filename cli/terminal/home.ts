// The home that a command goes on with: one that an earlier run made.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { databaseName } from '../../homes/laptop.ts';
import { folderArgument } from './files.ts';

/** Refuses a home that holds nothing: a mistyped path must not become an empty home. */
export async function homeArgument(home: string): Promise<Result<string>> {
  if (existsSync(join(home, databaseName))) return folderArgument('--home', home);
  const expected = 'the home of an earlier access-review run';
  return refused({ what: 'no home', where: `--home ${home}`, found: `no ${databaseName}`, expected });
}
