// The remediation tracker: each access that was revoked, with order, due day, proof and the time it took, and what is proposed.
import { isDraft } from '../../core/report/report.ts';
import type { Report } from '../../core/report/report.ts';
import { toSuspendOf } from '../../core/report/told/to-suspend.ts';
import type { EarlierRevocation, RemovalRow } from '../../core/report/parts/review.ts';
import { isBefore } from '../../core/values/instant.ts';
import { dayText, hoursText, instantText } from '../../core/values/time-text.ts';
import { grouped } from '../../core/values/text.ts';
import type { Book } from '../layout/book.ts';
import type { Cell, CellPart } from '../layout/cell.ts';
import { columnsOf } from '../layout/columns.ts';
import { chapter, paragraph } from '../layout/prose.ts';
import { tableSection } from '../layout/table.ts';
import { loginPart } from './told.ts';
import type { Told } from './told.ts';
import { counted, nothing, orNothing } from '../wording.ts';

export function* remediation(book: Book, told: Told): Generator<void, void> {
  const { report } = told;
  const { review, revokedBefore, proposals, withheld } = report;
  if (review === undefined && revokedBefore.length + proposals.length + withheld.length === 0) return;
  // A section begins at once: without it the heading would stand alone.
  chapter(book, 'Remediation', { short: true, below: 150 });
  yield* tracker(book, told);
  yield* earlier(book, told);
  yield* proposed(book, told);
}

function* tracker(book: Book, told: Told): Generator<void, void> {
  const { review } = told.report;
  if (review === undefined) return;
  if (review.removals.length === 0) {
    paragraph(book, 'No access was revoked in this review.');
    return;
  }
  yield* tableSection(book, 'Revoked in this review', {
    listed: true,
    size: 7.2,
    air: 0.38,
    columns: columnsOf({ Account: 2.3, Decided: 1.6, 'Work order': 1.4, Due: 1, Proof: 2.4, Took: 0.9, State: 1.2 }),
    rows: review.removals.map((removal) => removalCells(told, removal)),
  });
}

const stateWords: Readonly<Record<RemovalRow['state'], string>> = {
  proven: 'proven',
  ordered: 'ordered, not proven',
  overdue: 'OVERDUE',
  'live-again': 'LIVE AGAIN',
  withdrawn: 'order withdrawn',
  'not-ordered': 'NOT ORDERED',
  'no-order-needed': 'was gone already',
};

function removalCells(told: Told, removal: RemovalRow): readonly Cell[] {
  const { login, name, role, decidedBy, decidedAt, order, proof, hours, state, why } = removal;
  const person = [name, role].filter((text) => text !== null).join(', ');
  const done = state === 'proven' || state === 'no-order-needed';
  return [
    [loginPart(told, login, { face: 'bold' }), { text: person, muted: true }],
    [{ text: decidedBy }, { text: instantText(decidedAt), muted: true }],
    order === null ? nothing : [{ text: `no. ${order.number}` }, { text: instantText(order.at), muted: true }],
    order === null ? nothing : dayText(order.dueDay),
    proof === null
      ? nothing
      : [
          { text: `${proof.shown} in the export of ${instantText(proof.exportedAt)}` },
          { text: `run ${proof.run}`, muted: true },
        ],
    hours === null ? nothing : hoursText(hours),
    [
      { text: stateWords[state], ...(done ? {} : { face: 'bold' as const }) },
      { text: why ?? '', muted: true },
    ],
  ];
}

function earlier(book: Book, told: Told): Iterable<void> {
  const { revokedBefore } = told.report;
  if (revokedBefore.length === 0) return [];
  return tableSection(book, 'Revoked before, as this export shows them', {
    listed: true,
    size: 7.2,
    air: 0.38,
    columns: columnsOf({ Account: 2.8, Review: 0.7, 'Decided by': 2.5, At: 2, Now: 0.9 }),
    rows: revokedBefore.map(({ login, review, by, at, shown }) => [
      loginPart(told, login),
      review,
      by,
      instantText(at),
      shownPart(shown, isBefore(told.report.export.exportedAt, at)),
    ]),
  });
}

/** @param isEarlier the export was taken before it was decided, and shows nothing of what became of it */
function shownPart(shown: EarlierRevocation['shown'], isEarlier: boolean): CellPart {
  if (shown !== 'live') return { text: shown };
  return isEarlier ? { text: 'live, before the decision' } : { text: 'STILL LIVE', face: 'bold' };
}

/** How many of the proposals are to be suspended now, and that the others wait for a decision. */
function urgentText(report: Report): string {
  const becomes = 'A proposal becomes an order only by a decision of the reviewer. ';
  if (!isDraft(report)) return becomes;
  const { now, proposed: others } = toSuspendOf(report);
  if (now.length === 0) return becomes;
  const waiting = others.length === 1 ? 'one waits' : `${grouped(others.length)} wait`;
  const rest = others.length === 0 ? '' : ` The other ${waiting} for that decision.`;
  const urgentCount = report.proposals.length - others.length;
  const urgent = `${counted(urgentCount, 'account')} of ${grouped(report.proposals.length)} ${urgentCount === 1 ? 'is' : 'are'} to be suspended now: the person left longer ago than the policy allows, or perhaps so.`;
  return `${becomes}${urgent}${rest} `;
}

function* proposed(book: Book, told: Told): Generator<void, void> {
  const { proposals, withheld }: Report = told.report;
  if (proposals.length > 0) {
    yield* tableSection(book, 'Proposed by the policy for suspension', {
      listed: true,
      size: 7,
      air: 0.3,
      columns: columnsOf({ Account: 3.6, Name: 1.7, Role: 0.8, Situation: 1, 'Because of': 2.6 }),
      rows: proposals.map((proposal) => [
        loginPart(told, proposal.login, { face: 'bold' }),
        orNothing(proposal.name),
        orNothing(proposal.role),
        proposal.situation,
        proposal.codes.join(', '),
      ]),
    });
    paragraph(book, `${urgentText(told.report)}The reasons stand with each account.`);
  }
  if (withheld.length === 0) return;
  yield* tableSection(book, 'Withheld from the proposals', {
    listed: true,
    size: 7.2,
    air: 0.38,
    columns: columnsOf({ Account: 3, Why: 5 }),
    rows: withheld.map(({ login, why }) => [loginPart(told, login), why]),
  });
}
