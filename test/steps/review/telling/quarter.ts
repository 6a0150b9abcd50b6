// A quarter as far as what changed around it concerns: reviewed, signed, and what its run and its report tell of changes.
import { expect } from 'vitest';
import type { Report } from '../../../../core/report/report.ts';
import { reviewStatus } from '../../../../steps/review/review-status.ts';
import { given } from '../../../support/given.ts';
import { pageTexts } from '../../../support/reports/read-pdf.ts';
import { verified } from '../../verify/verified.ts';
import type { World } from '../world.ts';
import * as company from '../year/year.ts';

const { fallback, owner } = company;

/** The review of a period opened and decided: these accounts are revoked, all others kept. */
export async function reviewed(world: World, period: string, revoke: readonly string[]): Promise<void> {
  await company.opens(world, period);
  const says = Object.fromEntries(revoke.map((login) => [login, ['revoke'] as const]));
  given(await company.decides(world, period, { by: fallback, says: { ...says, 'onleave@acme.com': ['keep'] } }));
  await company.keepsTheRest(world, period, owner);
}

/** Both stages signed: what the signature is rolled forward over, and the text of the report, which `verify` accepts. */
export async function signed(
  world: World,
  period: string,
): Promise<{ readonly forward: readonly string[]; readonly text: string }> {
  const { forward } = given(await reviewStatus(world.dependencies, period));
  const told = (forward?.changes ?? []).map(({ login }) => login.split('@')[0] ?? '');
  given(await company.signs(world, period, fallback));
  const { reportKey } = given(await company.signs(world, period, owner));
  const report = await world.stored(reportKey);
  expect(await verified(report)).toMatchObject({ exit: 0 });
  const text = await textOf(report);
  for (const login of told) expect(text).toContain(login);
  return { forward: told, text };
}

/** All that a report prints, without the blanks. */
export async function textOf(report: Buffer): Promise<string> {
  return (await pageTexts(report)).join('');
}

/** What the report of a run tells of changes outside the process. */
export function outside({ proofs }: Report): readonly string[] {
  return (proofs?.outside.changes ?? []).map(
    ({ login, kind, explained }) => `${login.split('@')[0]} ${kind}${explained === null ? '' : ', explained'}`,
  );
}
