// Tells a row that is a header once more: exports were laid end to end.
import { foldedHeader } from '../../../application/account.ts';
import type { FoundHeader } from '../header.ts';

type Columns = Pick<FoundHeader, 'columns'>;

/** @example isHeaderAgain(header, ['Email', 'Status']) // true, below a header of these two */
export function isHeaderAgain({ columns }: Columns, cells: readonly string[]): boolean {
  return columns.every(({ header, index }) => {
    const cell = cells[index] ?? '';
    // Nearly every row has an address in place of the header, and needs no folding to be told from it.
    return cell.includes('@') === header.includes('@') && foldedHeader(cell) === foldedHeader(header);
  });
}

/** Whether the list goes on under another order of its columns, or under fewer of them. */
export function isOtherHeader(header: Columns, cells: readonly string[]): boolean {
  const names = cells.map(foldedHeader);
  const needed = header.columns.filter(({ field }) => field === 'email' || field === 'status');
  return needed.every((column) => names.includes(foldedHeader(column.header))) && !isHeaderAgain(header, cells);
}
