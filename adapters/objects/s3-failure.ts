// What a failing call to S3 says: the service's own status, code and words, without which an operator cannot mend it.
import { S3ServiceException } from '@aws-sdk/client-s3';
import { ObjectStoreFailure } from './failure.ts';

/**
 * @param what was attempted: `cannot store s3://evidence/runs/1/report.pdf`
 * @example s3Failure('cannot list evidence', error).message
 *   // 'cannot list evidence: S3 answered 403 AccessDenied: Access Denied'
 */
export function s3Failure(what: string, cause: unknown): ObjectStoreFailure {
  return new ObjectStoreFailure(what, new Error(reasonOf(cause), { cause }));
}

/** @throws ObjectStoreFailure */
export async function asked<Answer>(what: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    throw s3Failure(what, cause);
  }
}

export function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof S3ServiceException)) return cause instanceof Error ? cause.message : String(cause);
  const { name, message, $metadata } = cause;
  const status = $metadata.httpStatusCode ?? 'without a status';
  // Without a body, as to HEAD, the client makes up a name and a message.
  if (/^(Unknown|\d+$)/.test(name)) return `S3 answered ${status}, without a reason`;
  return `S3 answered ${status} ${name}${message === name || message === 'UnknownError' ? '' : `: ${message}`}`;
}
