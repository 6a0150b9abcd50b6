// Bodies as tests put them and read them back.
import { createHash } from 'node:crypto';
import type { Bytes } from '../../core/ports/objects.ts';

export function sha256(body: string | Uint8Array): string {
  return createHash('sha256').update(body).digest('hex');
}

/** A body that arrives in pieces. */
export async function* pieces(...parts: readonly (string | Uint8Array)[]): Bytes {
  for (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part;
}

/** A body whose source breaks off after `part`. */
export async function* breakingAfter(part: string): Bytes {
  yield Buffer.from(part);
  throw new Error('the source broke off');
}

export async function textOf(body: Bytes | null): Promise<string | null> {
  if (body === null) return null;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
