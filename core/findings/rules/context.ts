// What every rule may look at.
import type { ExportField } from '../../application/account.ts';
import type { JudgementContext, Judgement } from '../judge/judgement.ts';
import type { LedgerLookup } from '../judge/leaving.ts';
import type { Matcher } from '../judge/match.ts';
import type { Past } from './past.ts';

/** Which columns the export has. What a column would say is not known where there is no such column. */
export interface ExportTells {
  readonly lastLogin: boolean;
  /** `false` where the export has no column of roles. A blank role is then no statement about the account. */
  readonly role: boolean;
  readonly createdAt: boolean;
  readonly suspendedAt: boolean;
  readonly employeeId: boolean;
  readonly name: boolean;
}

/** What each of these columns tells, in words for a sentence that says it is missing. */
export const toldByColumn: Readonly<Record<keyof ExportTells, string>> = {
  lastLogin: 'when somebody last logged in',
  role: 'the role',
  createdAt: 'when an account was created',
  suspendedAt: 'when an account was suspended',
  employeeId: 'an employee number',
  name: 'the name',
};

/** @param columns those of the export that feed a field */
export function tellsOf(columns: readonly { readonly field: string }[]): ExportTells {
  const has = (wanted: ExportField): boolean => columns.some(({ field }) => field === wanted);
  return {
    lastLogin: has('lastLogin'),
    role: has('role'),
    createdAt: has('createdAt'),
    suspendedAt: has('suspendedAt'),
    employeeId: has('employeeId'),
    name: has('name') || has('firstName') || has('lastName'),
  };
}

/** Of an export with all of these columns. */
export const allTold: ExportTells = tellsOf(Object.keys(toldByColumn).map((field) => ({ field })));

export interface FindingContext extends JudgementContext {
  readonly tells: ExportTells;
  readonly people: Matcher;
  /** The identities that earlier runs saw and that are gone. */
  readonly gone: LedgerLookup;
  readonly past: Past;
}

/** What the rules about a run as a whole look at besides the context. */
export interface JudgedRun {
  /** Every account of the export, in its order. */
  readonly judgements: readonly Judgement[];
  /** The signs that the export was edited after People.ai wrote it, a phrase each. */
  readonly editedSigns: readonly string[];
  /** How many rows of the export could not be read. */
  readonly unread: number;
}

/** Whether the account's licence lets nobody sign in (contract, section 6). */
export function isTrackedOnly({ account }: Judgement, { config }: JudgementContext): boolean {
  const license = account.license?.trim().toLowerCase();
  return license !== undefined && config.instance.noLoginLicenses.some((word) => word.trim().toLowerCase() === license);
}
