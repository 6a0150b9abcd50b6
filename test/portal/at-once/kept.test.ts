// What a process keeps between requests changes no answer: after every act it says what a process says that just began.
import { expect, test } from 'vitest';
import { portalApp } from '../../../portal/app.ts';
import { roles } from '../../../portal/api/route.ts';
import { foldPeriod } from '../../../core/review/events/folded.ts';
import { lineIndex } from '../../../steps/show/lines.ts';
import { lookAt } from '../../../steps/show/look.ts';
import { managers, owner } from '../../steps/review/year/year.ts';
import { aPortal, origin, period } from '../portal.ts';
import type { Portal } from '../portal.ts';

const questions = [
  '',
  '/lines',
  '/lines?mine=true&sort=reviewer',
  '/lines?decision=undecided&sort=last-login&direction=down',
  '/lines?decision=keep',
  '/lines?sort=decision',
  '/line-filters',
];

async function answers({ world, ports }: Portal, app: Portal['app'], cookie: string): Promise<readonly unknown[]> {
  const told: unknown[] = [];
  for (const question of questions) {
    const response = await app.request(`${origin}/api/periods/${period}${question}`, { headers: { cookie } });
    const { next: _next, previous: _previous, ...rest } = Object(await response.json());
    told.push(rest);
  }
  const events = structuredClone(await world.dependencies.reviews.load(period));
  expect(foldPeriod(await ports.reviews.load(period))).toEqual(foldPeriod(events));
  return told;
}

test('a process that keeps what it checked answers as one that just began, after every decision, delegation and way back', async () => {
  const portal = await aPortal();
  const { world, ports } = portal;
  const [mona, max] = managers;
  const cookieOf = async (login: string) => portal.session(login, roles);
  const cookie = await cookieOf(mona);
  const acts: readonly (readonly [by: string, path: string, body: unknown])[] = [
    [mona, 'decisions', { decisions: [{ login: 'user01@acme.com', decision: 'keep', reason: 'in the team' }] }],
    [
      mona,
      'decisions',
      {
        decisions: [
          { login: 'user03@acme.com', decision: 'revoke', reason: 'left the team' },
          { login: 'user05@acme.com', decision: 'except', until: '2026-05-01', reason: 'until the handover' },
        ],
      },
    ],
    [mona, 'delegations', { from: mona, to: max, reason: 'on leave' }],
    [max, 'decisions', { decisions: [{ login: 'user03@acme.com', decision: 'keep', reason: 'stays after all' }] }],
    [max, 'decisions/filtered', { filter: 'unremarkable', reason: 'linked and unchanged' }],
    [owner, 'delegations', { from: mona, to: mona, reason: 'back again' }],
  ];
  const before = await answers(portal, portal.app, cookie);
  for (const [by, path, body] of acts) {
    const done = await portal.call(await cookieOf(by), 'POST', `/api/periods/${period}/${path}`, { body });
    expect([path, done.status]).toEqual([path, path === 'delegations' ? 201 : 200]);
    const { reviews } = world.dependencies;
    const begun = portalApp({ ...ports, reviews, kept: new Map(), looks: new Map() }, () => []);
    const now = await answers(portal, portal.app, cookie);
    expect(now).toEqual(await answers(portal, begun, cookie));
    expect(now).not.toEqual(before);
  }
  expect(portal.unexpected).toEqual([]);
});

test('a decision leaves what was worked out of all lines as it was', async () => {
  const portal = await aPortal();
  const [mona] = managers;
  const cookie = await portal.session(mona, roles);
  const reviewersNow = async () => {
    const review = await lookAt(portal.ports, period);
    if (review.kind === 'refused') throw new Error('the review is open');
    return lineIndex(review.value).reviewers;
  };
  const before = await reviewersNow();
  for (const login of ['user01@acme.com', 'user03@acme.com']) {
    const body = { decisions: [{ login, decision: 'keep', reason: 'in the team' }] };
    const done = await portal.call(cookie, 'POST', `/api/periods/${period}/decisions`, { body });
    expect(done.status).toBe(200);
    expect(await reviewersNow()).toBe(before);
  }
});
