// The finding that follows from an account's situation. An account has at most one.
import { application } from '../../application/applications.ts';
import type { Judgement, JudgementContext } from '../judge/judgement.ts';
import { isNamedOtherwise, listedAs } from './listed.ts';
import { inGrace } from '../judge/doubts.ts';
import { isAuthoritative, leaversFile } from '../judge/situation.ts';
import { usageAfterLeaving } from '../judge/usage.ts';
import { lastLoginText, peopleText, standingsText, personText, leavingText, leavingSpan } from '../judge/wording.ts';
import { isTrackedOnly } from './context.ts';
import type { FindingContext } from './context.ts';
import { accountDraft } from './draft.ts';
import type { Draft } from './draft.ts';
import { elsewhereText, numberedText, remainingText } from './elsewhere.ts';
import { ownerLeft, unownedReason } from './owner.ts';
import { parseDay, msOf } from '../../values/instant.ts';
import { dayText, instantText, momentText } from '../../values/time-text.ts';
import { matchKey } from '../../values/login.ts';
import { plural } from '../../values/text.ts';
import { plainNumberOf } from '../judge/suggestions.ts';

/** The eight codes that follow from a live account's situation: it has at most one, and one may take over from another. */
export function bySituation(judgement: Judgement, context: FindingContext): Draft | null {
  const { account, situation, match } = judgement;
  if (situation === 'linked') return null;
  const login = lastLoginText(account, context.tells.lastLogin);
  switch (situation) {
    case 'registered': {
      const { register } = judgement;
      const reason = register === null ? null : (unownedReason(register, context) ?? goneReason(judgement, context));
      if (reason === null) return null;
      const isLeft = register !== null && ownerLeft(register, context);
      return accountDraft('UNOWNED_ACCOUNT', judgement, { reason, ...(isLeft ? { restsOn: [leaversFile] } : {}) });
    }
    case 'disputed':
      return accountDraft('DISPUTED_ACCOUNT', judgement, {
        reason: `Two or more people match by the rule ${match.rule}: ${peopleText(match.person)}. Nobody is linked until a person decides whose account it is; ${login}.`,
      });
    case 'unlinked':
      return unassigned(judgement, context, login);
    case 'suspended':
      return accountDraft('SUSPENDED_IDENTITY', judgement, {
        reason: `${ownerText(judgement)} cannot sign in at present (${standingsText(judgement.perDirectory)}), while the account is ${account.status}; ${login}.`,
      });
    case 'disabled':
      return accountDraft('DISABLED_IDENTITY', judgement, {
        reason: `${ownerText(judgement)} is disabled: a leaver or somebody on leave, the directory does not say which. The account is ${account.status}; ${login}.${numberedText(judgement, context)}`,
      });
    case 'deleted':
      return leaver(judgement, context, login);
    case 'unmatched':
      return orphaned(judgement, context, login);
    case 'undetermined':
      return accountDraft('UNDETERMINED_ACCOUNT', judgement, {
        reason: `Could not be judged, because ${judgement.doubts.join('; and because ')}.${context.rules.has('asks-of-the-unseen') ? remainingText(judgement) : ''}`,
      });
    default:
      return situation satisfies never;
  }
}

/**
 * Why the register does not clear the account: its login is that of a person who is gone. Without this, registering an
 * account would hide its leaver. A machine, too, may have had the login and be gone, and then nothing needs the
 * account.
 */
function goneReason(judgement: Judgement, context: JudgementContext): string | null {
  const { config, rules } = context;
  if (!rules.has('hides-no-leaver')) return null;
  const { account, gone, left, match } = judgement;
  const { rule, person } = match;
  if (left?.source === leaversFile)
    return `The register calls the account non-human, and HR's list names who bears its login as gone (${leavingText(left)}): take it out of one of the two, or revoke.`;
  const [one] = person;
  if (one === undefined && rules.has('remembers-purged')) {
    const key = matchKey(account.login, config.policy.plusAddressing);
    // Only the bearer of the login counts: somebody whom a number or an alias once tied to the account did not bear it.
    const bearer = gone.find(({ logins }) => logins.includes(key));
    if (bearer === undefined) return null;
    return `The register calls the account non-human, and ${bearer.name ?? bearer.id}, who bore its login in ${bearer.directory}, ${leavingText(left)}: say whose it is now, or revoke.`;
  }
  if (one === undefined || (rule !== 'name-id' && rule !== 'login')) return null;
  if (person.some(({ state }) => state !== 'deleted')) return lastWordReason(judgement, context);
  return `The register calls the account non-human, and ${personText(one.known)}, who bears its login, ${leavingText(one.left)}: say whose it is now, or revoke.`;
}

/** The same of somebody whom another directory still shows, but not the one with the last word on the login's domain. */
function lastWordReason(
  { account, left, match, perDirectory }: Judgement,
  { rules, views }: JudgementContext,
): string | null {
  if (!rules.has('hears-the-last-word') || match.disputed || left === null) return null;
  const last = [...views.values()].find(
    ({ config, trusted }) =>
      trusted && isAuthoritative(config, account.login) && perDirectory.get(config.id) === 'deleted',
  );
  if (last === undefined) return null;
  return `The register calls the account non-human, and whoever bears its login ${leavingText(left)}, and ${last.config.id} has the last word on that domain: say whose it is now, or revoke.`;
}

function ownerText({ decisive, gone }: Judgement): string {
  if (decisive !== null) return personText(decisive.known);
  const [before] = gone;
  return before === undefined ? 'The person' : `${before.name ?? 'The person'}, known to ${before.directory} before,`;
}

function unassigned(judgement: Judgement, context: FindingContext, login: string): Draft | null {
  const { match } = judgement;
  if (isTrackedOnly(judgement, context)) return null;
  const assignments = match.person.flatMap((judged) => judged.known.identity.assignments);
  const nested = assignments
    .filter((assignment) => assignment.via === 'nested-group')
    .map((assignment) => assignment.group ?? 'a group');
  const blocked = assignments.flatMap((assignment) =>
    assignment.via === 'nested-group' ? [] : (assignment.blocked ?? []),
  );
  const why = [
    nested.length > 0
      ? ` Only a nested group would have granted it (${nested.join(', ')}), and assignments do not reach nested groups.`
      : '',
    blocked.length > 0 ? ` An assignment exists and is blocked: ${[...new Set(blocked)].join(', ')}.` : '',
  ].join('');
  return accountDraft('UNASSIGNED_ACCOUNT', judgement, {
    reason: `${ownerText(judgement)} can sign in and has no assignment that grants ${application.name}; ${login}.${why}${graceText(judgement, context)}`,
    ...(inGrace(judgement.account, context) ? { severity: 'info' } : {}),
    facts: [{ label: 'Directories', value: standingsText(judgement.perDirectory) }],
  });
}

function orphaned(judgement: Judgement, context: FindingContext, login: string): Draft {
  const { rules } = context;
  const { account, suggestions } = judgement;
  const hint =
    suggestions.length === 0
      ? ''
      : ` Perhaps ${suggestions.slice(0, 3).map(personText).join(' or ')}: only a hint, a similar login, the name or a number without its zeros${rules.has('ungroups-numbers') ? ' or separators' : ''} says so, which links nobody.${numberText(judgement, rules)}`;
  const read = plural(context.views.size, 'directory', 'directories');
  return accountDraft('ORPHANED_ACCOUNT', judgement, {
    reason: `No identity of ${read} read completely bears the login ${account.login}${pastText(judgement, context)} The account is ${account.status}, ${login}.${hint}${placeholderText(judgement, context)}${assumedText(context)}${graceText(judgement, context)}`,
    ...(inGrace(judgement.account, context) ? { severity: 'info' } : {}),
  });
}

/** Says so where the number in the export is that of somebody but for how spreadsheets write it. */
function numberText({ account: { employeeId }, suggestions }: Judgement, rules: JudgementContext['rules']): string {
  const plainOf = plainNumberOf(rules);
  const plain = plainOf(employeeId ?? '');
  const bearer = suggestions.find(
    ({ identity }) =>
      plain !== null && identity.employeeId !== employeeId && plainOf(identity.employeeId ?? '') === plain,
  );
  if (bearer === undefined) return '';
  const [one, other] = [employeeId, bearer.identity.employeeId].map((number) => /^\d+$/.test(number ?? ''));
  const how = one && other ? 'dropped the zeros' : 'set the thousands apart';
  return ` The export has the employee number ${employeeId}, and ${bearer.directory} ${bearer.identity.employeeId} for ${personText(bearer)}: where a spreadsheet ${how}, export again.`;
}

/**
 * Says so where the account's number is a placeholder: a reader who sees it in both files would take the account for
 * that of a bearer.
 */
function placeholderText({ account: { employeeId } }: Judgement, { people }: FindingContext): string {
  const shared = employeeId === null ? null : people.placeholder(employeeId);
  if (shared === null) return '';
  return ` The export has the employee number ${employeeId}, which ${shared.bearers} identities of ${shared.directory} bear: so many have one number only where it stands for none, so it ties the account to nobody.`;
}

/**
 * Says so where it could not be proven that the credentials see everybody: the list may hold only those whom they may
 * see.
 */
function assumedText({ views }: JudgementContext): string {
  const unproven = [...views.values()].filter(({ absenceProves }) => !absenceProves).map(({ config }) => config.id);
  if (unproven.length === 0) return '';
  return ` This assumes that the credentials of ${unproven.join(' and ')} see everybody, which nothing proved: somebody outside their scope would look the same.`;
}

/**
 * What earlier runs knew of the login. Somebody who bore it before, and is there under another login today, is known;
 * the account is not theirs any more.
 */
function pastText(
  { account, remaining, elsewhere }: Judgement,
  { past, today, views, people, rules }: FindingContext,
): string {
  const expired = past.expiredAlias(account.login);
  const alias =
    expired === undefined
      ? ''
      : ` The approved alias to ${expired.identity} expired on ${dayText(parseDay(expired.expires ?? '') ?? today)}.`;
  if (remaining !== null) return ` now.${remainingText({ remaining })}${alias}`;
  if (elsewhere.length > 0) return ` now.${elsewhereText({ elsewhere })}${alias}`;
  const before = past.bearer(account.login);
  if (before === undefined) return `, now or in any earlier accepted run.${alias}`;
  const { employeeId } = account;
  // An earlier version tied the account to the first of the many who bear its number, and that person may be gone.
  if (employeeId !== null && employeeId === before.employeeId && people.placeholder(employeeId) !== null)
    return ` now. An earlier accepted run tied it to somebody with its employee number.${alias}`;
  const renamed = rules.has('hears-the-renamed')
    ? 'whose login is another one today'
    : 'who is there today under another login';
  const where = views.has(before.directory) ? renamed : 'a directory that is no longer asked';
  return ` now. An earlier accepted run tied it to ${before.name ?? before.id} in ${before.directory}, ${where}.${alias}`;
}

function leaver(judgement: Judgement, context: FindingContext, login: string): Draft {
  const { account, left } = judgement;
  const leftLater =
    left !== null && msOf(left.notBefore ?? left.notAfter ?? context.exportedAt) > msOf(context.exportedAt);
  const usage = usageAfterLeaving(judgement, context);
  const after =
    usage.kind === 'cannot-be-determined' ? ` Whether it was used afterwards cannot be determined: ${usage.why}.` : '';
  const grace = leftLater
    ? ` For information only: the person left after the export was taken (${instantText(context.exportedAt)}).`
    : '';
  return accountDraft('LEAVER_ACCOUNT', judgement, {
    reason: `${ownerText(judgement)} ${leavingText(left)}, and the account is still ${account.status}; ${login}.${after}${namedText(judgement)}${calledText(judgement, context)}${madeAfterText(judgement)}${contradictionText(judgement)}${successorText(judgement, context)}${grace}`,
    ...(leftLater ? { severity: 'info' } : {}),
    facts: [{ label: 'Left', value: leavingSpan(left) }],
  });
}

/** Says by which login HR names the person, where they do not bear that login today. */
function namedText({ named }: Judgement): string {
  if (named === null) return '';
  const { login, entry } = named;
  return ` HR names ${login}, by which ${entry.directory} knew the person until ${instantText(entry.lastSeen)}.`;
}

/**
 * Says so where the row of HR's list calls the person by another name: the address may be mistyped, or the row be about
 * somebody else.
 */
function calledText(judgement: Judgement, context: JudgementContext): string {
  if (judgement.left?.source !== leaversFile || !context.rules.has('asks-whom-hr-names')) return '';
  const leaver = listedAs(judgement, context);
  const name = leaver?.called?.name;
  if (leaver === undefined || name === undefined || name === null || isNamedOtherwise(judgement, leaver) !== true)
    return '';
  return ` The row of HR's list (${leaver.where}) calls the person ${name}: ask HR whom it means before the access is taken away.`;
}

/** HR's list may mean somebody who bore the login before, or give a wrong day. */
function madeAfterText({ madeAfterLeaving, match }: Judgement): string {
  if (!madeAfterLeaving) return '';
  const what = match.person.length === 0 ? 'The account was' : 'The account and whoever bears its login were';
  return ` ${what} made after that day: the row may be about somebody who bore the login before, or its day be wrong; ask HR before the access is taken away.`;
}

/**
 * Says so where HR's list names somebody who can sign in. HR has the last word, but its lists may keep people who came
 * back: a person has to decide that.
 */
function contradictionText({ left, match }: Judgement): string {
  if (left?.source !== leaversFile) return '';
  const active = match.person.map(({ known }) => known).filter(({ identity }) => identity.state === 'active');
  if (active.length === 0) return '';
  const directories = [...new Set(active.map(({ directory }) => directory))];
  const lets = directories.length === 1 ? 'lets' : 'let';
  return ` ${directories.join(' and ')} still ${lets} the person sign in: HR's list decides, so take out of it whoever came back.`;
}

/**
 * Names who bears the login today. Only a person can say whether they got the address of the one who left, or are the
 * same person as a new object.
 */
function successorText({ successors }: Judgement, { rules }: JudgementContext): string {
  if (successors.length === 0) return '';
  const bear = successors.length === 1 ? 'does' : 'do';
  const own = rules.has('hears-the-renamed') ? `${bear} not bear it as their own` : 'never bore it as their own';
  return ` Today the login leads to ${successors.map(personText).join(' and ')}, who ${own}: confirm them in \`aliases\` if the account is theirs.`;
}

function graceText(judgement: Judgement, context: JudgementContext): string {
  const { createdAt } = judgement.account;
  if (createdAt === null || !inGrace(judgement.account, context)) return '';
  return ` For information only: the account was created on ${momentText(createdAt)}, within ${plural(context.config.policy.newAccountGraceDays, 'day')} before the export.`;
}
