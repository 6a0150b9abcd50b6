// The structure tree: what each mark on each page is, so that a screen reader and a checker can follow (PDF/UA-1).
import type PDFDocument from 'pdfkit';
import type { Dictionary, PDFReference } from 'pdfkit';
import { entries, written } from './syntax.ts';

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
  readonly object: PDFReference;
  /**
   * The kids as they are written, a blank before each. A table has a million, and as values they would take more
   * memory.
   */
  kids: string;
  /** The page that holds its first mark; `null` as long as it holds none of its own. */
  page: PDFReference | null;
}

/** An annotation's flag: it is printed with the page, as PDF/A demands. */
const print = 4;

export class Structure {
  readonly #kit: PDFDocument;
  readonly document: Element;

  constructor(kit: PDFDocument) {
    this.#kit = kit;
    this.document = this.openApart('Document');
  }

  /** Opens an element as the last kid of `parent`. */
  open(tag: Tag, parent: Element): Element {
    const element = this.openApart(tag);
    parent.kids += ` ${element.object.toString()}`;
    return element;
  }

  /** Opens an element that its parent takes up later, in another order than it is drawn. */
  openApart(tag: Tag): Element {
    return { tag, object: this.#kit.ref(null), kids: '', page: null };
  }

  /** @param attributes further entries of the element's dictionary, such as `Alt` or `A` */
  close(element: Element, parent: Element, attributes?: Dictionary): void {
    this.#write(element, parent.object, attributes);
  }

  #write({ tag, object, kids, page }: Element, parent: PDFReference, attributes?: Dictionary): void {
    const where = page === null ? '' : `/Pg ${page.toString()}\n`;
    const holds = kids === '' ? '' : `/K [${kids.slice(1)}]\n`;
    object.endAs(
      `<<\n/S /${tag}\n/P ${parent.toString()}\n${where}${holds}${attributes === undefined ? '' : entries(attributes)}>>`,
    );
  }

  /** Writes an annotation that belongs to an element. */
  addAnnotation(element: Element, page: PDFReference, annotation: Dictionary): PDFReference {
    const key = this.#kit.createStructParentTreeNextKey();
    this.#kit.getStructParentTree().add(key, element.object);
    const object = this.#kit.ref({ ...annotation, Type: 'Annot', F: print, P: page, StructParent: key });
    object.end();
    element.kids += ` ${written({ Type: 'OBJR', Obj: object, Pg: page })}`;
    return object;
  }

  /** Says which elements the marks of a page belong to, in the order of their ids. */
  holdMarks(key: number, elements: readonly PDFReference[]): void {
    const marks = this.#kit.ref(null);
    marks.endAs(written(elements));
    this.#kit.getStructParentTree().add(key, marks);
  }

  /** Writes the outermost element; pdfkit writes the root of the tree. */
  finish(): void {
    const root = this.#kit.getStructTreeRoot();
    root.data['K'] = [this.document.object];
    this.#write(this.document, root);
  }
}
