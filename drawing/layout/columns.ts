// The columns of a table: their titles, and how wide they are beside one another.
import type { Face } from '../text/typesetter.ts';

export interface Column {
  readonly title: string;
  /** Width relative to the other columns. */
  readonly share: number;
  readonly align?: 'left' | 'right';
  readonly face?: Face;
}

type Untitled = Omit<Column, 'title'>;

/**
 * Columns from left to right, by their titles; a number alone is a share.
 *
 * @example columnsOf({ Row: right(0.6), Login: 4, 'SHA-256': mono(3) })
 */
export function columnsOf(titled: Readonly<Record<string, number | Untitled>>): readonly Column[] {
  return Object.entries(titled).map(([title, said]) =>
    typeof said === 'number' ? { title, share: said } : { title, ...said },
  );
}

/** For numbers. */
export function right(share: number): Untitled {
  return { share, align: 'right' };
}

export function bold(share: number): Untitled {
  return { share, face: 'bold' };
}

export function mono(share: number): Untitled {
  return { share, face: 'mono' };
}
