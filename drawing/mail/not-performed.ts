// The mail that a scheduled run found no export: what that means, what to do until when, and where the signed report is.
import { application } from '../../core/application/applications.ts';
import { dayText, instantText } from '../../core/values/time-text.ts';
import type { ComposedMail } from '../../core/ports/telling.ts';
import { isOverdue } from '../../core/report/not-performed.ts';
import type { NotPerformedReport } from '../../core/report/not-performed.ts';
import { notice } from './short-mail.ts';

/**
 * @param location where the report is kept: an address or a path
 * @example notPerformedMail(report, { location }).subject // 'People.ai access review 2026-Q4: control not performed'
 */
export function notPerformedMail(
  report: NotPerformedReport,
  { location }: { readonly location: string },
): ComposedMail {
  const { organisation, period, at, reason } = report;
  const due = isOverdue(report) ? 'It was due' : 'It is due';
  return notice({
    subject: `${application.name} access review ${period.id}: control not performed`,
    paragraphs: [
      `The access review of ${organisation} for ${period.id} was to run on ${instantText(at)}. It was not performed.`,
      reason,
      `Export the users from ${application.name}, upload the file and start the review. ${due} on ${dayText(period.dueDay)}.`,
    ],
    place: {
      location,
      page: 'The signed report that says so is attached. Whoever signs in as auditor finds it here:',
      path: 'The signed report that says so is attached. It is also kept here:',
      link: `Report of ${period.id}: control not performed`,
    },
  });
}
