// The summary in plain words: a few sentences worked out from the data.
import { application } from '../../application/applications.ts';
import { codes } from '../../names/codes.ts';
import { decisionCounts } from '../../names/decisions.ts';
import { handedInText } from '../../review/decisions/acts.ts';
import { plural } from '../../values/text.ts';
import { openCounts, removalCounts, settledIn } from './progress.ts';
import { toSuspendText } from './to-suspend.ts';
import type { Report } from '../report.ts';

/** Three to six sentences, none of which says more than the data prove. */
export function sentencesOf(report: Report): readonly string[] {
  return [
    comparedText(report),
    foundText(report),
    ...(report.status === 'complete' ? decidedTexts(report) : []),
    ...limitTexts(report),
  ];
}

function comparedText({ totals, directories, status, selfTest }: Report): string {
  const identities = directories.reduce((sum, directory) => sum + directory.identities, 0);
  const accounts = `${plural(totals.accounts, 'account')} of ${application.name}`;
  const live = totals.accounts === 1 ? `, ${onlyOneText(totals)}, was` : `, ${totals.live} of them live, were`;
  const compared = `${accounts}${live} compared with ${plural(identities, 'identity', 'identities')} in ${plural(directories.length, 'directory', 'directories')}, deleted ones not counted`;
  if (status !== 'complete')
    return `${compared}; the comparison cannot be relied on, for the reasons on the first page.`;
  const rules =
    selfTest.passed === selfTest.total
      ? `the program's own ${selfTest.total} test cases passed`
      : `of the program's own ${selfTest.total} test cases ${selfTest.passed} passed`;
  return `${compared}; every source was read to its end, ${rowsText(totals)}, and ${rules}.`;
}

/** Of a population of one account. @example onlyOneText({ live: 1 }) // 'which is live' */
export function onlyOneText({ live }: Pick<Report['totals'], 'live'>): string {
  return live === 1 ? 'which is live' : 'which is not live';
}

/** @example rowsText(totals) // '259 rows = 255 accounts + 2 duplicates + 2 that could not be read' */
function rowsText({ rowsRead, accounts, duplicates, rejected }: Report['totals']): string {
  const rest = [
    ...(duplicates === 0 ? [] : [plural(duplicates, 'duplicate')]),
    ...(rejected === 0 ? [] : [`${rejected} that could not be read`]),
  ];
  return `${plural(rowsRead, 'row')} = ${[plural(accounts, 'account'), ...rest].join(' + ')}`;
}

/** What is said when no finding is open: of a run that is not complete it never says that all is well. */
export function nothingOpen({ status, findings }: Pick<Report, 'status' | 'findings'>): string {
  if (status !== 'complete')
    return 'No finding is open, but the run is not complete: that does not prove that there is none.';
  return findings.length === 0 ? 'No finding: no rule of the policy found anything to report.' : 'No finding is open.';
}

function foundText(report: Report): string {
  const isSettledNow = settledIn(report);
  const found = report.findings.filter((finding) => !isSettledNow(finding));
  if (found.length === 0) return nothingOpen(report);
  const counts = openCounts(report);
  const each = (of: 'found' | 'open'): string =>
    counts
      .filter((count) => count[of] > 0)
      .map((count) => `${count[of]} ${count.severity}`)
      .join(', ');
  const fresh = found.filter(({ state }) => state === 'new').length;
  const novelty =
    report.history === null ? '' : ` ${fresh} of them ${fresh === 1 ? 'is' : 'are'} new since the last accepted run.`;
  const open = counts.reduce((sum, count) => sum + count.open, 0);
  const standing = open === 0 ? 'none is open.' : `${open} ${open === 1 ? 'is' : 'are'} still open: ${each('open')}.`;
  const left = report.review === undefined ? '' : ` After decisions and proven removals ${standing}`;
  const what =
    report.review === undefined
      ? plural(found.length, 'open finding')
      : `${plural(found.length, 'finding')} of the run`;
  return `${what}: ${each('found')}.${novelty}${criticalText(found)}${left}`;
}

function criticalText(found: Report['findings']): string {
  const critical = found.filter(({ severity }) => severity === 'critical');
  const byCode = [...Map.groupBy(critical, ({ code }) => code)];
  if (byCode.length === 0) return '';
  return ` Critical: ${byCode.map(([code, some]) => `${codes[code].title.toLowerCase()} (${some.length})`).join(', ')}.`;
}

function decidedTexts(report: Report): readonly string[] {
  const { decisions = [], review, toDecide } = report;
  if (review === undefined) {
    return [
      `Nobody has signed for a decision yet: ${plural(toDecide, 'line')} to decide${linesText(report)}; ${toSuspendText(report)}.`,
    ];
  }
  const each = Object.entries(decisionCounts(decisions))
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${count} ${word}`)
    .join(', ');
  const verb = decisions.length === 1 ? 'is' : 'are';
  return [
    `${plural(decisions.length, 'decision')} ${verb} signed for: ${each}; handed in ${handedInText(review.acts)}.`,
    ...removedTexts(report),
  ];
}

function removedTexts(report: Report): readonly string[] {
  const { revoked, done, proven } = removalCounts(report);
  if (revoked === 0) return [];
  const byExport = `${proven} ${proven === 1 ? 'is' : 'are'} proven by a later export`;
  const gone = done === proven ? '' : `, ${done - proven} needed none because the account was gone`;
  const left = revoked === done ? 'none is left' : `${revoked - done} still to be proven`;
  return [`Of ${plural(revoked, 'revocation')}, ${byExport}${gone}, ${left}.`];
}

/** Why there are more lines than live accounts: keys are decided as well. */
function linesText({ toDecide, totals }: Report): string {
  const keys = toDecide - totals.live;
  return keys > 0 ? ` (${plural(totals.live, 'live account')} and ${plural(keys, 'API key')})` : '';
}

function limitTexts({ rejected, notJudged, gates }: Report): readonly string[] {
  const accepted = [
    ...new Set(gates.flatMap(({ gate, accepted: by }) => (by === null ? [] : [`${gate} by ${by.by}`]))),
  ];
  const said = [
    ...(rejected.length === 0
      ? []
      : [
          `${plural(rejected.length, 'row')} of the export could not be read and ${rejected.length === 1 ? 'is' : 'are'} reviewed by nobody`,
        ]),
    ...(accepted.length === 0
      ? []
      : [
          `${accepted.length === 1 ? 'a gate was' : `${accepted.length} gates were`} accepted (${accepted.join(', ')})`,
        ]),
    ...(notJudged === 0 ? [] : [`${plural(notJudged, 'earlier finding')} could not be judged by this run`]),
  ];
  return said.length === 0 ? [] : [`Limits: ${said.join('; ')}.`];
}
