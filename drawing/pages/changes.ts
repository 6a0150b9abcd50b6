// What is other than at the last review: accounts that came, went, or changed.
import { instantText } from '../../core/values/time-text.ts';
import type { Report } from '../../core/report/report.ts';
import type { Changes } from '../../core/report/parts/accounts.ts';
import type { Book } from '../layout/book.ts';
import type { Cell } from '../layout/cell.ts';
import { columnsOf } from '../layout/columns.ts';
import { chapter, paragraph } from '../layout/prose.ts';
import { table } from '../layout/table.ts';
import { outsideSection } from './proofs/outside.ts';
import { loginPart } from './told.ts';
import type { Told } from './told.ts';
import { counted, nothing, orNothing } from '../wording.ts';

export function* changes(book: Book, told: Told): Generator<void, void> {
  const { changes: found }: Report = told.report;
  chapter(book, 'Changes since the last accepted run', { short: true });
  if (found.since === null) {
    paragraph(book, 'No run was accepted before this one: there is no earlier population to compare with.');
    return;
  }
  yield* compared(book, told, found.since);
  yield* outsideSection(book, told);
}

function* compared(book: Book, told: Told, since: NonNullable<Changes['since']>): Generator<void, void> {
  const all = told.report.changes;
  paragraph(
    book,
    `Compared with the accepted run ${since.run}, as of ${instantText(since.asOf)}: ` +
      `${counted(all.added.length, 'account')} added, ${all.removed.length} removed, ` +
      `${new Set(all.changed.map(({ login }) => login)).size} changed.`,
  );
  const found = toldOnce(told.report);
  const changed = Map.groupBy(found.changed, ({ login }) => login);
  const rows = [...addedRows(told, found), ...removedRows(told, found), ...changedRows(told, changed)];
  if (rows.length === 0) return;
  yield* table(book, {
    size: 7,
    air: 0.2,
    columns: columnsOf({ Account: 3, What: 1, Before: 1.5, 'Now, or how it is explained': 2.6 }),
    rows,
  });
}

/** The changes without those that the comparison with the last signed review tells already. */
function toldOnce({ changes: { since, added, removed, changed }, proofs }: Report): Changes {
  const told = new Set((proofs?.outside.changes ?? []).map(({ login }) => login));
  return {
    since,
    added: added.filter(({ login }) => !told.has(login)),
    removed: removed.filter(({ login }) => !told.has(login)),
    changed: changed.filter(({ login, field }) => field === 'situation' || !told.has(login)),
  };
}

function addedRows(told: Told, { added }: Changes): readonly (readonly Cell[])[] {
  return added.map(({ login, role, privileged }) => [
    loginPart(told, login),
    'added',
    nothing,
    privileged ? `${role ?? 'no role'}, privileged` : orNothing(role),
  ]);
}

function removedRows(told: Told, { removed }: Changes): readonly (readonly Cell[])[] {
  return removed.map(({ login, explained }) => [loginPart(told, login), 'removed', nothing, explained]);
}

/** One row an account, with all of its changes. */
function changedRows(told: Told, changed: ReadonlyMap<string, Changes['changed']>): readonly (readonly Cell[])[] {
  return [...changed].map(([login, fields]) => [
    loginPart(told, login),
    fields.map(({ field }) => field).join(', '),
    fields.map(({ before }) => before).join(', '),
    fields.map(({ after }) => after).join(', '),
  ]);
}
