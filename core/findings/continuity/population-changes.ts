// Compares two populations, each with one account for a login: which accounts came, which went, and which fields of the
// others changed.
import { isSameRole } from '../../config/roles.ts';
import type { KnownAccount } from '../../inputs/history.ts';

export type ComparedAccount = Pick<KnownAccount, 'login' | 'role' | 'status' | 'situation'>;

export interface Populations<Before, Now> {
  readonly added: readonly Now[];
  readonly gone: readonly Before[];
  readonly stayed: readonly { readonly was: Before; readonly is: Now }[];
}

/** @returns each list in the order of the population that it is taken from; `stayed` in that of `now` */
export function cameAndWent<Before extends { readonly login: string }, Now extends { readonly login: string }>(
  before: readonly Before[],
  now: readonly Now[],
): Populations<Before, Now> {
  const earlier = new Map(before.map((account) => [account.login, account]));
  const present = new Set(now.map(({ login }) => login));
  return {
    added: now.filter(({ login }) => !earlier.has(login)),
    gone: before.filter(({ login }) => !present.has(login)),
    stayed: now.flatMap((is) => {
      const was = earlier.get(is.login);
      return was === undefined ? [] : [{ was, is }];
    }),
  };
}

export interface FieldChange extends Pick<ComparedAccount, 'login'> {
  readonly field: 'role' | 'status' | 'situation';
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * The fields that are recorded and differ now. A role in another spelling is the same role. Whether somebody gained or
 * lost access is answered elsewhere: `accountChanges`.
 */
export function fieldChanges({ was, is }: Readonly<Record<'was' | 'is', ComparedAccount>>): readonly FieldChange[] {
  return (['role', 'status', 'situation'] as const).flatMap((field) =>
    isSame(field, was, is) ? [] : [{ login: is.login, field, before: was[field], after: is[field] }],
  );
}

function isSame(field: FieldChange['field'], was: ComparedAccount, is: ComparedAccount): boolean {
  return field === 'role' ? isSameRole(was.role, is.role) : was[field] === is[field];
}
