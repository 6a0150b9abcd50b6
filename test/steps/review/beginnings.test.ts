// How a review begins and whom it asks: what is refused opens nothing, and whoever is asked to sign may.
import { expect, test } from 'vitest';
import { foldPeriod } from '../../../core/review/events/folded.ts';
import { given } from '../../support/given.ts';
import { embeddedWorld, first, newExport, openedWorld, period, second, third } from './year/opened.ts';
import * as company from './year/year.ts';

const { fallback, owner } = company;
const [mona] = company.managers;

test('a decision that is refused opens no review, also where mail about the period was sent before', async () => {
  const world = await embeddedWorld();
  company.founded(world);
  world.at('2026-03-30T09:00:00Z');
  await world.run();
  const mails = await company.ticked(world, '2026-04-20T09:00:00Z');
  expect(mails.length).toBeGreaterThan(0);
  const before = await world.dependencies.reviews.load(period);
  expect(before.length).toBeGreaterThan(0);
  const refused = await company.decides(world, period, { by: mona, says: { [mona]: ['keep'] } });
  expect(refused.kind).toBe('refused');
  expect(await world.dependencies.reviews.load(period)).toEqual(before);
  given(await company.decides(world, period, { by: fallback, says: { 'ghost@acme.com': ['revoke'] } }));
  expect(foldPeriod(await world.dependencies.reviews.load(period)).state?.decisions.size).toBe(1);
});

/** Everybody's lines are a manager's, and those of managers another's: none is the fallback's. */
const ofManagers = { rules: [{ team: '*', reviewer: mona }], fallback, controlOwner: owner };

test('who decided is asked to sign first, where the fallback reviewed nothing and may not', async () => {
  const world = await openedWorld((made) => {
    made.config['reviewers'] = ofManagers;
    for (const login of [mona, 'sync@acme.com']) made.accounts.delete(login);
  });
  await company.keepsTheRest(world, period, mona);
  const mails = await company.ticked(world, '2026-03-31T09:00:00Z');
  const asked = mails.filter((mail) => mail.includes('sign'));
  expect(asked.map((mail) => mail.split(':')[0])).toEqual([mona]);
  expect((await company.signs(world, period, fallback)).kind).toBe('refused');
  given(await company.signs(world, period, mona));
  expect((await company.ticked(world, '2026-04-01T09:00:00Z')).some((mail) => mail.startsWith(owner))).toBe(true);
});

test('whoever was revoked, suspended and let in again is kept by no bulk of the next review', async () => {
  const world = await openedWorld();
  given(await company.decides(world, period, { by: fallback, says: { [first]: ['revoke'], [second]: ['revoke'] } }));
  given(await company.decides(world, period, { by: fallback, says: { [third]: ['except', '2026-06-01'] } }));
  await company.keepsTheRest(world, period, owner);
  for (const by of [fallback, owner]) given(await company.signs(world, period, by));
  await newExport(world, '2026-04-10T09:00:00Z', [first, second]);
  expect(await company.closes(world, period)).toBe('closed');

  company.shows(world, first);
  world.at('2026-06-29T09:00:00Z');
  await world.run();
  await company.opens(world, '2026-Q2');
  for (const by of company.managers) given(await company.keepsUnremarkable(world, '2026-Q2', by));
  const left = await company.undecided(world, '2026-Q2');
  expect(left.filter((line) => line.startsWith('user'))).toEqual([`${first} by ${mona}`, `${third} by ${mona}`]);
  const lines = await company.lines(world, '2026-Q2');
  expect(lines.find(({ login }) => login === first)?.recommendation.reason).toBe(
    `It was revoked in ${period} by ${fallback}, was suspended, and is live again.`,
  );
});

test('the report of a run knows whether the configuration names who reviews', async () => {
  const world = await embeddedWorld();
  company.founded(world);
  world.at('2026-03-30T09:00:00Z');
  expect((await world.run()).report.namesReviewers).toBe(true);
  Object.assign(world.config, { reviewers: { controlOwner: owner } });
  world.at('2026-03-31T09:00:00Z');
  expect((await world.run()).report.namesReviewers).toBe(false);
});
