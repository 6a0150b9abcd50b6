// Short mails that carry no report: a title and a few paragraphs, in text and in HTML that every mail program shows.
import type { ComposedMail } from '../../core/ports/telling.ts';
import { onOneLine } from '../../core/values/text.ts';
import { escaped } from './escaped.ts';
import { plainHtml, inlineStyles } from './frame.ts';
import { placeHtml, placeText } from './place.ts';
import type { Place } from './place.ts';

export interface Notice {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** Facts as lines of a list, after the paragraphs. */
  readonly lines?: readonly string[];
  /** Where something is kept that the mail is about, at its end. */
  readonly place?: Place;
}

/** @example notice({ subject: 'Export accepted', paragraphs: ['users.csv has 250 accounts.'] }) */
export function notice({ subject, paragraphs, lines = [], place }: Notice): ComposedMail {
  const items = lines.map((line) => `<li style="${inlineStyles.line}">${escaped(line)}</li>`);
  return {
    subject,
    text: [
      ...paragraphs.map(onOneLine),
      ...(lines.length === 0 ? [] : [lines.map((line) => `- ${onOneLine(line)}`).join('\n')]),
      ...(place === undefined ? [] : [placeText(place)]),
      '',
    ]
      .join('\n\n')
      .trimStart(),
    html: plainHtml(subject, [
      ...paragraphs.map((paragraph) => `<p style="${inlineStyles.line}">${escaped(paragraph)}</p>`),
      ...(items.length === 0 ? [] : [`<ul>${items.join('')}</ul>`]),
      ...(place === undefined ? [] : [`<p style="${inlineStyles.line}">${placeHtml(place)}</p>`]),
    ]),
  };
}
