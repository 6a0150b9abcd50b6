// The accounts that are looked at one by one: privileged ones, those of leavers, and those that are no person's.
import { dayText, hoursText, stampText } from '../../core/values/time-text.ts';
import type { LeaverRow, RegisterRow } from '../../core/report/parts/accounts.ts';
import type { Book } from '../layout/book.ts';
import type { Cell, CellPart } from '../layout/cell.ts';
import { columnsOf, right } from '../layout/columns.ts';
import { chapter, paragraph } from '../layout/prose.ts';
import { table } from '../layout/table.ts';
import type { UseRow } from '../../core/report/proofs/proofs.ts';
import { usePart } from './proofs/use.ts';
import { loginPart } from './told.ts';
import type { Told } from './told.ts';
import { orNothing, yesNo } from '../wording.ts';

export function* privilegedAccounts(book: Book, told: Told): Generator<void, void> {
  const { privileged } = told.report;
  if (privileged.length === 0) return;
  chapter(book, 'Privileged accounts', { short: true });
  paragraph(
    book,
    'Each of these accounts is decided by name in every review, never by a filter, whether or not it has another finding.',
  );
  yield* table(book, {
    size: 7.2,
    air: 0.34,
    columns: columnsOf({
      Row: right(0.5),
      Login: 3.7,
      Name: 1.9,
      Role: 1.1,
      Status: 0.9,
      Situation: 1.1,
      'Last login, UTC': 1.6,
    }),
    rows: privileged.map((account) => [
      String(account.row),
      loginPart(told, account.login),
      orNothing(account.name),
      orNothing(account.role),
      account.status,
      account.situation,
      orNothing(account.lastLogin === null ? null : stampText(account.lastLogin, 'short')),
    ]),
  });
}

export function* leavers(book: Book, told: Told): Generator<void, void> {
  const { report } = told;
  if (report.leavers.length === 0) return;
  chapter(book, 'Leavers', { short: true });
  const found = report.proofs === undefined ? '"No sign-in found" is said' : 'An answer is given';
  paragraph(
    book,
    'Every account that counts as that of a person who left, not a sample: how long it stayed, and whether it was used ' +
      'after that. One that is disputed, registered or undetermined is not among them, whoever left. The time runs from leaving to the suspension, or to the export while the account is live in it, and an hour ' +
      `that was begun counts; there is none where nobody can tell it. ${found} of the last login in the export and of the sign-ins that the directories ` +
      `still had; a sign-in with a local password of ${report.application} shows in the last login only.`,
  );
  yield* report.proofs === undefined ? plainLeavers(book, told) : leaversWithUse(book, told, report.proofs.use);
}

function* plainLeavers(book: Book, told: Told): Generator<void, void> {
  yield* table(book, {
    size: 6.8,
    air: 0.36,
    gutter: 6,
    columns: columnsOf({
      Account: 2.5,
      Left: 2,
      'Says who': 1.5,
      Status: 0.9,
      Stayed: 0.95,
      Outcome: 0.9,
      'Used after': 2,
    }),
    rows: told.report.leavers.map((leaver) => [
      [loginPart(told, leaver.login), { text: leaver.name ?? '', muted: true }],
      leaver.left,
      leaver.source,
      leaver.status,
      leaver.hours === null ? '–' : hoursText(leaver.hours),
      outcome(leaver),
      leaver.usedAfter,
    ]),
  });
}

/** The table of leavers of a report that proves for each whether the account was used after the person left. */
function* leaversWithUse(book: Book, told: Told, uses: readonly UseRow[]): Generator<void, void> {
  const useOf = new Map(uses.map((row) => [row.login, row]));
  yield* table(book, {
    size: 6.8,
    air: 0.22,
    gutter: 6,
    columns: columnsOf({
      Account: 2.8,
      'Left, says who': 2.4,
      Status: 1,
      Stayed: 0.95,
      Outcome: 0.95,
      'Used since the end, and what says so or why nothing does': 3.15,
    }),
    rows: told.report.leavers.map((leaver) => [
      [loginPart(told, leaver.login), { text: leaver.name ?? '', muted: true }],
      `${leaver.left} (${leaver.source})`,
      leaver.status,
      leaver.hours === null ? '–' : hoursText(leaver.hours),
      outcome(leaver),
      usedSince(useOf.get(leaver.login), leaver),
    ]),
  });
}

function usedSince(row: UseRow | undefined, { usedAfter }: LeaverRow): Cell {
  return row === undefined ? usedAfter : [usePart(row), { text: row.why, muted: true }];
}

function outcome({ outcome: word }: LeaverRow): CellPart {
  return word === 'fail' ? { text: 'FAIL', face: 'bold' } : { text: word };
}

export function* register(book: Book, told: Told): Generator<void, void> {
  const { report } = told;
  if (report.register.length === 0) return;
  chapter(book, 'Non-human accounts', { short: true });
  paragraph(
    book,
    'The register of accounts and keys that belong to no person, each with its owner, purpose and last day.',
  );
  yield* table(book, {
    size: 7,
    air: 0.36,
    columns: columnsOf({
      Login: 2.6,
      Kind: 0.75,
      Owner: 2.5,
      Purpose: 1.6,
      Expires: 1.7,
      'In export': 0.9,
      Outcome: 2.4,
    }),
    rows: report.register.map((entry) => [
      loginPart(told, entry.login),
      entry.kind,
      orNothing(entry.owner),
      orNothing(entry.purpose),
      expiry(entry),
      yesNo(entry.inExport),
      entry.outcome,
    ]),
  });
}

function expiry({ expires }: RegisterRow): CellPart {
  return orNothing(expires === null ? null : dayText(expires));
}
