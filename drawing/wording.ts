// The words that several chapters share, so that one thing is called the same everywhere in the report.
import type { Severity } from '../core/names/codes.ts';
import { grouped } from '../core/values/text.ts';
import { dayText } from '../core/values/time-text.ts';
import { isDraft } from '../core/report/report.ts';
import type { Report } from '../core/report/report.ts';
import type { SignOff } from '../core/names/sign-off.ts';
import type { CellPart } from './layout/cell.ts';

export const stageNames: Readonly<Record<SignOff['stage'], string>> = {
  reviewer: 'Reviewer',
  'control-owner': 'Control owner',
};

export const assurances: Readonly<Record<SignOff['assurance'], string>> = {
  asserted: 'name typed, not authenticated',
  oidc: 'recorded as signed in through the identity provider',
};

/** @example assuranceText('asserted') // 'asserted: name typed' */
export function assuranceText(assurance: SignOff['assurance']): string {
  return assurance === 'asserted' ? 'asserted: name typed' : assurances[assurance];
}

/** Of a key that the certificate does not call local: the file cannot show more, whoever holds it. */
export const keyElsewhere = 'a key whose certificate does not call it local; where it lies this file does not show';

export function draftWord(report: Report): 'DRAFT' | 'SIGNED' {
  return isDraft(report) ? 'DRAFT' : 'SIGNED';
}

/** @example counted(1, 'account') // '1 account' */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(value)} ${value === 1 ? noun : plural}`;
}

export function periodText({ period }: Report): string {
  return `${period.id}, ${dayText(period.firstDay)} to ${dayText(period.lastDay)}`;
}

/** Who approved the policy and when, or why it counts as approved by nobody. */
export function approvalText({ policy: { approved, unapproved } }: Report): string {
  if (approved === null) return unapproved ?? 'Nobody approved it.';
  const how = approved.how === 'recorded' ? 'recorded in a review' : 'as the configuration says';
  return `Approved by ${approved.by} on ${dayText(approved.on)}, ${how}.`;
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
