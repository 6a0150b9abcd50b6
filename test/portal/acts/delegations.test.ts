// Who hands on what is whose, in the portal: the same people who may by the command.
import { expect, test } from 'vitest';
import type { Role } from '../../../portal/api/route.ts';
import { fallback, managers, owner } from '../../steps/review/year/year.ts';
import { aPortal, period } from '../portal.ts';

const [mona, max] = managers;

interface HandsOn {
  readonly by: string;
  readonly role: Role;
  readonly status: number;
}

test.each<[who: string, HandsOn]>([
  ['whoever gives them away', { by: mona, role: 'reviewer', status: 201 }],
  ['the fallback, as a reviewer', { by: fallback, role: 'reviewer', status: 201 }],
  ['the control owner', { by: owner, role: 'control-owner', status: 201 }],
  ['nobody else who reviews', { by: 'root@acme.com', role: 'reviewer', status: 403 }],
  ['nobody else in the role of the control owner', { by: 'root@acme.com', role: 'control-owner', status: 403 }],
])('lines of a reviewer are handed on by %s', async (_who, { by, role, status }) => {
  const portal = await aPortal();
  const body = { from: mona, to: max, reason: 'on leave' };
  const cookie = await portal.session(by, [role]);
  const done = await portal.call(cookie, 'POST', `/api/periods/${period}/delegations`, { body });
  expect(done.status).toBe(status);
  expect((await portal.ports.reviews.load(period)).length).toBe(status === 201 ? 2 : 1);
});
