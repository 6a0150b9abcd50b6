// Findings about the control itself: the gate, the policy, the export and the roles, not about one account.
import { dayInMs, instantText, msOf } from '../../values/instant.ts';
import { isLive } from '../../inputs/account.ts';
import type { Account } from '../../inputs/account.ts';
import { controlDraft } from './draft.ts';
import type { Draft } from './draft.ts';
import { policyStanding } from '../judge/policy-standing.ts';
import { isClassified } from '../../config/roles.ts';
import type { FindingContext } from './context.ts';
import { plural } from '../../values/text.ts';

export interface ControlInput {
  readonly accounts: readonly Account[];
  readonly editedSigns: readonly string[];
}

export function controlFindings(context: FindingContext, { accounts, editedSigns }: ControlInput): readonly Draft[] {
  return [
    ...gatesWithoutAssignment(context),
    ...policyFindings(context),
    ...exportFindings(context, editedSigns),
    ...unclassifiedRoles(context, accounts),
  ];
}

function gatesWithoutAssignment({ views }: FindingContext): readonly Draft[] {
  return [...views.values()]
    .filter((view) => view.config.role === 'gate' && !view.assignmentRequired)
    .map((view) =>
      controlDraft('ASSIGNMENT_NOT_REQUIRED', view.config.id, {
        reason: `${view.config.id} lets anybody of the directory sign in to People.ai without an assignment. Its unassigned people therefore count as linked; require assignment in the app's settings.`,
        directory: view.config.id,
      }),
    );
}

function policyFindings(context: FindingContext): readonly Draft[] {
  const drafts: Draft[] = [];
  const standing = policyStanding(context.config, context.history, context.today);
  if (standing.kind !== 'approved')
    drafts.push(controlDraft('POLICY_UNAPPROVED', 'policy', { reason: standing.reason }));
  if (context.config.policy.ssoEvidence === null) {
    drafts.push(
      controlDraft('SSO_NOT_PROVEN', 'policy', {
        reason:
          'Nothing proves that password login to People.ai is off: policy.ssoEvidence names no dated digest of the setting. Somebody without an identity could sign in with a local password.',
      }),
    );
  }
  return drafts;
}

function exportFindings(context: FindingContext, editedSigns: readonly string[]): readonly Draft[] {
  const drafts: Draft[] = [];
  if (editedSigns.length > 0) {
    drafts.push(
      controlDraft('EXPORT_EDITED', 'export', {
        reason: `The export is not as People.ai writes it: ${editedSigns.join('; ')}. Take a new export and use it unopened.`,
        facts: editedSigns.map((sign) => ({ label: 'Sign', value: sign })),
      }),
    );
  }
  const { maxExportAgeDays } = context.config.policy;
  const age = msOf(context.asOf) - msOf(context.exportedAt);
  if (age > maxExportAgeDays * dayInMs) {
    drafts.push(
      controlDraft('EXPORT_STALE', 'export', {
        reason: `The export was taken on ${instantText(context.exportedAt)}, ${(age / dayInMs).toFixed(1)} days before this run; the policy allows ${plural(maxExportAgeDays, 'day')}.`,
      }),
    );
  }
  return drafts;
}

function unclassifiedRoles(context: FindingContext, accounts: readonly Account[]): readonly Draft[] {
  const rows = new Map<string, number[]>();
  for (const { role, row } of accounts.filter(isLive)) {
    if (role !== null && !isClassified(role, context.config.policy)) rows.set(role, [...(rows.get(role) ?? []), row]);
  }
  return [...rows].map(([role, found]) =>
    controlDraft('ROLE_UNCLASSIFIED', `role:${role}`, {
      reason: `The role ${role} of ${plural(found.length, 'live account')} (first in row ${found[0]}) is in neither privilegedRoles nor ordinaryRoles: nobody decided whether it is privileged.`,
    }),
  );
}
