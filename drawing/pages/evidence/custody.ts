// The chain of custody of each file that people handed in: link by link, and where it does not hold.
import { chainsOf } from '../../../core/report/told/custody.ts';
import type { CustodyChain, CustodyLink } from '../../../core/report/told/custody.ts';
import type { Report } from '../../../core/report/report.ts';
import { instantText } from '../../../core/values/instant.ts';
import type { Book } from '../../layout/book.ts';
import type { Cell, CellPart } from '../../layout/cell.ts';
import { paragraph, section } from '../../layout/prose.ts';
import { table } from '../../layout/table.ts';

export function* custody(book: Book, report: Report): Generator<void, void> {
  const chains = chainsOf(report);
  if (chains.length === 0) return;
  section(book, 'Chain of custody', { listed: true });
  paragraph(
    book,
    'The way of each file from where it was taken to this page. It supports the assessment of source, handling and ' +
      'possible alteration that AS 1105.10A asks for. Declared is what somebody said. Recorded is what whoever took ' +
      'the file in wrote down when it happened. Proven is what can be worked out again from the attached files. Until ' +
      'a file was received, nothing watched it.',
  );
  for (const chain of chains) yield* drawn(book, report, chain);
}

function* drawn(
  book: Book,
  { application }: Report,
  { file, name, links, breaks }: CustodyChain,
): Generator<void, void> {
  const what = file === 'export' ? `The export of ${application}` : 'The leavers file';
  const outcome =
    breaks.length === 0
      ? `${what} (${name}): no link is missing, every digest is that of the link before, and no time goes backwards.`
      : `${what} (${name}): the chain does not hold. ${breaks.join(' ')}`;
  paragraph(book, outcome, breaks.length === 0 ? {} : { style: { face: 'bold', size: 9 } });
  yield* table(book, {
    size: 7,
    air: 0.3,
    columns: [
      { title: 'Link', share: 0.8 },
      { title: 'When', share: 1.2 },
      { title: 'By whom', share: 1.6 },
      { title: 'By which means, and what shows it', share: 4 },
      { title: 'SHA-256', share: 1.9 },
    ],
    rows: links.map((link, index) => row(link, digestBefore(links.slice(0, index)))),
  });
}

function digestBefore(links: readonly CustodyLink[]): string | null {
  return links.findLast(({ sha256 }) => sha256 !== null)?.sha256 ?? null;
}

function row({ link, at, by, means, says, sha256, standing }: CustodyLink, before: string | null): readonly Cell[] {
  return [
    [
      { text: link, face: 'bold' },
      { text: standing, muted: true },
    ],
    at === null ? 'not said' : instantText(at),
    by ?? 'not said',
    [{ text: means }, { text: says, muted: true }],
    digest(sha256, before),
  ];
}

/** In full where it is new or another: what ties is read at a glance. */
function digest(sha256: string | null, before: string | null): CellPart {
  if (sha256 === null) return { text: 'none', muted: true };
  return sha256 === before ? { text: 'the same' } : { text: sha256, face: 'mono' };
}
