// Which rules could not be judged for what the export does not tell: silence would read like "nothing found".
import type { ExportField } from '../application/account.ts';
import { creationDoubt, loginDoubt, suspensionDoubt } from '../findings/judge/usage.ts';
import type { Judgement } from '../findings/judge/judgement.ts';
import { toldByColumn } from '../findings/rules/context.ts';
import type { Code } from '../names/codes.ts';
import { plural, quoted } from '../values/text.ts';
import type { JudgingRule, JudgingRules } from '../versions.ts';
import type { ExportSource, Unjudged } from './parts/inputs.ts';

interface Needed {
  readonly codes: readonly Code[];
  /** What the column would tell. */
  readonly tells: string;
  /** What of the rules is judged all the same, since which rule. */
  readonly besides?: { readonly rule: JudgingRule; readonly says: string };
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
    besides: {
      rule: 'asks-whose-number',
      says: 'only a name and number of somebody else tell that a login was passed on',
    },
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
  rules: JudgingRules,
): readonly Unjudged[] {
  const has = new Set(source.columns.map(({ field }) => field));
  const lacking = Object.entries(needed).flatMap(([field, { codes, tells, besides, likely }]) => {
    if (has.has(field)) return [];
    const header = source.unmappedColumns.find((name) => likely.test(name));
    const line = `"export": { "columns": { "${field}": ${header === undefined ? '"HEADER"' : JSON.stringify(header)} } }`;
    const which = header === undefined ? 'If a column does' : `If ${quoted(header)} does`;
    const says = besides !== undefined && rules.has(besides.rule) ? `, and ${besides.says}` : '';
    return [{ codes, reason: `No column that is known tells ${tells}${says}. ${which}, configure ${line}.` }];
  });
  return [...lacking, ...doubtfulTimes(source, judgements, rules)];
}

interface Doubtful {
  /** `null` where every version asks it. */
  readonly rule: JudgingRule | null;
  readonly doubtOf: typeof loginDoubt;
  readonly codes: readonly Code[];
  readonly noun: string;
  readonly many: string;
  /** What becomes of such times. */
  readonly means: string;
}

const doubtful: readonly Doubtful[] = [
  {
    rule: null,
    doubtOf: loginDoubt,
    codes: ['DORMANT_ACCOUNT', 'ACCESS_AFTER_LEAVING'],
    noun: 'last login',
    many: 'last logins',
    means: 'counted neither as use nor as disuse',
  },
  {
    rule: 'doubts-suspensions',
    doubtOf: suspensionDoubt,
    codes: ['LATE_REMOVAL'],
    noun: 'time of a suspension',
    many: 'times of suspensions',
    means: 'told nothing of how long an account was kept',
  },
  {
    rule: 'doubts-creations',
    doubtOf: creationDoubt,
    codes: ['REASSIGNED_LOGIN', 'DORMANT_ACCOUNT'],
    noun: 'time of creation',
    many: 'times of creation',
    means: 'showed no account to be new, or never used for long',
  },
];

function doubtfulTimes(
  { exportedAt }: Pick<ExportSource, 'exportedAt'>,
  judgements: readonly Judgement[],
  rules: JudgingRules,
): readonly Unjudged[] {
  return doubtful.flatMap(({ rule, doubtOf, codes, noun, many, means }) => {
    if (rule !== null && !rules.has(rule)) return [];
    const doubts = judgements.flatMap(({ account }) => {
      const why = doubtOf(account, exportedAt);
      return why === null ? [] : [`row ${account.row}: ${why}`];
    });
    if (doubts.length === 0) return [];
    return [{ codes, reason: `${plural(doubts.length, noun, many)} cannot be, and ${means} (${doubts[0]}).` }];
  });
}
