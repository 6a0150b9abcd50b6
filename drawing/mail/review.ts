// The mail about reviews that a person gets on a day: what is to be done, by when and with what, in text and HTML.
import { application } from '../../core/application/applications.ts';
import type { ComposedMail } from '../../core/ports/telling.ts';
import type { ReviewMailInput } from '../../core/review/notices/notice.ts';
import { onOneLine, plural } from '../../core/values/text.ts';
import { escaped } from './escaped.ts';
import { columnHtml, inlineStyles } from './frame.ts';
import { placeHtml, placeText } from './place.ts';
import type { Place } from './place.ts';
import { doingOf, filesPlace, portalPlace } from './review-doing.ts';
import { wordsOf } from './review-words.ts';

/**
 * It holds counts and days, never a name or a login. The gravest notice gives the subject.
 *
 * @example reviewMail({ organisation: 'Acme Corp', notices }).subject
 * // 'People.ai access review 2026-Q4: 12 lines to decide by 15 January 2027'
 */
export function reviewMail({ organisation, notices, portal }: ReviewMailInput): ComposedMail {
  const said = notices.map(({ review, notice, report, apart }) => {
    const doing = doingOf(review, { hasPortal: portal !== undefined, apart: apart !== undefined });
    const place = placeOf(review, report) ?? filesPlace(review, apart, portal) ?? portalPlace(review, notice, portal);
    return { review, ...wordsOf(notice, doing), place };
  });
  const [first, ...rest] = said;
  if (first === undefined) throw new Error('a mail without a notice says nothing');
  const more = rest.length === 0 ? '' : `, and ${plural(rest.length, 'other matter')}`;
  const title = `${application.name} access review, ${organisation}`;
  return {
    subject: `${application.name} access review ${first.review}: ${first.title}${more}`,
    text: [
      onOneLine(title),
      ...said.flatMap(({ review, title: what, steps, place }) => [
        '',
        onOneLine(`${review}: ${what}`),
        ...steps.map((step) => `- ${onOneLine(step)}`),
        ...(place === null ? [] : [placeText(place)]),
      ]),
      '',
    ].join('\n'),
    html: columnHtml(
      title,
      said.flatMap(({ review, title: what, steps, place }) => [
        `<h2 style="${inlineStyles.heading}">${escaped(`${review}: ${what}`)}</h2>`,
        ...steps.map((step) => `<p style="${inlineStyles.paragraph}">${unbroken(escaped(step))}</p>`),
        ...(place === null ? [] : [`<p style="${inlineStyles.paragraph}">${placeHtml(place)}</p>`]),
      ]),
    ),
  };
}

/** A browser breaks a line behind a hyphen, and `--` at the end of one looks as if a blank followed it. */
function unbroken(step: string): string {
  const hyphened = /(?<![\w-])(?:--\w+(?:-\w+)*|\w+(?:-\w+)+)/g;
  return step.replaceAll(hyphened, (word) => `<span style="white-space:nowrap">${word}</span>`);
}

function placeOf(review: string, location: string | null): Place | null {
  if (location === null) return null;
  return {
    location,
    page: 'Whoever signs in as auditor finds the signed report here:',
    path: 'The signed report is kept here:',
    link: `Signed report of ${review}`,
  };
}
