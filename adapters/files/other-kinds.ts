// Files that are no list that can be read here, told by how they begin: each would be read as a CSV of nothing.

/** The local header of a first part that says what an OpenDocument file is (ODF 1.3 part 2, 3.3). */
const openDocument = 'mimetypeapplication/vnd.oasis.opendocument';

/** Versions of BIFF whose workbook is one stream, by the second byte of its first record. */
const oldExcel: ReadonlySet<number> = new Set([0x00, 0x02, 0x04]);

/** Headers, one of them of mail alone: a title above a list may begin with `Date:` or `From:` too. */
const messageBegins =
  /^(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:Received|Return-Path|Delivered-To|MIME-Version|Message-ID|DKIM-Signature|Content-Type):/i;

const texts: readonly (readonly [RegExp, string])[] = [
  [/^\s*<(?:!doctype html|html|head|meta|table|body)\b/i, 'a web page (HTML), whatever its name says'],
  [/^\s*<\?xml\b|^\s*<Workbook\b/i, 'a file of XML, whatever its name says'],
  // A CSV may begin with `ID;Profile` too: the record behind tells.
  [/^ID;P[^\r\n]*\r?\n(?:[BCEFOPW]|N[ENU])(?:;[A-Z]|\r?\n)/, 'a file in SYLK (.slk)'],
  [/^TABLE\r?\n0,1\r?\n/, 'a file in DIF (.dif)'],
  [/^\{\\rtf/, 'a text document (RTF)'],
  [/^%PDF-/, 'a document (PDF)'],
  [/^\s*[[{]\s*(?:["[{}\]]|$)/, 'a file of JSON'],
  [messageBegins, 'a mail (.eml), to which the list may be attached'],
];

/**
 * @returns what the file is, in words for whoever saved it; `null` for what may be a list
 * @example otherKind(Buffer.from('<html><table>')) // 'a web page (HTML), whatever its name says'
 */
export function otherKind(file: Buffer): string | null {
  const start = file.subarray(0, 2000).toString('latin1');
  if (start.slice(0, 200).includes(openDocument)) return 'an OpenDocument spreadsheet (.ods)';
  const [first, version = -1, length, end] = file;
  if (first === 0x09 && oldExcel.has(version) && (length === 4 || length === 6) && end === 0)
    return 'an old Excel file (.xls)';
  const text = start.replace(/^\u00ef\u00bb\u00bf/, '');
  return texts.find(([begins]) => begins.test(text))?.[1] ?? null;
}
