// The register of rules: which rule finds each code. A code without a rule does not compile.
import type { ExportTells, FindingContext, JudgedRun } from './context.ts';
import type { Draft } from './draft.ts';
import {
  accessAfterLeaving,
  conflictingRows,
  dormant,
  external,
  lateRemoval,
  privileged,
  suspendedButAssigned,
  vendor,
} from './account.ts';
import {
  exportEdited,
  exportStale,
  gatesWithoutAssignment,
  policyUnapproved,
  ssoNotProven,
  unclassifiedRoles,
} from './control.ts';
import { aliasUnconfirmed, directoryConflict, duplicates, rehired } from './person.ts';
import { reassignedLogin } from './reassigned.ts';
import { bySituation } from './situation.ts';
import { peopleWithoutAccount, vanished } from './without-row.ts';
import { isLive } from '../../inputs/account.ts';
import type { Code } from '../../names/codes.ts';
import type { Judgement } from '../judge/judgement.ts';

/**
 * What a finding rests on besides its row: the person, as a directory or the leavers file tells them, other rows, or a
 * column that not every export has. A run that lacks it cannot find the finding again, and must not take it to have
 * ended. A finding about a control is about this run alone, and has no grounds.
 */
export type Ground = 'person' | 'other-rows' | keyof ExportTells;

/** A rule with the status `live` is asked only of accounts that are active or pending. */
export type Rule = { readonly grounds: readonly Ground[] } & (
  | {
      readonly about: 'account';
      readonly status: 'live' | 'any';
      find(judgement: Judgement, context: FindingContext): Draft | null;
    }
  | { readonly about: 'run'; find(run: JudgedRun, context: FindingContext): readonly Draft[] }
);

const situation: Rule = { about: 'account', status: 'live', grounds: ['person'], find: bySituation };
const withoutAccount: Rule = { about: 'run', grounds: ['person'], find: peopleWithoutAccount };

/** By code, in the order of contract, section 7. A rule that finds several codes stands beside each of them. */
export const rules: Readonly<Record<Code, Rule>> = {
  LEAVER_ACCOUNT: situation,
  ACCESS_AFTER_LEAVING: { about: 'account', status: 'any', grounds: ['person', 'lastLogin'], find: accessAfterLeaving },
  ORPHANED_ACCOUNT: situation,
  DISABLED_IDENTITY: situation,
  UNASSIGNED_ACCOUNT: situation,
  DISPUTED_ACCOUNT: situation,
  REASSIGNED_LOGIN: { about: 'account', status: 'live', grounds: ['person', 'createdAt'], find: reassignedLogin },
  UNOWNED_ACCOUNT: situation,
  LATE_REMOVAL: { about: 'account', status: 'any', grounds: ['person', 'suspendedAt'], find: lateRemoval },
  DIRECTORY_CONFLICT: { about: 'account', status: 'live', grounds: ['person'], find: directoryConflict },
  ASSIGNMENT_NOT_REQUIRED: { about: 'run', grounds: [], find: gatesWithoutAssignment },
  POLICY_UNAPPROVED: { about: 'run', grounds: [], find: policyUnapproved },
  SUSPENDED_IDENTITY: situation,
  REHIRED_ACCOUNT: { about: 'account', status: 'live', grounds: ['person'], find: rehired },
  DUPLICATE_ACCOUNT: { about: 'run', grounds: ['person', 'other-rows'], find: duplicates },
  CONFLICTING_ROWS: { about: 'account', status: 'live', grounds: ['other-rows'], find: conflictingRows },
  EXTERNAL_ACCOUNT: { about: 'account', status: 'live', grounds: ['person'], find: external },
  VENDOR_ACCOUNT: { about: 'account', status: 'live', grounds: [], find: vendor },
  DORMANT_ACCOUNT: { about: 'account', status: 'live', grounds: ['lastLogin'], find: dormant },
  VANISHED_ACCOUNT: { about: 'run', grounds: ['person'], find: vanished },
  UNEXPLAINED_SIGN_IN: withoutAccount,
  UNDETERMINED_ACCOUNT: situation,
  EXPORT_EDITED: { about: 'run', grounds: [], find: exportEdited },
  EXPORT_STALE: { about: 'run', grounds: [], find: exportStale },
  SSO_NOT_PROVEN: { about: 'run', grounds: [], find: ssoNotProven },
  ROLE_UNCLASSIFIED: { about: 'run', grounds: [], find: unclassifiedRoles },
  PRIVILEGED_ACCOUNT: { about: 'account', status: 'live', grounds: ['role'], find: privileged },
  ALIAS_UNCONFIRMED: { about: 'account', status: 'live', grounds: ['person'], find: aliasUnconfirmed },
  ASSIGNED_WITHOUT_ACCOUNT: withoutAccount,
  SUSPENDED_BUT_ASSIGNED: { about: 'account', status: 'any', grounds: ['person'], find: suspendedButAssigned },
};

/** Each rule once, even if it stands beside several codes. */
const each = [...new Set(Object.values(rules))];
const aboutRun = each.filter((rule) => rule.about === 'run');
const aboutLive = each.filter((rule) => rule.about === 'account');
const aboutAny = aboutLive.filter(({ status }) => status === 'any');

/**
 * Asks every rule of every account, or of the run. No rule depends on what another one found, and the drafts come in no
 * particular order.
 *
 * @param before is called with the place of each account before the rules are asked about it
 */
export function draftsOf(
  run: JudgedRun,
  context: FindingContext,
  before: (place: number) => void = () => undefined,
): readonly Draft[] {
  const drafts: Draft[] = [];
  for (const [place, judgement] of run.judgements.entries()) {
    before(place);
    for (const rule of isLive(judgement.account) ? aboutLive : aboutAny) {
      const draft = rule.find(judgement, context);
      if (draft !== null) drafts.push(draft);
    }
  }
  return [...drafts, ...aboutRun.flatMap((rule) => rule.find(run, context))];
}

export function groundsOf(code: Code): readonly Ground[] {
  return rules[code].grounds;
}

/** Whether suspended accounts have this finding too, so that suspending an account does not end it. */
export function isAskedOfSuspended(code: Code): boolean {
  const rule = rules[code];
  return rule.about === 'account' && rule.status === 'any';
}

/**
 * Whether the code is one of the situation of an account. An account has at most one such finding, and a later one may
 * take over from an earlier one.
 */
export function followsFromSituation(code: Code): boolean {
  return rules[code] === situation;
}
