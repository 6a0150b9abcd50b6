// Whether bytes that are no UTF-8 prove that they are Windows-1252: many encodings have its bytes, with other letters.

/** A byte that may be another letter, or none, and why. */
export interface Doubt {
  readonly at: number;
  readonly why: string;
}

type Kind = 'ascii' | 'letter' | 'symbol';

/** What stands around a byte beyond ASCII; 0 at either end of the text. */
interface Around {
  readonly byte: number;
  readonly before: number;
  readonly after: number;
}

/** The same bytes in Windows-1250 and here, and Å, whose byte there is a letter that hardly a name has: Á Â Ä Ç É Ë Í Î Ó Ô Ö Ú Ü ß, small ones too. */
const shared = new Set(Buffer.from('c1c2c4c5c7c9cbcdced3d4d6dadcdfe1e2e4e5e7e9ebedeef3f4f6fafc', 'hex'));
/** Š Ž š ž, which are vowels in MacRoman. */
const carons = new Set([0x8a, 0x8e, 0x9a, 0x9e]);
/** À È Ò Ø Æ, small ones too: vowels here, and in Windows-1250 consonants (Ŕ Č Ň Ř Ć), which stand beside vowels. */
const vowelsHere = new Set([0xc0, 0xc8, 0xd2, 0xd8, 0xc6, 0xe0, 0xe8, 0xf2, 0xf8, 0xe6]);
/** Æ Ø: beginnings of Nordic names before a consonant, where Ć and Ř of Windows-1250 stand before m and w alone (`Ćwik`). */
const nordic = new Set([0xc6, 0xd8]);
/** What a sentence may begin with in small letters: à ä é ö ü. */
const beginning = new Set([0xe0, 0xe4, 0xe9, 0xf6, 0xfc]);

/**
 * Each letter must be one that no other encoding has at its place, or one that reads as here alone beside its
 * neighbours: `Sørensen` has a vowel between consonants, where Windows-1250 would have ř; `Dvoøák` has none. Two bytes
 * beyond ASCII side by side are what alphabets of other scripts are made of. A word as a whole tells what its letters do
 * not (`Křtín`, `Jānis`). Words that fit both still pass (`Højgaard` and `Hřbek`; `Līga` of Windows-1257): a whole list of
 * names hardly does, and a name is told and decides nothing, because what is matched is an address, and those are in ASCII.
 *
 * @returns the first byte that proves nothing; `null` when all are Windows-1252
 */
export function doubtIn(body: Buffer): Doubt | null {
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0;
    if (byte < 0x80) continue;
    const why =
      doubtAbout({ byte, before: body[at - 1] ?? 0, after: body[at + 1] ?? 0 }) ?? doubtAboutWord(body, at, byte);
    if (why !== null) return { at, why };
  }
  return null;
}

function doubtAbout(around: Around): string | null {
  const { byte, before, after } = around;
  if ((before >= 0x80 && !isPair(before, byte)) || (after >= 0x80 && !isPair(byte, after)))
    return 'two letters beyond ASCII side by side, as other alphabets have them';
  if (kindOf(byte) === 'symbol') return symbolDoubt(around);
  if (isMixed(around)) return 'small and capital letters mixed within a word';
  return isProven(around) ? null : 'a letter that other encodings have as well, and a different one';
}

/** â î ô æ ø, which Windows-1257 has as ā ī ō ę ų. */
const baltic = new Set([0xc2, 0xce, 0xd4, 0xc6, 0xd8, 0xe2, 0xee, 0xf4, 0xe6, 0xf8]);
/** How names of Latvian and Lithuanian men end, and few that are written with those letters here. */
const balticEnding = /(?:is|as|us|ys)$/i;
/** Ø and ø beside the long vowels of Czech, Á Í Ú Ý: there they are ř. */
const czech = /[\xd8\xf8].*[\xc1\xcd\xda\xdd\xe1\xed\xfa\xfd]|[\xc1\xcd\xda\xdd\xe1\xed\xfa\xfd].*[\xd8\xf8]/;

/** What its neighbours leave open; no name is longer than is looked at. */
function doubtAboutWord(body: Buffer, at: number, byte: number): string | null {
  if (!baltic.has(byte)) return null;
  let start = at;
  while (at - start < longestWord && isOfWord(body[start - 1] ?? 0)) start -= 1;
  let end = at + 1;
  while (end - at < longestWord && isOfWord(body[end] ?? 0)) end += 1;
  const word = body.toString('latin1', start, end);
  if (balticEnding.test(word)) return 'a name that ends as in Latvian or Lithuanian, whose letters are other bytes';
  return czech.test(word) ? 'letters of Danish and of Czech in one word' : null;
}

const longestWord = 40;

function isOfWord(byte: number): boolean {
  return isLetter(byte) || (byte >= 0x80 && kindOf(byte) === 'letter');
}

function kindOf(byte: number): Kind {
  if (byte < 0x80) return 'ascii';
  if (carons.has(byte)) return 'letter';
  return byte >= 0xc0 && byte !== 0xd7 && byte !== 0xf7 ? 'letter' : 'symbol';
}

/** `Größe`, `Weiß` behind a vowel; `Conceição`, `Lições`. */
function isPair(one: number, other: number): boolean {
  if (other === 0xdf) return one === 0xe4 || one === 0xf6 || one === 0xfc;
  return (one === 0xe7 && (other === 0xe3 || other === 0xf5)) || (one === 0xc7 && (other === 0xc3 || other === 0xd5));
}

/** Signs stand apart from letters; the apostrophe of `O’Brien` before a capital, a quotation around words. */
function symbolDoubt({ byte, before, after }: Around): string | null {
  const [left, right] = [isLetter(before), isLetter(after)];
  if (byte === 0x92 && left && (!right || isCapital(after))) return null;
  if (byte === 0xa0 && !(left && isSmall(after))) return null;
  return left || right || isTrail(after) ? 'a sign within a word, where other encodings have a letter' : null;
}

/** `@[\\]^_` and `` `{|}~ ``: the second half of a Japanese or Chinese character more often than the neighbour of a sign. */
function isTrail(byte: number): boolean {
  return byte === 0x40 || (byte >= 0x5b && byte <= 0x60) || (byte >= 0x7b && byte <= 0x7e);
}

function isMixed({ byte, before, after }: Around): boolean {
  const isSmallHere = byte >= 0xdf || byte === 0x9a || byte === 0x9e;
  if (!isSmallHere) return isSmall(before);
  return isCapital(after) || (!isLetter(before) && before < 0x80 && !beginning.has(byte));
}

function isProven({ byte, before, after }: Around): boolean {
  if (before < 0x80 && after < 0x80 && !isLetter(before) && !isLetter(after)) return byte === 0xe0;
  if (byte === 0xc7 || byte === 0xe7) return !isLetter(after) || isVowel(after) || after >= 0x80;
  if (shared.has(byte)) return true;
  if (carons.has(byte)) return isVowel(before) || isVowel(after);
  if (byte === 0xd1 || byte === 0xf1) return isVowel(after);
  if (byte === 0xc3 || byte === 0xe3) return 'oOeE'.includes(letter(after));
  if (byte === 0xd5 || byte === 0xf5) return 'eE'.includes(letter(after));
  if (byte === 0xcf || byte === 0xef) return isVowel(before) && isConsonant(after) && !'kK'.includes(letter(after));
  // ř is soft: no y follows it.
  if ((byte === 0xd8 || byte === 0xf8) && 'yY'.includes(letter(after))) return true;
  if (nordic.has(byte) && !isLetter(before) && before < 0x80)
    return isConsonant(after) && !'mMwW'.includes(letter(after));
  return vowelsHere.has(byte) && isConsonant(before) && !isVowel(after);
}

function letter(byte: number): string {
  return String.fromCharCode(byte);
}

function isSmall(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a;
}

function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

function isLetter(byte: number): boolean {
  return isSmall(byte) || isCapital(byte);
}

function isVowel(byte: number): boolean {
  return 'aeiouyAEIOUY'.includes(letter(byte));
}

function isConsonant(byte: number): boolean {
  return isLetter(byte) && !isVowel(byte);
}
