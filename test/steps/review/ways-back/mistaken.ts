// A review on which something was done that is to be taken back: what its tests share.
import type { ReviewEvent, Rebased } from '../../../../core/review/events/event.ts';
import { rebaseReview } from '../../../../steps/review/ways-back/rebase-review.ts';
import type { WayBackRequest } from '../../../../steps/review/ways-back/take-back-signature.ts';
import { given } from '../../../support/given.ts';
import { login } from '../../../support/inputs/population-builder.ts';
import { pageTexts, withoutBlanks } from '../../../support/reports/read-pdf.ts';
import { copyOf, decided, first, openedWorld, period, second } from '../year/opened.ts';
import type { World } from '../world.ts';
import * as company from '../year/year.ts';

export function asked(by: string, reason = 'a mistake'): WayBackRequest {
  return { period, by: login(by), assurance: 'asserted', reason };
}

export async function rebased(world: World, by: string = company.fallback): Promise<Rebased> {
  return given(await rebaseReview(world.dependencies, asked(by, 'the first export lacked a team')));
}

export async function kindsOf(world: World): Promise<readonly ReviewEvent['kind'][]> {
  return (await world.dependencies.reviews.load(period)).map(({ event }) => event.kind);
}

/** Everything is decided, and nothing is signed. */
export async function decidedWorld(): Promise<World> {
  return copyOf(everythingDecided);
}

async function everythingDecided(): Promise<World> {
  const world = await openedWorld();
  await decided(world, { 'ghost@acme.com': 'revoke' });
  await company.keepsTheRest(world, period, company.fallback);
  world.at('2026-03-31T09:00:00Z');
  return world;
}

/** The reviewer has signed, and the control owner has not. */
export async function signedOnce(): Promise<World> {
  return copyOf(signedByReviewer);
}

async function signedByReviewer(): Promise<World> {
  const world = await decidedWorld();
  given(await company.signs(world, period, company.fallback));
  return world;
}

/** Another run of the period: one line changed, one account is gone and one is new. */
export async function runOnceMore(world: World): Promise<void> {
  company.shows(world, first, { team: 'Sales' });
  world.accounts.delete(second);
  company.joins(world, 'late@acme.com');
  world.at('2026-04-02T09:00:00Z');
  await world.run({ period });
}

/** The same world, in which somebody else takes the place between the look and the first append. */
export function whenAppending(world: World, meanwhile: () => Promise<void>): World {
  const { reviews } = world.dependencies;
  let isTaken = false;
  const append: typeof reviews.append = async (...event) => {
    if (!isTaken) {
      isTaken = true;
      await meanwhile();
    }
    return reviews.append(...event);
  };
  const racing = { ...reviews, load: reviews.load.bind(reviews), list: reviews.list.bind(reviews), append };
  return { ...world, dependencies: { ...world.dependencies, reviews: racing } };
}

/** What all pages print, without blanks: cells of tables are broken into lines anywhere. */
export async function printed(pdf: Uint8Array): Promise<string> {
  const texts = await pageTexts(new Uint8Array(pdf));
  return withoutBlanks(texts.join(''));
}
