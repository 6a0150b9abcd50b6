// What the reading thread hands over about a PDF: checked where it arrives, like everything from outside.
import * as z from 'zod/mini';

export const attachedSchema = z.object({ rawFilename: z.string(), content: z.instanceof(Uint8Array) });
export type Attached = z.infer<typeof attachedSchema>;

export const pdfContentsSchema = z.object({
  attached: z.array(attachedSchema),
  info: z.map(z.string(), z.string()),
  pages: z.array(z.string()),
  foreign: z.nullable(z.object({ where: z.string(), found: z.string() })),
});
export type PdfContents = z.infer<typeof pdfContentsSchema>;
