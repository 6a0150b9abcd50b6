// What changed since the last signed review that no work order and no decision explains.
import type { Outside, OutsideChange } from '../../../core/report/proofs/outside.ts';
import { instantText } from '../../../core/values/time-text.ts';
import type { Book } from '../../layout/book.ts';
import { columnsOf } from '../../layout/columns.ts';
import { paragraph } from '../../layout/prose.ts';
import { tableSection } from '../../layout/table.ts';
import { loginPart } from '../told.ts';
import type { Told } from '../told.ts';
import { counted, nothing, orNothing } from '../../wording.ts';

export function* outsideSection(book: Book, told: Told): Generator<void, void> {
  const outside = told.report.proofs?.outside;
  if (outside === undefined) return;
  if (outside.since === null) {
    paragraph(book, `What happened outside the process cannot be told: ${outside.untold}.`);
    return;
  }
  const rows = outside.toldBy === undefined ? outside.changes.filter(({ explained }) => explained === null) : [];
  yield* tableSection(book, 'Outside the process, since the last signed review', {
    listed: true,
    size: 7,
    air: 0.28,
    columns: columnsOf({ Account: 3, What: 1, Before: 1.5, Now: 1.5, Situation: 1.1 }),
    rows: rows.map(({ login, kind, before, after, situation }) => [
      loginPart(told, login),
      kindWords[kind],
      orNothing(before),
      orNothing(after),
      situation ?? nothing,
    ]),
    empty: emptyText(outside),
  });
  if (outside.sum !== null) paragraph(book, sumText(outside));
  if (outside.doubt !== null) paragraph(book, outside.doubt);
}

const kindWords: Readonly<Record<OutsideChange['kind'], string>> = {
  created: 'created',
  recreated: 'deleted and created anew',
  deleted: 'deleted',
  suspended: 'suspended',
  reactivated: 'let in again',
  role: 'role',
};

function emptyText({ since, untold, toldBy, changes }: Outside): string {
  if (toldBy !== undefined) return leftText(toldBy, counted(changes.length, 'change'));
  if (untold === null) return 'Nothing changed that no work order and no decision explains.';
  return `Nothing can be told since ${since?.review}: ${untold}.`;
}

function leftText(toldBy: NonNullable<Outside['toldBy']>, changes: string): string {
  if ('closedAt' in toldBy)
    return `The run was made before ${toldBy.review} was closed on ${instantText(toldBy.closedAt)}: the closing report tells what changed since its signature, ${changes} until this run among it.`;
  return `The run was made before ${toldBy.review} was signed on ${instantText(toldBy.signedAt)}: its report, which reaches to ${instantText(toldBy.asOf)}, names every account that changed until this run, ${changes}.`;
}

function sumText({ since, sum, changes }: Outside): string {
  if (since === null || sum === null) return '';
  const explained = changes.filter((change) => change.explained !== null).length;
  return (
    `Compared with the population of the run ${since.run.id}, as of ${instantText(since.run.asOf)}, to which ` +
    `${since.closedAt === undefined ? 'the last signature' : 'the closing'} of ${since.review} reached: ${counted(sum.opening, 'account')} + ${sum.created} - ${sum.deleted} = ${sum.closing}. ` +
    `A work order or a decision explains ${explained} of ${counted(changes.length, 'change')}.` +
    (since.closedAt === undefined
      ? ''
      : ' What changed between the last signature and that run stands in the closing report.')
  );
}
