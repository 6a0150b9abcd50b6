// What stores of objects throw when the world outside fails them, and how system errors are told apart.
import { Unusable } from '../../core/values/result.ts';

/** The disk, S3 or their rights do not allow it, or the store holds what this program did not put there. */
export class ObjectStoreFailure extends Error {
  override readonly name = 'ObjectStoreFailure';
  constructor(what: string, cause?: unknown) {
    super(cause instanceof Error ? `${what}: ${cause.message}` : what, { cause });
  }
}

/** A symbolic link, a device, or a file for a folder stands in the home: this program made none, and goes through none. */
export class ObjectStoreObstructed extends Unusable {
  override readonly name = 'ObjectStoreObstructed';
  constructor(where: string, found: string) {
    super({ what: 'not what a home keeps', where, found, expected: 'a file or a folder, as this program made it' });
  }
}

/** Gives a system error the sentence that says what was attempted. @throws ObjectStoreFailure */
export async function onDisk<Value>(failure: string, work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (cause) {
    throw new ObjectStoreFailure(failure, cause);
  }
}

/** Whether the system refused with this code, such as `ENOENT` or `EEXIST`. */
export function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
