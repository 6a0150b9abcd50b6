// What `doctor` advises where Graph refuses a call: what its words call for, and no permission that would not help.
import { expect, test } from 'vitest';
import { always, status, throttled } from '../../../support/directories/misbehaviour.ts';
import { openEntra } from '../../../support/directories/pulled.ts';
import type { Misbehaviour } from '../../../support/directories/stand-in.ts';
import { tenant } from './tenant.ts';

const challenge: Misbehaviour['change'] = () => ({
  status: 401,
  headers: { 'www-authenticate': 'Bearer error="insufficient_claims", claims="e30="' },
  body: { error: { code: 'InvalidAuthenticationToken' } },
});

test.each<[string, Misbehaviour['change'], RegExp]>([
  ['that are put off for long', throttled({ 'retry-after': '4000' }), /ask again later/],
  ['that are put off for ever', throttled(), /ask again later/],
  ['that come with a challenge', challenge, /Conditional Access/],
  ['that are refused as a question', status(400, 'BadRequest'), /does not take the call as it is made/],
  ['that are refused for the permission', status(403, 'Authorization_RequestDenied'), /GroupMember\.Read\.All/],
])('members of a group %s', async (_how, change, remedy) => {
  const { directory } = await openEntra({
    seed: tenant(),
    misbehave: [always('/v1.0/groups/sales/members', change)],
  });
  const failed = (await directory.check()).filter(({ ok }) => !ok);
  expect(failed.map((check) => check.remedy)).toEqual([expect.stringMatching(remedy)]);
});

test.each<[string, Misbehaviour['change'], RegExp]>([
  ['by a page of a firewall', () => ({ status: 403, body: '<html>Blocked</html>' }), /names no reason.*firewall/],
  ['by a challenge', challenge, /Conditional Access/],
])('a list of people that is refused %s', async (_how, change, remedy) => {
  const { directory } = await openEntra({ seed: tenant(), misbehave: [always('/v1.0/users', change)] });
  const failed = (await directory.check()).filter(({ ok }) => !ok);
  expect(failed.map((check) => check.remedy)).toEqual([expect.stringMatching(remedy)]);
});
