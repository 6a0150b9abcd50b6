// What the first page concludes and counts, held across versions: whoever reads that page alone must not be told more.
import type { ClosingReport } from '../report/closing/closing.ts';
import { conclusionOfClosing } from '../report/closing/conclusion.ts';
import { conclusionOf, outcomeWords } from '../report/told/conclusion.ts';
import { openCounts, removalCounts } from '../report/told/progress.ts';
import type { RemovalCounts } from '../report/told/progress.ts';
import type { Report } from '../report/report.ts';
import type { Refusal } from '../values/result.ts';
import { grouped } from '../values/text.ts';
import { isSince } from '../versions.ts';
import type { ReportFile } from './report-file.ts';

/** Since this version every first page prints its conclusion and its counts in these words. */
export const coverSince = '0.3.0';

/**
 * The open findings of each severity and the removals that are proven are those of the data, and so is the conclusion.
 * Later versions ask more of an exception before they call a report effective. So the word of an earlier version is held
 * only to what every version asks of it: no finding stands but for information, and each removal is proven.
 *
 * @param report as this version works it out, with its signatures
 * @param tool the version that issued it
 * @returns the first that is not printed so, or `null`
 * @example coverBreak(file, report, tool)?.expected // 'IN PROGRESS'
 */
export function coverBreak({ pages }: Pick<ReportFile, 'pages'>, report: Report, tool: Report['tool']): Refusal | null {
  const lines = linesOf(pages);
  const twice = concludedTwice(lines);
  if (twice !== null) return twice;
  const [printed = ''] = concludedIn(lines);
  const { word, note } = conclusionOf(report);
  const words = new Set([word, ...(mayBeEffective(report) ? [outcomeWords.effective, outcomeWords.exceptions] : [])]);
  if (![...words].some((one) => printed === `${one} ${note}`))
    return broken('the conclusion', printed, `${word} ${note}`);
  const counted = countLines(lines);
  for (const { severity, open } of openCounts(report)) {
    const counts = counted.filter((line) => line.replace(/^[\d,]+/, '') === `${severity} open`);
    const expected = `${grouped(open)}${severity} open`;
    if (counts.length !== 1 || counts[0] !== expected)
      return broken(`how many ${severity} findings stand`, counts.join('; '), expected);
  }
  return removalsBreak(lines, removalCounts(report), tool);
}

/** Since this version every closing prints its conclusion in these words. */
export const closingCoverSince = '0.8.0';

/**
 * The conclusion of a closing of an earlier version, with how many removals are proven: `CLOSED` only where nothing stayed
 * open, and no exception runs.
 *
 * @param closing as this version works it out, with the version that issued it
 */
export function closingCoverBreak({ pages }: Pick<ReportFile, 'pages'>, closing: ClosingReport): Refusal | null {
  if (!isSince(closing.tool, closingCoverSince)) return null;
  const { word, note } = conclusionOfClosing(closing);
  const lines = linesOf(pages);
  const twice = concludedTwice(lines);
  if (twice !== null) return twice;
  const [first = '', second = ''] = concludedIn(lines);
  // Where both do not fit into one line, the note stands below the word.
  const printed = first === word ? `${first} ${second}` : first;
  return printed === `${word} ${note}` ? null : broken('the conclusion', printed, `${word} ${note}`);
}

function linesOf(pages: ReportFile['pages']): readonly string[] {
  return (pages[0] ?? '').split('\n').map((line) => line.trim());
}

/**
 * A count of one digit stands before its words, one of more digits on a line above them: where the widths of the two let
 * a reader of PDF begin a new line.
 *
 * @example countLines(['9critical open', '20', 'high open']) // ['9critical open', '20high open']
 */
function countLines(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line, at) => {
    if (!line.endsWith(' open')) return [];
    const above = lines[at - 1] ?? '';
    return [/^[\d,]+$/.test(above) ? `${above}${line}` : line];
  });
}

const headingOfConclusion = 'Conclusion:';

/** Only the first conclusion is compared, so there may be no second one for a reader to find. */
function concludedTwice(lines: readonly string[]): Refusal | null {
  const printed = lines.flatMap((line, at) => (line === headingOfConclusion ? [lines[at + 1] ?? ''] : []));
  return printed.length > 1 ? broken('the conclusion', printed.join('; '), 'one conclusion') : null;
}

/** What is printed below the heading. */
function concludedIn(lines: readonly string[]): readonly string[] {
  const heading = lines.indexOf(headingOfConclusion);
  return heading === -1 ? [] : lines.slice(heading + 1);
}

function mayBeEffective(report: Report): boolean {
  const { outcome } = conclusionOf(report);
  if (outcome === 'effective') return true;
  const { revoked, done } = removalCounts(report);
  const stands = openCounts(report).some(({ severity, open }) => severity !== 'info' && open > 0);
  return outcome === 'exceptions' && !stands && done === revoked;
}

/** Since this version the first page counts no removal of what was gone before. */
const apartSince = '0.19.0';

function removalsBreak(
  lines: readonly string[],
  { revoked, proven, gone, done }: RemovalCounts,
  tool: Report['tool'],
): Refusal | null {
  const [shown, all] = isSince(tool, apartSince) ? [proven, revoked - gone] : [done, revoked];
  if (all === 0) return null;
  const said = lines.flatMap((line) => /Removals proven .*/.exec(line)?.[0] ?? []);
  const expected = `Removals proven ${grouped(shown)} of ${grouped(all)}`;
  return said.length === 1 && said[0] === expected
    ? null
    : broken('how many removals are proven', said.join('; '), expected);
}

function broken(what: string, printed: string, expected: string): Refusal {
  const found = printed === '' ? 'nothing of that kind' : printed;
  return { what: `${what} is not printed as the data yield it`, where: 'page 1', found, expected };
}
