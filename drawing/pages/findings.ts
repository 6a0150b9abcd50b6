// Every finding with its reason and the facts behind it, grouped by code.
import { codes } from '../../core/names/codes.ts';
import type { Finding } from '../../core/findings/finding.ts';
import { instantText } from '../../core/values/instant.ts';
import type { Report } from '../../core/report/report.ts';
import type { Book } from '../layout/book.ts';
import type { Cell, CellPart } from '../layout/cell.ts';
import { chapter, paragraph } from '../layout/prose.ts';
import { tableOr, tableSection } from '../layout/table.ts';
import { count, counted, nothingOpen, severityPart } from '../wording.ts';

export function* findings(book: Book, report: Report): Generator<void, void> {
  chapter(book, 'Findings');
  paragraph(
    book,
    'A finding keeps its id from review to review. Each rests on the row of the export and on the snapshots that are ' +
      'named with it; both are attached to this document. Findings that were closed or excepted are listed as well, ' +
      'but not counted as open.',
  );
  yield* openByCode(book, report);
  if (report.notJudged > 0) {
    const earlier = counted(report.notJudged, 'open finding');
    paragraph(book, `${earlier} of earlier runs could not be judged, because this run is not complete.`);
  }
  for (const [code, found] of Map.groupBy(report.findings, (finding) => finding.code)) {
    yield* tableSection(book, `${codes[code].title} (${code})`, {
      listed: true,
      size: 7.5,
      columns: [
        { title: 'Account', share: 2.6 },
        { title: 'Reason and evidence', share: 4.6 },
        { title: 'State', share: 1.8 },
      ],
      rows: found.map((finding) => [subjectOf(finding), reasonOf(finding), stateOf(finding)]),
    });
  }
}

function openByCode(book: Book, report: Report): Iterable<void> {
  return tableOr(
    book,
    {
      columns: [
        { title: 'Severity', share: 1 },
        { title: 'Code', share: 3 },
        { title: 'Meaning', share: 4 },
        { title: 'Open', share: 0.8, align: 'right' },
      ],
      rows: report.findingsByCode.map((entry) => [
        severityPart(entry.severity),
        entry.code,
        entry.title,
        count(entry.count),
      ]),
    },
    nothingOpen(report),
  );
}

function subjectOf(finding: Finding): readonly CellPart[] {
  const parts: CellPart[] = [{ text: finding.login ?? 'Control', face: 'bold' }];
  if (finding.row !== null) parts.push({ text: `Row ${finding.row} of the export` });
  if (finding.situation !== null) parts.push({ text: `Situation: ${finding.situation}` });
  if (finding.directory !== null) parts.push({ text: `Directory: ${finding.directory}` });
  if (finding.identity !== null) parts.push({ text: `Identity: ${finding.identity}` });
  return [...parts, { text: finding.id, face: 'mono', muted: true }];
}

function reasonOf({ reason, evidence }: Finding): Cell {
  const snapshots = evidence.snapshots.map(({ directory, takenAt }) => `${directory}, ${instantText(takenAt)}`);
  return [
    { text: reason },
    ...evidence.facts.map(({ label, value }) => ({ text: `${label}: ${value}` })),
    { text: snapshots.length === 0 ? '' : `Snapshots: ${snapshots.join('; ')}`, muted: true },
  ];
}

function stateOf(finding: Finding): Cell {
  return [
    severityPart(finding.severity),
    { text: finding.state, face: 'bold' },
    { text: `First seen ${instantText(finding.firstSeen)}` },
    { text: `Open in ${counted(finding.reviewsOpen, 'review')}` },
    { text: finding.continues === null ? '' : `Continues ${finding.continues}` },
  ];
}
