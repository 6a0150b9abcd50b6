// What others wrote, as the report prints it: what turns it around or hides in it is told, so that no name looks like another.

/** Of a line break and a tab a page makes a blank, and what joins letters or the parts of one picture belongs to them. */
const unseen = /(?![\t\n\r])[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\u00AD\u200B\u2060-\u2064\uFEFF]/gu;

/** @example seen('evil\u202Emoc.emca') // 'evil[U+202E]moc.emca' */
export function seen(text: string): string {
  return text.replace(
    unseen,
    (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}

/** What is handed back as it came: keys and ids, what a filter is asked with, and configuration that is copied. */
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
