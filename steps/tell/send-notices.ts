// Sends a person's mail about reviews, with what belongs to it, and records that it was sent.
import { evidenceFileCalled, evidenceFiles } from '../../core/names/evidence-files.ts';
import type { Config } from '../../core/config/config.ts';
import { reviewKey } from '../../core/names/object-keys.ts';
import type { Day } from '../../core/values/instant.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Reviews } from '../../core/ports/stores.ts';
import type { ComposedMail, Mail, Mailer } from '../../core/ports/telling.ts';
import type { Clock } from '../../core/ports/world.ts';
import { officeOf } from '../../core/review/notices/notice.ts';
import type { AddressedNotice, Notice, ReviewMailInput } from '../../core/review/notices/notice.ts';
import { notPerformedFileName } from '../../core/report/not-performed.ts';
import { sentIn, toldKey } from '../../core/review/notices/post.ts';
import type { PersonalMail } from '../../core/review/notices/post.ts';
import { linesPerEvent } from '../../core/review/events/event.ts';
import { add, changeReview, done } from '../change-review.ts';
import { largestAttachments } from './deliver.ts';
import { bytesOf } from '../bytes.ts';
import { orderFiles } from '../remove/order-files.ts';
import { unchanged } from '../run/stored-evidence.ts';

export interface SendDependencies {
  readonly clock: Clock;
  readonly objects: Objects;
  readonly reviews: Reviews;
  readonly mailer: Mailer;
  readonly compose: (input: ReviewMailInput) => ComposedMail;
}

/** What names a notice on record. */
type ToldNotice = Pick<AddressedNotice, 'review' | 'to' | 'key'>;

/** @returns where the mail went @throws EvidenceChanged for a file of a work order that is not as it was issued */
export async function sendNotices(
  { mailer, compose, objects, reviews }: Omit<SendDependencies, 'clock'>,
  mail: PersonalMail,
  config: Config,
): Promise<string> {
  const { id, to } = mail;
  const enclosures = await enclosuresOf({ objects, reviews }, mail);
  return mailer.send({
    id,
    from: config.mail.from ?? officeOf(config)[0] ?? to,
    to: [to],
    ...compose({
      organisation: config.organisation,
      portal: config.portal?.address,
      notices: enclosures.map(({ notice, apart }) => ({ ...notice, report: reportOf(objects, notice), apart })),
    }),
    attachments: enclosures.flatMap(({ files }) => files),
  });
}

/** Each review keeps what was told about it; what is on record already, be it since a moment, is not recorded again. */
export async function recordSent(
  { reviews, clock }: Pick<SendDependencies, 'reviews' | 'clock'>,
  { id, to, notices }: Omit<PersonalMail, 'notices'> & { readonly notices: readonly ToldNotice[] },
  day: Day,
): Promise<void> {
  for (const [review, some] of Map.groupBy(notices, (notice) => notice.review)) {
    await changeReview<void>(reviews, review, async ({ events }) => {
      const { told } = sentIn(new Map([[review, events]]));
      const fresh = some.filter((notice) => !told.has(toldKey(notice))).map(({ key }) => key);
      const keys = fresh.slice(0, linesPerEvent);
      return keys.length === 0
        ? done(undefined)
        : add({ kind: 'mailed', at: clock.now(), day, mails: [{ id, to, notices: keys }] });
    });
  }
}

function reportOf(objects: Objects, { review, notice }: AddressedNotice): string | null {
  if (notice.kind === 'closing') {
    const { report, closingReport } = evidenceFiles;
    return objects.bookmark(reviewKey(review, (notice.reported === true ? closingReport : report).name));
  }
  return notice.kind === 'not-performed' ? objects.bookmark(notPerformedKey(review, notice.dueDay)) : null;
}

function notPerformedKey(review: string, dueDay: Day): string {
  return reviewKey(review, notPerformedFileName({ kind: 'due-day', dueDay }));
}

/** What goes with one notice of a mail. */
interface Enclosure {
  readonly notice: AddressedNotice;
  readonly files: Mail['attachments'];
  readonly apart?: string;
}

/**
 * A work order travels with its mail, suspend files and all, while mail systems take it; so does a report. The smallest
 * goes first, and what does not fit takes nothing else out of the mail: the mail leads to it.
 */
async function enclosuresOf(kept: Kept, { notices }: PersonalMail): Promise<readonly Enclosure[]> {
  const all: (Enclosure & { readonly bytes: number; readonly first: string })[] = [];
  for (const notice of notices) all.push({ notice, ...(await filesOf(kept, notice)) });
  let room = largestAttachments;
  const within = new Set<Enclosure>();
  for (const one of all.toSorted((a, b) => a.bytes - b.bytes)) {
    room -= one.bytes;
    if (room >= 0) within.add(one);
  }
  return all.map((one) =>
    within.has(one) ? one : { notice: one.notice, files: [], apart: kept.objects.bookmark(one.first) },
  );
}

async function filesOf(
  kept: Kept,
  { review, notice }: AddressedNotice,
): Promise<{ readonly files: Mail['attachments']; readonly bytes: number; readonly first: string }> {
  const { objects } = kept;
  const named = await enclosed(kept, review, notice);
  const files: Mail['attachments'][number][] = [];
  for (const { key, name, mediaType, sha256 } of named) {
    const stored = sha256 === null ? await objects.get(key) : unchanged(objects, { key, sha256 });
    if (stored === null) continue;
    files.push({ name, mediaType, body: await bytesOf(stored) });
  }
  const bytes = files.reduce((sum, { body }) => sum + body.length, 0);
  return { files, bytes, first: named[0]?.key ?? '' };
}

interface Enclosed {
  readonly key: string;
  readonly name: string;
  readonly mediaType: string;
  /** As an event names it; `null` where none does. */
  readonly sha256: string | null;
}

type Kept = Pick<SendDependencies, 'objects' | 'reviews'>;

async function enclosed({ objects, reviews }: Kept, review: string, notice: Notice): Promise<readonly Enclosed[]> {
  if (notice.kind === 'not-performed') {
    const { mediaType } = evidenceFiles.report;
    return [
      { key: notPerformedKey(review, notice.dueDay), name: `${review}-not-performed.pdf`, mediaType, sha256: null },
    ];
  }
  if (notice.kind === 'closing' && notice.reported === true) {
    const { name, mediaType } = evidenceFiles.closingReport;
    return [{ key: reviewKey(review, name), name: `${review}-${name}`, mediaType, sha256: null }];
  }
  if (notice.kind !== 'work-order') return [];
  const folder = reviewKey(review, `work-order-${notice.number}`);
  const issued = orderFiles(review, await reviews.load(review));
  const named = [...issued.keys()].filter((key) => key.startsWith(`${folder}/`));
  // What lies there and no event names, nobody issued: whoever imported it would suspend whom nobody decided about. What an
  // event names is missed where it is gone.
  const keys = named.length > 0 ? named : await objects.list(`${folder}/`);
  return keys.flatMap((key) => {
    const name = key.slice(folder.length + 1);
    // What came of handing it over lies there too, and is nothing to send.
    const file = evidenceFileCalled(name);
    return file === null
      ? []
      : [
          {
            key,
            name: `${review}-${notice.number}-${name}`,
            mediaType: file.mediaType,
            sha256: issued.get(key) ?? null,
          },
        ];
  });
}
