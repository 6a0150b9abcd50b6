// What every rule may look at.
import type { ExportField } from '../../application/account.ts';
import type { ReviewContext, Judgement } from '../judge/judgement.ts';
import type { LedgerLookup } from '../judge/leaving.ts';
import type { Matcher } from '../judge/match.ts';
import type { Past } from './past.ts';

/** What the columns of the export can tell at all: silence of a column that is not there proves nothing. */
export interface ExportTells {
  readonly lastLogin: boolean;
  /** Without such a column nothing is blank: the export says nothing of roles. */
  readonly role: boolean;
  readonly createdAt: boolean;
  readonly suspendedAt: boolean;
  readonly employeeId: boolean;
  readonly name: boolean;
}

/** What each of these columns tells, for a sentence that misses it. */
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

/** Of an export that has all of these columns. */
export const allTold: ExportTells = tellsOf(Object.keys(toldByColumn).map((field) => ({ field })));

export interface FindingContext extends ReviewContext {
  readonly tells: ExportTells;
  readonly people: Matcher;
  /** Whom earlier runs saw and nobody shows now. */
  readonly gone: LedgerLookup;
  readonly past: Past;
}

/** What the rules about a run as a whole look at besides. */
export interface JudgedRun {
  /** Every account of the export, in its order. */
  readonly judgements: readonly Judgement[];
  /** What shows that the export is not as the application wrote it, a phrase each. */
  readonly editedSigns: readonly string[];
  /** Rows of the export that could not be read. */
  readonly unread: number;
}

/** A licence without a login cannot be signed in with (contract, section 6). */
export function isTrackedOnly({ account }: Judgement, { config }: ReviewContext): boolean {
  const license = account.license?.trim().toLowerCase();
  return license !== undefined && config.instance.noLoginLicenses.some((word) => word.trim().toLowerCase() === license);
}
