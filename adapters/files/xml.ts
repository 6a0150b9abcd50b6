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
  const progress: Progress = { problem: null, tags: 0, markups: 0, isSloppy: false };
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
  if (progress.isSloppy && progress.markups !== openings(xml)) progress.problem ??= 'broken XML (tags within a tag)';
  return progress.problem;
}

interface Progress {
  problem: string | null;
  /** Opened and closed so far. */
  tags: number;
  /** Tags, comments and the like: as many as there are `<`. */
  markups: number;
  /** Attributes that no XML has, which some programs write: where a quote is lost, the tag ends rows later and hides them. */
  isSloppy: boolean;
}

const opening = '<'.charCodeAt(0);

function openings(xml: Uint8Array): number {
  let count = 0;
  for (let at = xml.indexOf(opening); at !== -1; at = xml.indexOf(opening, at + 1)) count += 1;
  return count;
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
  const hold = (text: string): void => {
    progress.markups += 1 + openings(Buffer.from(text));
  };
  return parser
    .on('openTag', (name, attributes) => {
      progress.tags += 1;
      depth += 1;
      progress.markups += 1;
      if (depth > deepest) return fail(`elements nested more than ${deepest} deep`);
      // They are read when they are asked for, and only then warned of.
      const values = attributes();
      handler.open(localName(name), (wanted) => {
        const value = values[wanted] ?? prefixed(values, wanted);
        return value === undefined ? null : decode(value);
      });
    })
    .on('closeTag', (name, _decode, isOpening) => {
      progress.tags += 1;
      if (!isOpening) progress.markups += 1;
      depth -= 1;
      handler.close(localName(name));
    })
    .on('text', (text) => handler.text(decode(text)))
    .on('cdata', (text) => {
      hold(text);
      handler.text(text);
    })
    .on('comment', hold)
    .on('question', (text) => hold(text.slice(1)))
    .on('warn', () => {
      progress.isSloppy = true;
    })
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
