// Which font files there are, and where they stand: each is opened when the first character needs it.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Font } from 'fontkit';

/** The packages' own paths, all of upright fonts; for a bundle the files are copied side by side into one folder, under the names they have. */
const files = {
  regular: '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  bold: '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf',
  mono: 'dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf',
  symbols: 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
  arabic: '@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf',
  hebrew: '@expo-google-fonts/noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf',
  chinese: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  korean: '@expo-google-fonts/noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf',
} as const;

export type FontKey = keyof typeof files;

/** Opens a font file. */
export type OpenFont = (key: FontKey) => Font;

/**
 * The library that reads fonts is loaded when something is drawn: it would take a third of a cold start.
 *
 * @param folder where a bundle keeps the files; without it they are found in the installed packages
 * @example new Book(runningText, await fontsIn(folder))
 */
export async function fontsIn(folder?: string): Promise<OpenFont> {
  const { create } = await import('fontkit');
  return (key) => {
    const path =
      folder === undefined ? fileURLToPath(import.meta.resolve(files[key])) : join(folder, basename(files[key]));
    const opened = create(readFileSync(path));
    if (!('glyphForCodePoint' in opened)) throw new Error(`${path} holds several fonts; one was expected`);
    return opened;
  };
}

/** The files that a bundle has to carry, with the package path that each is copied from. */
export function bundledFonts(): readonly { readonly name: string; readonly from: string }[] {
  return Object.values(files).map((from) => ({ name: basename(from), from }));
}
