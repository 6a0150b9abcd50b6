// Reads the configuration out of a file that a person wrote: bytes, then JSON, then settings.
import { jsonFault } from '../values/schemas/json-fault.ts';
import { holdsMoreThan, unambiguousJson } from '../values/json-file.ts';
import { refused } from '../values/result.ts';
import type { Result } from '../values/result.ts';
import { isUndecodable } from '../values/text.ts';
import type { Config } from './config.ts';
import { largestConfig, parseConfig } from './parse.ts';

/**
 * Whoever is given a configuration reads it with this function, so that all accept and refuse the same.
 *
 * @param path and `name` only for the refusals: of the file, and of what stands in it
 */
export function configIn(bytes: Uint8Array, path: string, name = path): Result<Config> {
  const { length } = bytes;
  if (length > largestConfig.bytes) return tooLarge(path, `${length} bytes`, `${largestConfig.bytes} bytes`);
  let json: unknown;
  let text = '';
  try {
    // Bytes that are no UTF-8 throw: names that were garbled in silence would match nobody. A byte order mark is taken
    // away.
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (holdsMoreThan(largestConfig.values, text)) {
      const found = `more than ${largestConfig.values} values in ${length} bytes`;
      return tooLarge(path, found, `${largestConfig.values} values`);
    }
    json = unambiguousJson(text);
  } catch (error) {
    if (isUndecodable(error)) {
      return refused({
        what: 'configuration is no UTF-8',
        where: path,
        found: isUtf16(bytes) ? 'UTF-16, as some editors save it' : 'bytes that UTF-8 does not know',
        expected: 'a JSON file saved as UTF-8',
      });
    }
    if (!(error instanceof SyntaxError)) throw error;
    return refused({
      what: 'configuration is no JSON',
      where: path,
      found: text.trim() === '' ? 'nothing' : (jsonFault(text) ?? error.message),
      expected: 'a JSON object as review.schema.json describes it',
    });
  }
  return parseConfig(json, name);
}

/** By its byte order mark. */
function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

function tooLarge(where: string, found: string, most: string): Result<never> {
  const expected = `at most ${most}: what a company decided, and its registers`;
  return refused({ what: 'configuration too large', where, found, expected });
}
