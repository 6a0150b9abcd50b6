// The lines of a review as a table to look at elsewhere: as the page shows them, decided and undecided.
import type { Code } from '../../core/names/codes.ts';
import type { EffectiveDecision } from '../../core/review/events/state.ts';
import type { ReviewLine } from '../../core/review/lines/line.ts';
import { csv } from './sheets.ts';

export interface TableLine {
  readonly line: ReviewLine;
  readonly codes: readonly Code[];
  readonly reviewer: string | null;
  readonly decision: EffectiveDecision | null;
  readonly asksAgain: boolean;
}

const columns = {
  login: ({ line }: TableLine) => line.login,
  name: ({ line }: TableLine) => line.name,
  kind: ({ line }: TableLine) => line.kind,
  reviewer: ({ reviewer }: TableLine) => reviewer,
  decision: ({ decision }: TableLine) => decision?.decision ?? null,
  until: ({ decision }: TableLine) => decision?.until ?? null,
  reason: ({ decision }: TableLine) => decision?.reason ?? null,
  decidedBy: ({ decision }: TableLine) => decision?.by ?? null,
  decidedAt: ({ decision }: TableLine) => decision?.at ?? null,
  asksAgain: ({ asksAgain }: TableLine) => (asksAgain ? 'yes' : ''),
  severity: ({ line }: TableLine) => line.severity,
  findings: ({ codes }: TableLine) => codes.join(' '),
  recommendation: ({ line }: TableLine) => line.recommendation.decision,
  role: ({ line }: TableLine) => line.role,
  privileged: ({ line }: TableLine) => (line.privileged ? 'yes' : ''),
  team: ({ line }: TableLine) => line.team,
  status: ({ line }: TableLine) => line.status,
  situation: ({ line }: TableLine) => line.situation,
  lastLogin: ({ line }: TableLine) => line.lastLogin,
  changes: ({ line }: TableLine) => line.changes.join(', '),
} as const;

/** A header line and one line a line of the review; cells that a spreadsheet would run are neutralised. */
export function lineTableCsv(lines: Iterable<TableLine>): Iterable<string> {
  return csv(columns, lines);
}
