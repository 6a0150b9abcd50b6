// How texts are counted, quoted and ordered wherever something is said to a person.

export function byCodePoint(left: string, right: string): number {
  // UTF-16 order differs from code point order only where surrogates meet the top of the BMP.
  if (left === right) return 0;
  const [a, b] = [[...left], [...right]];
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const difference = (a[index]?.codePointAt(0) ?? 0) - (b[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** @example plural(1, 'row') // '1 row' */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : many}`;
}

/**
 * A text of somebody else's, where blank is as good as nothing: two people without a number do not share one.
 *
 * @example orAbsent(' ') // null
 */
export function orAbsent(text: string | null | undefined): string | null {
  return text === null || text === undefined || text.trim() === '' ? null : text;
}

const longestQuote = 80;

export function shortened(text: string): string {
  return text.length > longestQuote ? `${text.slice(0, longestQuote)}...` : text;
}

/** A cell in quotes on one line: control characters escaped, what is longer than 80 characters cut. */
export function quoted(cell: string): string {
  return JSON.stringify(shortened(cell));
}
