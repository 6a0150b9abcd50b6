// One page: what is drawn on it, each mark tied to its element of the structure or declared an artifact.
import { ByteSink } from '../pdf/byte-sink.ts';
import type { PdfFile } from '../pdf/file.ts';
import { decimal, reference } from '../pdf/syntax.ts';
import type { Element, Structure } from '../pdf/structure.ts';
import type { Box } from './style.ts';

export const a4 = { width: 595.28, height: 841.89 } as const;
export type Orientation = 'portrait' | 'landscape';

/** Where text may stand. */
const margins = { side: 54, top: 84, bottom: 66 } as const;
const landscapeSide = 40;

export class Page {
  readonly objectNumber: number;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number = margins.bottom;
  readonly number: number;
  readonly orientation: Orientation;
  readonly #content = new ByteSink();
  /** By marked-content id: the object number of the element. */
  readonly #marks: number[] = [];
  readonly #annotations: number[] = [];

  constructor(file: PdfFile, orientation: Orientation, number: number) {
    this.#content.append('/C cs /C CS\n');
    this.objectNumber = file.reserve();
    this.orientation = orientation;
    this.number = number;
    this.width = orientation === 'portrait' ? a4.width : a4.height;
    this.height = orientation === 'portrait' ? a4.height : a4.width;
    this.left = orientation === 'portrait' ? margins.side : landscapeSide;
    this.right = this.width - this.left;
    this.top = this.height - margins.top;
  }

  get textWidth(): number {
    return this.right - this.left;
  }

  /** Draws content that belongs to `element`. */
  mark(element: Element, operators: string): void {
    const id = this.#marks.push(element.objectNumber) - 1;
    if (element.page === 0) element.page = this.objectNumber;
    const onFirstPage = element.page === this.objectNumber;
    element.kids.push(onFirstPage ? String(id) : `<</Type/MCR/Pg ${reference(this.objectNumber)}/MCID ${id}>>`);
    this.#draw(`/${element.tag} <</MCID ${id}>> BDC\n`, operators);
  }

  /** Draws what carries no meaning of its own: rules, shades, markers beside their word. */
  artifact(operators: string): void {
    if (operators !== '') this.#draw('/Artifact BMC\n', operators);
  }

  /** Draws what repeats on every page. */
  pagination(subtype: 'Header' | 'Footer', operators: string): void {
    this.#draw(`/Artifact <</Type/Pagination/Subtype/${subtype}>> BDC\n`, operators);
  }

  #draw(begin: string, operators: string): void {
    this.#content.append(begin);
    this.#content.append(operators);
    this.#content.append('EMC\n');
  }

  annotate(annotation: number): void {
    this.#annotations.push(annotation);
  }

  /** Writes the page; nothing can be drawn on it afterwards. */
  seal(file: PdfFile, structure: Structure, parts: { readonly tree: number; readonly resources: number }): void {
    const key = structure.parentKey();
    structure.setParents(key, this.#marks);
    const content = file.addStream('', this.#content.take());
    const annotations = this.#annotations.length === 0 ? '' : `/Annots[${this.#annotations.map(reference).join(' ')}]`;
    file.add(
      `<</Type/Page/Parent ${reference(parts.tree)}/MediaBox[0 0 ${decimal(this.width)} ${decimal(this.height)}]` +
        `/Resources ${reference(parts.resources)}/Contents ${reference(content)}/Tabs/S/StructParents ${key}${annotations}>>`,
      this.objectNumber,
    );
  }
}

/** A rectangle as its lower left and upper right corners. */
export function rectangle({ x, y, width, height }: Box): string {
  return `[${[x, y, x + width, y + height].map(decimal).join(' ')}]`;
}
