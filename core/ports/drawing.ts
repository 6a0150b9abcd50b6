// What is drawn of a report, and what travels in it.
import type { Report } from '../report/report.ts';
import type { Bytes } from './objects.ts';

/** A file that travels inside the PDF. */
export interface Attachment {
  readonly name: string;
  readonly mediaType: string;
  readonly description: string;
  readonly relationship: 'Source' | 'Data' | 'Supplement';
  readonly sha256: string;
  /** As the file will hold it, where that was worked out before. */
  readonly deflated?: Deflated | undefined;
  read(): Bytes;
}

/**
 * Bytes compressed by zlib's deflate with its defaults, and the length and the digests (hex) of what was compressed.
 */
export interface Deflated {
  readonly pieces: readonly Uint8Array[];
  readonly bytes: number;
  readonly sha256: string;
  /** For the PDF, which states it of each file in it. */
  readonly md5: string;
}

export interface Renderer {
  /** Draws the report; the same report, attachments and signer give the same bytes. */
  render(report: Report, attachments: readonly Attachment[]): Bytes;
}

/** The tables of a run as CSV; escaping against spreadsheets belongs here. */
export interface Sheets {
  findings(report: Report): Bytes;
  population(report: Report): Bytes;
  proposals(report: Report): Bytes;
}
