// What a report's PDF holds when it is read back.
import type { Refusal } from '../values/result.ts';

/** What a report's PDF holds. */
export interface ReportFile {
  /** The files inside, by the name under which they were attached: `evidence/manifest.json`. */
  readonly attachments: ReadonlyMap<string, Uint8Array>;
  /** The texts of the PDF's document information: `Title`, `Creator` and the writer's own. */
  readonly info: ReadonlyMap<string, string>;
  /**
   * What is printed on each page: the runs of text in the order they were drawn, a line break where a line ends.
   * A value that was wrapped is in two lines, so compare without blanks.
   */
  readonly pages: readonly string[];
  /** The first thing in it that no version of this product ever writes; `null` when there is none. */
  readonly foreign: Refusal | null;
}
