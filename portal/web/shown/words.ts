// The words of the glossary as pages say them.
import type { BadgeProps } from '@cloudscape-design/components/badge';
import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { codes } from '../../../core/names/codes.ts';
import type { Code, Severity } from '../../../core/names/codes.ts';
import type { DecisionWord } from '../../../core/names/decisions.ts';
import type { Role } from '../../api/route.ts';
import type { AnswerOf } from '../api/client.ts';

export type PeriodState = AnswerOf<'overview'>['state'];
export type FindingState = AnswerOf<'findings'>['findings'][number]['state'];

export const stateWords: Readonly<
  Record<PeriodState, { readonly says: string; readonly type: StatusIndicatorProps.Type }>
> = {
  'not-opened': { says: 'Not opened', type: 'pending' },
  open: { says: 'Open', type: 'in-progress' },
  'in-review': { says: 'In review', type: 'in-progress' },
  remediation: { says: 'Remediation', type: 'in-progress' },
  signed: { says: 'Signed', type: 'success' },
  closed: { says: 'Closed', type: 'success' },
  'not-performed': { says: 'Not performed', type: 'error' },
  voided: { says: 'Voided', type: 'stopped' },
};

export const roleWords: Readonly<Record<Role, string>> = {
  admin: 'administrator',
  reviewer: 'reviewer',
  'control-owner': 'control owner',
  auditor: 'auditor',
};

export const stageWords = { reviewer: 'Reviewer', 'control-owner': 'Control owner' } as const;

/**
 * The warning about what is done to a review that every stage has signed; `null` while its final report is still to
 * come.
 */
export const carriedWords: Readonly<Record<AnswerOf<'lines'>['carriedBy'], string | null>> = {
  signature: null,
  closing: 'Every stage has signed this review: of its reports only the one that closes it carries this.',
  none: 'This review is closed: its reports are issued, and none of them carries this.',
};

export const severityColours: Readonly<Record<Severity, NonNullable<BadgeProps['color']>>> = {
  critical: 'severity-critical',
  high: 'severity-high',
  medium: 'severity-medium',
  low: 'severity-low',
  info: 'severity-neutral',
};

export function titleOf(code: Code): string {
  return codes[code].title;
}

export const decisionWords: Readonly<Record<DecisionWord, string>> = {
  keep: 'Keep',
  revoke: 'Revoke',
  except: 'Except',
};

/** `Except until 2026-12-31` */
export function decisionSays({ decision, until }: { readonly decision: DecisionWord; readonly until: string | null }) {
  return until === null ? decisionWords[decision] : `${decisionWords[decision]} until ${until}`;
}

/** `1 line`, `2,000 lines` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}

export function bytesSay(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(0)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/**
 * What people wrote, with a full stop, so that a sentence can follow. @example sentence('Leads the team.') // the same,
 * and 'no stop' gets one
 */
export function sentence(text: string): string {
  return /[.!?…]\s*$/.test(text) ? text.trimEnd() : `${text}.`;
}
