// Tells people in three parts that each may be repeated: write the mails down, let another function send them, record it.
import * as z from 'zod/mini';
import { readStored, storedDay } from '../../core/values/stored.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Reviews } from '../../core/ports/stores.ts';
import { sentIn, toldKey } from '../../core/review/notices/post.ts';
import type { Asking } from './due-periods.ts';
import { textOf } from '../bytes.ts';
import { mailsDue, streamsOf } from './mails-due.ts';
import type { OpenStateDependencies } from '../review/standing/open-state.ts';
import { recordSent, sendNotices } from './send-notices.ts';
import type { SendDependencies } from './send-notices.ts';

/** What is recorded of the mails once they are sent: where each was written down, to whom it went, what it told. */
const toldSchema = z.strictObject({
  day: storedDay,
  mails: z.array(
    z.strictObject({
      place: z.string(),
      id: z.string(),
      to: z.string(),
      notices: z.array(z.strictObject({ review: z.string(), to: z.string(), key: z.string() })),
    }),
  ),
});
type Told = z.infer<typeof toldSchema>;

export interface Telling extends Asking {
  /** Object key under which stands what these mails tell. */
  readonly key: string;
}

/** @returns where each mail was written down; a repetition comes to the same mails, but for those on record as sent */
export async function prepareMails(
  dependencies: OpenStateDependencies & SendDependencies,
  { key, ...asking }: Telling,
): Promise<readonly string[]> {
  const before = await readTold(dependencies.objects, key);
  if (before !== null) return unrecorded(dependencies.reviews, before);
  const mails = [];
  for (const mail of await mailsDue(dependencies, asking)) {
    const place = await sendNotices(dependencies, mail, asking.config);
    const notices = mail.notices.map((notice) => ({ review: notice.review, to: notice.to, key: notice.key }));
    mails.push({ place, id: mail.id, to: mail.to, notices });
  }
  const told: Told = { day: asking.today, mails };
  await dependencies.objects.put(key, Buffer.from(JSON.stringify(told)));
  return mails.map(({ place }) => place);
}

/**
 * After the mails were sent: a run that ends in between tells again rather than never.
 *
 * @param sent the places of those that were sent: who was not told is told again
 */
export async function recordMails(
  dependencies: Pick<SendDependencies, 'objects' | 'reviews' | 'clock'>,
  key: string,
  sent: readonly string[],
): Promise<void> {
  const told = await readTold(dependencies.objects, key);
  if (told === null) throw new Error(`what was told, ${dependencies.objects.location(key)}, is not there`);
  for (const mail of told.mails.filter(({ place }) => sent.includes(place)))
    await recordSent(dependencies, mail, told.day);
}

async function unrecorded(reviews: Reviews, { mails }: Told): Promise<readonly string[]> {
  const { told } = sentIn(await streamsOf(reviews));
  return mails.flatMap(({ place, notices }) => (notices.every((one) => told.has(toldKey(one))) ? [] : [place]));
}

async function readTold(objects: Objects, key: string): Promise<Told | null> {
  const stored = await objects.get(key);
  return stored === null ? null : readStored(toldSchema, await textOf(stored), key);
}
