// The digest by which files and records are named, and held against what was recorded of them.
import { createHash } from 'node:crypto';

export interface FileDigest {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * SHA-256 as 64 hex digits; a text is digested as UTF-8.
 *
 * @example sha256Of('') // 'e3b0c442…'
 */
export function sha256Of(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
