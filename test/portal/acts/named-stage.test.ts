// A signature names its stage: it is given for that one or not at all.
import { expect, test } from 'vitest';
import { fallback, keepsTheRest, owner } from '../../steps/review/year/year.ts';
import { aPortal, period, whatOf } from '../portal.ts';
import type { Portal } from '../portal.ts';

const overview = `/api/periods/${period}`;

async function signs(portal: Portal, by: string, stage: string): Promise<Response> {
  const cookie = await portal.session(by, ['reviewer', 'control-owner']);
  const etag = (await portal.call(cookie, 'GET', overview)).headers.get('etag') ?? '';
  const sent = { body: { stage }, headers: { 'if-match': etag } };
  return portal.call(cookie, 'POST', `${overview}/signatures`, sent);
}

test('a stage whose turn it is not is refused, and nothing is signed', async () => {
  const portal = await aPortal();
  await keepsTheRest(portal.world, period, fallback);
  const stages = async () =>
    (await portal.ports.reviews.load(period)).flatMap(({ event }) => (event.kind === 'signed' ? [event.stage] : []));
  const early = await signs(portal, fallback, 'control-owner');
  expect([early.status, await whatOf(early), await stages()]).toEqual([422, 'not the stage whose turn it is', []]);
  expect((await signs(portal, fallback, 'reviewer')).status).toBe(201);
  const late = await signs(portal, owner, 'reviewer');
  expect([late.status, await whatOf(late), await stages()]).toEqual([
    422,
    'not the stage whose turn it is',
    ['reviewer'],
  ]);
  expect((await signs(portal, owner, 'control-owner')).status).toBe(201);
  expect(await stages()).toEqual(['reviewer', 'control-owner']);
});
