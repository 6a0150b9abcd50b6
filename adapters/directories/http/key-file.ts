// A key out of the file that a variable names, read once.
import { readFile } from 'node:fs/promises';
import { refused } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';
import type { AssertionKey } from './client-assertion.ts';

/**
 * @param variable the one that named the file, for the refusal
 * @example await keyFrom(certificateFile, 'ENTRA_CERTIFICATE_FILE', certificateKey)
 */
export async function keyFrom(
  path: string,
  variable: string,
  parse: (pem: string, where: string) => Result<AssertionKey>,
): Promise<Result<AssertionKey>> {
  const where = `environment, ${variable}`;
  try {
    return parse(await readFile(path, 'utf8'), where);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return refused({
      what: 'file cannot be read',
      where,
      found: `${path} (${String(error.code)})`,
      expected: 'a PEM file',
    });
  }
}
