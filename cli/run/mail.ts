// Mails the report of a run that is already stored: whether the mail arrives changes nothing of the run.
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import type { Config } from '../../core/config/config.ts';
import type { Mailer } from '../../core/ports/telling.ts';
import type { Report } from '../../core/report/report.ts';
import { ok } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { deliver } from '../../steps/tell/deliver.ts';
import { openMailer } from '../../homes/laptop.ts';
import type { HomeServices } from '../../homes/laptop.ts';

export type Mailed =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'mailed'; readonly where: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** @returns `null` when the configuration names nobody to mail to; refused when SMTP_URL names no relay */
export async function mailerOf({ mail }: Config, home: string): Promise<Result<Mailer | null>> {
  return mail.to.length === 0 ? ok(null) : openMailer(home);
}

export interface Mailing {
  readonly home: HomeServices;
  readonly config: Config;
  readonly mailer: Mailer | null;
}

export async function mailReport(report: Report, { home, config, mailer }: Mailing): Promise<Mailed> {
  if (mailer === null) return { kind: 'nobody' };
  // Loaded by who mails: most runs mail to nobody.
  const { MailFailure, MailRefused } = await import('../../adapters/mail/errors.ts');
  const { reportMail } = await import('../../drawing/mail/report.ts');
  try {
    const where = await deliver({ objects: home.objects, mailer, compose: reportMail }, report, config);
    return where === null ? { kind: 'nobody' } : { kind: 'mailed', where };
  } catch (error) {
    if (!(error instanceof MailFailure || error instanceof MailRefused)) throw error;
    return { kind: 'failed', reason: error.message };
  }
}

/** Where a mail goes, as whoever mends it calls it. */
export function mailWay(): string {
  return (process.env['SMTP_URL']?.trim() ?? '') === '' ? 'outbox of the home' : 'relay (SMTP_URL)';
}

/** What to do about a report that is there and did not arrive. */
export function notMailedText(reason: string, { folder, names }: { folder: string; names: readonly string[] }): string {
  const what = names.includes(evidenceFiles.report.name) ? evidenceFiles.report.name : 'them';
  return (
    `The run is done and stored, but its mail failed: ${reason}.\n` +
    `The files are in ${folder}; send ${what} from there, or mend the ${mailWay()} and run again.\n`
  );
}
