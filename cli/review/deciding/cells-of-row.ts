// Where the cells of a file of decisions stand, as a spreadsheet names them.
import type { DecisionRequest } from '../../../core/review/decisions/decision.ts';

/**
 * Where the cells of a row stand. Worked out when it is asked, because for a large file these texts would take more
 * memory than the decisions.
 */
export class CellsOfRow implements NonNullable<DecisionRequest['cells']> {
  readonly #header: readonly string[];
  readonly #where: string;
  readonly #sheetRow: number;

  constructor(header: readonly string[], where: string, sheetRow: number) {
    this.#header = header;
    this.#where = where;
    this.#sheetRow = sheetRow;
  }

  get login(): string {
    return this.#placeOf('login');
  }

  get decision(): string {
    return this.#placeOf('decision');
  }

  get until(): string {
    return this.#placeOf('until');
  }

  get reason(): string {
    return this.#placeOf('reason');
  }

  #placeOf(name: string): string {
    const column = this.#header.indexOf(name);
    return column < 0
      ? `${this.#where}, ${name}`
      : `${this.#where}, cell ${letterOf(column)}${this.#sheetRow} (${name})`;
  }
}

/** @example letterOf(27) // 'AB' */
export function letterOf(column: number): string {
  const last = String.fromCharCode('A'.charCodeAt(0) + (column % 26));
  return column < 26 ? last : `${letterOf(Math.floor(column / 26) - 1)}${last}`;
}
