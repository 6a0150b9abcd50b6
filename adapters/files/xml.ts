// Reads XML from a workbook in steps, and refuses what only an attacker puts there.
import { isUtf8 } from 'node:buffer';
import { Parser } from 'saxen';

export interface XmlHandler {
  /** Names come without their namespace prefix. */
  open(name: string, attributes: Attributes): void;
  text(text: string): void;
  close(name: string): void;
}

/** The value of an attribute by its name without prefix, or `null`. */
export type Attributes = (name: string) => string | null;

/** Worksheets nest about ten deep. */
const deepest = 100;
/** A longer text is given memory that was never used before, each time; of shorter ones the collector keeps little. */
const chunkBytes = 64_000;
/** A spreadsheet's cell holds 32,767 characters. */
const longestToken = 8_000_000;

const named: Readonly<Record<string, string>> = { amp: '&', apos: "'", gt: '>', lt: '<', quot: '"' };

/**
 * Gives control back after each 64 KB or so, so that the caller can pass on what the handler has gathered.
 *
 * @returns why the document could not be read to its end, or `null`: broken XML, no UTF-8, an unknown entity, nesting
 *   of more than 100 elements, a tag or text of many megabytes, or a document type declaration (entity bombs need one;
 *   spreadsheets never write one)
 */
export function* readXml(xml: Buffer, handler: XmlHandler): Generator<void, string | null, void> {
  if (!isUtf8(xml)) return 'a part that is no UTF-8';
  const progress: Progress = { problem: null, tags: 0 };
  const parser = parserFor(handler, progress);
  const decoder = new TextDecoder();
  let size = chunkBytes;
  let sinceTag = 0;
  for (let at = 0; at < xml.length && progress.problem === null;) {
    const before = progress.tags;
    parser.write(decoder.decode(xml.subarray(at, at + size), { stream: true }));
    at += size;
    sinceTag = progress.tags === before ? sinceTag + size : 0;
    if (sinceTag > longestToken && at < xml.length) progress.problem ??= 'a tag or text of many megabytes';
    // What spans chunks is scanned again with each of them, so they grow until it ends.
    size = sinceTag === 0 ? chunkBytes : size * 2;
    yield;
  }
  if (progress.problem === null) parser.end();
  return progress.problem;
}

interface Progress {
  problem: string | null;
  /** Opened and closed so far. */
  tags: number;
}

function parserFor(handler: XmlHandler, progress: Progress): Parser {
  let depth = 0;
  const parser = new Parser();
  const fail = (problem: string): void => {
    progress.problem ??= problem;
    parser.stop();
  };
  const decode = (text: string): string => {
    const decoded = decodeEntities(text);
    if (decoded === null) fail('an unknown entity');
    return decoded ?? '';
  };
  return parser
    .on('openTag', (name, attributes) => {
      progress.tags += 1;
      depth += 1;
      if (depth > deepest) return fail(`elements nested more than ${deepest} deep`);
      handler.open(localName(name), (wanted) => {
        const values = attributes();
        const value = values[wanted] ?? prefixed(values, wanted);
        return value === undefined ? null : decode(value);
      });
    })
    .on('closeTag', (name) => {
      progress.tags += 1;
      depth -= 1;
      handler.close(localName(name));
    })
    .on('text', (text) => handler.text(decode(text)))
    .on('cdata', (text) => handler.text(text))
    .on('attention', () => fail('a document type declaration'))
    .on('error', (error) => fail(`broken XML (${error.message})`));
}

/** Most attributes that are asked for and not there are of cells, of which there are millions. */
function prefixed(values: Readonly<Record<string, string>>, wanted: string): string | undefined {
  for (const name in values) if (name.includes(':') && name.endsWith(`:${wanted}`)) return values[name];
  return undefined;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function decodeEntities(text: string): string | null {
  if (!text.includes('&')) return text;
  let known = true;
  const decoded = text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([^;&]*));/g, (whole, ...found: string[]) => {
    const [decimal, hex, name] = found;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    if (code <= 0x10ffff) return String.fromCodePoint(code);
    const character = named[name ?? ''];
    if (character === undefined) known = false;
    return character ?? whole;
  });
  return known ? decoded : null;
}
