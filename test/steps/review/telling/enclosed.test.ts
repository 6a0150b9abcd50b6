// What goes with a mail about reviews while mail systems take it, and where the mail leads to what does not.
import { expect, test } from 'vitest';
import { parseConfig } from '../../../../core/config/parse.ts';
import type { AddressedNotice, Notice } from '../../../../core/review/notices/notice.ts';
import type { Mail } from '../../../../core/ports/telling.ts';
import { sendNotices } from '../../../../steps/tell/send-notices.ts';
import { acme } from '../../../support/inputs/acme.ts';
import { given } from '../../../support/given.ts';
import { onDay } from '../../../support/time.ts';
import { embeddedWorld } from '../year/opened.ts';

const dueDay = onDay('2027-01-15');
const order = (review: string): AddressedNotice =>
  about(review, { kind: 'work-order', number: 1, accounts: 2, dueDay });
const missed = about('2026-Q2', { kind: 'not-performed', dueDay });

const tooLarge = 5_000_001;
const ofOrder = (review: string): string => `reviews/${review}/work-order-1/suspend-001.csv`;
const ofMissed = 'reviews/2026-Q2/not-performed.pdf';

function about(review: string, notice: Notice): AddressedNotice {
  return { review, to: 'ops@acme.com', key: notice.kind, notice };
}

/** @param lying how many bytes lie under each key */
async function mailed(
  notices: readonly AddressedNotice[],
  { lying, portal }: { readonly lying: Readonly<Record<string, number>>; readonly portal?: string },
): Promise<Mail> {
  const world = await embeddedWorld();
  for (const [key, bytes] of Object.entries(lying)) await world.dependencies.objects.put(key, Buffer.alloc(bytes, 'x'));
  const config = given(parseConfig({ ...acme, ...(portal && { portal: { address: portal } }) }, 'review.json'));
  await sendNotices(world.dependencies, { id: 'review-1', to: 'ops@acme.com', notices }, config);
  const [mail] = world.mails;
  if (mail === undefined) throw new Error('no mail');
  return mail;
}

const namesIn = ({ attachments }: Mail): readonly string[] => attachments.map(({ name }) => name);

test('a report that is too large for a mail keeps no work order out of it, and is not called attached', async () => {
  const mail = await mailed([order('2026-Q1'), missed], { lying: { [ofOrder('2026-Q1')]: 100, [ofMissed]: tooLarge } });
  expect(namesIn(mail)).toEqual(['2026-Q1-1-suspend-001.csv']);
  for (const body of [mail.text, mail.html]) {
    expect(body).not.toContain('attached');
    expect(body).not.toContain('too large');
    expect(body).toContain(ofMissed);
  }
});

test('a report that fits is attached, and called so', async () => {
  const mail = await mailed([missed], { lying: { [ofMissed]: 100 } });
  expect(namesIn(mail)).toEqual(['2026-Q2-not-performed.pdf']);
  expect(mail.text).toContain('The attached report, which is signed');
});

test('files that are too large for a mail are called so, and the mail leads to them', async () => {
  const lying = { [ofOrder('2026-Q1')]: tooLarge };
  const byPath = await mailed([order('2026-Q1')], { lying });
  expect(namesIn(byPath)).toEqual([]);
  for (const body of [byPath.text, byPath.html]) {
    expect(body).toContain('They are too large for a mail.');
    expect(body).toContain('The first of them is kept here, the others beside it:');
    expect(body).toContain(ofOrder('2026-Q1'));
  }
  const onPage = await mailed([order('2026-Q1')], { lying, portal: 'https://review.acme.com' });
  expect(onPage.text).toContain('They are too large for a mail.');
  expect(onPage.text).toContain('Sign in and find them here:\nhttps://review.acme.com/2026-Q1/remediation');
});

test('of what does not fit together the smaller goes', async () => {
  const lying = { [ofOrder('2026-Q1')]: 3_000_000, [ofOrder('2026-Q3')]: 2_500_000 };
  const mail = await mailed([order('2026-Q1'), order('2026-Q3')], { lying });
  expect(namesIn(mail)).toEqual(['2026-Q3-1-suspend-001.csv']);
  expect(mail.text.match(/too large for a mail/g)).toHaveLength(1);
});

test('a mail takes as many bytes as are allowed, and of an order nothing but its files', async () => {
  const handedOver = 'reviews/2026-Q1/work-order-1/handed-over-jira.json';
  const mail = await mailed([order('2026-Q1')], { lying: { [ofOrder('2026-Q1')]: tooLarge - 1, [handedOver]: 10 } });
  expect(namesIn(mail)).toEqual(['2026-Q1-1-suspend-001.csv']);
});
