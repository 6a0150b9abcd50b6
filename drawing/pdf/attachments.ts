// Puts the files of the evidence inside the PDF, so that the report can be checked without anything beside it.
import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createDeflate } from 'node:zlib';
import type { Instant } from '../../core/values/instant.ts';
import type { Attachment } from '../../core/ports.ts';
import type { PdfFile } from './file.ts';
import { name, pdfDate, reference, textString } from './syntax.ts';

/** The bytes of an attachment are not those that the report states: to go on would be to publish a false digest. */
export class AttachmentChanged extends Error {
  override readonly name = 'AttachmentChanged';
  constructor(attachment: Attachment, found: string) {
    super(`${attachment.name} was expected with SHA-256 ${attachment.sha256}, but was read with ${found}`);
  }
}

/** Writes one attachment, handing over what is ready piece by piece; returns its file specification. */
export async function* attach(
  file: PdfFile,
  attachment: Attachment,
  at: Instant,
): AsyncGenerator<Uint8Array, number, void> {
  const digest = createHash('sha256');
  let size = 0;
  async function* counted(): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of attachment.read()) {
      digest.update(chunk);
      size += chunk.length;
      yield chunk;
    }
  }
  const deflate = createDeflate();
  // A failure to read destroys the deflate stream with the same error, which the loop below then throws.
  pipeline(Readable.from(counted()), deflate, () => undefined);
  const parameters = file.reserve();
  const stream = file.reserve();
  const begun = file.beginStream(
    `/Type/EmbeddedFile/Subtype${name(attachment.mediaType)}/Params ${reference(parameters)}`,
    stream,
  );
  for await (const chunk of deflate) {
    file.sendStream(chunk);
    yield* file.take();
  }
  file.endStream(begun);
  const found = digest.digest('hex');
  if (found !== attachment.sha256) throw new AttachmentChanged(attachment, found);
  file.add(`<</Size ${size}/ModDate ${pdfDate(at)}/CreationDate ${pdfDate(at)}>>`, parameters);
  const shown = textString(attachment.name);
  return file.add(
    `<</Type/Filespec/F ${shown}/UF ${shown}/Desc ${textString(attachment.description)}` +
      `/AFRelationship/${attachment.relationship}/EF<</F ${reference(stream)}/UF ${reference(stream)}>>>>`,
  );
}

export interface Attached {
  readonly name: string;
  /** Object number of the file specification. */
  readonly specification: number;
}

/** Entries of the catalog that list the attachments; names are sorted, as a name tree demands. */
export function attachmentEntries(attached: readonly Attached[]): string {
  if (attached.length === 0) return '';
  const sorted = attached.toSorted((left, right) => Buffer.compare(Buffer.from(left.name), Buffer.from(right.name)));
  const names = sorted.map((entry) => `${textString(entry.name)} ${reference(entry.specification)}`).join(' ');
  const associated = attached.map((entry) => reference(entry.specification)).join(' ');
  return `/Names<</EmbeddedFiles<</Names[${names}]>>>>/AF[${associated}]`;
}
