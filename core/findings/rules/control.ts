// Rules about the control itself, not about one account: the gate, the policy, the export and the roles.
import { application } from '../../application/applications.ts';
import { dayInMs, msOf } from '../../values/instant.ts';
import { dayText, durationText, instantText } from '../../values/time-text.ts';
import { findingId } from '../finding.ts';
import { isLive } from '../../inputs/account.ts';
import type { Account } from '../../inputs/account.ts';
import { controlDraft } from './draft.ts';
import type { Draft } from './draft.ts';
import { policyStanding } from '../../inputs/policy-standing.ts';
import { foldedRole, isClassified, lookAlikeOf } from '../../config/roles.ts';
import type { FindingContext, JudgedRun } from './context.ts';
import { multimap } from '../../values/multimap.ts';
import type { Multimap } from '../../values/multimap.ts';
import { plural } from '../../values/text.ts';

export function gatesWithoutAssignment(_: JudgedRun, { views }: FindingContext): readonly Draft[] {
  return [...views.values()]
    .filter((view) => view.config.role === 'gate' && !view.assignmentRequired)
    .map((view) =>
      controlDraft('ASSIGNMENT_NOT_REQUIRED', view.config.id, {
        reason: `${view.config.id} lets anybody of the directory sign in to ${application.name} without an assignment. Its unassigned people therefore count as linked; require assignment in the app's settings.`,
        directory: view.config.id,
      }),
    );
}

export function policyUnapproved(_: JudgedRun, { config, history, today }: FindingContext): readonly Draft[] {
  const standing = policyStanding(config, history, today);
  return standing.kind === 'approved' ? [] : [controlDraft('POLICY_UNAPPROVED', 'policy', { reason: standing.reason })];
}

export function ssoNotProven(_: JudgedRun, { config, today, rules }: FindingContext): readonly Draft[] {
  const { ssoEvidence } = config.policy;
  const isAhead = ssoEvidence !== null && ssoEvidence.takenOn > today && rules.has('awaits-proofs');
  if (ssoEvidence !== null && !isAhead) return [];
  const why = isAhead
    ? `the proof in policy.ssoEvidence is dated ${dayText(ssoEvidence.takenOn)}, after this run`
    : 'policy.ssoEvidence names no dated digest of the setting';
  return [
    controlDraft('SSO_NOT_PROVEN', 'policy', {
      reason: `Nothing proves that password login to ${application.name} is off: ${why}. Somebody without an identity could sign in with a local password.`,
    }),
  ];
}

export function exportEdited({ editedSigns }: JudgedRun): readonly Draft[] {
  if (editedSigns.length === 0) return [];
  return [
    controlDraft('EXPORT_EDITED', 'export', {
      reason: `The export is not as ${application.name} writes it: ${editedSigns.join('; ')}. Take a new export and use it unopened.`,
      facts: editedSigns.map((sign) => ({ label: 'Sign', value: sign })),
    }),
  ];
}

export function exportStale(_: JudgedRun, { config, asOf, exportedAt }: FindingContext): readonly Draft[] {
  const { maxExportAgeDays } = config.policy;
  const age = msOf(asOf) - msOf(exportedAt);
  if (age <= maxExportAgeDays * dayInMs) return [];
  return [
    controlDraft('EXPORT_STALE', 'export', {
      reason: `The export was taken on ${instantText(exportedAt)}, ${durationText(age)} before this run; the policy allows ${plural(maxExportAgeDays, 'day')}.`,
    }),
  ];
}

export function unclassifiedRoles(
  { judgements }: JudgedRun,
  { config, tells, history, rules }: Pick<FindingContext, 'config' | 'tells' | 'history' | 'rules'>,
): readonly Draft[] {
  const live = judgements.flatMap(({ account }) =>
    isLive(account) && (account.role !== null || tells.role) ? [account] : [],
  );
  const nameOf = rules.has('tells-roles-once') ? foldedRole : (role: string): string => role;
  const byRole = [...Map.groupBy(live, ({ role }) => nameOf(role ?? ''))];
  const follows = rules.has('follows-respelled-roles');
  const earlier = follows ? earlierSpellings(history) : null;
  return byRole.flatMap(([name, accounts]) => {
    const role = name === '' ? '' : spelling(accounts, earlier === null ? null : (earlier.get(name) ?? []), history);
    if (isClassified(role, config.policy)) return [];
    const whose = `${plural(accounts.length, 'live account')} (first in row ${accounts[0]?.row})`;
    const lists =
      config.policy.roles === undefined
        ? 'neither privilegedRoles nor ordinaryRoles'
        : 'none of privilegedRoles, ordinaryRoles and roles';
    const reason =
      role === ''
        ? `The role of ${whose} is blank: nobody can tell whether it is privileged.`
        : `The role ${role} of ${whose} is in ${lists}: nobody decided whether it is privileged.${likeness(role, config.policy)}`;
    const draft = controlDraft('ROLE_UNCLASSIFIED', subjectOf(role), { reason });
    return [follows ? { ...draft, role } : draft];
  });
}

/**
 * How earlier runs spelled each role, by its folded name: as findings noted it, and as the rows of the last accepted
 * run had it.
 */
function earlierSpellings({ findings, accounts }: FindingContext['history']): Multimap<string> {
  const spellings = new Set([...findings, ...accounts].map(({ role }) => role ?? ''));
  return multimap(spellings, (role) => [foldedRole(role)]);
}

/**
 * Which spelling of a role the finding is told under: the one of an earlier finding, or else the first. Whether a
 * closed finding keeps its spelling too depends on `earlier`, which is `null` for versions that did not ask for it.
 */
function spelling(
  accounts: readonly Pick<Account, 'role'>[],
  earlier: readonly string[] | null,
  { findings }: FindingContext['history'],
): string {
  const spellings = [...new Set([...accounts.map(({ role }) => role ?? ''), ...(earlier ?? [])])];
  const [first = ''] = spellings;
  if (spellings.length === 1) return first;
  const stateOf = new Map(findings.map(({ id, state }) => [id, state]));
  const told = spellings.flatMap((one) => {
    const state = stateOf.get(findingId('ROLE_UNCLASSIFIED', subjectOf(one)));
    return state === undefined ? [] : [{ one, isClosed: state === 'closed' }];
  });
  const stands = told.find(({ isClosed }) => !isClosed);
  return (stands ?? (earlier === null ? undefined : told[0]))?.one ?? first;
}

function subjectOf(role: string): string {
  return `role:${role}`;
}

/**
 * Warns of a role that looks like a privileged one and is another. A reader would take it for that one, or call it
 * ordinary by mistake.
 */
function likeness(role: string, policy: FindingContext['config']['policy']): string {
  const like = lookAlikeOf(role, policy);
  if (like === null) return '';
  const foreign = [...new Set(role)].filter((letter) => letter > '\u007F');
  const how =
    like.by === 'signs' || foreign.length === 0
      ? 'with other characters'
      : `with ${foreign.map((letter) => `${letter} (U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')})`).join(' and ')}`;
  return ` It is written like the privileged role ${like.privileged}, ${how}.`;
}
