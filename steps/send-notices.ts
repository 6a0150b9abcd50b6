// Sends what people are to be told, one mail a person and day, and records what was sent.
import type { Config } from '../core/contract/config.ts';
import { reviewKey } from '../core/contract/objects.ts';
import type { Day } from '../core/instant.ts';
import type { Clock, Mail, Mailer, Objects, Reviews } from '../core/ports.ts';
import { officeOf } from '../core/review/notice.ts';
import type { AddressedNotice } from '../core/review/notice.ts';
import { mailsOf, sentIn } from '../core/review/post.ts';
import type { PersonalMail } from '../core/review/post.ts';
import { inChunks } from '../core/review/review.ts';
import type { Mailed, StoredReviewEvent } from '../core/review/review.ts';
import { bytesOf } from './load-history.ts';

export interface SendDependencies {
  readonly clock: Clock;
  readonly objects: Objects;
  readonly reviews: Reviews;
  readonly mailer: Mailer;
  readonly compose: (input: {
    readonly organisation: string;
    readonly notices: readonly AddressedNotice[];
  }) => Pick<Mail, 'subject' | 'text' | 'html'>;
}

export interface Sending {
  readonly notices: readonly AddressedNotice[];
  readonly config: Config;
  readonly today: Day;
}

/** A mail whose record was lost goes out again under the same id, by which a mailer knows it. */
export async function sendNotices(
  dependencies: SendDependencies,
  { notices, config, today }: Sending,
): Promise<readonly { readonly to: string; readonly notices: number }[]> {
  const { mailer, compose, reviews } = dependencies;
  const streams = new Map<string, readonly StoredReviewEvent[]>();
  for (const review of await reviews.list()) streams.set(review, await reviews.load(review));
  const mails = mailsOf(notices, sentIn(streams), today);
  for (const mail of mails) {
    const { organisation } = config;
    await mailer.send({
      id: mail.id,
      from: config.mail.from ?? officeOf(config)[0] ?? mail.to,
      to: [mail.to],
      ...compose({ organisation, notices: mail.notices }),
      attachments: await attachmentsOf(dependencies.objects, mail),
    });
    await recordSent(dependencies, mail, today);
  }
  return mails.map(({ to, notices: some }) => ({ to, notices: some.length }));
}

/** Each review keeps what was told about it. */
async function recordSent({ reviews, clock }: SendDependencies, mail: PersonalMail, day: Day): Promise<void> {
  for (const [review, notices] of Map.groupBy(mail.notices, (notice) => notice.review)) {
    for (const keys of inChunks(notices.map(({ key }) => key))) {
      const event: Mailed = {
        kind: 'mailed',
        at: clock.now(),
        day,
        mails: [{ id: mail.id, to: mail.to, notices: keys }],
      };
      let appended;
      do appended = await reviews.append(review, (await reviews.load(review)).length, event);
      while (appended.kind === 'conflict');
    }
  }
}

/** Larger attachments are refused by common mail systems; the order is in the store in any case. */
const largestAttachments = 5_000_000;

/** A work order travels with its mail, suspend files and all, while mail systems take it. */
async function attachmentsOf(objects: Objects, { notices }: PersonalMail): Promise<Mail['attachments']> {
  const attachments: Mail['attachments'][number][] = [];
  for (const { review, notice } of notices) {
    if (notice.kind !== 'work-order') continue;
    const folder = reviewKey(review, `work-order-${notice.number}`);
    for (const key of await objects.list(`${folder}/`)) {
      const stored = await objects.get(key);
      if (stored === null) continue;
      const name = key.slice(folder.length + 1);
      const mediaType = name.endsWith('.csv') ? 'text/csv' : 'text/plain';
      attachments.push({ name: `${review}-${notice.number}-${name}`, mediaType, body: await bytesOf(stored) });
    }
  }
  const bytes = attachments.reduce((sum, { body }) => sum + body.length, 0);
  return bytes <= largestAttachments ? attachments : [];
}
