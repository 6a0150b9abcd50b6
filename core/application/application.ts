// What an application says of itself: all that is true of it alone, and that the review has to know.
import type { AccountStatus, ExportField } from './account.ts';

export interface Application {
  /** Goes into the ids of findings, so it never changes, whatever the vendor calls the product. */
  readonly id: string;
  /** As it is called in print, in mails and in messages. */
  readonly name: string;
  /** With the other name under which people may know it. */
  readonly nameInFull: string;
  /** Before the kinds of nodes and edges that are its own in an identity graph: `PeopleAI_Account`. Never changes. */
  readonly kindPrefix: string;
  /** Domains of the vendor's own people, unless the configuration names others. */
  readonly vendorDomains: readonly string[];
}

/** How it writes its accounts; apart, because most functions on AWS read no export. */
export interface ExportForm {
  /** The headers under which an export may give a field; the first name that is found wins. */
  readonly headers: Readonly<Record<ExportField, readonly string[]>>;
  /** The words for each status, in lower case, unless the configuration names others. */
  readonly statusWords: Readonly<Record<AccountStatus, readonly string[]>>;
  /** The header of the column by which a row of an import says what is to be done; empty in a raw export. */
  readonly operationHeader: string;
  /** Signs that a file is not as the application wrote it, one sentence each. */
  editedSigns(header: ExportLook, rows: LookOfRows): readonly string[];
}

/** How accounts are taken away; apart, because no function on AWS does it. */
export interface ImportForm {
  /** The revoked accounts in the application's own import form, as many files as it takes. */
  filesOf(input: ImportInput): readonly ImportFile[];
  /** What an administrator does to carry a work order out, a line each. */
  removalSteps(order: ImportOrder): readonly string[];
}

export interface ExportLook {
  readonly table: {
    readonly format: 'csv' | 'xlsx';
    readonly encoding: string | null;
    /** `null` in a workbook. */
    readonly delimiter: ',' | ';' | '\t' | null;
  };
  readonly columns: readonly { readonly field: ExportField }[];
  /** Sheets that hold a list of users as well. */
  readonly otherSheets: readonly string[];
  /** Sheets that hold anything else. */
  readonly sheetsWithText: readonly string[];
}

/** What shows in rows that somebody saved the file again. */
export interface LookOfRows {
  /** Those whose operation is filled in. */
  readonly operations: CountedRows;
  /** Those that a spreadsheet saved without the empty cells at their end. */
  readonly shortRows: CountedRows;
  /** Those with what a spreadsheet shows in place of a value. */
  readonly errors: CountedRows;
  /** Those with letters that were read as another encoding and saved again. */
  readonly misread: CountedRows;
  /** Records above the header. */
  readonly above: number;
  /** The first header that is read and that another program spelled, as R does; `null` where there is none. */
  readonly respelled: string | null;
  /** Those that are the header once more. */
  readonly headersAgain: CountedRows;
  /** Those with a question mark in place of a letter of the name. */
  readonly lost: CountedRows;
}

export interface CountedRows {
  readonly count: number;
  /** `null` where there are none. */
  readonly firstRow: number | null;
}

/** The raw cells of one row. */
export interface RawRecord {
  readonly row: number;
  readonly cells: readonly string[];
}

export interface ImportInput {
  /** The header record of the export, cell for cell. */
  readonly header: readonly string[];
  /** The columns that feed a field, by position. */
  readonly columns: readonly { readonly field: ExportField; readonly index: number }[];
  /** Position of the operation; `null` when the export has no such column. */
  readonly operationColumn: number | null;
  readonly records: readonly RawRecord[];
}

export interface ImportFile {
  readonly text: string;
  readonly rows: number;
}

/** An order, as far as whoever carries it out has to know. */
export interface ImportOrder {
  readonly userManagement: 'manual' | 'salesforce';
  readonly files: readonly NamedImportFile[];
  /** Rows with cells that a spreadsheet would run. */
  readonly formulaRows: readonly number[];
  /** Signs that the export is not as the application wrote it. */
  readonly editedSigns: readonly string[];
}

export interface NamedImportFile extends ImportFile {
  /** `suspend-001.csv` */
  readonly name: string;
}
