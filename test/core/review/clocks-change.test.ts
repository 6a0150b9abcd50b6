// A tick comes once a day by UTC, and days are those of the company: where clocks change, one of its days may see no tick,
// and another two.
import { expect, test } from 'vitest';
import type { ReviewEvent } from '../../../core/review/events/event.ts';
import { noticesOf } from '../../../core/review/notices/due.ts';
import { missingNotices } from '../../../core/review/notices/missing.ts';
import { mailsOf, sentIn } from '../../../core/review/notices/post.ts';
import { addDays, dayInMs, dayOf, instantFromMs, msOf } from '../../../core/values/instant.ts';
import { login } from '../../support/inputs/population-builder.ts';
import { aLine, stateAfter, streamOf } from '../../support/review/review-line.ts';
import { at } from '../../support/time.ts';

const review = '2026-Q4';
const mona = login('mona@acme.com');
const undecided = [{ line: aLine({ login: 'user@acme.com' }), reviewer: mona, codes: [] }];

/**
 * What is told in 55 days, of lines that nobody decides and as if nobody had opened their review: it was opened twenty
 * days before the change, and is due ten days after it.
 *
 * @returns the notices, sorted, and the days of the mails
 */
function toldAround(
  change: string,
  timeZone: string,
  hour: number,
): Readonly<Record<'told' | 'days', readonly string[]>> {
  const calendar = { timeZone, fiscalYearStart: 1 };
  const config = { mail: { to: [mona] }, reviewers: { rules: [] }, calendar };
  const firstMs = msOf(at(`${change}T00:00:00Z`)) - 20 * dayInMs + hour * (dayInMs / 24);
  const openedAt = instantFromMs(firstMs);
  const dueDay = addDays(dayOf(openedAt, timeZone), 30);
  const facts = {
    review,
    state: { ...stateAfter(), openedAt },
    phase: 'open',
    undecided,
    cannotDecide: [],
    assigned: new Set([mona]),
    blocks: 0,
    cannotSign: new Set<string>(),
    keys: new Set<string>(),
    exceptions: [],
    dueDay,
    config,
  } as const;
  const events: ReviewEvent[] = [];
  const told: string[] = [];
  for (let tick = 0; tick < 55; tick += 1) {
    const now = instantFromMs(firstMs + tick * dayInMs);
    const today = dayOf(now, timeZone);
    const missing = missingNotices({ review, dueDay, hasRun: false }, today, config);
    const sent = sentIn(new Map([[review, streamOf(...events)]]));
    const due = mailsOf([...noticesOf({ ...facts, today }), ...missing], sent, today);
    const mails = due.map((mail) => ({ ...mail, notices: mail.notices.map(({ key }) => key) }));
    if (mails.length === 0) continue;
    events.push({ kind: 'mailed', at: now, day: today, mails });
    told.push(...mails.flatMap((mail) => mail.notices));
  }
  return { told: told.toSorted(), days: events.flatMap((event) => (event.kind === 'mailed' ? [event.day] : [])) };
}

const everything = [
  'escalation-0',
  'escalation-1',
  'escalation-2',
  'escalation-3',
  'opening',
  'reminder-1',
  'reminder-2',
  'reminder-3',
  'reminder-4',
  'review-missing-1',
  'review-missing-14',
  'review-missing-7',
];

test.each([
  ['Europe/Berlin', '2027-03-28'],
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2027-04-04'],
  // At midnight, which one day does not have and another has twice.
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/Sao_Paulo', '2019-02-17'],
  ['Africa/Cairo', '2027-04-30'],
  // A whole day that never was.
  ['Pacific/Apia', '2011-12-30'],
])('everything is told once, and in one mail a day, where clocks change: %s, %s', (timeZone, change) => {
  for (let hour = 0; hour < 24; hour += 1) {
    const { told, days } = toldAround(change, timeZone, hour);
    expect({ hour, told }).toEqual({ hour, told: everything });
    expect({ hour, twice: days.length - new Set(days).size }).toEqual({ hour, twice: 0 });
  }
});
