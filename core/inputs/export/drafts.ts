// One pass over the rows below the header: every record becomes a user's draft or a rejected row, none is dropped.
import type { Config } from '../../config/config.ts';
import type { ExportField } from '../../application/account.ts';
import type { CountedRows } from '../../application/application.ts';
import type { Account, RejectedRow } from '../account.ts';
import type { DateText } from './dates/date-text.ts';
import { DateSurvey } from './dates/dates.ts';
import { isGuessed } from '../table.ts';
import { noDoubts, rowDoubts } from './rows/doubts.ts';
import type { Surveys } from './rows/doubts.ts';
import type { FoundHeader } from './header.ts';
import type { Fault, RowRecord } from './place.ts';
import { readRow, widthOf } from './rows/row.ts';
import type { RowForm } from './rows/row.ts';
import { SavedBlocks } from './rows/saved-blocks.ts';
import { SeenTraces } from './rows/traces.ts';
import type { Traces } from './rows/traces.ts';
import { StatusSurvey, wordsUnder } from './statuses.ts';
import type { StatusWords } from './statuses.ts';
import { fullName, idOrAbsent, numberOrAbsent } from '../../values/text.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import type { JudgingRules } from '../../versions.ts';

export type DateField = Extract<ExportField, 'createdAt' | 'lastLogin' | 'suspendedAt'>;

/** An account whose dates are read once the whole file has shown what they mean. */
export interface UserDraft extends Omit<Account, DateField | 'conflicts'> {
  readonly dates: Readonly<Record<DateField, DateText>>;
}

export interface Drafts extends Survey {
  readonly drafts: readonly UserDraft[];
}

/** What is known of the file when its last row has been read. */
export interface Survey extends Surveys, Traces {
  readonly rejected: readonly RejectedRow[];
  readonly rowsRead: number;
  /** Rows that a spreadsheet saved without the empty cells at their end. */
  readonly shortRows: CountedRows;
  /** What ended the table early. The export is then refused. */
  readonly fault: Fault | null;
}

export function gatherDrafts(...form: Parameters<typeof eachDraft>): Drafts {
  const drafts: UserDraft[] = [];
  const reading = eachDraft(...form);
  for (;;) {
    const next = reading.next();
    if (next.done === true) return { drafts, ...next.value };
    drafts.push(next.value);
  }
}

/** Gives the drafts one at a time, and what is known of the whole file at the end. */
export function* eachDraft(
  header: FoundHeader,
  words: StatusWords,
  config: Config['export'],
): Generator<UserDraft, Survey, void> {
  const { table } = header;
  const surveys = surveysOf(header, words, config);
  const doubts = table.taken === true ? noDoubts : rowDoubts(header, surveys);
  const reader = draftReader(header, surveys);
  const form = formOf(header);
  const blocks = new SavedBlocks(form.width.least);
  const readsBlocks = table.format === 'csv' && table.rules?.has('reads-saved-blocks') !== false;
  const rejected: RejectedRow[] = [];
  const traces = new SeenTraces(header);
  let [place, rowsRead] = [0, 0];
  const endedBy = (fault: Fault | null): Survey => ({
    rejected,
    rowsRead,
    ...traces.found,
    shortRows: blocks.short,
    ...surveys,
    fault,
  });
  for (const record of readsBlocks ? blocks.whole(table.rows()) : table.rows()) {
    if (record.kind === 'fault') return endedBy(record);
    place += 1;
    traces.see(record);
    if (record.row <= header.row) continue;
    if (doubts.areEnough()) break;
    const moved = doubts.ofRow(record, place);
    if (moved !== null) return endedBy(moved);
    rowsRead += 1;
    const reading = readRow(record.cells, form);
    if (reading.kind === 'rejected') {
      rejected.push({ row: record.row, reason: reading.reason, cells: record.cells });
      const tooMany = doubts.ofRejected(rejected);
      if (tooMany !== null) return endedBy(tooMany);
      continue;
    }
    const changed = doubts.ofUser(record, reading);
    if (changed !== null) return endedBy(changed);
    const draft = reader.read(record, reading);
    if (draft !== null && !doubts.areCertain()) yield draft;
  }
  return endedBy(doubts.ofAll());
}

function surveysOf(header: FoundHeader, words: StatusWords, config: Config['export']): Surveys {
  const { table, columns } = header;
  const status = columns.find(({ field }) => field === 'status')?.header ?? '';
  const meant = table.taken === true ? words : wordsUnder(status, words, config.statuses);
  return { statuses: new StatusSurvey(meant), dates: new DateSurvey({ ...config, table }) };
}

function formOf({ table, cells, columns }: FoundHeader): RowForm {
  const { rules } = table;
  return {
    width: widthOf(cells),
    emailIndex: columns.find(({ field }) => field === 'email')?.index ?? -1,
    isGuessed: isGuessed(table),
    taken: {
      hosts: rules?.has('names-domains') === false,
      standIns: rules?.has('rejects-stand-ins') === false,
      masks: rules?.has('rejects-masks') === false,
    },
    tellsOtherAts: rules?.has('tells-other-ats') !== false,
  };
}

interface DraftReader {
  /** `null` when the status has no meaning; `statuses` then holds the refusal. */
  read(record: RowRecord, user: { readonly login: CanonicalLogin; readonly email: string }): UserDraft | null;
}

function draftReader(header: FoundHeader, { statuses, dates }: Surveys): DraftReader {
  const columns = new Map(header.columns.map((column) => [column.field, column]));
  const indexOf = (field: ExportField): number => columns.get(field)?.index ?? -1;
  const numberOf = numberReader(header.table.rules);
  const once = firstOfEqual();
  return {
    read(record, { login, email }) {
      const raw = (field: ExportField): string => record.cells[indexOf(field)] ?? '';
      const text = (field: ExportField): string | null => raw(field).trim() || null;
      const oneOfFew = (field: ExportField): string | null => {
        const found = text(field);
        return found === null ? null : once(found);
      };
      const date = (field: DateField): DateText =>
        dates.see({ row: record.row, header: columns.get(field)?.header ?? '', text: raw(field) });
      const seen = { createdAt: date('createdAt'), lastLogin: date('lastLogin'), suspendedAt: date('suspendedAt') };
      const status = statuses.read(record.row, raw('status'));
      if (status === null) return null;
      return {
        login,
        email,
        row: record.row,
        status,
        name: columns.has('name') ? text('name') : fullName(text('firstName'), text('lastName')),
        role: oneOfFew('role'),
        team: oneOfFew('team'),
        manager: oneOfFew('manager'),
        license: oneOfFew('license'),
        employeeId: numberOf(text('employeeId')),
        userType: oneOfFew('userType'),
        dates: seen,
      };
    },
  };
}

/** How the versions whose rules these are read an employee number. */
function numberReader(rules: JudgingRules | undefined): (text: string | null) => string | null {
  if (rules?.has('undresses-numbers') !== false) return numberOrAbsent;
  return rules.has('knows-no-numbers') ? idOrAbsent : (text) => text;
}

/**
 * Makes a function that gives one shared text for equal texts: each cell is a text of its own, and a hundred thousand
 * accounts have a few roles and teams.
 */
function firstOfEqual(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const first = known.get(text);
    if (first === undefined && known.size < mostEqual) known.set(text, text);
    return first ?? text;
  };
}

/** How many different texts of a column are kept. A column with more of them repeats few. */
const mostEqual = 1_000;
