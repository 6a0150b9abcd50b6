// Which roles are privileged, which the policy has not classified, and what each of them is for.
import type { RoleClass } from '../names/role-classes.ts';
import { withoutInvisible } from '../values/text.ts';
import type { Policy } from './config.ts';

type Classes = Pick<Policy, 'privilegedRoles' | 'ordinaryRoles' | 'roles'>;

/** A cell may hold several roles; the separator is not documented, so the usual ones are tried. */
function splitRole(role: string): readonly string[] {
  return role
    .split(/[;,|\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function partsOf(role: string): readonly string[] {
  return splitRole(role).map(foldedRole);
}

/** Roles are compared without case, outer blanks, what is not seen, and Unicode form. */
export function foldedRole(role: string): string {
  return withoutInvisible(role).normalize('NFKC').trim().toLowerCase();
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
 * `true` also when the policy classifies no roles at all: then there is nothing to hold a role against. A blank role is
 * none of those that are classified.
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
