// What people do in the portal, what is issued of it, and the daily tick that moves the review on.
import { parsePeriod, todayOf } from '../../../core/config/calendar.ts';
import { workKey } from '../../../core/names/object-keys.ts';
import type { Result } from '../../../core/values/result.ts';
import { reviewMail } from '../../../drawing/mail/review.ts';
import { issueWorkOrder } from '../../../steps/remove/issue-work-order.ts';
import { recordClosing } from '../../../steps/review/close-review.ts';
import { decide } from '../../../steps/review/decide.ts';
import { issuePromised } from '../../../steps/review/issue-promised.ts';
import { openReview } from '../../../steps/review/open-review.ts';
import { recordSignature } from '../../../steps/review/sign-off.ts';
import { advanceReviews } from '../../../steps/schedule/advance-reviews.ts';
import { reportMissedReview } from '../../../steps/tell/report-not-performed.ts';
import { prepareMails, recordMails } from '../../../steps/tell/tell-people.ts';
import { given } from '../../support/given.ts';
import { at } from '../../support/time.ts';
import { config, mailed, owner, people, period, reviewer } from './event.ts';
import type { StoryEvent } from './event.ts';
import type { Stage } from './stage.ts';

const assurance = 'oidc';

/** What a person does; whoever does it again may be told that it is done. */
function act(name: string, when: string, acts: (ports: Stage['ports']) => Promise<Result<unknown>>): StoryEvent {
  return { by: 'portal', name, when, deliver: async ({ ports }) => (await acts(ports)).kind };
}

export const open = (when: string): StoryEvent =>
  act('open', when, async (ports) => openReview(ports, { period, by: reviewer, assurance }));

export const decideAll = (when: string, revoked: string): StoryEvent =>
  act('decide', when, async (ports) => {
    const requests = people.map((login) => ({
      login,
      decision: login === revoked ? ('revoke' as const) : ('keep' as const),
      until: null,
      reason: 'looked into it',
      shared: false,
      where: login,
    }));
    return decide(ports, { asked: { kind: 'lines', requests }, by: reviewer, assurance, period });
  });

export const order = (when: string): StoryEvent =>
  act('issue a work order', when, async (ports) => issueWorkOrder(ports, { period, by: reviewer, assurance }));

export const sign = (when: string, stage: 'reviewer' | 'control-owner'): StoryEvent =>
  act('sign', when, async (ports) =>
    recordSignature(ports, { period, by: stage === 'reviewer' ? reviewer : owner, assurance, stage }),
  );

export const close = (when: string): StoryEvent =>
  act('close', when, async (ports) => recordClosing(ports, { period, by: reviewer, assurance }));

export const issue = (when: string, what: 'signature' | 'closing'): StoryEvent => ({
  by: 'publish',
  name: `issue the report of the ${what}`,
  when,
  deliver: async ({ ports }) => issuePromised({ ...ports, issuing: async () => ports }, period),
});

export function missedReview(when: string, missed: string): StoryEvent {
  const asking = { period: given(parsePeriod(missed, config.calendar)), at: at(when) };
  return {
    by: 'publish',
    name: 'report a missed review',
    when,
    deliver: async ({ ports }) => reportMissedReview(ports, asking, config),
  };
}

export function tick(execution: string, when: string): readonly StoryEvent[] {
  const asking = { config, today: todayOf(at(when), config), performedBy: 'review' } as const;
  const key = workKey(execution, 'told.json');
  let places: readonly string[] = [];
  return [
    { execution, by: 'tick', name: 'advance', when, deliver: async ({ ports }) => advanceReviews(ports, asking) },
    {
      execution,
      by: 'tick',
      name: 'tell',
      when,
      deliver: async ({ ports, spool }) => {
        const prepared = await prepareMails(
          { ...ports, mailer: spool(execution), compose: reviewMail },
          { ...asking, key },
        );
        ({ places } = prepared);
        return prepared;
      },
    },
    { execution, by: 'deliver', name: 'deliver', when, deliver: async (stage) => mailed(stage, places) },
    { execution, by: 'tick', name: 'record', when, deliver: async ({ ports }) => recordMails(ports, key, places) },
  ];
}
