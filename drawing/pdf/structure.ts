// The structure tree: what each mark on each page is, so that a screen reader and a checker can follow (PDF/UA-1).
import type { PdfFile } from './file.ts';
import { reference } from './syntax.ts';

export type Tag =
  | 'Document'
  | 'Sect'
  | 'H1'
  | 'H2'
  | 'H3'
  | 'P'
  | 'L'
  | 'LI'
  | 'LBody'
  | 'TOC'
  | 'TOCI'
  | 'Reference'
  | 'Link'
  | 'Table'
  | 'THead'
  | 'TBody'
  | 'TR'
  | 'TH'
  | 'TD'
  | 'Figure'
  | 'Form';

/** An element under way. It is written when it is closed; its kids may be written before. */
export interface Element {
  readonly tag: Tag;
  readonly objectNumber: number;
  readonly kids: string[];
  /** Object number of the page that holds its first mark; 0 as long as it holds none of its own. */
  page: number;
}

export class Structure {
  readonly #file: PdfFile;
  readonly #root: number;
  readonly document: Element;
  /** Entries of the parent tree: pages hold arrays of elements, annotations a single one. */
  readonly #parents: string[] = [];

  constructor(file: PdfFile) {
    this.#file = file;
    this.#root = file.reserve();
    this.document = { tag: 'Document', objectNumber: file.reserve(), kids: [], page: 0 };
  }

  /** Opens an element as the last kid of `parent`. */
  open(tag: Tag, parent: Element): Element {
    const element = this.openApart(tag);
    parent.kids.push(reference(element.objectNumber));
    return element;
  }

  /** Opens an element that its parent takes up later, in another order than it is drawn. */
  openApart(tag: Tag): Element {
    return { tag, objectNumber: this.#file.reserve(), kids: [], page: 0 };
  }

  /** @param attributes further entries of the element's dictionary, such as `/Alt` or `/A` */
  close(element: Element, parent: Element, attributes = ''): void {
    const kids = element.kids.length === 0 ? '' : `/K[${element.kids.join(' ')}]`;
    const page = element.page === 0 ? '' : `/Pg ${reference(element.page)}`;
    const body = `<</S/${element.tag}/P ${reference(parent.objectNumber)}${page}${kids}${attributes}>>`;
    this.#file.add(body, element.objectNumber);
  }

  /** A place in the parent tree, to be filled with `setParents`. */
  parentKey(): number {
    return this.#parents.push('null') - 1;
  }

  setParents(key: number, elements: readonly number[] | number): void {
    this.#parents[key] =
      typeof elements === 'number'
        ? reference(elements)
        : reference(this.#file.add(`[${elements.map(reference).join(' ')}]`));
  }

  /** Writes the root of the tree and returns its number. */
  finish(): number {
    const document = reference(this.document.objectNumber);
    const kids = this.document.kids.join(' ');
    this.#file.add(`<</S/Document/P ${reference(this.#root)}/K[${kids}]>>`, this.document.objectNumber);
    const numbers = this.#parents.map((parent, key) => `${key} ${parent}`).join(' ');
    const parentTree = this.#file.add(`<</Nums[${numbers}]>>`);
    return this.#file.add(
      `<</Type/StructTreeRoot/K[${document}]/ParentTree ${reference(parentTree)}/ParentTreeNextKey ${this.#parents.length}>>`,
      this.#root,
    );
  }
}
