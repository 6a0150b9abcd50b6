// One record below the header: whether it is a user, and if not, why, in words for the administrator.
import { readAddress } from '../../../values/addresses.ts';
import type { TakenAddresses } from '../../../values/addresses.ts';
import { inEscapes } from '../../../values/text.ts';
import type { CanonicalLogin } from '../../../values/login.ts';

export type RowReading =
  | { readonly kind: 'user'; readonly login: CanonicalLogin; readonly email: string }
  | { readonly kind: 'rejected'; readonly reason: string };

/**
 * How many cells a record needs at the least, up to the last header with a name, and may have at the most, up to the
 * last header at all.
 */
export interface RowWidth {
  readonly least: number;
  readonly most: number;
}

export interface RowForm {
  readonly width: RowWidth;
  readonly emailIndex: number;
  /** Whether the encoding of the file is only a guess. */
  readonly isGuessed: boolean;
  /** What counts as an address. For evidence: what the version that read it took for one. */
  readonly taken: TakenAddresses;
  /** Whether a rejected row says that a sign only looks like @. Versions before 0.18.0 did not say it. */
  readonly tellsOtherAts: boolean;
}

export function widthOf(header: readonly string[]): RowWidth {
  return { least: header.findLastIndex((cell) => cell.trim() !== '') + 1, most: header.length };
}

/**
 * Cells beyond the header may be empty, as spreadsheets leave them. A value there has lost its column, and rejects the
 * row.
 */
export function readRow(cells: readonly string[], form: RowForm): RowReading {
  const { width, emailIndex, isGuessed } = form;
  if (cells.every((cell) => cell.trim() === '')) return rejected('all cells are empty');
  if (cells.length < width.least) return rejected(`${counted(cells.length)} where the header has ${width.least}`);
  if (cells.length > width.most) {
    const filled = cells.findLastIndex((cell) => cell.trim() !== '') + 1;
    if (filled > width.most) return rejected(`${counted(filled)} where the header has ${width.most}`);
  }
  const email = (cells[emailIndex] ?? '').trim();
  if (isGuessed && /[^\x20-\x7e]/.test(email)) {
    return rejected('the e-mail cell holds letters of an encoding that is only guessed');
  }
  return readEmail(email, form);
}

/** Whether a row was rejected for the number of its cells. */
export function isOfOtherLength(reason: string): boolean {
  return otherLength.test(reason);
}

const otherLength = /^\d+ cells? where the header has /;

function counted(cells: number): string {
  return cells === 1 ? '1 cell' : `${cells} cells`;
}

function rejected(reason: string): RowReading {
  return { kind: 'rejected', reason };
}

/** RFC 3696 erratum 1690 says 254; 320 is the sum of the parts' limits and nothing real is longer. */
const longestEmail = 320;

/** Signs of CJK keyboards and of small print that look like @ and that no mail system takes for it. */
const otherAt = /[\uff20\ufe6b]/;

function readEmail(email: string, { taken, tellsOtherAts }: RowForm): RowReading {
  if (email === '') return rejected('the e-mail cell is empty');
  if (email.length > longestEmail) return rejected(`the e-mail cell is longer than ${longestEmail} characters`);
  const read = readAddress(email, taken);
  if (read.kind === 'address') return { kind: 'user', login: read.login, email };
  if (read.kind === 'marred') return rejected(`the e-mail cell holds ${read.by}`);
  const other = tellsOtherAts && !email.includes('@') ? otherAt.exec(email)?.[0] : undefined;
  return rejected(
    other === undefined
      ? 'the e-mail cell is no e-mail address'
      : `the e-mail cell holds ${other} (${inEscapes(other)}), which only looks like @`,
  );
}
