// Which roles are privileged, and which the policy has not classified.
import type { Policy } from './config.ts';

/** A cell may hold several roles; the separator is not documented, so the usual ones are tried. */
function partsOf(role: string): readonly string[] {
  return role
    .split(/[;,|\n]/)
    .map(foldedRole)
    .filter((part) => part !== '');
}

/** Roles are compared without case, outer blanks and Unicode form. */
export function foldedRole(role: string): string {
  return role.normalize('NFKC').trim().toLowerCase();
}

function holds(list: readonly string[], role: string): boolean {
  return list.some((one) => foldedRole(one) === foldedRole(role));
}

/** @example isPrivileged('User; Admin', { privilegedRoles: ['Admin'], ... }) // true */
export function isPrivileged(role: string, policy: Pick<Policy, 'privilegedRoles'>): boolean {
  return holds(policy.privilegedRoles, role) || partsOf(role).some((part) => holds(policy.privilegedRoles, part));
}

/**
 * `true` also when the policy classifies no roles at all: then there is nothing to hold a role against. A blank role is
 * none of those that are classified.
 */
export function isClassified(role: string, policy: Pick<Policy, 'privilegedRoles' | 'ordinaryRoles'>): boolean {
  const known = [...policy.privilegedRoles, ...policy.ordinaryRoles];
  if (known.length === 0 || holds(known, role)) return true;
  const parts = partsOf(role);
  return parts.length > 0 && parts.every((part) => holds(known, part));
}
