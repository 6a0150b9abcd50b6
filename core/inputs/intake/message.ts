// A message after it was read: its headers in their order, its text and its attachments.
export interface Header {
  /** In lower case. */
  readonly name: string;
  /** Unfolded, and otherwise as it was written. */
  readonly value: string;
}

export interface Attached {
  /** As the sender calls it, decoded; `null` where the part has no name. */
  readonly name: string | null;
  /** In lower case: `text/csv`. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface ReceivedMessage {
  /** What it is called in refusals: the name of its file, or its id. */
  readonly name: string;
  /** SHA-256 of the message as it came. */
  readonly sha256: string;
  readonly bytes: number;
  readonly headers: readonly Header[];
  readonly text: string;
  /** Without the text parts that are read as the message itself. */
  readonly attached: readonly Attached[];
}

/** @returns the values of all headers of that name, from the top */
export function headerValues({ headers }: Pick<ReceivedMessage, 'headers'>, name: string): readonly string[] {
  return headers.flatMap((header) => (header.name === name ? [header.value] : []));
}
