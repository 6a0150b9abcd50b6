// Holds a report that was proven against the place where it is stored: one that was put in the place of another holds too.
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import { isSigned } from '../../core/review/events/state.ts';
import type { Refusal } from '../../core/values/result.ts';
import type { Verified } from './verify.ts';

/**
 * @param key under which it is stored; one that says nothing about a report is held to nothing
 * @returns what is wrong when it is another report than its key says, of another run or period, or not signed for
 * @example storedAsBreak('reviews/2026-Q4/report.pdf', ofQ3)?.found // 'the final report of the review 2026-Q3'
 */
export function storedAsBreak(key: string, verified: Verified): Refusal | null {
  const [expected, found] = [namedBy(key), toldBy(verified)];
  if (expected === null || expected === found) return null;
  return { what: 'another report than the one that is stored there', where: key, found, expected };
}

function namedBy(key: string): string | null {
  const [root, owner = '', ...names] = key.split('/');
  const name = names.at(-1) ?? '';
  if (root === 'runs') return name === evidenceFiles.report.name ? ofRun(owner) : null;
  if (name === evidenceFiles.report.name) return ofReview(owner, names.length === 1);
  if (name === evidenceFiles.closingReport.name) return ofClosing(owner);
  return name.startsWith('not-performed') ? ofAbsence(owner) : null;
}

function toldBy(verified: Verified): string {
  if (verified.kind === 'not-performed') return ofAbsence(verified.period);
  const { report, review, closing } = verified;
  if (closing !== null) return ofClosing(report.period.id);
  return review === null ? ofRun(report.run.id) : ofReview(report.period.id, isSigned(review.state));
}

const ofRun = (id: string): string => `the report of the run ${id}`;
/** One that not every stage has signed lies in a folder of its own. */
const ofReview = (period: string, final: boolean): string =>
  `the ${final ? 'final report' : 'draft'} of the review ${period}`;
const ofClosing = (period: string): string => `the closing report of the review ${period}`;
const ofAbsence = (period: string): string => `that the control was not performed in ${period}`;
