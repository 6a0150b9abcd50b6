// What documents and comments claim: sections of the contract, paths, links; each claim that is not so is one sentence.
import { posix } from 'node:path';
import type { SourceFile } from './sources.ts';

/** Numbers of the sections, as they stand: `## 3. Configuration`. */
export function sectionsIn(contract: string): readonly number[] {
  return [...contract.matchAll(/^## (\d+)\. \S/gm)].map(([, number]) => Number(number));
}

export function sectionOf(contract: string, number: number): string {
  const [, after = ''] = contract.split(new RegExp(`^## ${number}\\. .*$`, 'm'));
  return after.split(/^## \d+\. /m)[0] ?? '';
}

/** The cells of a table, without its header. */
export function tableIn(section: string, index: number): readonly (readonly string[])[] {
  const rows = [...section.matchAll(/(?:^\|.*\|\n)+/gm)][index]?.[0].trim().split('\n') ?? [];
  return rows.slice(2).map((row) =>
    row
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.trim()),
  );
}

const citation = /\bcontract, sections? (\d+(?:(?:, | and )\d+)*)/gi;
/** What means to cite and does not say which section of what. */
const vague =
  /\bcontract, (?!sections? \d)[^.)'"\n]*\)|\bcontract \(section|\bcontract's sections?\b|\(sections? \d+\)/gi;

export function brokenCitations({ path, text }: SourceFile, sections: readonly number[]): readonly string[] {
  if (!/\.(?:tsx?|md)$/.test(path)) return [];
  const missing = [...text.matchAll(citation)].flatMap(([cited, numbers = '']) =>
    numbers
      .split(/, | and /)
      .filter((number) => !sections.includes(Number(number)))
      .map((number) => `${path} cites "${cited}", and docs/contract.md has no section ${number}`),
  );
  const unclear = [...text.matchAll(vague)].map(
    ([cited]) => `${path} says "${cited}": a citation reads "contract, section N"`,
  );
  return [...missing, ...unclear];
}

const roots = 'core|steps|adapters|drawing|homes|cli|lambdas|portal|mcp|cdk|sample|test|bench|docs';
const inDocument = new RegExp(`\`((?:${roots})/[\\w./-]*)\`( \\(to come\\))?`, 'g');
const inComment = new RegExp(`(?<![\\w./-])((?:${roots})/[\\w/-]+(?:\\.[\\w-]+)*\\.(?:tsx?|md|json))`, 'g');

/** @param known every file of the repository */
export function brokenPaths({ path, text }: SourceFile, known: ReadonlySet<string>): readonly string[] {
  const named = path.endsWith('.md')
    ? [...text.matchAll(inDocument)].flatMap(([, name = '', toCome]) => (toCome === undefined ? [name] : []))
    : commentsIn(path, text).flatMap((line) => [...line.matchAll(inComment)].map(([, name = '']) => name));
  return named
    .filter((name) => !isThere(/\bNAME\b/.test(name) ? posix.dirname(name) : name, known))
    .map((name) => `${path} names ${name}, which is not there`);
}

function commentsIn(path: string, text: string): readonly string[] {
  return /\.tsx?$/.test(path) ? text.split('\n').filter((line) => /^\s*(?:\/\/|\/?\*)/.test(line)) : [];
}

function isThere(name: string, known: ReadonlySet<string>): boolean {
  const folder = `${name.replace(/\/$/, '')}/`;
  return known.has(name) || [...known].some((path) => path.startsWith(folder));
}

/** The anchors of a document, as they are made of its headings. */
export function headings(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
}

/** @param documents every file of the repository with its headings */
export function brokenLinks(
  { path, text }: SourceFile,
  documents: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  if (!path.endsWith('.md')) return [];
  return [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g)].flatMap(([link, to = '', anchor]) => {
    const target = to === '' ? path : posix.join(posix.dirname(path), to);
    const isThereAt = documents.has(target) || [...documents.keys()].some((one) => one.startsWith(target));
    if (!isThereAt) return [`${path} links to ${target}, which is not there`];
    const isHeading = anchor === undefined || (documents.get(target)?.includes(anchor) ?? false);
    return isHeading ? [] : [`${path} links with ${link} to a heading that ${target} does not have`];
  });
}
