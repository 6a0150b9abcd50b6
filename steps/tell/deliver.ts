// Mails the report of a run to those who asked for it: attached while mail systems take it, otherwise by its place.
import type { Config } from '../../core/config/config.ts';
import { senderOf } from '../../core/values/addresses.ts';
import { runKey } from '../../core/names/object-keys.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { ComposedMail, Mailer } from '../../core/ports/telling.ts';
import type { Report } from '../../core/report/report.ts';
import { bytesOf } from '../bytes.ts';
import { evidenceFiles } from '../../core/names/evidence-files.ts';

/** In bytes, of all attachments of a mail: common mail systems refuse more, and what is too large is in the store. */
export const largestAttachments = 5_000_000;

export interface DeliverDependencies {
  readonly objects: Objects;
  readonly mailer: Mailer;
  /** Words of the mail; they hold counts, never names or logins. */
  readonly compose: (
    report: Report,
    options: { readonly location: string; readonly attached: boolean; readonly drawn: boolean },
  ) => ComposedMail;
}

/**
 * The mail's id is made of the run's, so that delivering twice is recognisable.
 *
 * @returns where the mail went, or `null` when the configuration names nobody
 */
export async function deliver(
  dependencies: DeliverDependencies,
  report: Report,
  { mail }: Pick<Config, 'mail'>,
): Promise<string | null> {
  if (mail.to.length === 0) return null;
  const { objects, mailer, compose } = dependencies;
  const key = runKey(report.run.id, evidenceFiles.report.name);
  const stored = await objects.get(key);
  const body = stored === null ? null : await bytesOf(stored);
  // A run without a PDF has its findings to show.
  const kept = stored === null ? runKey(report.run.id, evidenceFiles.findings.name) : key;
  const attached = body !== null && body.length <= largestAttachments;
  return mailer.send({
    id: `run-${report.run.id}`,
    from: senderOf(mail),
    to: mail.to,
    ...compose(report, { location: objects.bookmark(kept), attached, drawn: stored !== null }),
    attachments: attached
      ? [{ name: `access-review-${report.period.id}.pdf`, mediaType: evidenceFiles.report.mediaType, body }]
      : [],
  });
}
