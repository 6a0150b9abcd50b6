// Reads drawn reports back with a reader that is not ours: by the structure of the file, the way a screen reader does.
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { onTestFinished } from 'vitest';
import * as z from 'zod/mini';

export async function opened(pdf: Uint8Array): Promise<PDFDocumentProxy> {
  // The reader takes the bytes away from whoever hands them over, hence the copy.
  const task = getDocument({ data: Uint8Array.from(pdf), verbosity: 0 });
  onTestFinished(() => task.destroy());
  return task.promise;
}

export async function pagesOf(document: PDFDocumentProxy): Promise<readonly PDFPageProxy[]> {
  return Promise.all(Array.from({ length: document.numPages }, (_, index) => document.getPage(index + 1)));
}

/** All that is drawn on a page, artifacts included, without blanks: readers guess where blanks are. */
export async function textOfPage(page: PDFPageProxy): Promise<string> {
  const { items } = await page.getTextContent({ disableNormalization: true });
  return withoutBlanks(items.map((item) => ('str' in item ? item.str : '')).join(''));
}

/** The text of each page, as `textOfPage` reads it. */
export async function pageTexts(pdf: Uint8Array): Promise<readonly string[]> {
  return Promise.all((await pagesOf(await opened(pdf))).map(textOfPage));
}

/** Each line of text as it stands on the page, cell for cell. */
export async function linesOfPage(page: PDFPageProxy): Promise<readonly string[]> {
  const { items } = await page.getTextContent({ disableNormalization: true });
  return items.flatMap((item) => ('str' in item && item.str.trim() !== '' ? [item.str.trim()] : []));
}

export function withoutBlanks(text: string): string {
  return text.replaceAll(/\s/g, '');
}

interface StructureNode {
  readonly role: string;
  readonly children: readonly (StructureNode | { readonly type: string; readonly id: string })[];
}

const structureSchema: z.ZodMiniType<StructureNode> = z.object({
  role: z.string(),
  children: z.array(z.union([z.object({ type: z.string(), id: z.string() }), z.lazy(() => structureSchema)])),
});

/** What stands in the file as rows of tables, page by page: a row is an array of the texts of its cells, without blanks. */
export async function rowsOf(document: PDFDocumentProxy): Promise<readonly (readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for (const page of await pagesOf(document)) {
    const texts = await textsById(page);
    const tree = structureSchema.parse(await page.getStructTree());
    for (const row of nodesOf(tree, 'TR')) {
      const cells = row.children.map((cell) => ('role' in cell ? contentOf(cell, texts) : ''));
      // The reader hands out the rows of a table on each of its pages; those of other pages have no text on this one.
      if (cells.some((text) => text !== '')) rows.push(cells);
    }
  }
  return rows;
}

/** Headings and the contents' lists as a screen reader steps through them: kind, how deep in lists, text without blanks. */
export async function outlineOf(document: PDFDocumentProxy): Promise<readonly string[]> {
  const found: string[] = [];
  for (const page of await pagesOf(document)) {
    const texts = await textsById(page);
    const walk = (node: StructureNode, depth: number): void => {
      if (/^(H\d|TOCI)$/.test(node.role)) {
        // An element stands in the tree of each page; on those that it does not reach, it has no text.
        const text = contentOf(node, texts);
        if (text !== '') found.push(`${node.role === 'TOCI' ? `TOC${depth}` : node.role} ${text}`);
      }
      for (const child of node.children) if ('role' in child) walk(child, depth + (child.role === 'TOC' ? 1 : 0));
    };
    walk(structureSchema.parse(await page.getStructTree()), 0);
  }
  return found;
}

/** The texts of all elements of one kind, in reading order, without blanks. */
export async function elementsOf(document: PDFDocumentProxy, role: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const page of await pagesOf(document)) {
    const texts = await textsById(page);
    const tree = structureSchema.parse(await page.getStructTree());
    found.push(...nodesOf(tree, role).map((node) => contentOf(node, texts)));
  }
  return found;
}

async function textsById(page: PDFPageProxy): Promise<ReadonlyMap<string, string>> {
  const { items } = await page.getTextContent({ includeMarkedContent: true, disableNormalization: true });
  const texts = new Map<string, string>();
  const open: (string | null)[] = [];
  for (const item of items) {
    if ('str' in item) {
      const id = open.findLast((candidate) => candidate !== null);
      if (id !== undefined && id !== null) texts.set(id, (texts.get(id) ?? '') + withoutBlanks(item.str));
    } else if (item.type === 'endMarkedContent') open.pop();
    else open.push(item.id ?? null);
  }
  return texts;
}

function nodesOf(node: StructureNode, role: string): readonly StructureNode[] {
  if (node.role === role) return [node];
  return node.children.flatMap((child) => ('role' in child ? nodesOf(child, role) : []));
}

function contentOf(node: StructureNode, texts: ReadonlyMap<string, string>): string {
  return node.children
    .map((child) => ('role' in child ? contentOf(child, texts) : (texts.get(child.id) ?? '')))
    .join('');
}

/** Heights of the running text at the head and the foot of a page, in points. */
const running = { head: 76, foot: 58 } as const;

/** Of each page, how far down text and fields reach between head and foot: 0 is empty, 1 is full. */
export async function filledOf(document: PDFDocumentProxy): Promise<readonly number[]> {
  const parts: number[] = [];
  for (const page of await pagesOf(document)) {
    const { items } = await page.getTextContent({ disableNormalization: true });
    const [, , , height = 0] = page.view;
    const [top, foot] = [height - running.head, running.foot];
    const heights = items.flatMap((item) =>
      'str' in item && item.str.trim() !== '' ? [z.number().parse(item.transform[5])] : [],
    );
    const fields = (await page.getAnnotations()).map(({ rect }) =>
      z.number().parse(z.array(z.number()).parse(rect)[1]),
    );
    const lowest = Math.min(top, ...[...heights, ...fields].filter((y) => y >= foot));
    parts.push((top - lowest) / (top - foot));
  }
  return parts;
}
