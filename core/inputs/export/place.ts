// How refusals about an export name a place and quote a cell, so that a person finds it in the file.
import type { TableRow, Table } from '../table.ts';
import type { Refusal } from '../../values/result.ts';
import { quoted, shortened } from '../../values/text.ts';

export type Fault = Extract<TableRow, { kind: 'fault' }>;

export type RowRecord = Extract<TableRow, { kind: 'row' }>;

export type Place = (row: number, column?: string) => string;

/** @example placeIn('users.xlsx', table)(17, 'Status') // 'users.xlsx, sheet "Users", row 17, column Status' */
export function placeIn(fileName: string, table: Pick<Table, 'sheet'>): Place {
  const file = table.sheet === null ? fileName : `${fileName}, sheet ${quoted(table.sheet)}`;
  return (row, column) => `${file}, row ${row}${column === undefined ? '' : `, column ${shortened(column)}`}`;
}

export function refusalOfFault(fault: Fault, place: Place): Refusal {
  return {
    what: 'the file cannot be read to its end',
    where: place(fault.row),
    found: fault.found,
    expected: fault.expected,
  };
}
