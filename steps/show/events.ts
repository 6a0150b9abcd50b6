// What an event of a review says, in one sentence, and which lines it is about.
import type { ReviewEvent } from '../../core/review/events/event.ts';
import { dayText } from '../../core/values/time-text.ts';
import { plural } from '../../core/values/text.ts';

/** @example eventText(decided) // '12 decisions: 10 keep, 2 revoke' */
export function eventText(event: ReviewEvent): string {
  switch (event.kind) {
    case 'opened':
      return `The review was opened on the run ${event.run}.`;
    case 'decided': {
      const counts = Object.entries(Object.groupBy(event.lines, ({ decision }) => decision));
      const words = counts.map(([decision, some]) => `${some.length} ${decision}`).join(', ');
      const how = event.filter === undefined ? '' : `, by the filter ${event.filter}`;
      return `${plural(event.lines.length, 'decision')}: ${words}${how}.`;
    }
    case 'delegated':
      return `What is ${event.from}'s goes to ${event.to ?? 'the fallback'}${event.until === undefined ? '' : ` until ${dayText(event.until)}`}: ${event.reason}`;
    case 'commented': {
      const files = event.files.length === 0 ? '' : `, with ${plural(event.files.length, 'file')}`;
      return `A comment on ${event.login}${files}: ${event.text}`;
    }
    case 'work-order-issued':
      return `Work order ${event.number} hands ${plural(event.logins.length, 'account')} over.`;
    case 'removals-observed':
      return `The run ${event.run} shows ${plural(event.lines.length, 'account')} that were handed over.`;
    case 'policy-approved':
      return `The policy ${event.sha256.slice(0, 12)} was approved, ${plural(event.changes.length, 'setting')} changed.`;
    case 'signed':
      return `Signed as ${event.stage}: ${event.statement}`;
    case 'signature-withdrawn':
      return `The signature as ${event.stage} was taken back: ${event.reason}`;
    case 'rebased':
      return `The review was moved onto the run ${event.run}: ${event.reason}`;
    case 'voided':
      return `The review was voided: ${event.reason}`;
    case 'closed':
      return 'The review was closed.';
    case 'run-missed':
      return `A run was due and did not take place: ${event.reason}`;
    case 'not-performed':
      return `The control was not performed by ${dayText(event.dueDay)}: ${event.reason}`;
    case 'mailed':
      return `${plural(event.mails.length, 'mail')} went out.`;
    default:
      return event satisfies never;
  }
}

export function loginsIn(event: ReviewEvent): readonly string[] {
  switch (event.kind) {
    case 'decided':
    case 'removals-observed':
      return event.lines.map(({ login }) => login);
    case 'work-order-issued':
      return event.logins;
    case 'commented':
      return [event.login];
    case 'rebased':
      return [...event.again, ...event.gone];
    case 'opened':
    case 'delegated':
    case 'policy-approved':
    case 'signed':
    case 'signature-withdrawn':
    case 'voided':
    case 'closed':
    case 'run-missed':
    case 'not-performed':
    case 'mailed':
      return [];
    default:
      return event satisfies never;
  }
}

export function byOf(event: ReviewEvent): string | null {
  return 'by' in event ? event.by : null;
}
