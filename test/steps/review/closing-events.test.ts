// `verify` on what a closing report carries behind the last signature, which versions from 0.7.0 on are held to.
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../../adapters/stores/sqlite/store.ts';
import type { Attachment } from '../../../core/ports/drawing.ts';
import type { ClosingReport } from '../../../core/report/closing/closing.ts';
import { chainEvent, chainStart } from '../../../core/review/events/chain.ts';
import type { ReviewEvent, StoredReviewEvent } from '../../../core/review/events/event.ts';
import { canonicalJson } from '../../../core/values/canonical-json.ts';
import { closingPdf } from '../../../drawing/closing-pdf.ts';
import { closeReview } from '../../../steps/review/close-review.ts';
import { pieces, sha256 } from '../../support/bytes.ts';
import { aSharedFolder } from '../../support/folders.ts';
import { given } from '../../support/given.ts';
import { login } from '../../support/population-builder.ts';
import { verified } from '../verify/issued-report.ts';
import { newExport, ordered, period } from './opened.ts';
import { aWorld } from './world.ts';
import type { World } from './world.ts';
import { decides, fallback, founded, keepsTheRest, opens, owner, signs } from './year.ts';

const revoked = 'user01@acme.com';
let genuine: { readonly closing: ClosingReport; readonly attachments: readonly Attachment[] };
const kept: typeof closingPdf = (closing, attachments) => {
  genuine = { closing, attachments };
  return closingPdf(closing, attachments);
};

let world: World;
let store: ReturnType<typeof openSqliteStore>;

beforeAll(async () => {
  const home = await aSharedFolder();
  store = openSqliteStore({ file: join(home, 'access-review.db') });
  world = await aWorld(store, { home, version: '0.7.0' });
  founded(world);
  world.at('2026-03-30T09:00:00Z');
  await world.run();
  await opens(world, period);
  given(await decides(world, period, { by: fallback, says: { [revoked]: ['revoke'] } }));
  await keepsTheRest(world, period, fallback);
  given(await signs(world, period, fallback));
  given(await signs(world, period, owner));
  await ordered(world);
  await newExport(world, '2026-04-05T09:00:00Z', [revoked]);
  given(await closeReview({ ...world.dependencies, drawClosing: kept }, { period, by: fallback }));
});
afterAll(() => store.close());

/** @param change of the events; each is bound anew, and the closing is as it was */
async function verdictOn(change: (events: readonly ReviewEvent[]) => readonly ReviewEvent[]): Promise<string> {
  const stream = await world.dependencies.reviews.load(period);
  const events = change(stream.map(({ event }) => event)).reduce<readonly StoredReviewEvent[]>(
    (bound, event) => [...bound, chainEvent(bound.at(-1)?.sha256 ?? chainStart, bound.length + 1, event)],
    [],
  );
  const review = Buffer.from(events.map((event) => `${canonicalJson(event)}\n`).join(''));
  const attachments = genuine.attachments.map((one) =>
    one.name === 'review.jsonl' ? { ...one, sha256: sha256(review), read: () => pieces(review) } : one,
  );
  const { sealer, scratch } = world.dependencies;
  const drawn = await scratch.keep(closingPdf(genuine.closing, attachments));
  const sealed = await buffer(await sealer.seal(drawn, genuine.closing.closed.at));
  const { exit, out, err } = await verified(sealed);
  return exit === 0 ? out : err;
}

test('a closing report as it was issued holds', async () => {
  const told = await verdictOn((events) => events);
  expect(told).toContain('1 removal proven by 1 export');
});

function changed<Kind extends ReviewEvent['kind']>(
  kind: Kind,
  change: (event: Extract<ReviewEvent, { kind: Kind }>) => ReviewEvent,
): Parameters<typeof verdictOn>[0] {
  const isKind = (event: ReviewEvent): event is Extract<ReviewEvent, { kind: Kind }> => event.kind === kind;
  return (events) => events.map((event) => (isKind(event) ? change(event) : event));
}

describe('behind the last signature is refused', () => {
  test.each([
    [
      'an order by a stranger',
      changed('work-order-issued', (event) => ({ ...event, by: 'nobody@else.example' })),
      'nobody who is known',
    ],
    [
      'an order of another number',
      changed('work-order-issued', (event) => ({ ...event, number: 7 })),
      'a work order that could not be issued',
    ],
    [
      'an order about whom nobody revoked',
      changed('work-order-issued', (event) => ({ ...event, logins: [...event.logins, login('user03@acme.com')] })),
      'a work order that could not be issued',
    ],
    [
      'a proof of an export before the order',
      changed('removals-observed', (event) => ({ ...event, exportedAt: genuine.closing.run.asOf })),
      'a proof that could not be recorded',
    ],
    [
      'a closing by a stranger',
      changed('closed', (event) => ({ ...event, by: 'nobody@else.example' })),
      'nobody who is known',
    ],
    [
      'a closing by who is named in other letters',
      changed('closed', (event) => ({ ...event, by: fallback.toUpperCase() })),
      'in another form than it is recorded in',
    ],
  ])('%s', async (_what, change, told) => {
    expect(await verdictOn(change)).toContain(told);
  });
});
