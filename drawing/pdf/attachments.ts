// Puts the files of the evidence inside the PDF, so that the report can be checked without anything beside it.
import { createHash } from 'node:crypto';
import type { Instant } from '../../core/values/instant.ts';
import type { Attachment } from '../../core/ports/drawing.ts';
import type { PdfFile } from './file.ts';
import { dateOf } from './syntax.ts';

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
    const content = yield* contentOf(file, attachment);
    const { name, mediaType: type, description, relationship } = attachment;
    const dates = { creationDate: dateOf(at), modifiedDate: dateOf(at) };
    const about = { name: name.toWellFormed(), type, description, relationship, ...dates };
    const specification = file.document.file(content, { ...about, hidden: true });
    // pdfkit sorts the list as the machine's language does; numbers of one length are sorted alike everywhere.
    file.document.addNamedEmbeddedFile(String(index + 1).padStart(4, '0'), specification);
  }
}

async function* contentOf(file: PdfFile, attachment: Attachment): AsyncGenerator<Uint8Array, Uint8Array, void> {
  const digest = createHash('sha256');
  const chunks: Uint8Array[] = [];
  for await (const chunk of attachment.read()) {
    digest.update(chunk);
    chunks.push(chunk);
    yield* file.take();
  }
  const found = digest.digest('hex');
  if (found !== attachment.sha256) throw new AttachmentChanged(attachment, found);
  return Buffer.concat(chunks);
}
