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
  /** Behind the one after. */
  readonly next: number;
}

/**
 * Bytes that are the same letter in Windows-1250 and in Windows-1252, small ones too: Á Â Ä Ç É Ë Í Î Ó Ô Ö Ú Ü ß. And Å,
 * whose byte is a letter in Windows-1250 that hardly any name has.
 */
const shared = new Set(Buffer.from('c1c2c4c5c7c9cbcdced3d4d6dadcdfe1e2e4e5e7e9ebedeef3f4f6fafc', 'hex'));
/** Š Ž š ž, which are vowels in MacRoman. */
const carons = new Set([0x8a, 0x8e, 0x9a, 0x9e]);
/** What a sentence may begin with in small letters: à ä é ö ü. */
const beginning = new Set([0xe0, 0xe4, 0xe9, 0xf6, 0xfc]);

/**
 * Each letter must be one that no other encoding has at its place, or one that reads as here alone beside its
 * neighbours: `Sørensen` has a vowel between consonants, where Windows-1250 would have ř; `Dvoøák` has none. Two bytes
 * beyond ASCII side by side are what alphabets of other scripts are made of. A word as a whole tells what its letters do
 * not (`Křtín`, `Jānis`, `Līga`). Words that fit both still pass (`Hřbek`, which is `Høbek` here): a whole list of names
 * hardly does, and a name is told and decides nothing, because what is matched is an address, and those are in ASCII.
 *
 * @returns the first byte that proves nothing; `null` when all are Windows-1252
 */
export function doubtIn(body: Buffer): Doubt | null {
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0;
    if (byte < 0x80) continue;
    const why =
      doubtAbout({ byte, before: body[at - 1] ?? 0, after: body[at + 1] ?? 0, next: body[at + 2] ?? 0 }) ??
      doubtAboutWord(body, at, byte);
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
/** ë í, which it has as ė ķ, and which end no name by themselves there that does not end so here as well (`Maëlis`). */
const balticToo = new Set([0xcb, 0xcd, 0xeb, 0xed]);
/** How names of Latvian and Lithuanian men end, and few names with those letters in the languages of Windows-1252. */
const balticEnding = /(?:is|as|us|ys)$/i;
/**
 * Where names in Latvian or Lithuanian have a letter, and names in the languages of Windows-1252 have none. Kurdish
 * (`Berîvan`) and Albanian names (`Besë`) are doubted with them.
 */
const balticPlaces: readonly RegExp[] = [
  // î without a vowel before it, unless before m (`Nîmes`) or in `Île`.
  /(?<![aeou])(?!^îles?$)î(?!m)/,
  // î before any letter but l, m, n and t: `Benoît` has it behind a vowel and before t.
  /î(?![lmnt])/,
  // â, unless before c, m or t (`Grâce`, `Château`), or before n without a, e or s behind that (`Vânia`, `Ângela`).
  /â(?![cmt]|n(?![aes]))/,
  // ë behind a consonant: `Noël` has it behind a vowel.
  /[b-df-hj-np-tv-z]ë/,
  // í is ķ there: beside i (`Zaķis`), between a and e, and before e at the beginning.
  /ií|íi/,
  /aíe|^íe/,
];
const balticLetter = new RegExp(balticPlaces.map(({ source }) => source).join('|'), 'i');
/** Ø and ø beside the long vowels of Czech, Á Í Ú Ý: there they are ř. */
const czech = /[\xd8\xf8].*[\xc1\xcd\xda\xdd\xe1\xed\xfa\xfd]|[\xc1\xcd\xda\xdd\xe1\xed\xfa\xfd].*[\xd8\xf8]/;

/**
 * Asks the whole word what the neighbours of a letter leave open. Of a word that is longer than any name a part is
 * looked at.
 */
function doubtAboutWord(body: Buffer, at: number, byte: number): string | null {
  const [isBaltic, isBalticToo] = [baltic.has(byte), balticToo.has(byte)];
  if (!isBaltic && !isBalticToo) return null;
  let start = at;
  while (at - start < longestWord && isOfWord(body[start - 1] ?? 0)) start -= 1;
  let end = at + 1;
  while (end - at < longestWord && isOfWord(body[end] ?? 0)) end += 1;
  const word = body.toString('latin1', start, end);
  if (isBaltic && balticEnding.test(word))
    return 'a name that ends as in Latvian or Lithuanian, whose letters are other bytes';
  if (balticLetter.test(word)) return 'a letter where Latvian or Lithuanian has another, and hardly a name this one';
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

/** ä å õ ö ü, which Finnish and Estonian double: the same letters in Windows-1250, -1254 and -1257, but å. */
const doubled = new Set([0xc4, 0xc5, 0xd5, 0xd6, 0xdc, 0xe4, 0xe5, 0xf5, 0xf6, 0xfc]);
/** á é í ó ú, beside ñ: Polish, which has it as ń there, has but the ó, and no ń beside it. */
const acute = new Set([0xc1, 0xc9, 0xcd, 0xd3, 0xda, 0xe1, 0xe9, 0xed, 0xf3, 0xfa]);
const tilde = new Set([0xd1, 0xf1]);

/** `Größe`, `Weiß` behind a vowel; `Conceição`, `Lições`; `Núñez`, `Bascuñán`; `Väänänen`. */
function isPair(one: number, other: number): boolean {
  if (one === other) return doubled.has(one);
  if ((acute.has(one) && tilde.has(other)) || (tilde.has(one) && acute.has(other))) return true;
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

/**
 * Whether no other encoding would have another letter here. Some letters are the same in all of them; each of the
 * others has a rule about its neighbours.
 */
function isProven(around: Around): boolean {
  const { byte, before, after } = around;
  if (isAlone(around)) return isWord(around);
  switch (smallLetter(byte)) {
    case 'ç':
      return !isLetter(after) || isVowel(after) || after >= 0x80;
    case 'ñ':
      return isVowel(after) || acute.has(after);
    case 'ã':
      return isAmong('oe', after);
    case 'õ':
      return isAmong('e', after);
    case 'ï':
      return isVowel(before) && isConsonant(after) && !isAmong('k', after);
    case 'ê':
      return isCircumflexE(around);
    case 'è':
      return isGraveE(around);
    case 'æ':
    case 'ø':
      return isNordic(around);
    case 'à':
    case 'ò':
      return isBesideConsonants(around);
    default:
      return shared.has(byte) || (carons.has(byte) && (isVowel(before) || isVowel(after)));
  }
}

function isAlone({ before, after }: Around): boolean {
  return before < 0x80 && after < 0x80 && !isLetter(before) && !isLetter(after);
}

/** À by itself, and the Ó of Irish names before the next word. */
function isWord({ byte, after, next }: Around): boolean {
  return byte === 0xe0 || (byte === 0xd3 && after === 0x20 && isLetter(next));
}

/** Its byte is ę elsewhere, which stands before none of these in Polish; ês ends names of Portuguese. */
function isCircumflexE({ before, after, next }: Around): boolean {
  return isAmong('hlmnqrv', after) || (isConsonant(before) && after === 0x73 && !isOfWord(next));
}

/**
 * Its byte is č elsewhere: before k and m in Czech (`Smrčka`), before n in all Slavic languages, before s in Latvian; è
 * stands before those with an e behind them.
 */
function isGraveE(around: Around): boolean {
  const { before, after, next } = around;
  const isBeforeE = isAmong('e', next);
  if (isAmong('k', after) || (isAmong('m', after) && !isBeforeE)) return false;
  if (isAmong('iu', before)) return isConsonant(after) && (!isAmong('cns', after) || isBeforeE);
  return isAmong('y', before) ? isConsonant(after) : isBesideConsonants(around);
}

/**
 * Their bytes are ć and ř elsewhere. ř is soft: no y follows it. Æ and Ø begin Nordic names before a consonant, where Ć
 * and Ř stand before m and w alone (`Ćwik`).
 */
function isNordic(around: Around): boolean {
  const { byte, before, after } = around;
  const [isCapitalHere, isStroked] = [byte < 0xe0, byte === 0xd8 || byte === 0xf8];
  if (isStroked && isAmong('y', after)) return true;
  if (isCapitalHere && !isLetter(before) && before < 0x80) return isConsonant(after) && !isAmong('mw', after);
  return isBesideConsonants(around);
}

/** À È Ò Ø Æ are vowels here, and in Windows-1250 consonants (Ŕ Č Ň Ř Ć), which stand beside vowels. */
function isBesideConsonants({ before, after }: Around): boolean {
  return isConsonant(before) && !isVowel(after);
}

/** @example smallLetter(0xc7) // 'ç' */
function smallLetter(byte: number): string {
  return letter(byte).toLowerCase();
}

/** Whether an ASCII letter is one of `letters`, small or capital. */
function isAmong(letters: string, byte: number): boolean {
  return letters.includes(smallLetter(byte));
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
