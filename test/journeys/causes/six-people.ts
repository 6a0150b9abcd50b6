// Six people who may use People.ai and have accounts there, in either directory: whoever misses one misreads it.
import { expect } from 'vitest';
import { review } from '../../support/program/causes.ts';
import type { Review, ReviewSays } from '../../support/program/causes.ts';
import { assigned, graphSeed, group, person } from '../../support/directories/graph-seed.ts';
import type { GraphSeed } from '../../support/directories/graph-seed.ts';
import type { GraphStandInOptions } from '../../support/directories/graph-stand-in.ts';
import { appUser, oktaPerson, oktaSeed } from '../../support/directories/okta-seed.ts';
import type { OktaSeed } from '../../support/directories/okta-seed.ts';
import type { OktaStandInOptions } from '../../support/directories/okta-stand-in.ts';

export const ids = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'];
const accounts = ids.map((id) => `${id}@acme.com`);

/** Where misbehaviour can befall the reading. */
export const graph = {
  app: "/v1.0/servicePrincipals(appId='app-1')",
  users: '/v1.0/users',
  assignments: '/v1.0/servicePrincipals/sp-1/appRoleAssignedTo',
  members: '/v1.0/groups/sales/members',
  deleted: '/v1.0/directory/deletedItems/microsoft.graph.user',
  batch: '/v1.0/$batch',
} as const;
export const okta = { app: '/api/v1/apps/0oa1', people: '/api/v1/users', assigned: '/api/v1/apps/0oa1/users' } as const;

type GraphGiven = Parameters<typeof graphSeed>[0];
type OktaGiven = Parameters<typeof oktaSeed>[0];

/** Three of them are in the assigned group, the others are assigned directly. */
export function tenant(given: GraphGiven = {}, app: object = {}): GraphSeed {
  const direct = ['p4', 'p5', 'p6'].map((id) => assigned(id));
  const seed = {
    users: ids.map((id) => person(id)),
    groups: [group('sales', ['p1', 'p2', 'p3'])],
    appRoleAssignedTo: [assigned('sales', 'Group'), ...direct],
  };
  return graphSeed({ ...seed, ...given }, app);
}

export function org(given: OktaGiven = {}, app: object = {}): OktaSeed {
  const seed = { users: ids.map((id) => oktaPerson(id)), appUsers: ids.map((id) => appUser(id)) };
  return oktaSeed({ ...seed, ...given }, app);
}

/** Reviews the six accounts against the tenant, in pages of two. */
export async function overEntra(
  standIn: Partial<GraphStandInOptions> = {},
  says: Partial<ReviewSays> = {},
): Promise<Review> {
  return review({ entra: { seed: tenant(), pageSize: 2, ...standIn }, accounts, ...says });
}

export async function overOkta(
  standIn: Partial<OktaStandInOptions> = {},
  says: Partial<ReviewSays> = {},
): Promise<Review> {
  return review({ okta: { seed: org(), pageSize: 2, ...standIn }, accounts, ...says });
}

export function expectAllLinked(told: Review): void {
  expect(told).toMatchObject({ exit: 0, document: { status: 'complete', reasons: [] }, accused: [] });
  expect(told.situations).toEqual(Object.fromEntries(accounts.map((login) => [login, 'linked'])));
  for (const { completeness } of Object.values(told.snapshots)) expect(completeness).toBe('complete');
}

/** Rows are missing: the snapshot says so, the run is held, and nothing is concluded from what is not there. */
export function expectIncomplete(told: Review, reason: RegExp): void {
  expect(told).toMatchObject({ exit: 4, document: { status: 'incomplete', proposals: 0 } });
  expect(told.document.reasons.join('\n')).toMatch(reason);
  for (const { completeness, reasons } of Object.values(told.snapshots)) {
    expect(completeness).toMatch(/^(partial|unread)$/);
    expect(reasons).not.toEqual([]);
  }
  expectNothingConcluded(told);
}

/** Everything was read, and it is not to be believed. */
export function expectHeld(told: Review, reason: RegExp): void {
  expect(told).toMatchObject({ exit: 4, document: { status: 'held', proposals: 0 } });
  expect(told.document.reasons.join('\n')).toMatch(reason);
  expectNothingConcluded(told);
}

function expectNothingConcluded({ accused, situations }: Review): void {
  expect(accused).toEqual([]);
  expect(Object.keys(situations)).toEqual(accounts);
  expect(Object.values(situations).filter((one) => one !== 'linked' && one !== 'undetermined')).toEqual([]);
}
