// Puts text that runs from right to left into the order in which it is seen (Unicode annex 9), and keeps how it is read.
import bidiFactory from 'bidi-js/dist/bidi.mjs';

/** Text of one direction; brackets of right-to-left text are mirrored already. */
export interface Part {
  readonly text: string;
  readonly rightToLeft: boolean;
}

/** Neighbouring parts, from left to right as they are seen, and their text in the order in which it is read. */
export interface Stretch {
  readonly text: string;
  readonly parts: readonly Part[];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

const bidi = bidiFactory();
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;

/**
 * The stretches of one line, from left to right. The line as a whole runs from left to right, as the report does.
 *
 * @example stretchesOf('Ali (דוד)') // 'Ali (' and ')' as one part each, 'דוד' as one from right to left
 */
export function stretchesOf(text: string): readonly Stretch[] {
  if (!rightToLeft.test(text)) return [{ text, parts: [{ text, rightToLeft: false }] }];
  const { levels } = bidi.getEmbeddingLevels(text, 'ltr');
  const isInner = (index: number): boolean => (levels[index] ?? 0) > 0;
  return spans({ start: 0, end: text.length }, (index) => isInner(index)).map((span) => {
    const part = text.slice(span.start, span.end);
    const parts = isInner(span.start) ? innerParts(text, span, levels) : [{ text: part, rightToLeft: false }];
    return { text: part, parts };
  });
}

/** What reads from the left inside a stretch that reads from the right, such as a number, keeps its direction. */
function innerParts(text: string, stretch: Span, levels: Uint8Array): readonly Part[] {
  const mirrored = bidi.getMirroredCharactersMap(text, levels, stretch.start, stretch.end - 1);
  const parts = spans(stretch, (index) => levels[index] ?? 0).map(({ start, end }) => {
    let part = '';
    for (let index = start; index < end; index += 1) part += mirrored.get(index) ?? text[index] ?? '';
    const level = levels[start] ?? 0;
    return { text: part, rightToLeft: level % 2 === 1, level };
  });
  return inVisualOrder(parts);
}

/** Cuts a span wherever the property of neighbours differs. */
function spans(whole: Span, propertyOf: (index: number) => number | boolean): readonly Span[] {
  const found: Span[] = [];
  let { start } = whole;
  for (let end = start + 1; end <= whole.end; end += 1) {
    if (end < whole.end && propertyOf(end) === propertyOf(start)) continue;
    found.push({ start, end });
    start = end;
  }
  return found;
}

/** Reverses every stretch of parts at or above each level, highest first (Unicode annex 9, rule L2). */
function inVisualOrder<T extends { readonly level: number }>(logical: readonly T[]): readonly T[] {
  let order = [...logical];
  const highest = Math.max(0, ...logical.map(({ level }) => level));
  for (let level = highest; level > 0; level -= 1) {
    const next: T[] = [];
    let stretch: T[] = [];
    for (const part of order) {
      if (part.level >= level) {
        stretch.push(part);
        continue;
      }
      next.push(...stretch.toReversed(), part);
      stretch = [];
    }
    order = [...next, ...stretch.toReversed()];
  }
  return order;
}
