// What this program uses of pdfkit: the package brings no types, and those of others leave out what tags a document.
declare module 'pdfkit' {
  import type { Readable } from 'node:stream';

  // oxlint-disable-next-line typescript/no-wrapper-object-types -- this is how pdfkit tells text from names
  export type TextObject = String;

  /** What objects are made of. A plain string is a name; text is a `String` object, or bytes. */
  export type Value =
    | string
    | TextObject
    | number
    | boolean
    | null
    | Date
    | Uint8Array
    | PDFReference
    | readonly Value[]
    | Dictionary;
  export interface Dictionary {
    readonly [key: string]: Value | undefined;
  }

  /** An object of the file. It is written when it is ended, and can be pointed to before. */
  export interface PDFReference {
    data: Value;
    /** Ends the object; with bytes it is a stream, which is compressed unless the dictionary names its filter. */
    end(stream?: Uint8Array): void;
    /** Ends the object as a text in the language of PDF, whatever its data are; it is neither catalog nor signature. */
    endAs(text: string): void;
    /** As objects point to it: `12 0 R`. */
    toString(): string;
  }

  /** A dictionary that pdfkit ends, and that takes further entries before. */
  export interface OpenDictionary extends PDFReference {
    data: Record<string, Value | undefined>;
  }

  export interface PDFPage {
    readonly dictionary: OpenDictionary;
    readonly resources: OpenDictionary;
    readonly content: PDFReference;
    /** Of the page in the parent tree; asking for it gives the page one. */
    readonly structParentTreeKey: number;
  }

  export interface PDFOutline {
    readonly dictionary: OpenDictionary;
    /** @param options the destination; `top` and `left` count from the upper right corner of the page */
    addItem(
      title: string,
      options: {
        readonly pageNumber: number;
        readonly fit: boolean;
        readonly left: number;
        readonly top: number;
        readonly zoom: number;
      },
    ): PDFOutline;
  }

  export interface Options {
    readonly pdfVersion?: '1.7';
    readonly subset?: 'PDF/A-3a';
    readonly tagged?: boolean;
    readonly lang?: string;
    readonly displayTitle?: boolean;
    readonly autoFirstPage?: boolean;
    /** `null` opens none; otherwise a font of the package is read. */
    readonly font?: string | null;
    /** Of the stream: hands each piece on as it is. */
    readonly objectMode?: boolean;
    readonly size?: string | readonly [width: number, height: number];
    readonly layout?: 'portrait' | 'landscape';
    readonly margin?: number;
    readonly info?: Readonly<Record<string, TextObject | Date>>;
  }

  export default class PDFDocument extends Readable {
    constructor(options: Options);
    readonly page: PDFPage;
    readonly outline: PDFOutline;
    /** Ends the page before and writes it. */
    addPage(options?: Pick<Options, 'size' | 'margin'>): this;
    /** Draws on the page: operators of the PDF language. */
    addContent(operators: Uint8Array): this;
    transform(...matrix: readonly [a: number, b: number, c: number, d: number, e: number, f: number]): this;
    /** Ends the pages so far, and writes them. */
    flushPages(): void;
    /** What the file says of itself. */
    readonly info: Readonly<Record<string, TextObject | Date>>;
    /** Reserves an object. */
    ref(data?: Value): PDFReference;
    /** Lists a file by a name. */
    addNamedEmbeddedFile(name: string, specification: PDFReference): void;
    /** Adds to the metadata, within `rdf:RDF`. */
    appendXML(xml: string): void;
    getStructTreeRoot(): OpenDictionary;
    getStructParentTree(): { add(key: number, parents: PDFReference): void };
    createStructParentTreeNextKey(): number;
    end(): void;

    // For the benchmark alone:
    fontSize(points: number): this;
    struct(type: string): PDFStructureElement;
    addStructure(element: PDFStructureElement): this;
    table(options: { readonly data: readonly (readonly string[])[]; readonly structParent: PDFStructureElement }): void;
  }

  export interface PDFStructureElement {
    end(): void;
  }
}
