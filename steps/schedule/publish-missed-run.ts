// Publishes that a scheduled run had no export to compare: the signed report that says so, and the mail that carries it.
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import { sha256Of } from '../../core/values/digest.ts';
import type { Config } from '../../core/config/config.ts';
import { senderOf } from '../../core/values/addresses.ts';
import type { ComposedMail, Mailer } from '../../core/ports/telling.ts';
import type { NotPerformedReport } from '../../core/report/not-performed.ts';
import { readFrozen } from './freeze-run.ts';
import { bytesOf } from '../bytes.ts';
import { reportMissedRun } from '../tell/report-not-performed.ts';
import type { NotPerformedDependencies } from '../tell/report-not-performed.ts';

export interface PublishMissedDependencies extends NotPerformedDependencies {
  readonly mailer: Mailer;
  readonly composeNotPerformed: (report: NotPerformedReport, options: { readonly location: string }) => ComposedMail;
}

/**
 * @param inputs object key of what was frozen for the run
 * @returns where the mail went, or `null` when the configuration names nobody
 */
export async function publishMissedRun(
  dependencies: PublishMissedDependencies,
  inputs: string,
  config: Config,
): Promise<string | null> {
  const { objects, mailer, composeNotPerformed } = dependencies;
  const frozen = await readFrozen(objects, inputs);
  if (frozen?.source.kind !== 'none') throw new Error(`the inputs ${inputs} are not those of a run without an export`);
  const { period, asOf, source } = frozen;
  const { report, key } = await reportMissedRun(dependencies, { period, asOf, why: source.why }, config);
  const { to } = config.mail;
  const stored = await objects.get(key);
  if (to.length === 0 || stored === null) return null;
  return mailer.send({
    id: `run-missed-${sha256Of(key).slice(0, 16)}`,
    from: senderOf(config.mail),
    to,
    ...composeNotPerformed(report, { location: objects.bookmark(key) }),
    attachments: [
      {
        name: `access-review-${period.id}-not-performed.pdf`,
        mediaType: evidenceFiles.report.mediaType,
        body: await bytesOf(stored),
      },
    ],
  });
}
