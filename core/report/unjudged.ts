// Which rules could not be judged for what the export does not tell: silence would read like "nothing found".
import type { ExportField } from '../application/account.ts';
import { loginDoubt } from '../findings/judge/usage.ts';
import type { Judgement } from '../findings/judge/judgement.ts';
import { toldByColumn } from '../findings/rules/context.ts';
import type { Code } from '../names/codes.ts';
import { plural, quoted } from '../values/text.ts';
import type { ExportSource, Unjudged } from './parts/inputs.ts';

interface Needed {
  readonly codes: readonly Code[];
  /** What the column would tell. */
  readonly tells: string;
  /** Headers that may well mean it. */
  readonly likely: RegExp;
}

const needed: Partial<Record<ExportField, Needed>> = {
  lastLogin: {
    codes: ['DORMANT_ACCOUNT', 'ACCESS_AFTER_LEAVING'],
    tells: toldByColumn.lastLogin,
    likely: /log.?in|sign.?in|seen|activ(?!at)|access|used|visit/i,
  },
  role: {
    codes: ['PRIVILEGED_ACCOUNT', 'ROLE_UNCLASSIFIED'],
    tells: toldByColumn.role,
    likely: /role|profile|permission|privilege/i,
  },
  createdAt: {
    codes: ['REASSIGNED_LOGIN'],
    tells: toldByColumn.createdAt,
    likely: /creat|activat|added|joined|invited/i,
  },
  suspendedAt: {
    codes: ['LATE_REMOVAL'],
    tells: toldByColumn.suspendedAt,
    likely: /suspend|deactivat|disabl|remov/i,
  },
};

/** Of each field that the export lacks: the rules that need it, and the line of configuration that would give it. */
export function unjudged(
  source: Pick<ExportSource, 'columns' | 'unmappedColumns' | 'exportedAt'>,
  judgements: readonly Judgement[],
): readonly Unjudged[] {
  const has = new Set(source.columns.map(({ field }) => field));
  const lacking = Object.entries(needed).flatMap(([field, { codes, tells, likely }]) => {
    if (has.has(field)) return [];
    const header = source.unmappedColumns.find((name) => likely.test(name));
    const line = `"export": { "columns": { "${field}": ${header === undefined ? '"HEADER"' : JSON.stringify(header)} } }`;
    const which = header === undefined ? 'If a column does' : `If ${quoted(header)} does`;
    return [{ codes, reason: `No column that is known tells ${tells}. ${which}, configure ${line}.` }];
  });
  return [...lacking, ...doubtfulLogins(source, judgements)];
}

function doubtfulLogins(
  { exportedAt }: Pick<ExportSource, 'exportedAt'>,
  judgements: readonly Judgement[],
): readonly Unjudged[] {
  const doubts = judgements.flatMap(({ account }) => {
    const why = loginDoubt(account, exportedAt);
    return why === null ? [] : [`row ${account.row}: ${why}`];
  });
  const [first] = doubts;
  if (first === undefined) return [];
  const reason = `${plural(doubts.length, 'last login')} cannot be, and counted neither as use nor as disuse (${first}).`;
  return [{ codes: ['DORMANT_ACCOUNT', 'ACCESS_AFTER_LEAVING'], reason }];
}
