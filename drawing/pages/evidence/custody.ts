// The chain of custody of each file that people handed in: link by link, and where it does not hold.
import { chainsOf } from '../../../core/report/told/custody.ts';
import type { CustodyChain, CustodyLink } from '../../../core/report/told/custody.ts';
import type { Report } from '../../../core/report/report.ts';
import { instantText } from '../../../core/values/time-text.ts';
import type { Book } from '../../layout/book.ts';
import type { Cell } from '../../layout/cell.ts';
import { columnsOf } from '../../layout/columns.ts';
import { paragraph, section } from '../../layout/prose.ts';
import { table } from '../../layout/table.ts';

export function* custody(book: Book, report: Report): Generator<void, void> {
  const chains = chainsOf(report);
  if (chains.length === 0) return;
  section(book, 'Chain of custody', { listed: true });
  const holds = chains.every(({ breaks }) => breaks.length === 0);
  paragraph(
    book,
    'The way of each file to this page. It supports the assessment of source, handling and possible alteration ' +
      '(AS 1105.10A). Declared: somebody said it. Recorded: whoever took the file in wrote it down then. Proven: it ' +
      'can be worked out again from the attachments.' +
      (holds ? ' No link is missing, no digest is another, no time goes backwards.' : ''),
  );
  for (const { file, breaks } of chains)
    if (breaks.length > 0)
      paragraph(book, `${fileWord(file, report)}: the chain does not hold. ${breaks.join(' ')}`, {
        style: { face: 'bold', size: 9 },
      });
  yield* table(book, {
    size: 7,
    air: 0.22,
    columns: columnsOf({
      Link: 0.95,
      'By whom, and when': 2.5,
      'By which means, and what shows it': 6.4,
      'SHA-256': 0.95,
    }),
    rows: chains.flatMap(rowsOf),
  });
}

function fileWord(file: CustodyChain['file'], { application }: Report): string {
  return file === 'export' ? `The export of ${application}` : 'The leavers file';
}

function rowsOf({ file, links, breaks }: CustodyChain): readonly (readonly Cell[])[] {
  const drawn = file === 'leavers' && breaks.length === 0 ? inShort(links) : links;
  return drawn.map((link, index) =>
    row(
      { ...link, link: file === 'leavers' ? `leavers file ${link.link}` : link.link },
      digestBefore(drawn.slice(0, index)),
    ),
  );
}

/**
 * The links of another file, without those that the program made itself: it did the same with the export, so one
 * sentence says it.
 */
function inShort(links: readonly CustodyLink[]): readonly CustodyLink[] {
  const own = links.filter(({ standing }) => standing === 'proven').map(({ means }) => means);
  const [read = '', kept = ''] = own;
  return links
    .filter(({ standing }) => standing !== 'proven')
    .map((link) => ({ ...link, says: `${link.says} From then on as the export. ${read}. ${kept}.` }));
}

interface DrawnLink extends Omit<CustodyLink, 'link'> {
  readonly link: string;
}

function digestBefore(links: readonly DrawnLink[]): string | null {
  return links.findLast(({ sha256 }) => sha256 !== null)?.sha256 ?? null;
}

function row({ link, at, by, means, says, sha256, standing }: DrawnLink, before: string | null): readonly Cell[] {
  const isNew = sha256 !== null && sha256 !== before;
  return [
    [
      { text: link, face: 'bold' },
      { text: standing, muted: true },
    ],
    [{ text: by ?? 'nobody said' }, { text: at === null ? 'when: nobody said' : instantText(at), muted: true }],
    // The digest is printed only where it is not the one of the link before.
    [{ text: means }, ...(isNew ? [{ text: sha256, face: 'mono' } as const] : []), { text: says, muted: true }],
    digestWord(sha256, before),
  ];
}

function digestWord(sha256: string | null, before: string | null): Cell {
  if (sha256 === null) return { text: 'none', muted: true };
  if (sha256 === before) return 'the same';
  return before === null ? 'the first' : { text: 'ANOTHER', face: 'bold' };
}
