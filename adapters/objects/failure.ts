// What stores of objects throw when the world outside fails them, and how system errors are told apart.

/** The disk, S3 or their rights do not allow it, or the store holds what this program did not put there. */
export class ObjectStoreFailure extends Error {
  override readonly name = 'ObjectStoreFailure';
  constructor(what: string, cause?: unknown) {
    super(cause instanceof Error ? `${what}: ${cause.message}` : what, { cause });
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
