// A year of quarterly reviews, told in order, on any store: what happens to people, and what the review makes of it.
import { foldReview } from '../../../../core/review/events/folded.ts';
import type { ReviewLine } from '../../../../core/review/lines/line.ts';
import { phaseOf } from '../../../../core/review/decisions/standing.ts';
import { closeReview } from '../../../../steps/review/close-review.ts';
import { decide } from '../../../../steps/review/decide.ts';
import type { Recorded } from '../../../../steps/review/decide.ts';
import { issueWorkOrder } from '../../../../steps/remove/issue-work-order.ts';
import { openReview } from '../../../../steps/review/open-review.ts';
import { openState } from '../../../../steps/review/standing/open-state.ts';
import { signOff } from '../../../../steps/review/sign-off.ts';
import type { SignedOff } from '../../../../steps/review/sign-off.ts';
import { tick } from '../../../../steps/schedule/tick.ts';
import type { Result } from '../../../../core/values/result.ts';
import { parseDay } from '../../../../core/values/instant.ts';
import { acme, cleanPolicy } from '../../../support/inputs/acme.ts';
import { anIdentity, leftBy } from '../../../support/inputs/population-builder.ts';
import type { IdentitySays } from '../../../support/inputs/population-builder.ts';
import type { ExportRow } from '../../../support/inputs/export-builder.ts';
import { given } from '../../../support/given.ts';
import type { World } from '../world.ts';

export const fallback = 'grc@acme.com';
export const owner = 'cfo@acme.com';
export const managers = ['mona@acme.com', 'max@acme.com'] as const;

export const policy = {
  ...cleanPolicy,
  approvedOn: '2026-01-01',
  ssoEvidence: { ...cleanPolicy.ssoEvidence, takenOn: '2026-01-01' },
};

const config = {
  ...acme,
  policy,
  nonHuman: [
    { login: 'sync@acme.com', owner: 'mona@acme.com', purpose: 'Salesforce sync', expires: '2027-12-31' },
    { login: 'key-1', owner: 'max@acme.com', purpose: 'Data warehouse', kind: 'api-key' },
  ],
  reviewers: {
    rules: [
      { role: 'Admin', reviewer: fallback },
      { team: '*', reviewer: 'manager' },
    ],
    fallback,
    controlOwner: owner,
  },
  mail: { to: ['ops@acme.com'], from: 'access-review@acme.com' },
  portal: { issuer: 'https://login.acme.com', clientId: 'access-review' },
};

const team = Array.from({ length: 20 }, (_, index) => `user${String(index + 1).padStart(2, '0')}@acme.com`);

/** Half of the team reports to each manager, and the managers to the fallback. */
function managerOf(login: string): string {
  const index = team.indexOf(login);
  return index < 0 ? fallback : (managers[index % 2] ?? fallback);
}

export function joins(world: World, login: string, says: Partial<IdentitySays> = {}): void {
  world.people.set(login, anIdentity({ manager: managerOf(login), employeeId: login, ...says, login }));
  shows(world, login);
}

/** What the next export says about an account: an active user of old standing, unless told otherwise. */
export function shows(world: World, login: string, says: ExportRow = {}): void {
  world.accounts.set(login, { email: login, status: 'Active', role: 'User', createdAt: '2024-01-15', ...says });
}

export function leaves(world: World, login: string, day: string): void {
  world.people.set(
    login,
    anIdentity({ login, employeeId: login, state: 'deleted', left: leftBy(`${day}T00:00:00Z`), assignments: [] }),
  );
}

/** The company on the first day. */
export function founded(world: World): void {
  Object.assign(world.config, config);
  for (const login of [...team, ...managers]) joins(world, login);
  for (const login of ['root@acme.com', 'boss@acme.com']) joins(world, login);
  joins(world, 'onleave@acme.com', { state: 'suspended' });
  for (const admin of ['root@acme.com', 'boss@acme.com']) shows(world, admin, { role: 'Admin' });
  shows(world, 'ghost@acme.com');
  shows(world, 'sync@acme.com');
}

/** `mona@acme.com: 2026-Q1: 10 lines to decide by 15 April 2026`, one line a mail of this tick. */
export async function ticked(world: World, instant: string): Promise<readonly string[]> {
  world.at(instant);
  const before = world.mails.length;
  await tick(world.dependencies);
  return world.mails
    .slice(before)
    .map(({ to, subject }) => `${to.join(' ')}: ${subject.replace('People.ai access review ', '')}`);
}

export async function phase(world: World, period: string): Promise<string> {
  const { state, undecided } = given(await openState(world.dependencies, period));
  return phaseOf(state, undecided.length);
}

export async function undecided(world: World, period: string): Promise<readonly string[]> {
  return given(await openState(world.dependencies, period)).undecided.map(
    ({ line, reviewer }) => `${line.login} by ${reviewer ?? 'nobody'}`,
  );
}

export async function lines(world: World, period: string): Promise<readonly ReviewLine[]> {
  return given(await openState(world.dependencies, period)).frozen.lines;
}

export async function opens(world: World, period: string): Promise<void> {
  given(await openReview(world.dependencies, { period, by: fallback }));
}

export type Said = readonly [decision: 'keep' | 'revoke' | 'except', until?: string];

export function decides(
  world: World,
  period: string,
  { by, says }: { readonly by: string; readonly says: Readonly<Record<string, Said>> },
): Promise<Result<Recorded>> {
  const requests = Object.entries(says).map(([login, [decision, until]]) => ({
    login,
    decision,
    until: parseDay(until ?? ''),
    reason: 'looked into it',
    shared: false,
    where: login,
  }));
  return decide(world.dependencies, { asked: { kind: 'lines', requests }, by, assurance: 'asserted', period });
}

export function keepsUnremarkable(world: World, period: string, by: string): Promise<Result<Recorded>> {
  const asked = { kind: 'unremarkable', reason: 'linked and unchanged' } as const;
  return decide(world.dependencies, { asked, by, assurance: 'asserted', period });
}

/** Everything that is left is kept by whoever may: the fallback, and for its own lines somebody else. */
export async function keepsTheRest(world: World, period: string, by: string): Promise<Recorded> {
  const { undecided: open } = given(await openState(world.dependencies, period));
  return given(
    await decides(world, period, { by, says: Object.fromEntries(open.map(({ line }) => [line.login, ['keep']])) }),
  );
}

export function orders(world: World, period: string): ReturnType<typeof issueWorkOrder> {
  return issueWorkOrder(world.dependencies, { period, by: fallback });
}

export function signs(world: World, period: string, by: string): Promise<Result<SignedOff>> {
  return signOff(world.dependencies, { period, by, assurance: 'asserted' });
}

export async function closes(world: World, period: string): Promise<string> {
  const closed = await closeReview(world.dependencies, { period, by: fallback });
  return closed.kind === 'ok' ? 'closed' : (closed.refusals[0]?.found ?? '');
}

export async function removals(world: World, period: string): Promise<readonly string[]> {
  const state = foldReview(await world.dependencies.reviews.load(period));
  return [...(state?.removals.values() ?? [])].map(({ login, state: now }) => `${login} ${now}`);
}
