// What happened when, from the export to the last signature, beside the day by which it had to be done.
import type { Instant } from '../../values/instant.ts';
import { ageText, dayText, instantText } from '../../values/time-text.ts';
import type { Report } from '../report.ts';

/** A step of the review with its day. */
export interface Step {
  readonly what: string;
  readonly when: string;
}

/** What happened when, in its order, up to the due day. */
export function timelineOf(report: Report): readonly Step[] {
  const { period, export: source, directories, run, review, decisions = [], signOffs } = report;
  const steps: Step[] = [
    {
      what: 'Export taken',
      when: `${instantText(source.exportedAt)}${source.exportedAtDeclared ? '' : ' (time of the file)'}`,
    },
    { what: 'Directories read', when: spanText(directories.map(({ takenAt }) => takenAt)) },
    { what: 'Compared', when: instantText(run.asOf) },
  ];
  if (review !== undefined) {
    steps.push({ what: 'Review opened', when: instantText(review.openedAt) });
    steps.push({ what: 'Decided', when: spanText(decisions.map(({ at }) => at)) });
  }
  for (const { stage, at } of signOffs)
    steps.push({
      what: stage === 'reviewer' ? 'Signed by the reviewer' : 'Signed by the control owner',
      when: instantText(at),
    });
  return [...steps, { what: 'Due', when: dayText(period.dueDay) }];
}

/**
 * How old the export was when it was signed for last, or was compared while nobody has signed.
 *
 * @example exportAgeText(report) // 'last signature 14 days 23 hours later'
 */
export function exportAgeText({ export: { exportedAt }, run, signOffs }: Report): string {
  const last = signOffs.at(-1);
  return last === undefined
    ? `compared ${ageText(exportedAt, run.asOf)}`
    : `last signature ${ageText(exportedAt, last.at)}`;
}

/** @example '6 October 2026, 08:00 UTC to 9 October 2026, 14:12 UTC' */
export function spanText(instants: readonly Instant[]): string {
  const sorted = instants.toSorted();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return 'not recorded';
  return first === last ? instantText(first) : `${instantText(first)} to ${instantText(last)}`;
}
