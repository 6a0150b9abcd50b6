// The words that several chapters share, so that one thing is called the same everywhere in the report.
import type { Severity } from '../core/names/codes.ts';
import { dayText } from '../core/values/instant.ts';
import { isDraft } from '../core/report/report.ts';
import type { Report } from '../core/report/report.ts';
import type { RunStatus } from '../core/names/gates.ts';
import type { CellPart } from './layout/cell.ts';

export const statusWords: Readonly<Record<RunStatus, string>> = {
  complete: 'COMPLETE',
  incomplete: 'INCOMPLETE',
  held: 'HELD',
};

export const statusMeanings: Readonly<Record<RunStatus, string>> = {
  complete: 'The export and every directory were read completely, and no gate holds this run.',
  incomplete: 'A source could not be read completely. What this report does not find is not proven to be absent.',
  held: 'A gate holds this run: its inputs do not fit together. Nothing is closed on its strength.',
};

export function draftWord(report: Report): 'DRAFT' | 'SIGNED' {
  return isDraft(report) ? 'DRAFT' : 'SIGNED';
}

/** What is said when no finding is open: of a run that is not complete it never says that all is well. */
export function nothingOpen({ status, findings }: Report): string {
  if (status !== 'complete') {
    return 'No finding is open, but the run is not complete: that does not prove that there is none.';
  }
  return findings.length === 0 ? 'No finding: no rule of the policy found anything to report.' : 'No finding is open.';
}

/** How many findings of a severity are open. */
export function found(report: Report, severity: Severity): number {
  return report.findingsBySeverity.find((entry) => entry.severity === severity)?.count ?? 0;
}

/** @example count(12345) // '12,345' */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** @example counted(1, 'account') // '1 account' */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : plural}`;
}

export function periodText({ period }: Report): string {
  return `${period.id}, ${dayText(period.firstDay)} to ${dayText(period.lastDay)}`;
}

export function severityPart(severity: Severity): CellPart {
  return { text: severity, mark: severity };
}

/** What a cell says when there is nothing to say. */
export const nothing: CellPart = { text: '–', muted: true };

export function orNothing(text: string | null): CellPart {
  return text === null || text === '' ? nothing : { text };
}

export function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
