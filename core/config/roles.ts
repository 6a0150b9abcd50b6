// Which roles are privileged, which the policy has not classified, and what each of them is for.
import type { RoleClass } from '../names/role-classes.ts';
import { withoutInvisible } from '../values/text.ts';
import type { Policy } from './config.ts';

type Classes = Pick<Policy, 'privilegedRoles' | 'ordinaryRoles' | 'roles'>;

/** The roles in a cell, which may hold several. The separator is not documented, so the usual ones are tried. */
function splitRole(role: string): readonly string[] {
  return role
    .split(/[;,|\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function partsOf(role: string): readonly string[] {
  return splitRole(role).map(foldedRole);
}

/**
 * A role as it is compared: without differences of case, of outer blanks, of invisible characters and of Unicode form.
 */
export function foldedRole(role: string): string {
  return withoutInvisible(role).normalize('NFKC').trim().toLowerCase();
}

/** Whether two cells name the same role in any spelling. Two cells without a role count as the same. */
export function isSameRole(one: string | null, other: string | null): boolean {
  return one === other || (one !== null && other !== null && foldedRole(one) === foldedRole(other));
}

/** Whether a role in another spelling is another role, as it was to earlier versions, or the same. */
export type RoleSpelling = 'as-spelled' | 'folded';

/**
 * Makes a function that gives each role in the spelling in which it came first.
 *
 * @example
 * const spelled = onceSpelled();
 * spelled('Analyst'); // 'Analyst'
 * spelled('analyst'); // 'Analyst'
 */
export function onceSpelled(): (role: string) => string {
  const first = new Map<string, string>();
  return (role) => {
    const name = foldedRole(role);
    const known = first.get(name);
    if (known === undefined) first.set(name, role);
    return known ?? role;
  };
}

/** Letters of other alphabets, each with the Latin letter that it looks like (Unicode UTS 39, confusables). */
const letters = new Map(
  [
    'АAВBСCЕEНHІIЈJКKМMОOРPЅSТTУYХXԀDаaвbсcеeнhһhіiјjкkмmпnоoрpѕsтtуyхxԁdԛqԝwѵvӏl',
    'ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXαaγyηnιiκkνvοoρpτtυuχxօoսuոnհhıiɑaɡg',
  ].flatMap((pairs) =>
    Array.from({ length: pairs.length / 2 }, (_, at) => [pairs[2 * at], pairs[2 * at + 1]] as const),
  ),
);

function inLatin(role: string): string {
  return foldedRole(
    Array.from(withoutInvisible(role).normalize('NFKC'), (letter) => letters.get(letter) ?? letter).join(''),
  );
}

/** The role with one sign in place of all that fonts show alike or nearly alike. */
function asSeen(role: string): string {
  return inLatin(role)
    .replaceAll(/[il1|]/g, 'l')
    .replaceAll('0', 'o');
}

export interface LookAlike {
  /** The privileged role as the policy writes it. */
  readonly privileged: string;
  /**
   * Whether the two differ by letters of another alphabet, or only by signs such as l and 1, which may well be meant.
   */
  readonly by: 'letters' | 'signs';
}

/**
 * The privileged role that a reader would take this role for, although it is another one.
 *
 * @param role one role, or a cell with several
 * @returns `null` where it is that role itself, or looks like none
 * @example lookAlikeOf('\u0410dmin', { privilegedRoles: ['Admin'] }) // { privileged: 'Admin', by: 'letters' }
 */
export function lookAlikeOf(role: string, policy: Omit<Classes, 'ordinaryRoles'>): LookAlike | null {
  const privileged = [...policy.privilegedRoles, ...rolesOf(policy, 'privileged')];
  for (const part of [role, ...splitRole(role)]) {
    if (holds(privileged, part)) continue;
    const byLetters = privileged.find((one) => inLatin(one) === inLatin(part));
    if (byLetters !== undefined) return { privileged: byLetters, by: 'letters' };
    const bySigns = privileged.find((one) => asSeen(one) === asSeen(part));
    if (bySigns !== undefined) return { privileged: bySigns, by: 'signs' };
  }
  return null;
}

function holds(list: readonly string[], role: string): boolean {
  return list.some((one) => foldedRole(one) === foldedRole(role));
}

/** @example isPrivileged('User; Admin', { privilegedRoles: ['Admin'], ... }) // true */
export function isPrivileged(role: string, policy: Omit<Classes, 'ordinaryRoles'>): boolean {
  const privileged = [...policy.privilegedRoles, ...rolesOf(policy, 'privileged')];
  return privileged.length > 0 && (holds(privileged, role) || partsOf(role).some((part) => holds(privileged, part)));
}

/**
 * Whether the policy has the role in one of its lists. Always `true` when it classifies no roles at all, because then
 * nothing can be compared. A blank role is in neither list.
 */
export function isClassified(role: string, policy: Classes): boolean {
  const known = [...policy.privilegedRoles, ...policy.ordinaryRoles, ...(policy.roles ?? []).map((one) => one.role)];
  if (known.length === 0 || holds(known, role)) return true;
  const parts = partsOf(role);
  return parts.length > 0 && parts.every((part) => holds(known, part));
}

function rolesOf({ roles = [] }: Pick<Classes, 'roles'>, wanted: RoleClass): readonly string[] {
  return roles.filter((one) => one.class === wanted).map(({ role }) => role);
}

/** What the policy says of a role that a cell of the export names. */
export interface RoleMeaning {
  readonly role: string;
  /** `null` where neither `roles` nor the two lists name it. */
  readonly class: RoleClass | null;
  /** `null` where `roles` does not describe it. */
  readonly means: string | null;
}

/** @returns one a role in the cell; none where the cell is blank, and none where the policy describes no roles at all */
export function meaningsOf(role: string | null, policy: Classes): readonly RoleMeaning[] {
  const { roles } = policy;
  if (roles === undefined || role === null || role.trim() === '') return [];
  const described = (name: string): boolean => roles.some((one) => foldedRole(one.role) === foldedRole(name));
  const names = described(role) ? [role.trim()] : splitRole(role);
  return names.map((name) => {
    const found = roles.find((one) => foldedRole(one.role) === foldedRole(name));
    return { role: name, class: classOf(name, policy), means: found?.means ?? null };
  });
}

function classOf(role: string, policy: Classes): RoleClass | null {
  if (isPrivileged(role, policy)) return 'privileged';
  return holds([...policy.ordinaryRoles, ...rolesOf(policy, 'ordinary')], role) ? 'ordinary' : null;
}

/**
 * What a reviewer reads beside the line; `null` where the policy describes no roles, or the cell is blank.
 *
 * @example meaningText('Admin', policy) // 'Admin: changes settings and users (privileged)'
 */
export function meaningText(role: string | null, policy: Classes): string | null {
  const texts = meaningsOf(role, policy).map(
    (one) => `${one.role}: ${one.means ?? 'not described in policy.roles'} (${one.class ?? 'not classified'})`,
  );
  return texts.length === 0 ? null : texts.join('; ');
}
