// The second half of the year: a review that nobody opens in time, and a quiet one under a policy that changed.
import { expect } from 'vitest';
import { checkSignature } from '../../../../adapters/signing/check.ts';
import { approvePolicy } from '../../../../steps/review/record-review.ts';
import { given } from '../../../support/given.ts';
import { anIdentity } from '../../../support/inputs/population-builder.ts';
import { firstQuarter, secondQuarter, signedBy, statesOf } from './play.ts';
import type { World } from '../world.ts';
import * as company from './year.ts';

const [, max] = company.managers;
const { fallback, owner } = company;

/** All four quarters, on whatever store the world has. */
export async function wholeYear(world: World): Promise<void> {
  await firstQuarter(world);
  await secondQuarter(world);
  await thirdQuarter(world);
  await fourthQuarter(world);
  expect(await world.dependencies.reviews.list()).toHaveLength(4);
}

/** Nobody opens the review in time; it is reported as not performed, and performed late all the same. */
async function thirdQuarter(world: World): Promise<void> {
  const period = '2026-Q3';
  const missing = [
    `${fallback}: ${period}: no review yet, due on 15 October 2026`,
    `ops@acme.com: ${period}: no review yet, due on 15 October 2026`,
  ];
  expect(await company.ticked(world, '2026-09-30T08:00:00Z')).toEqual([]);
  expect(await company.ticked(world, '2026-10-01T08:00:00Z')).toEqual(missing);
  expect(await company.ticked(world, '2026-10-02T08:00:00Z')).toEqual([]);
  expect(await company.ticked(world, '2026-10-08T08:00:00Z')).toEqual(missing);
  expect(await company.ticked(world, '2026-10-14T08:00:00Z')).toEqual(missing);
  expect(await company.ticked(world, '2026-10-15T08:00:00Z')).toEqual([]);
  expect(await company.ticked(world, '2026-10-16T08:00:00Z')).toEqual([
    `${owner}: ${period}: control not performed`,
    `${fallback}: ${period}: control not performed`,
    `ops@acme.com: ${period}: control not performed`,
  ]);
  expect(await company.ticked(world, '2026-10-17T08:00:00Z')).toEqual([]);
  const pdf = await world.stored(`reviews/${period}/not-performed.pdf`);
  expect(checkSignature({ pdf, fileName: 'not-performed.pdf', trust: null })).toMatchObject({ kind: 'ok' });

  world.people.set(
    'rehired',
    anIdentity({
      login: 'user02@acme.com',
      id: 'rehired',
      employeeId: 'user02@acme.com',
      createdAt: '2026-09-01T00:00:00Z',
    }),
  );
  company.shows(world, 'user02@acme.com');
  world.people.set(
    'user08@acme.com',
    anIdentity({ login: 'user08@acme.com', id: 'another', createdAt: '2026-08-15T00:00:00Z' }),
  );
  company.shows(world, 'user03@acme.com');
  world.at('2026-10-20T09:00:00Z');
  const { report } = await world.run({ period, accept: ['period'] });
  expect(statesOf(report.findings, 'user02@acme.com')).toMatchObject({ REHIRED_ACCOUNT: 'new' });
  expect(statesOf(report.findings, 'user08@acme.com')).toMatchObject({ REASSIGNED_LOGIN: 'new' });
  await company.opens(world, period);
  const returned = (await company.lines(world, period)).find((line) => line.login === 'user03@acme.com');
  expect(returned?.recommendation).toEqual({
    decision: 'revoke',
    reason: `It was revoked in 2026-Q2 by ${fallback}, was gone, and is live again.`,
  });
  await company.ticked(world, '2026-10-20T10:00:00Z');
  expect(await company.removals(world, '2026-Q2')).toContain('user02@acme.com reopened');
  given(await company.decides(world, period, { by: fallback, says: { 'user08@acme.com': ['revoke'] } }));
  await company.keepsTheRest(world, period, owner);
  expect(given(await company.orders(world, period)).orders).toMatchObject([{ accounts: 1 }]);
  expect(await signedBy(world, period, [fallback, owner])).toContain('5 days late');
  world.accounts.delete('user08@acme.com');
  world.at('2026-10-26T09:00:00Z');
  await world.run();
  expect(await company.closes(world, period)).toBe('closed');
}

/** A policy that changed is a finding until somebody approves it, and a quiet quarter is decided in bulk. */
async function fourthQuarter(world: World): Promise<void> {
  const period = '2026-Q4';
  world.config['policy'] = { ...company.policy, dormantDays: 60 };
  world.at('2026-12-28T09:00:00Z');
  const { report } = await world.run();
  expect(report.findings.find(({ code }) => code === 'POLICY_UNAPPROVED')).toMatchObject({ state: 'new' });
  await company.opens(world, period);
  const approved = await approvePolicy(world.dependencies, { period, by: owner, assurance: 'asserted' });
  expect(given(approved).changes).toEqual(['policy.dormantDays: 90, now 60']);
  expect(given(await company.keepsUnremarkable(world, period, max)).lines.length).toBeGreaterThan(5);
  await company.keepsTheRest(world, period, owner);
  expect(await signedBy(world, period, [fallback, owner])).toContain('in time');
  expect(await company.closes(world, period)).toBe('closed');
  world.at('2026-12-29T09:00:00Z');
  const again = await world.run();
  expect(again.report.findings.find(({ code }) => code === 'POLICY_UNAPPROVED')).toMatchObject({ state: 'closed' });
}
