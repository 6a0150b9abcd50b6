// The parts of a workbook besides its sheets: relationships, the list of sheets, shared strings and number formats.
import { posix } from 'node:path';
import { builtinFormat, numberFormat, onItsOwn, unescaped } from './xlsx-cell.ts';
import type { NumberFormat } from './xlsx-cell.ts';
import type { Attributes } from './xml.ts';

/** Gathers from one part while it is read; elements that are not named do not matter here. */
export interface PartHandler<T> {
  open(name: string, attributes: Attributes): void;
  text(text: string): void;
  close(name: string): void;
  gathered(): T;
}

export interface Relationship {
  readonly id: string;
  /** The last word of the relationship type, which the transitional and the strict form share: `worksheet`. */
  readonly kind: string;
  /** Name of the part in the archive. */
  readonly target: string;
}

const ignore = (): void => undefined;

/** @param source name of the part that the relationships belong to; empty for those of the whole archive */
export function relationshipsHandler(source: string): PartHandler<readonly Relationship[]> {
  const found: Relationship[] = [];
  return {
    open(name, attributes) {
      const [id, type, target] = [attributes('Id'), attributes('Type'), attributes('Target')];
      if (name !== 'Relationship' || id === null || type === null || target === null) return;
      if (attributes('TargetMode') === 'External') return;
      const path = posix.resolve('/', posix.dirname(source), target.replaceAll('\\', '/')).slice(1);
      found.push({ id, kind: type.slice(type.lastIndexOf('/') + 1), target: path });
    },
    text: ignore,
    close: ignore,
    gathered: () => found,
  };
}

/** @example relationshipsPart('xl/workbook.xml') // 'xl/_rels/workbook.xml.rels' */
export function relationshipsPart(source: string): string {
  return posix.join(posix.dirname(source), '_rels', `${posix.basename(source)}.rels`);
}

export interface WorkbookPart {
  readonly sheets: readonly { readonly name: string; readonly relationship: string; readonly hidden: boolean }[];
  readonly from1904: boolean;
}

/** Every sheet is read, so a small file that names very many would take hours. */
export const mostSheets = 1_000;

/** One sheet more than are read shows that there are too many. */
export function workbookHandler(): PartHandler<WorkbookPart> {
  const sheets: { name: string; relationship: string; hidden: boolean }[] = [];
  let from1904 = false;
  return {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes('date1904') ?? '');
      if (name !== 'sheet' || sheets.length > mostSheets) return;
      const hidden = !['visible', null].includes(attributes('state'));
      sheets.push({ name: attributes('name') ?? '', relationship: attributes('id') ?? '', hidden });
    },
    text: ignore,
    close: ignore,
    gathered: () => ({ sheets, from1904 }),
  };
}

/** More than any list of people shares; a cell that refers to one behind them is refused. */
const mostStrings = 2_000_000;

/** Rich text is the sum of its runs; phonetic hints beside it are no part of the text. */
export function stringsHandler(): PartHandler<readonly string[]> {
  const strings: string[] = [];
  let text = '';
  let inText = false;
  let phonetic = false;
  return {
    open(name) {
      if (name === 'si') text = '';
      if (name === 't') inText = true;
      if (name === 'rPh') phonetic = true;
    },
    text(piece) {
      if (inText && !phonetic) text += piece;
    },
    close(name) {
      if (name === 'si' && strings.length < mostStrings) strings.push(onItsOwn(unescaped(text)));
      if (name === 't') inText = false;
      if (name === 'rPh') phonetic = false;
    },
    gathered: () => strings,
  };
}

/**
 * The number format of each style that a cell can name (`cellXfs`). A format counts where `numFmts` defines it; those
 * of `dxfs` belong to conditions and may bear the same ids.
 */
export function stylesHandler(): PartHandler<readonly NumberFormat[]> {
  const defined = new Map<number, NumberFormat>();
  const formatIds: number[] = [];
  let inside: string | null = null;
  return {
    open(name, attributes) {
      if (name === 'numFmts' || name === 'cellXfs') inside = name;
      if (name === 'numFmt' && inside === 'numFmts') {
        defined.set(Number(attributes('numFmtId')), numberFormat(attributes('formatCode') ?? ''));
      }
      if (name === 'xf' && inside === 'cellXfs') formatIds.push(Number(attributes('numFmtId') ?? 0));
    },
    text: ignore,
    close(name) {
      if (name === inside) inside = null;
    },
    gathered: () => formatIds.map((id) => defined.get(id) ?? builtinFormat(id)),
  };
}
