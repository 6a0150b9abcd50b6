// Documents of this program that assistants read whole.
import { readFileSync } from 'node:fs';

/** @returns Markdown */
export function documents(): { readonly glossary: string; readonly contract: string } {
  return { glossary: documentOf('glossary'), contract: documentOf('contract') };
}

function documentOf(name: string): string {
  return readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), 'utf8');
}
