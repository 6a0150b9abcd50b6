// What the report of a control that was not performed prints in every version, and what it states as data.
import { daysAfterPeriod } from '../config/calendar.ts';
import { evidenceFiles } from '../names/evidence-files.ts';
import type { NotPerformedReport } from '../report/not-performed.ts';
import type { Report } from '../report/report.ts';
import { outcomeWords } from '../report/told/conclusion.ts';
import { addDays } from '../values/instant.ts';
import type { Refusal } from '../values/result.ts';
import type { ReportFile } from './report-file.ts';

/** Chapters that every report of a run has, and no report that there is none. */
const chaptersOfRuns: ReadonlySet<string> = new Set(['Reliance on this evidence', 'Files of the evidence']);

const otherWords = Object.values(outcomeWords).filter((word) => word !== outcomeWords['not-performed']);

/**
 * Nothing of such a report is worked out again, so that the id in its document information must not pass off another
 * report as one: its names, its one conclusion and its period are those of the kind.
 *
 * @param period as the id names it
 * @returns the first thing that no such report prints, or lacks
 * @example absenceBreak(file, '2026-Q3') // { what: 'not a report that the control was not performed', found: 'Run 2026…, EFFECTIVE, SIGNED', … }
 */
export function absenceBreak({ info, pages }: ReportFile, period: string): Refusal | null {
  const [title, subject] = [info.get('Title') ?? '', info.get('Subject') ?? ''];
  const named = `Period ${period}, not performed`;
  if (subject !== named) return other('Subject of the PDF', subject, named);
  const called = `access review ${period}: control not performed`;
  if (!title.includes(called)) return other('Title of the PDF', title, called);
  const [first = [], ...rest] = pages.map((page) => page.split('\n').map((line) => line.trim()));
  const wanted = [`access review ${period}`, outcomeWords['not-performed']];
  const lacking = wanted.find((text) => !first.some((line) => line.endsWith(text)));
  if (lacking !== undefined) return other('page 1', 'nothing of that kind', lacking);
  for (const [index, lines] of [first, ...rest].entries()) {
    const strange = lines.find((line) => chaptersOfRuns.has(line) || otherWords.some((word) => isWord(line, word)));
    if (strange !== undefined) return other(`page ${index + 1}`, strange, 'one conclusion, and no chapter of a run');
  }
  return null;
}

/** With what is said of the signatures behind it. */
function isWord(line: string, word: string): boolean {
  return line === word || line.startsWith(`${word} `);
}

/** Since this version it attaches what it states, from which its page is drawn. */
export const statedSince = '0.12.0';

/**
 * Whether what such a report states is about the report that it is attached to, and does not contradict itself. Its reason,
 * and what was tried, is the word of whoever holds the key.
 *
 * @param writtenBy as the document information names it
 * @example statementBreak({ ...stated, day: '2026-10-15' }, { period: '2026-Q3', writtenBy }) // { where: 'not-performed.json, day', … }
 */
export function statementBreak(
  { period, occasion, at, day, tool }: NotPerformedReport,
  of: { readonly period: string; readonly writtenBy: Report['tool'] },
): Refusal | null {
  const [written, named] = [of.writtenBy, tool].map(({ name, version }) => `${name} ${version}`);
  if (written !== named) return other(placed('tool'), named ?? '', `${written}, as the PDF names what wrote it`);
  if (period.id !== of.period) return other(placed('period.id'), period.id, of.period);
  const due = addDays(period.lastDay, daysAfterPeriod);
  if (period.dueDay !== due)
    return other(
      placed('period.dueDay'),
      period.dueDay,
      `${due}, ${daysAfterPeriod} days after the last of the period`,
    );
  if (occasion.kind === 'run')
    return occasion.asOf === at
      ? null
      : other(placed('occasion.asOf'), occasion.asOf, `${at}, when it was established`);
  if (occasion.dueDay !== period.dueDay) return other(placed('occasion.dueDay'), occasion.dueDay, period.dueDay);
  return day > period.dueDay ? null : other(placed('day'), day, `a day after ${period.dueDay}, the last one in time`);
}

function placed(member: string): string {
  return `${evidenceFiles.absence.name}, ${member}`;
}

function other(where: string, found: string, expected: string): Refusal {
  return { what: 'not a report that the control was not performed', where, found, expected };
}
