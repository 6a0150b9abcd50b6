// Puts the files of the evidence inside the PDF, so that the report can be checked without anything beside it.
import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createDeflate } from 'node:zlib';
import type { PDFReference } from 'pdfkit';
import type { Instant } from '../../core/values/instant.ts';
import type { Attachment } from '../../core/ports/drawing.ts';
import type { Bytes } from '../../core/ports/objects.ts';
import type { PdfFile } from './file.ts';
import { dateOf, Text } from './syntax.ts';

/** The bytes of an attachment are not those that the report states: to go on would be to publish a false digest. */
export class AttachmentChanged extends Error {
  override readonly name = 'AttachmentChanged';
  constructor(attachment: Attachment, found: string) {
    super(`${attachment.name} was expected with SHA-256 ${attachment.sha256}, but was read with ${found}`);
  }
}

/** Writes the attachments one after the other, handing over what is ready while they are read. */
export async function* attach(
  file: PdfFile,
  attachments: readonly Attachment[],
  at: Instant,
): AsyncGenerator<Uint8Array, void, void> {
  for (const [index, attachment] of attachments.entries()) {
    const content = yield* contentOf(file, attachment, at);
    const { name, description, relationship } = attachment;
    const called = new Text(name.toWellFormed());
    const about = { F: called, EF: { F: content }, UF: called, Desc: new Text(description) };
    const specification = file.document.ref({ Type: 'Filespec', AFRelationship: relationship, ...about });
    specification.end();
    file.associate(specification);
    // pdfkit sorts the list as the machine's language does; numbers of one length are sorted alike everywhere.
    file.document.addNamedEmbeddedFile(String(index + 1).padStart(4, '0'), specification);
  }
}

/**
 * Compressed on its way into the file, and never whole in memory. pdfkit's own `file` asks for the whole, and works the MD5
 * that a PDF states of it out in JavaScript.
 */
async function* contentOf(
  file: PdfFile,
  attachment: Attachment,
  at: Instant,
): AsyncGenerator<Uint8Array, PDFReference, void> {
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  let size = 0;
  const digested = async function* (): Bytes {
    for await (const chunk of attachment.read()) {
      sha256.update(chunk);
      md5.update(chunk);
      size += chunk.length;
      yield chunk;
    }
  };
  const compressed: Uint8Array[] = [];
  const before = attachment.deflated;
  for await (const piece of before === undefined ? deflated(digested()) : digested()) {
    if (before === undefined) compressed.push(piece);
    yield* file.take();
  }
  const found = sha256.digest('hex');
  if (found !== attachment.sha256) throw new AttachmentChanged(attachment, found);
  if (before !== undefined && before.sha256 !== found) throw new AttachmentChanged(attachment, before.sha256);
  const dates = { CreationDate: dateOf(at), ModDate: dateOf(at) };
  const content = file.document.ref({
    Type: 'EmbeddedFile',
    Params: { ...dates, CheckSum: new Text(md5.digest('hex')), Size: size },
    Subtype: attachment.mediaType.replace('/', '#2F'),
    Length: 0,
    Filter: 'FlateDecode',
  });
  content.end(Buffer.concat(before?.pieces ?? compressed));
  return content;
}

/** What fails while it is read fails here too. */
function deflated(bytes: Bytes): AsyncIterable<Uint8Array> {
  return pipeline(Readable.from(bytes), createDeflate(), () => undefined);
}
