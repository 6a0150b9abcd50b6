// The mail of a watch run: only what is new since the last review or watch run, and how old the export is.
import { application } from '../../core/application/applications.ts';
import type { Finding } from '../../core/findings/finding.ts';
import { codes, severityRank } from '../../core/names/codes.ts';
import { dayInMs, msOf } from '../../core/values/instant.ts';
import { instantText } from '../../core/values/time-text.ts';
import type { ComposedMail } from '../../core/ports/telling.ts';
import { doubtText } from '../../core/report/watch-news.ts';
import type { WatchNews } from '../../core/report/watch-news.ts';
import { grouped } from '../../core/values/text.ts';
import { notice } from './short-mail.ts';
import { counted } from '../wording.ts';

/** Counts and codes only, never a name or a login: mail is forwarded and shown on locked screens. */
export function watchMail(news: WatchNews): ComposedMail {
  const age = Math.floor((msOf(news.asOf) - msOf(news.exportedAt)) / dayInMs);
  const said = age <= 0 ? 'less than a day' : counted(age, 'day');
  const urgent = news.fresh.filter(({ code }) => rank(code) <= severityRank('high')).length;
  return notice({
    subject: `${application.name} access watch: ${counted(news.fresh.length, 'new finding')}, ${grouped(urgent)} critical or high`,
    paragraphs: [
      `${news.organisation}: the directories as of ${instantText(news.asOf)}, compared with the export of ${instantText(news.exportedAt)}.`,
      `The export is ${said} old: accounts that were created or removed since are not in it.`,
      ...news.incomplete.map(doubtText),
      `${counted(news.open, 'finding')} open in all.`,
    ],
    lines: linesOf(news.fresh),
    place: {
      location: news.location,
      page: 'The new ones are written down here, for those who may read them in the AWS account:',
      path: 'The new ones are written down here:',
      link: 'New findings of the watch run',
    },
  });
}

function linesOf(fresh: readonly Finding[]): readonly string[] {
  const counts = new Map<Finding['code'], number>();
  for (const { code } of fresh) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts]
    .toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([code, found]) => `${grouped(found)} ${code} (${codes[code].severity}): ${codes[code].title}`);
}

function rank(code: Finding['code']): number {
  return severityRank(codes[code].severity);
}
