// What seals a report, and what reads one that somebody hands in.
import type { Instant } from '../values/instant.ts';
import type { Refusal, Result } from '../values/result.ts';
import type { ReportFile } from '../verification/report-file.ts';
import type { Bytes, Kept } from './objects.ts';

export interface Sealer {
  /** `local` for a key in the home folder, which the report then says; `kms` for one that nobody can export. */
  readonly kind: 'local' | 'kms';
  /** The certificate that the seal names: its SHA-256 in hex with colons, and the PEM for whoever is to trust it. */
  certificate(): Promise<{ readonly fingerprint: string; readonly pem: string }>;
  /** Fills the signature that the renderer left room for; the file keeps its length. */
  seal(pdf: Kept, signedAt: Instant): Promise<Bytes>;
}

/** A key that signs digests: the shape of AWS KMS with `MessageType: DIGEST`. */
export interface Signer {
  /** `local` for a key in the home folder, which the report then says; `kms` for one that nobody can export. */
  readonly kind: 'local' | 'kms';
  /** RSASSA-PKCS1-v1_5 over a SHA-256 digest of 32 bytes. */
  sign(digest: Uint8Array): Promise<Uint8Array>;
  /** The X.509 certificate bound to the key, DER. */
  certificate(): Promise<Uint8Array>;
}

/** A PDF that somebody hands in as a report. */
export interface SealedFile {
  readonly pdf: Uint8Array;
  /** Only for the refusals. */
  readonly fileName: string;
  /** The certificate that the signer is known by, PEM or DER, or its `fingerprint`; `null` when the reader has none. */
  readonly trust: Uint8Array | string | null;
}

export interface SignatureFacts {
  /** As the certificate names the signer: `CN=People.ai access review, local key`. */
  readonly subject: string;
  /** As the certificate calls itself: a local key says so in its subject. */
  readonly kind: 'local' | 'kms';
  /** SHA-256 of the certificate, upper-case hex with colons, as viewers show it. */
  readonly fingerprint: string;
  readonly validFrom: Instant;
  readonly validUntil: Instant;
  /** Whether the certificate is the one that the reader trusts; `false` when none was given. */
  readonly trusted: boolean;
}

/** Refuses what is not, to the last byte, as the `Sealer` left it, or not by the trusted key (contract, section 10). */
export type SealCheck = (sealed: SealedFile) => Result<SignatureFacts>;

export interface ReportReader {
  /** Refuses what cannot be read as a PDF, is encrypted, or attaches two files under one name. */
  open(pdf: Uint8Array, fileName: string): Promise<Result<ReportFile>>;
  /**
   * Holds a sealed report against the same drawn again, object by object, but for the signature's own octets. How a
   * stream is compressed does not count: another machine may compress the same to other bytes.
   *
   * @returns the first object that differs, or `null`
   */
  difference(pdf: Uint8Array, drawn: Uint8Array): Refusal | null;
}
