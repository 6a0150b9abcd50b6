// The rules of what an account can have besides the finding of its situation: how it is used, what its rows and role say.
import { application } from '../../application/applications.ts';
import { dayInMs, hourInMs, latest, msOf } from '../../values/instant.ts';
import { durationText, hoursText, momentText } from '../../values/time-text.ts';
import { domainOf } from '../../values/login.ts';
import { grants } from '../../inputs/snapshot.ts';
import { accountDraft } from './draft.ts';
import type { Draft } from './draft.ts';
import type { Judgement } from '../judge/judgement.ts';
import { foldedRole, isPrivileged } from '../../config/roles.ts';
import type { FindingContext } from './context.ts';
import { isTrackedOnly } from './context.ts';
import { loginDoubt, removalOf, usageAfterLeaving } from '../judge/usage.ts';
import { leavingText, personText } from '../judge/wording.ts';
import { plural } from '../../values/text.ts';

export function accessAfterLeaving(judgement: Judgement, context: FindingContext): Draft | null {
  if (judgement.situation !== 'deleted') return null;
  const usage = usageAfterLeaving(judgement, context);
  if (usage.kind !== 'used') return null;
  return accountDraft('ACCESS_AFTER_LEAVING', judgement, {
    reason: `The person ${leavingText(judgement.left)}, and the account was used afterwards: ${usage.how}.`,
  });
}

export function lateRemoval(judgement: Judgement, { config, exportedAt, rules }: FindingContext): Draft | null {
  const { account, situation } = judgement;
  if (account.status !== 'suspended' || situation !== 'deleted' || account.suspendedAt === null) return null;
  const { leaverHours } = config.policy;
  const doubtsSuspensions = rules.has('doubts-suspensions');
  const { hours, outcome } = removalOf(judgement, { leaverHours, exportedAt, doubtsSuspensions });
  if (outcome !== 'fail' || hours === null) return null;
  return accountDraft('LATE_REMOVAL', judgement, {
    reason: `The person ${leavingText(judgement.left)} and the account was suspended on ${momentText(account.suspendedAt)}, ${durationText(hours * hourInMs)} later; the policy allows ${hoursText(leaverHours)}.`,
  });
}

export function suspendedButAssigned(judgement: Judgement): Draft | null {
  const { account, match } = judgement;
  if (account.status !== 'suspended') return null;
  const assigned = match.person.find((judged) => judged.known.identity.assignments.some(grants));
  if (assigned === undefined) return null;
  return accountDraft('SUSPENDED_BUT_ASSIGNED', judgement, {
    reason: `The account is suspended in ${application.name}, and ${personText(assigned.known)} is still assigned to the app.`,
    about: assigned,
  });
}

export function conflictingRows(judgement: Judgement, { rules }: FindingContext): Draft | null {
  const { account } = judgement;
  const conflicts = account.conflicts.filter(
    ({ status, role }) =>
      !rules.has('folds-roles') || status !== account.status || folded(role) !== folded(account.role),
  );
  if (conflicts.length === 0) return null;
  const others = conflicts.map(
    (row) => `row ${row.row} says ${row.status}${row.role === null ? '' : `, role ${row.role}`}`,
  );
  return accountDraft('CONFLICTING_ROWS', judgement, {
    reason: `Row ${account.row} says ${account.status}${account.role === null ? '' : `, role ${account.role}`}, while ${others.join(' and ')}. Row ${account.row} is the one that was judged.`,
  });
}

function folded(role: string | null): string | null {
  return role === null ? null : foldedRole(role);
}

export function external(judgement: Judgement, { config }: FindingContext): Draft | null {
  const { account, match } = judgement;
  const domain = domainOf(account.login);
  const guest = match.person.find((judged) => judged.known.identity.guest);
  const outside =
    config.policy.companyDomains.length > 0 && (domain === null || !config.policy.companyDomains.includes(domain));
  if ((guest === undefined && !outside) || match.person.some((judged) => !judged.known.identity.guest)) return null;
  const sponsor = guest?.known.identity.sponsor ?? null;
  const who =
    guest === undefined
      ? `The domain ${domain ?? '(none)'} is none of the company's`
      : `${personText(guest.known)} is a guest`;
  return accountDraft('EXTERNAL_ACCOUNT', judgement, {
    reason: `${who}${sponsor === null ? '' : `, sponsored by ${sponsor}`}, and no identity of an employee stands behind the account.`,
  });
}

export function vendor(judgement: Judgement, { config }: FindingContext): Draft | null {
  const domain = domainOf(judgement.account.login);
  if (domain === null || !config.instance.vendorDomains.includes(domain)) return null;
  return accountDraft('VENDOR_ACCOUNT', judgement, {
    reason: `The account belongs to the vendor (${domain}). ${judgement.register === null ? 'Ask for the ticket, the owner and the end date' : 'It is registered; check that its purpose still holds'}. It is never proposed for suspension.`,
  });
}

export function dormant(judgement: Judgement, context: FindingContext): Draft | null {
  const { account, situation } = judgement;
  const { policy } = context.config;
  if (account.status !== 'active' || situation !== 'linked' || isTrackedOnly(judgement, context)) return null;
  if (loginDoubt(account, context.exportedAt) !== null) return null;
  const limit = msOf(context.exportedAt) - policy.dormantDays * dayInMs;
  if (account.lastLogin !== null) {
    if (msOf(latest(account.lastLogin)) >= limit) return null;
    return accountDraft('DORMANT_ACCOUNT', judgement, {
      reason: `Last login ${momentText(account.lastLogin)}, more than ${plural(policy.dormantDays, 'day')} before the export.`,
    });
  }
  if (!context.tells.lastLogin || account.createdAt === null || msOf(latest(account.createdAt)) >= limit) return null;
  return accountDraft('DORMANT_ACCOUNT', judgement, {
    reason: `Never logged in, created ${momentText(account.createdAt)}, more than ${plural(policy.dormantDays, 'day')} before the export.`,
  });
}

export function privileged(judgement: Judgement, { config }: FindingContext): Draft | null {
  const { account } = judgement;
  if (account.role === null || !isPrivileged(account.role, config.policy)) return null;
  return accountDraft('PRIVILEGED_ACCOUNT', judgement, {
    reason: `The role ${account.role} is privileged: the account needs a decision in each review.`,
  });
}
