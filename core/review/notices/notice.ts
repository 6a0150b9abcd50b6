// What people can be told about a review, and who the office is.
import { canonicalLogin } from '../../values/login.ts';
import type { Config } from '../../config/config.ts';
import type { SignOff } from '../../names/sign-off.ts';
import type { Day } from '../../values/instant.ts';

/** Counts and days only: a mail is forwarded and shown on locked screens. */
export type Notice =
  | { readonly kind: 'opening'; readonly lines: number; readonly dueDay: Day }
  | { readonly kind: 'reminder'; readonly lines: number; readonly dueDay: Day }
  | { readonly kind: 'escalation'; readonly lines: number; readonly daysLate: number }
  /** Lines whose reviewers' decisions would be refused, until somebody hands them over. */
  | { readonly kind: 'cannot-decide'; readonly lines: number; readonly people: number }
  | { readonly kind: 'sign-off'; readonly stage: SignOff['stage']; readonly dueDay: Day }
  /** Every line is decided, and something else stands against the signature. */
  | {
      readonly kind: 'sign-off-blocked';
      readonly stage: SignOff['stage'];
      readonly blocks: number;
      readonly dueDay: Day;
    }
  | { readonly kind: 'work-order'; readonly number: number; readonly accounts: number; readonly dueDay: Day }
  | { readonly kind: 'work-order-withdrawn'; readonly number: number; readonly kept: number; readonly left: number }
  | { readonly kind: 'removal-overdue'; readonly number: number; readonly accounts: number; readonly dueDay: Day }
  | { readonly kind: 'removal-reopened'; readonly accounts: number }
  /** `signed`: every stage has, so it is decided anew in the next review. */
  | { readonly kind: 'exception-ending'; readonly accounts: number; readonly until: Day; readonly signed: boolean }
  /**
   * `removed`: by a work order, as a later export proves; `gone`: without one, as an export shows. `reported`: a closing
   * report goes with it; absent where an earlier version closed the review.
   */
  | {
      readonly kind: 'closing';
      readonly decisions: number;
      readonly removed: number;
      readonly gone: number;
      readonly reported?: true;
    }
  /** Beside the lines, whether the signature of the one who is told fell with the move. */
  | { readonly kind: 'review-moved'; readonly lines: number; readonly signatureFell: boolean; readonly dueDay: Day }
  | { readonly kind: 'signature-withdrawn'; readonly stage: SignOff['stage']; readonly dueDay: Day }
  | { readonly kind: 'review-voided'; readonly orders: readonly number[] }
  | { readonly kind: 'review-missing'; readonly hasRun: boolean; readonly dueDay: Day }
  | { readonly kind: 'not-performed'; readonly dueDay: Day };

export interface AddressedNotice {
  readonly review: string;
  readonly to: string;
  /** The same key is told to the same person once. */
  readonly key: string;
  readonly notice: Notice;
}

/** A notice as it goes by mail. */
export interface MailedNotice extends AddressedNotice {
  /** Where the report lies that the notice is about: a path, or the address of a page that asks to sign in. */
  readonly report: string | null;
  /** Where the first of its files lies, the others beside it, when they are too large for the mail and are not in it. */
  readonly apart?: string | undefined;
}

/** What the mail to one person tells. */
export interface ReviewMailInput {
  readonly organisation: string;
  readonly notices: readonly MailedNotice[];
  /** Where people open the portal; absent where there is none, or nobody configured it. */
  readonly portal?: string | undefined;
}

/** The part of the configuration that says whom to tell. */
export type Office = Pick<Config, 'mail' | 'reviewers' | 'calendar'>;

/** Who is told what concerns nobody in particular: the addresses of the configuration, else the fallback. */
export function officeOf({ mail, reviewers }: Office): readonly string[] {
  const people = mail.to.length > 0 ? mail.to : [reviewers.fallback ?? reviewers.controlOwner ?? ''];
  // In the form in which reviewers are named: whoever is both is one person, with one count.
  return [...new Set(people.map((one) => canonicalLogin(one) ?? one))].filter((one) => one !== '');
}
