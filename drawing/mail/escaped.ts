// Text as HTML shows it, for every mail that is drawn.
import { onOneLine } from '../../core/values/text.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escaped(text: string): string {
  return onOneLine(text).replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
