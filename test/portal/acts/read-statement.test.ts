// What is signed is what was read: a statement that became another one meanwhile is read anew before it is signed.
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { fallback, keepsTheRest } from '../../steps/review/year/year.ts';
import { aPortal, period, whatOf } from '../portal.ts';
import type { Portal } from '../portal.ts';

const review = `/api/periods/${period}`;
const statementSchema = z.object({ statement: z.string(), statementSha256: z.string() });

interface Read extends z.infer<typeof statementSchema> {
  readonly etag: string;
}

interface Signer {
  readonly portal: Portal;
  readonly reads: () => Promise<Read>;
  readonly signs: (read: Read) => Promise<Response>;
  readonly signed: () => Promise<readonly string[]>;
}

async function aSigner(): Promise<Signer> {
  const portal = await aPortal();
  await keepsTheRest(portal.world, period, fallback);
  const cookie = async () => portal.session(fallback, ['reviewer']);
  return {
    portal,
    async reads() {
      const answer = await portal.call(await cookie(), 'GET', `${review}/statement`);
      return { ...z.parse(statementSchema, await answer.json()), etag: answer.headers.get('etag') ?? '' };
    },
    async signs({ etag, statementSha256 }) {
      const sent = { body: { stage: 'reviewer', statementSha256 }, headers: { 'if-match': etag } };
      return portal.call(await cookie(), 'POST', `${review}/signatures`, sent);
    },
    async signed() {
      const events = await portal.ports.reviews.load(period);
      return events.flatMap(({ event }) => (event.kind === 'signed' ? [event.statement] : []));
    },
  };
}

test('a statement that was read is signed in its very words', async () => {
  const { reads, signs, signed } = await aSigner();
  const read = await reads();
  expect((await signs(read)).status).toBe(201);
  expect(await signed()).toEqual([read.statement]);
});

test('a later run that it is rolled forward to, of which no event tells, asks to read it anew', async () => {
  const { portal, reads, signs, signed } = await aSigner();
  const before = await reads();
  expect(before.statement).toContain('Not rolled forward');
  portal.world.at('2026-04-03T09:00:00Z');
  expect(await portal.world.watch({ period: '2026-Q2' })).not.toBeNull();
  const refused = await signs(before);
  expect([refused.status, await whatOf(refused), await signed()]).toEqual([
    409,
    'the statement became another one at this moment',
    [],
  ]);
  const after = await reads();
  expect(after.statement).toContain('Rolled forward to');
  expect((await signs(after)).status).toBe(201);
  expect(await signed()).toEqual([after.statement]);
});

test('it is held to the answer that it was read from: what was recorded since asks to look again', async () => {
  const { portal, reads, signs, signed } = await aSigner();
  const read = await reads();
  const lead = await portal.session('cfo@acme.com', ['control-owner']);
  const approval = { headers: { 'if-match': read.etag } };
  expect((await portal.call(lead, 'POST', `${review}/policy-approval`, approval)).status).toBe(201);
  const refused = await signs(read);
  expect([refused.status, await whatOf(refused), await signed()]).toEqual([412, 'recorded since it was looked at', []]);
});
