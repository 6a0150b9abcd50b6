// Text that others wrote, with its invisible and direction characters as code points, as the report prints them, so
// that no name looks like another.

/**
 * Not among these: line breaks and tabs, which a page shows as blanks, and the joiners of letters and of emoji, which
 * belong to the text.
 */
const unseen = /(?![\t\n\r])[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\u00AD\u200B\u2060-\u2064\uFEFF]/gu;

/** @example seen('evil\u202Emoc.emca') // 'evil[U+202E]moc.emca' */
export function seen(text: string): string {
  return text.replace(
    unseen,
    (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}

/**
 * Members of answers that stay as they came, because the page sends them back or the person copies them: keys, ids,
 * logins, values of filters, configuration.
 */
const asTheyCame: ReadonlySet<string> = new Set([
  'cursor',
  'id',
  'key',
  'login',
  'mapping',
  'next',
  'previous',
  'value',
]);

/** @throws SyntaxError of a text that is no JSON */
export function seenJson(text: string): unknown {
  return JSON.parse(text, (name, value: unknown) =>
    typeof value === 'string' && !asTheyCame.has(name) ? seen(value) : value,
  );
}
