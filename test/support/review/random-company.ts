// Small random companies with few logins and few employee ids, so that they collide, and people in both directories.
import * as fc from 'fast-check';
import type { Account } from '../../../core/inputs/account.ts';
import type { Identity } from '../../../core/inputs/snapshot.ts';
import { anAccount, anIdentity, assigned, blockedBy, inNestedGroup, leftBy } from '../inputs/population-builder.ts';
import type { ReviewSays } from './review-builder.ts';

export interface AnyCompany {
  readonly accounts: readonly Account[];
  readonly entra: readonly Identity[];
  readonly okta: readonly Identity[];
  readonly hr: readonly Identity[];
  readonly leavers: Readonly<Record<string, string>>;
  readonly authoritative: Readonly<Record<string, readonly string[]>>;
  readonly aliases: readonly { readonly login: string; readonly identity: string; readonly approvedBy: string }[];
}

const emails = ['a@acme.com', 'b@acme.com', 'c@acme.com', 'd@old.com', 'e@old.com'];
const logins = [...emails, '4711'];
const login = fc.constantFrom(...logins);
const employeeId = fc.constantFrom(null, null, 'E1', 'E2');
const leftIn = fc.constantFrom('2026-09-01T00:00:00Z', '2026-10-02T00:00:00Z', '2026-12-31T00:00:00Z');

const assignment = fc.constantFrom(
  assigned,
  { ...assigned, via: 'group' as const, group: 'Sales' },
  inNestedGroup,
  blockedBy('INACTIVE'),
  blockedBy('NO_SUCH_WORD'),
);

const identity = fc.record({
  nameId: fc.option(login),
  logins: fc.uniqueArray(login, { minLength: 1, maxLength: 2 }),
  aliases: fc.array(fc.record({ login, source: fc.constantFrom('proxy', 'guest') }), { maxLength: 1 }),
  state: fc.constantFrom('active', 'active', 'active', 'suspended', 'disabled', 'deleted'),
  left: fc.option(
    leftIn.map((at) => leftBy(at)),
    { freq: 4 },
  ),
  employeeId,
  createdAt: fc.constantFrom('2020-01-01T00:00:00Z', '2026-08-01T00:00:00Z', null),
  guest: fc.boolean(),
  assignments: fc.array(assignment, { maxLength: 2 }),
});

function directory(id: string): fc.Arbitrary<readonly Identity[]> {
  return fc
    .array(identity, { maxLength: 4 })
    .map((all) => all.map((says, index) => anIdentity({ login: `${id}-${index}`, id: `${id}-${index}`, ...says })));
}

const accounts = fc
  .uniqueArray(
    fc.record({
      login,
      status: fc.constantFrom('active', 'pending', 'suspended'),
      role: fc.constantFrom('User', 'Admin', null),
      employeeId,
      createdAt: fc.constantFrom('2024-01-15T00:00:00Z', '2026-10-04T00:00:00Z', '2026-10-01', null),
      lastLogin: fc.constantFrom('2026-10-03T00:00:00Z', '2026-10-02', '2025-01-01', null),
    }),
    { selector: (says) => says.login, maxLength: logins.length },
  )
  .map((all) => all.map((says) => anAccount(says)));

export const anyCompany: fc.Arbitrary<AnyCompany> = fc.record({
  accounts,
  entra: directory('entra'),
  okta: directory('okta'),
  hr: directory('hr'),
  leavers: fc.dictionary(fc.constantFrom(...emails), fc.constantFrom('2026-09-30', '2026-10-05'), { maxKeys: 1 }),
  authoritative: fc.constantFrom(
    {},
    { entra: ['acme.com'] },
    { okta: ['acme.com'], entra: ['old.com'] },
    { hr: ['acme.com'] },
  ),
  aliases: fc.array(fc.record({ login, identity: login, approvedBy: fc.constant('cfo@acme.com') }), { maxLength: 1 }),
});

/** The company as a review takes it; a directory may be empty. */
export function reviewOf({ hr, aliases, ...company }: AnyCompany): ReviewSays {
  const policy = { privilegedRoles: ['Admin'], companyDomains: ['acme.com'] };
  return { ...company, people: { hr }, config: { aliases }, policy, accept: ['empty-directory'] };
}
