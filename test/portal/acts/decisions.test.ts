// Decisions that come together: what one reason may be said of, whoever else stands in the same request.
import { expect, test } from 'vitest';
import { decide } from '../../../steps/review/decide.ts';
import { fallback, owner } from '../../steps/review/year/year.ts';
import { aPortal, period, whatOf } from '../portal.ts';

type Reasons = Readonly<Record<string, string>>;

async function keeps(reasons: Reasons) {
  const portal = await aPortal();
  const before = (await portal.ports.reviews.load(period)).length;
  const decisions = Object.entries(reasons).map(([login, reason]) => ({ login, decision: 'keep', reason }));
  const cookie = await portal.session(fallback, ['reviewer']);
  const response = await portal.call(cookie, 'POST', `/api/periods/${period}/decisions`, { body: { decisions } });
  const recorded = (await portal.ports.reviews.load(period)).length - before;
  return { status: response.status, what: response.ok ? null : await whatOf(response), recorded };
}

const [root, boss, other] = ['root@acme.com', 'boss@acme.com', 'mona@acme.com'];

test.each<[string, Reasons]>([
  ['alone', { [root]: 'fine', [boss]: 'fine' }],
  ['beside a line with another reason', { [root]: 'fine', [boss]: 'fine', [other]: 'fine.' }],
  ['in other letters and with other blanks', { [root]: 'All  fine', [boss]: ' all fi\u200bne ' }],
  ['of a line that could be kept in bulk', { [root]: 'fine', [other]: 'fine' }],
])('no privileged account is kept for a reason that is another one’s too: %s', async (_what, reasons) => {
  expect(await keeps(reasons)).toEqual({ status: 422, what: 'privileged account decided in bulk', recorded: 0 });
});

test('privileged accounts are kept together for reasons of their own', async () => {
  const reasons = { [root]: 'runs the tenant', [boss]: 'stands in for root' };
  expect(await keeps(reasons)).toEqual({ status: 200, what: null, recorded: 1 });
});

test('whoever writes over what somebody else decided since is told whose decision it was', async () => {
  const portal = await aPortal();
  const asked = { login: boss, decision: 'revoke', until: null, reason: 'left', shared: false, where: '' } as const;
  await decide(portal.ports, { asked: { kind: 'lines', requests: [asked] }, period, by: owner, assurance: 'asserted' });
  const cookie = await portal.session(fallback, ['reviewer']);
  const keep = { login: boss, decision: 'keep', reason: 'stands in for root' };
  const path = `/api/periods/${period}/decisions`;
  const first = await portal.call(cookie, 'POST', path, { body: { decisions: [keep] } });
  const at = portal.ports.clock.now();
  expect(await first.json()).toMatchObject({
    replaced: [{ login: boss, decision: 'revoke', until: null, by: owner, at }],
  });
  const again = await portal.call(cookie, 'POST', path, { body: { decisions: [{ ...keep, reason: 'deputy' }] } });
  expect(await again.json()).toMatchObject({ replaced: [] });
});
