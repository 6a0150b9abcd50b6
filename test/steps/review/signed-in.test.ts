// What is recorded of people who signed in: a report claims it only where the configuration of its run bears it out.
import { expect, test } from 'vitest';
import { canonicalLogin } from '../../../core/values/login.ts';
import { issueWorkOrder } from '../../../steps/remove/issue-work-order.ts';
import { comment } from '../../../steps/review/comment.ts';
import { decide } from '../../../steps/review/decide.ts';
import { approvePolicy, delegate } from '../../../steps/review/record-review.ts';
import { signOff } from '../../../steps/review/sign-off.ts';
import { rebaseReview } from '../../../steps/review/ways-back/rebase-review.ts';
import { takeBackSignature } from '../../../steps/review/ways-back/take-back-signature.ts';
import { voidReview } from '../../../steps/review/ways-back/void-review.ts';
import { given } from '../../support/given.ts';
import { decided, first, openedWorld, period } from './year/opened.ts';
import { fallback, keepsTheRest, managers, owner } from './year/year.ts';

test.each([
  ['names no sign-in', null, 'asserted'],
  ['names an issuer and no client', { issuer: 'https://login.acme.com' }, 'asserted'],
  ['lets people sign in', { issuer: 'https://login.acme.com', clientId: 'access-review' }, 'oidc'],
] as const)('of a run whose configuration %s', async (_what, portal, recorded) => {
  const world = await openedWorld((company) => {
    delete company.config['portal'];
    if (portal !== null) company.config['portal'] = portal;
  });
  const { dependencies } = world;
  const assurance = 'oidc' as const;
  const [by, leader, manager] = [fallback, owner, managers[0]].map(canonicalLogin);
  if (!by || !leader || !manager) throw new Error('no logins');
  const told = { period, assurance, reason: 'because' } as const;
  given(await comment(dependencies, { period, by, assurance, login: 'user01@acme.com', text: 'seen', files: [] }));
  given(await decide(dependencies, { period, by, assurance, asked: { kind: 'unremarkable', reason: 'as before' } }));
  await keepsTheRest(world, period, fallback);
  const away = { from: manager, to: by, reason: 'on leave' } as const;
  given(await delegate(dependencies, { period, by: leader, assurance, ...away }));
  given(await approvePolicy(dependencies, { period, by: leader, assurance }));
  given(await signOff(dependencies, { period, by, assurance }));
  given(await takeBackSignature(dependencies, { ...told, by }));
  world.at('2026-04-02T09:00:00Z');
  await world.run({ period });
  given(await rebaseReview(dependencies, { ...told, by: leader }));
  given(await voidReview(dependencies, { ...told, by: leader }));
  const events = (await dependencies.reviews.load(period)).map(({ event }) => event);
  const said = events.flatMap((event) =>
    'assurance' in event && !(event.kind === 'decided' && event.filter === undefined)
      ? [[event.kind, event.assurance]]
      : [],
  );
  const kinds = [
    'commented',
    'decided',
    'delegated',
    'policy-approved',
    'signed',
    'signature-withdrawn',
    'rebased',
    'voided',
  ];
  expect(said).toEqual([['opened', 'asserted'], ...kinds.map((kind) => [kind, recorded])]);
});

test.each([
  ['that their name was typed, where nobody can sign in', null, 'typed, not authenticated'],
  [
    'that they signed in, where people can',
    { issuer: 'https://login.acme.com', clientId: 'access-review' },
    'recorded as signed in through the identity provider',
  ],
] as const)('a work order names who issued it, and %s', async (_how, portal, proven) => {
  const world = await openedWorld((company) => {
    delete company.config['portal'];
    if (portal !== null) company.config['portal'] = portal;
  });
  await decided(world, { [first]: 'revoke' });
  given(await issueWorkOrder(world.dependencies, { period, by: fallback, assurance: 'oidc' }));
  const text = String(await world.stored(`reviews/${period}/work-order-1/work-order.txt`));
  expect(text).toContain(`Issued by: ${fallback} (${proven})\n`);
});
