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
import { EvidenceChanged } from '../run/stored-evidence.ts';
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
  /** How many could not be written down, because a file that was to go with them was changed or is missing. */
  withheld: z.optional(z.number()),
});
type Told = z.infer<typeof toldSchema>;

export interface Telling extends Asking {
  /** Object key under which stands what these mails tell. */
  readonly key: string;
}

export interface PreparedMails {
  /** Where each was written down. */
  readonly places: readonly string[];
  /** How many were not: a file that was to go with them was changed or is missing. They are due again the next day. */
  readonly withheld: number;
}

/**
 * One that cannot be written down keeps no other from being sent.
 *
 * @returns the mails; a repetition comes to the same ones, but for those on record as sent
 */
export async function prepareMails(
  dependencies: OpenStateDependencies & SendDependencies,
  { key, ...asking }: Telling,
): Promise<PreparedMails> {
  const before = await readTold(dependencies.objects, key);
  if (before !== null)
    return { places: await unrecorded(dependencies.reviews, before), withheld: before.withheld ?? 0 };
  const mails = [];
  let withheld = 0;
  for (const mail of await mailsDue(dependencies, asking)) {
    const place = await placeOf(async () => sendNotices(dependencies, mail, asking.config));
    if (place === null) {
      withheld += 1;
      continue;
    }
    const notices = mail.notices.map((notice) => ({ review: notice.review, to: notice.to, key: notice.key }));
    mails.push({ place, id: mail.id, to: mail.to, notices });
  }
  const told: Told = { day: asking.today, mails, ...(withheld === 0 ? {} : { withheld }) };
  await dependencies.objects.put(key, Buffer.from(JSON.stringify(told)));
  return { places: mails.map(({ place }) => place), withheld };
}

/** @returns `null` where what was to go with the mail cannot go */
async function placeOf(send: () => Promise<string>): Promise<string | null> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof EvidenceChanged) return null;
    throw error;
  }
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
