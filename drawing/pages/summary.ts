// One page for the person who reads only one: what was compared, what was found, whether it is getting better.
import type { Report } from '../../core/report/report.ts';
import type { Book } from '../layout/book.ts';
import { barChart, columnChart } from '../layout/chart.ts';
import { chapter, paragraph } from '../layout/prose.ts';
import { count, counted, draftWord, nothingOpen, statusWords } from '../wording.ts';

/** More codes or runs than this would not be legible on the one page; the chapters have them all. */
const mostCodes = 10;
const mostRuns = 12;
const gap = 28;

export function summary(book: Book, report: Report): void {
  chapter(book, 'Executive summary');
  paragraph(book, whatWasCompared(report));
  paragraph(book, [whatWasFound(report), ...whatWasDecided(report)].join(' '));
  severityAndAges(book, report);
  byCode(book, report);
  trend(book, report);
}

function whatWasCompared(report: Report): string {
  const { totals, directories, run } = report;
  const identities = directories.reduce((sum, directory) => sum + directory.identities, 0);
  return (
    `The review ${report.period.id} compared ${counted(totals.accounts, 'account')} of ${report.application} with ` +
    `${counted(identities, 'identity', 'identities')} in ${counted(directories.length, 'directory', 'directories')}. ` +
    `Run ${run.id} is ${statusWords[report.status]} and ${draftWord(report) === 'DRAFT' ? 'not signed off' : 'signed off'}.`
  );
}

function whatWasFound(report: Report): string {
  const open = report.findingsBySeverity.filter(({ count: found }) => found > 0);
  if (open.length === 0) return nothingOpen(report);
  const sum = open.reduce((total, entry) => total + entry.count, 0);
  const each = open.map((entry) => `${count(entry.count)} ${entry.severity}`).join(', ');
  const proposed = counted(report.proposals.length, 'account');
  const notJudged =
    report.notJudged === 0 ? '' : ` ${counted(report.notJudged, 'earlier finding')} could not be judged by this run.`;
  return `${counted(sum, 'open finding')}: ${each}. ${proposed} proposed for suspension.${notJudged}`;
}

/** Nothing while nobody has signed: until then decisions can change. */
function whatWasDecided({ decisions = [] }: Report): readonly string[] {
  if (decisions.length === 0) return [];
  const each = (['keep', 'revoke', 'except'] as const)
    .map((word) => ({ word, found: decisions.filter(({ decision }) => decision === word).length }))
    .filter(({ found }) => found > 0)
    .map(({ word, found }) => `${count(found)} ${word}`);
  const verb = decisions.length === 1 ? 'is' : 'are';
  return [`${counted(decisions.length, 'decision')} ${verb} signed for: ${each.join(', ')}.`];
}

function severityAndAges(book: Book, report: Report): void {
  const height = 118;
  const width = (book.page.textWidth - gap) / 2;
  book.y -= 10;
  const y = book.y - height;
  const severityBars = report.findingsBySeverity.map(({ severity, count: value }) => ({
    label: severity,
    value,
    severity,
  }));
  barChart(
    book,
    {
      title: 'Open findings by severity',
      alt: `Open findings by severity: ${severityBars.map((bar) => `${bar.label} ${bar.value}`).join(', ')}.`,
      box: { x: book.page.left, y, width, height },
      labelWidth: 56,
    },
    severityBars,
  );
  const ages = report.ages.map(({ periods, count: value }) => ({ label: periodsText(periods), value }));
  barChart(
    book,
    {
      title: 'Open findings by age, info not counted',
      alt: `Open findings by review periods, info not counted: ${ages.map((bar) => `${bar.label} ${bar.value}`).join(', ')}.`,
      box: { x: book.page.left + width + gap, y, width, height },
      labelWidth: 82,
    },
    ages,
  );
  book.y = y - 22;
}

function periodsText(periods: string): string {
  return periods === '1' ? 'this period' : `${periods} periods`;
}

function byCode(book: Book, report: Report): void {
  const shown = report.findingsByCode.slice(0, mostCodes);
  if (shown.length === 0) return;
  const height = 22 + shown.length * 16;
  const y = book.y - height;
  const bars = shown.map(({ title, severity, count: value }) => ({ label: title, value, severity }));
  barChart(
    book,
    {
      title: 'Open findings by code',
      alt: `Open findings by code: ${bars.map((bar) => `${bar.label} ${bar.value}`).join(', ')}.`,
      box: { x: book.page.left, y, width: book.page.textWidth, height },
      labelWidth: 230,
    },
    bars,
  );
  book.y = y - 12;
  const rest = report.findingsByCode.length - shown.length;
  if (rest > 0) paragraph(book, `${counted(rest, 'more code')} in the chapter on findings.`);
  book.y -= 10;
}

function trend(book: Book, report: Report): void {
  if (report.trend.length === 0) {
    paragraph(book, 'There is no trend: no run has been accepted yet.');
    return;
  }
  const height = 150;
  const shown = report.trend.slice(-mostRuns);
  const columns = shown.map(({ label, critical, high, medium, low }) => ({
    label,
    parts: [
      { severity: 'critical', value: critical },
      { severity: 'high', value: high },
      { severity: 'medium', value: medium },
      { severity: 'low', value: low },
    ] as const,
  }));
  const words = shown.map(
    (run) => `${run.label}: critical ${run.critical}, high ${run.high}, medium ${run.medium}, low ${run.low}`,
  );
  columnChart(
    book,
    {
      title: 'Open findings at each accepted run, info not counted',
      alt: `Open findings at each accepted run, info not counted. ${words.join('; ')}.`,
      box: { x: book.page.left, y: book.y - height, width: book.page.textWidth, height },
    },
    columns,
  );
  book.y -= height + 10;
}
