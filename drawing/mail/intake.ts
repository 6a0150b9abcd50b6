// The mail to the owner about a message that was not taken in, or that brought what was there already.
import { application } from '../../core/application/applications.ts';
import type { ComposedMail } from '../../core/ports/telling.ts';
import { refusalText } from '../../core/values/result.ts';
import { visibleLine } from '../../core/values/text.ts';
import type { Refusal } from '../../core/values/result.ts';
import type { Instant } from '../../core/values/instant.ts';
import { instantText } from '../../core/values/time-text.ts';
import { notice } from './short-mail.ts';

export interface IntakeTold {
  readonly receivedAt: Instant;
  /** As it is written, which proves nothing. */
  readonly from: string;
}

/** More are of no use in a mail; the record in quarantine holds all of them. */
const mostRefusals = 20;

const longestFrom = 200;

export function quarantinedMail({
  receivedAt,
  from,
  refusals,
  place,
}: IntakeTold & { readonly refusals: readonly Refusal[]; readonly place: string }): ComposedMail {
  const more = refusals.length - mostRefusals;
  return notice({
    subject: `${application.name} access review: a message was put aside`,
    paragraphs: [
      `A message received at ${instantText(receivedAt)} was not taken in, and nothing of it is used. It says that it is from: ${visibleLine(from.slice(0, longestFrom))}. Whether it is, nobody knows.`,
      'Did you expect it? Ask whoever sends the export, by another way than an answer to that message, and let them send it again with what is named here mended. Otherwise there is nothing to do.',
    ],
    lines: [
      ...refusals.slice(0, mostRefusals).map((refusal) => visibleLine(refusalText(refusal))),
      ...(more > 0 ? [`And ${more} more.`] : []),
      `It lies at ${place}, with its reasons beside it.`,
    ],
  });
}

export function repeatedMail({
  receivedAt,
  from,
  files,
}: IntakeTold & { readonly files: readonly string[] }): ComposedMail {
  return notice({
    subject: `${application.name} access review: a file came again`,
    paragraphs: [
      `A message of ${from}, received at ${instantText(receivedAt)}, brought what another message had brought before: ${files.map((file) => visibleLine(file.slice(0, longestFrom))).join(', ')}. Nothing was changed.`,
      'If the list was exported anew and no account has changed, upload it by hand and say when it was exported.',
    ],
  });
}
