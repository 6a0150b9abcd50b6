// Mail about reviews: nothing is told twice, nobody gets two mails on a day, and no subject names a person.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AddressedNotice, Notice } from '../../../core/review/notices/notice.ts';
import { mailsOf, sentIn } from '../../../core/review/notices/post.ts';
import type { PersonalMail } from '../../../core/review/notices/post.ts';
import type { ReviewEvent } from '../../../core/review/events/event.ts';
import { reviewMail } from '../../../drawing/mail/review.ts';
import { streamOf } from '../../support/review/review-line.ts';
import { at, onDay } from '../../support/time.ts';

const dueDay = onDay('2027-01-15');
const notice: Notice = { kind: 'opening', lines: 3, dueDay };

function addressed(to: string, key = 'opening', says: Notice = notice): AddressedNotice {
  return { review: '2026-Q4', to, key, notice: says };
}

function sent(day: string, mails: readonly PersonalMail[]): ReviewEvent {
  return {
    kind: 'mailed',
    at: at(`${day}T08:00:00Z`),
    day: onDay(day),
    mails: mails.map(({ id, to, notices }) => ({ id, to, notices: notices.map(({ key }) => key) })),
  };
}

function idOf(...keys: readonly string[]): string | undefined {
  const notices = keys.map((key) => addressed('ann@acme.com', key));
  return mailsOf(notices, sentIn(new Map()), dueDay)[0]?.id;
}

describe('the mails of a day', () => {
  it('say everything to a person in one mail, however the address is written', () => {
    const mails = mailsOf(
      [addressed('Ann@acme.com'), addressed('ann@acme.com', 'work-order-1')],
      sentIn(new Map()),
      dueDay,
    );
    expect(mails.map(({ to, notices }) => [to, notices.length])).toEqual([['ann@acme.com', 2]]);
  });

  it('are one mail while they tell the same, and another where more is to be told than one that was cut short did', () => {
    expect(idOf('opening', 'work-order-1')).toBe(idOf('work-order-1', 'opening'));
    expect(idOf('opening', 'work-order-1')).not.toBe(idOf('opening'));
  });

  it('tell each person everything once, and one mail a day, whatever comes up when', () => {
    const day = fc.constantFrom('2026-10-06', '2026-10-07', '2026-10-08', '2026-10-09');
    const aNotice = fc.tuple(fc.constantFrom('ann@acme.com', 'ben@acme.com'), fc.constantFrom('a', 'b', 'c'));
    fc.assert(
      fc.property(fc.array(fc.tuple(day, fc.array(aNotice))), (ticks) => {
        const events: ReviewEvent[] = [];
        const told: string[] = [];
        const mailed: string[] = [];
        for (const [on, notices] of ticks.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
          const before = sentIn(new Map([['2026-Q4', streamOf(...events)]]));
          const unique = [...new Map(notices.map((one) => [one.join(), one])).values()];
          const mails = mailsOf(
            unique.map(([to, key]) => addressed(to, key)),
            before,
            onDay(on),
          );
          events.push(sent(on, mails));
          mailed.push(...mails.map(({ to }) => `${on} ${to}`));
          told.push(...mails.flatMap(({ to, notices: some }) => some.map(({ key }) => `${to} ${key}`)));
        }
        expect(new Set(mailed).size).toBe(mailed.length);
        expect(new Set(told).size).toBe(told.length);
      }),
    );
  });
});

function mailedWith(says: Notice, portal?: string): { text: string; html: string } {
  return reviewMail({
    organisation: 'Acme',
    notices: [{ ...addressed('ann@acme.com', 'k', says), report: null }],
    portal,
  });
}

describe('a mail', () => {
  const all: readonly Notice[] = [
    notice,
    { kind: 'reminder', lines: 1, dueDay },
    { kind: 'escalation', lines: 2, daysLate: 1 },
    { kind: 'cannot-decide', lines: 2, people: 1 },
    { kind: 'sign-off', stage: 'control-owner', dueDay },
    { kind: 'work-order', number: 1, accounts: 2, dueDay },
    { kind: 'work-order-withdrawn', number: 1, kept: 1, left: 0 },
    { kind: 'removal-overdue', number: 1, accounts: 2, dueDay },
    { kind: 'removal-reopened', accounts: 1 },
    { kind: 'exception-ending', accounts: 1, until: dueDay, signed: false },
    { kind: 'closing', decisions: 250, removed: 3, gone: 1 },
    { kind: 'review-missing', hasRun: false, dueDay },
    { kind: 'not-performed', dueDay },
  ];

  it.each(all)('about $kind says in text and HTML what is to be done, and names nobody', (says) => {
    const { subject, text, html } = reviewMail({
      organisation: 'Müller & Söhne <GmbH>',
      notices: [{ ...addressed('ann@acme.com', 'key', says), report: null }],
    });
    expect(subject).toMatch(/^People\.ai access review 2026-Q4: .+/);
    expect(`${subject}${text}${html}`).not.toContain('ann@acme.com');
    expect(html).toContain('Müller &amp; Söhne &lt;GmbH&gt;');
    const steps = text.split('\n').filter((line) => line.startsWith('- '));
    expect(steps.length).toBeGreaterThan(0);
    const shown = html.replaceAll(/<\/?span[^>]*>/g, '');
    for (const step of steps) expect(shown).toContain(step.slice(2));
  });

  it('breaks no command behind a hyphen, where it would read otherwise', () => {
    const opening = addressed('ann@acme.com', 'key', { kind: 'opening', lines: 2, dueDay });
    const { html } = reviewMail({ organisation: 'Acme', notices: [{ ...opening, report: null }] });
    const kept = [...html.matchAll(/<span style="white-space:nowrap">([^<]*)<\/span>/g)].map(([, word]) => word);
    expect(kept).toEqual(
      expect.arrayContaining(['access-review', '--review', '2026-Q4', '--reviewer', '--out', '--file', '--by']),
    );
  });

  it.each([
    [0, 'proven by a later export.'],
    [1, 'proven by a later export, 1 revoked account gone without a work order.'],
  ])('tells of a closing with %i gone which removals a later export proved', (gone, said) => {
    const notice = addressed('grc@acme.com', 'k', { kind: 'closing', decisions: 250, removed: 3, gone });
    const { text } = reviewMail({ organisation: 'Acme', notices: [{ ...notice, report: null }] });
    expect(text).toContain(`- 250 decisions, 3 removals ${said}\n`);
  });

  it('leads to the signed report that it is about: by a link to whoever signs in, by its path on a laptop', () => {
    const closing = addressed('grc@acme.com', 'k', { kind: 'closing', decisions: 250, removed: 3, gone: 0 });
    const mailed = (report: string): { text: string; html: string } =>
      reviewMail({ organisation: 'Acme', notices: [{ ...closing, report }] });
    const page = mailed('https://sign-in.acme.com/aws?RelayState=a&b');
    expect(page.text).toContain(
      'signs in as auditor finds the signed report here:\nhttps://sign-in.acme.com/aws?RelayState=a&b\n',
    );
    expect(page.html).toMatch(
      /<a href="https:\/\/sign-in\.acme\.com\/aws\?RelayState=a&amp;b"[^>]*>Signed report of 2026-Q4<\/a>/,
    );
    const path = mailed('.access-review/reviews/2026-Q4/report.pdf');
    expect(path.text).toContain('is kept here:\n.access-review/reviews/2026-Q4/report.pdf\n');
    expect(path.html).not.toContain('href');
  });

  it('leads administrators to the upload of the portal, where a new export is asked for and the portal is configured', () => {
    const missing: Notice = { kind: 'review-missing', hasRun: false, dueDay };
    const { text, html } = mailedWith(missing, 'https://review.acme.com/');
    expect(text).toContain('after they signed in:\nhttps://review.acme.com/upload\n');
    expect(html).toContain('<a href="https://review.acme.com/upload"');
    expect(
      mailedWith({ kind: 'removal-overdue', number: 1, accounts: 2, dueDay }, 'https://review.acme.com').text,
    ).toContain('https://review.acme.com/upload');
    expect(mailedWith(missing).text).not.toContain('upload the export here');
    expect(mailedWith({ ...missing, hasRun: true }, 'https://review.acme.com').text).not.toContain('/upload');
  });

  it.each([
    [notice, 'review?decision=undecided', 'Decide them on the page “Review” of the portal.'],
    [
      { kind: 'sign-off', stage: 'reviewer', dueDay },
      'sign',
      'Sign by 15 January 2027, on the page “Sign” of the portal.',
    ],
    [{ kind: 'cannot-decide', lines: 29, people: 2 }, '', 'The page “Overview” of the portal names them.'],
    [
      { kind: 'exception-ending', accounts: 1, until: dueDay, signed: false },
      'review',
      'The page “Review” of the portal lists them.',
    ],
    [{ kind: 'removal-reopened', accounts: 1 }, 'remediation', 'on the page “Remediation” of the portal.'],
    [{ kind: 'review-missing', hasRun: true, dueDay }, '', 'Open the review, on the page “Overview” of the portal.'],
    [{ kind: 'review-voided', orders: [] }, 'trail', 'The page “Audit trail” of the portal says who voided it'],
  ] satisfies readonly (readonly [Notice, string, string])[])(
    'about $kind leads to the page of the portal where it is done, and names no command that its reader may not have',
    (says, path, told) => {
      const { text, html } = mailedWith(says, 'https://review.acme.com/');
      const address = `https://review.acme.com/2026-Q4${path === '' ? '' : `/${path}`}`;
      expect(text).toContain(`Sign in and find it here:\n${address}\n`);
      expect(html).toContain(`<a href="${address.replaceAll('&', '&amp;')}"`);
      expect(text).toContain(told);
      expect(text).not.toContain('access-review ');
      expect(mailedWith(says).text).toContain('access-review ');
    },
  );

  it.each([
    [false, 'Decide anew: from the day after the line asks again'],
    [true, 'This review is signed and takes no decision any more: decide anew in the next one.'],
  ])('asks to decide anew about an exception where that can be done: signed %s', (signed, told) => {
    expect(mailedWith({ kind: 'exception-ending', accounts: 1, until: dueDay, signed }).text).toContain(told);
  });

  it('warns against opening a suspend file in a spreadsheet', () => {
    const [workOrder] = all.filter(({ kind }) => kind === 'work-order');
    const { text } = reviewMail({
      organisation: 'Acme',
      notices: [{ ...addressed('ops@acme.com', 'k', workOrder), report: null }],
    });
    expect(text).toContain('Do not open the files in a spreadsheet');
  });
});
