// Draws a report and seals it: which key signs stands on the pages, and the key's certificate travels beside the file.
import type { Renderer, Attachment } from '../../core/ports/drawing.ts';
import type { Scratch, Kept } from '../../core/ports/objects.ts';
import type { Sealer } from '../../core/ports/proof.ts';
import type { Report } from '../../core/report/report.ts';
import { sealedWith } from '../../core/report/statements.ts';
import type { Instant } from '../../core/values/instant.ts';

export interface DrawDependencies {
  readonly scratch: Scratch;
  readonly renderer: Renderer;
  readonly sealer: Sealer;
}

export interface Drawing {
  readonly report: Report;
  readonly attachments: readonly Attachment[];
  readonly signedAt: Instant;
}

export interface DrawnReport {
  readonly pdf: Kept;
  /** PEM of the certificate, for whoever is to trust the key. */
  readonly certificate: string;
}

export async function drawReport(
  { scratch, renderer, sealer }: DrawDependencies,
  { report, attachments, signedAt }: Drawing,
): Promise<DrawnReport> {
  const { fingerprint, pem } = await sealer.certificate();
  const sealed = sealedWith(report, { kind: sealer.kind, fingerprint });
  const drawn = await scratch.keep(renderer.render(sealed, attachments));
  return { pdf: await scratch.keep(await sealer.seal(drawn, signedAt)), certificate: pem };
}
