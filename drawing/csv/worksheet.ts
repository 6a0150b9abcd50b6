// The lines of a review as a sheet that a reviewer fills in and hands back to `decide --file`.
import type { ReviewLine } from '../../core/review/lines/line.ts';
import type { OpenLine } from '../../core/review/decisions/standing.ts';
import { momentDay } from '../../core/values/time-text.ts';
import { csv } from './sheets.ts';

function decisionText({ lastDecision }: ReviewLine): string | null {
  if (lastDecision === null) return null;
  const until = lastDecision.until === null ? '' : ` until ${lastDecision.until}`;
  return `${lastDecision.decision}${until} by ${lastDecision.by} in ${lastDecision.review}`;
}

/** Days are ISO, which every spreadsheet takes for a date and none for another one. */
export const worksheetColumns = {
  login: ({ line }: OpenLine) => line.login,
  decision: () => null,
  until: () => null,
  reason: () => null,
  privileged: ({ line }: OpenLine) => (line.privileged ? 'yes' : ''),
  severity: ({ line }: OpenLine) => line.severity,
  findings: ({ codes }: OpenLine) => codes.join(' '),
  recommendation: ({ line }: OpenLine) => line.recommendation.decision,
  because: ({ line }: OpenLine) => line.recommendation.reason,
  name: ({ line }: OpenLine) => line.name,
  role: ({ line }: OpenLine) => line.role,
  roleMeans: ({ line }: OpenLine) => line.roleMeans ?? null,
  team: ({ line }: OpenLine) => line.team,
  kind: ({ line }: OpenLine) => line.kind,
  status: ({ line }: OpenLine) => line.status,
  situation: ({ line }: OpenLine) => line.situation,
  match: ({ line }: OpenLine) => line.match,
  lastLogin: ({ line }: OpenLine) => (line.lastLogin === null ? null : (momentDay(line.lastLogin) ?? line.lastLogin)),
  ageDays: ({ line }: OpenLine) => line.ageDays,
  changes: ({ line }: OpenLine) => line.changes.join(', '),
  lastDecision: ({ line }: OpenLine) => decisionText(line),
  reviewer: ({ reviewer }: OpenLine) => reviewer,
} as const;

/** What a reviewer fills in; all other columns are to be read. */
export const columnsToFillIn: readonly string[] = ['decision', 'until', 'reason'];

/** A header line and one line an undecided account or key, findings first; cells that a spreadsheet would run are neutralised. */
export function worksheetCsv(lines: readonly OpenLine[]): Iterable<string> {
  return csv(worksheetColumns, lines);
}
