// Puts the files of the evidence inside the PDF, so that the report can be checked without anything beside it.
import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createDeflate } from 'node:zlib';
import type { PDFReference } from 'pdfkit';
import type { Instant } from '../../core/values/instant.ts';
import type { Attachment, Deflated } from '../../core/ports/drawing.ts';
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
    // pdfkit sorts the list by the rules of the machine's language; numbers of one length sort alike by all of them.
    file.document.addNamedEmbeddedFile(String(index + 1).padStart(4, '0'), specification);
  }
}

/**
 * Writes the stream of an attached file. pdfkit's own `file` needs the whole file in memory, and its MD5 is JavaScript.
 */
async function* contentOf(
  file: PdfFile,
  attachment: Attachment,
  at: Instant,
): AsyncGenerator<Uint8Array, PDFReference, void> {
  const { bytes, sha256, md5, pieces } = attachment.deflated ?? (yield* compressed(file, attachment));
  if (sha256 !== attachment.sha256) throw new AttachmentChanged(attachment, sha256);
  const dates = { CreationDate: dateOf(at), ModDate: dateOf(at) };
  const content = file.document.ref({
    Type: 'EmbeddedFile',
    Params: { ...dates, CheckSum: new Text(md5), Size: bytes },
    Subtype: attachment.mediaType.replace('/', '#2F'),
    Length: 0,
    Filter: 'FlateDecode',
  });
  content.end(Buffer.concat(pieces));
  return content;
}

/** Compresses an attachment piece by piece: only what is compressed is held in memory. */
async function* compressed(file: PdfFile, attachment: Attachment): AsyncGenerator<Uint8Array, Deflated, void> {
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  let bytes = 0;
  const digested = async function* (): Bytes {
    for await (const chunk of attachment.read()) {
      sha256.update(chunk);
      md5.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  };
  const pieces: Uint8Array[] = [];
  for await (const piece of deflated(digested())) {
    pieces.push(piece);
    yield* file.take();
  }
  return { pieces, bytes, sha256: sha256.digest('hex'), md5: md5.digest('hex') };
}

/** `pipeline` passes on an error of reading; `pipe` would not. */
function deflated(bytes: Bytes): AsyncIterable<Uint8Array> {
  return pipeline(Readable.from(bytes), createDeflate(), () => undefined);
}
