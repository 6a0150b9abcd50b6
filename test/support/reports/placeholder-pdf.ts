// The smallest PDF with text, attachments and the room for a signature, written in the form that the renderer leaves.
import { createHash } from 'node:crypto';
import type { Kept } from '../../../core/ports/objects.ts';

interface PlaceholderPdf {
  /** The text of each page. */
  readonly pages?: readonly string[];
  readonly attachments?: Readonly<Record<string, string>>;
  /** Document information. */
  readonly info?: Readonly<Record<string, string>>;
  /** How many signature fields to leave room for. */
  readonly rooms?: number;
}

export function aPlaceholderPdf(wanted: PlaceholderPdf = {}): Buffer {
  const { pages = ['Access review'], attachments = {}, info = {}, rooms = 1 } = wanted;
  const objects: string[] = [];
  const add = (body: string): string => `${objects.push(body)} 0 R`;
  const addStream = (entries: string, body: string): string =>
    add(`<< ${entries} /Length ${Buffer.byteLength(body)} >>\nstream\n${body}\nendstream`);

  const font = add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  const files = Object.entries(attachments).map(([name, body]) => {
    const file = addStream('/Type /EmbeddedFile', body);
    return `(${name}) ${add(`<< /Type /Filespec /F (${name}) /UF (${name}) /EF << /F ${file} >> >>`)}`;
  });
  const fields = Array.from({ length: rooms }, (_, room) => add(signatureField(room, add(emptySignature()))));
  const annotations = `/Annots [${fields.join(' ')}]`;
  const parent = `${objects.length + 1 + 2 * pages.length} 0 R`;
  const drawn = pages.map((text) => {
    const content = addStream('', `BT /F1 12 Tf 40 800 Td (${text}) Tj ET`);
    const resources = `/Resources << /Font << /F1 ${font} >> >>`;
    return add(`<< /Type /Page /Parent ${parent} /Contents ${content} ${resources} ${annotations} >>`);
  });
  const tree = add(`<< /Type /Pages /MediaBox [0 0 595 842] /Count ${drawn.length} /Kids [${drawn.join(' ')}] >>`);
  const names = `/Names << /EmbeddedFiles << /Names [${files.join(' ')}] >> >>`;
  const form = `/AcroForm << /SigFlags 3 /Fields [${fields.join(' ')}] >>`;
  const root = add(`<< /Type /Catalog /Pages ${tree} ${names} ${form} >>`);
  const texts = Object.entries(info).map(([name, text]) => `/${name} (${text})`);
  return written(objects, `/Root ${root} /Info ${add(`<< ${texts.join(' ')} >>`)}`);
}

function emptySignature(): string {
  const filter = '/Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached';
  const room = '/ByteRange [0 /********** /********** /**********]';
  return `<< /Type /Sig ${filter} /M (D:20261005080000Z)\n${room}\n/Contents <${'0'.repeat(16_384)}> >>`;
}

function signatureField(room: number, value: string): string {
  return `<< /Type /Annot /Subtype /Widget /FT /Sig /T (Seal ${room}) /F 4 /Rect [0 0 0 0] /V ${value} >>`;
}

function written(objects: readonly string[], references: string): Buffer {
  let file = '%PDF-1.7\n';
  const entries = ['0000000000 65535 f '];
  objects.forEach((body, index) => {
    entries.push(`${String(Buffer.byteLength(file)).padStart(10, '0')} 00000 n `);
    file += `${index + 1} 0 obj\n${body}\nendobj\n`;
  });
  const trailer = `trailer\n<< /Size ${entries.length} ${references} >>\nstartxref\n${Buffer.byteLength(file)}\n%%EOF\n`;
  return Buffer.from(`${file}xref\n0 ${entries.length}\n${entries.join('\n')}\n${trailer}`);
}

/** `bytes` as a scratch would keep them, read in chunks of `chunk`. */
export function kept(bytes: Uint8Array, chunk = 65_536): Kept {
  return {
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    async *read() {
      for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
    },
  };
}
