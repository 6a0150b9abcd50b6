// What passes for Windows-1252: real names in their own encodings, given by their bytes, as other programs write them.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { doubtIn } from '../../../adapters/files/western.ts';
import { foreign, western } from './names.ts';

/** The bytes of a name, each character a byte: `M\xfcller`. */
function bytes(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

describe('Windows-1252', () => {
  const western =
    'Müller García José François Zoë Sørensen Håkansson João Muñoz Hélène Größe Süß Conceição Nicolò Bjørn';
  const more =
    'Næss Peña Magalhães Éric HÉLÈNE MUÑOZ Anaïs Loïc NAÏM Øyvind Østergaard Høyer ØYSTEIN Ærø équipe Rößler Noël Benoît Ångström Gonçalves Château Öztürk Benoîts Bjørnsdóttir Kjærgaard Dubôst Raphaëlis Thaïs Maëlys Jesús Tomás Luís';
  test.each(`${western} ${more}`.split(' '))('is proven by %s', (name) => {
    expect(doubtIn(bytes(name))).toBeNull();
  });

  test.each([
    ['O\x92Brien', 'an apostrophe before a capital'],
    ['5 \x80', 'a sign apart from words'],
    ['North \x96 South', 'a dash between blanks'],
    ['Jane\xa0Doe', 'a blank that does not break'],
    ['\x8aimon', 'Š beside a vowel'],
  ])('is proven by %j, %s', (text) => {
    expect(doubtIn(bytes(text))).toBeNull();
  });
});

describe('another encoding is never taken for it:', () => {
  test.each([
    [
      'Windows-1250, of Poles and Czechs',
      ['\xa3ukasz', 'Dvo\xf8\xe1k', 'Ji\xf8\xed', 'Wa\xb3\xeasa', 'Kami\xf1ski', 'Kova\xe8', 'N\xecmec'],
    ],
    [
      'Windows-1250, of half a continent',
      ['R\xf9\x9ei\xe8ka', 'Erd\xf5s', 'Gda\xf1sk', 'K\xeadzierski', 'C\xe3lin', '\xc6wik', '\x8cwi\xb9tek'],
    ],
    [
      'Windows-1251',
      ['\xc8\xe2\xe0\xed\xee\xe2', '\xcf\xb8\xf2\xf0', '\xd1\xec\xe8\xf0\xed\xee\xe2\xe0', '\xff', '\xcb\xe8'],
    ],
    ['Shift-JIS', ['\x93c\x92\x86', '\x8eR\x93c', '\x97\xe9\x96\xd8', '\x96{', '\xb1\xb2\xb3', '\x83\\\x83j\x81[']],
    ['GB18030', ['\xcd\xf5\xce\xb0', '\xc0\xee', '\xd5\xc5\xc8\xfd', '\xc2\xed']],
    [
      'MacRoman, in small letters',
      ['M\x9fller', 'Garc\x92a', 'Jos\x8e', 'J\x9arg', 'J\x8ager', 'S\xbfrensen', 'Mu\x96oz', '\x83lodie'],
    ],
    [
      'MacRoman, in capitals',
      ['GARC\xeaA', 'L\xeePEZ', '\xe7ngel', '\xeascar', 'Gr\x9a\xa7e', 'H\x8ckan', 'Andr\x8e', '\x8etienne'],
    ],
    ['Windows-1254', ['Y\xfdld\xfdz', 'I\xfe\xfdk', '\xdeahin', 'Do\xf0an', '\xddbrahim']],
    ['a code page of DOS', ['Garc\xa1a', 'Jos\x82', 'J\x94rg', 'Mu\xa4oz', 'M\xa0rquez']],
    [
      'Windows-1250, of Czech letters that are Western ones too',
      ['Na\xefka', '\xd8eho\xf8', '\xcdle\xef', 'Brn\xecnsk\xfd', '\xd8\xedha', '\xc8ern\xfd', 'Me\xefov\xe1'],
    ],
    ['ISO 8859-2', ['\xa3ukasz', '\xaei\xbeka', 'Wa\xb3\xeasa', 'Luk\xe1\xb9']],
    ['Windows-1250, of two letters that fit and one that does not', ['K\xf8t\xedn', 'K\xd8T\xcdN', 'Vrchot\xfast\xf8']],
    [
      'Windows-1257',
      [
        'L\xeega',
        'Dzint\xe2ra',
        'Agn\xeb',
        'Za\xedis',
        'Rom\xe2ns',
        'Eid\xeenas',
        'J\xe2nis',
        'K\xe6stutis',
        'K\xc2RLIS',
        'M\xe2ris',
        'R\xeenolds J\xe2nis',
        'Ri\xe8ardas',
      ],
    ],
    ['Greek, Korean and Big5', ['\xc3\xe9\xfe\xf1\xe3\xef\xf2', '\xb1\xe8\xc3\xb6\xbc\xf6', '\xa4\xfd\xa4p']],
  ])('%s', (_, names) => {
    for (const name of names) expect.soft(doubtIn(bytes(`jane@acme.com,${name},Active\n`)), name).not.toBeNull();
  });
});

/** Which bytes Node's decoder reads as which letters; no encoder of it writes them. */
function encoded(text: string, encoding: string): Buffer {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const letters = [...new TextDecoder(encoding).decode(all)];
  return Buffer.from([...text].map((letter) => letters.indexOf(letter)));
}

test('a name that fits both is taken, and said: Hřbek of Windows-1250 is as good a name as Høbek', () => {
  expect(doubtIn(bytes('H\xf8bek'))).toBeNull();
});

/** Each name by itself, in the only row of an export. */
function doubted(names: string, encoding: string): readonly string[] {
  const row = (name: string): Buffer => encoded(`jane@acme.com,${name},Active\n`, encoding);
  return names.split(' ').filter((name) => doubtIn(row(name)) !== null);
}

describe('of the names of real lists, one by one,', () => {
  // Refused although they are Windows-1252: what stands here is all, and a list with one of them must come as UTF-8.
  const refusedAll: Readonly<Record<string, string>> = {
    Danish: 'Øivind',
    Norwegian: 'Bøe Røed',
    French: 'Maïa',
    Dutch: 'Salomë',
    Portuguese: 'Cauã Cauê Maitê',
    Italian: 'Almagià Boldù Borzomì Brigandì Calì Esaù Foà Giosuè Gullì Macrì Noè Orrù Pennestrì',
  };
  test.each(Object.entries(western))(
    '%s ones are read but those that fit another encoding as well',
    (language, names) => {
      expect(doubted(names, 'windows-1252')).toEqual((refusedAll[language] ?? '').split(' ').filter(Boolean));
    },
  );

  // Taken although they are not: words that fit both.
  const taken: Readonly<Record<string, string>> = { Latvian: 'Beāte' };
  const lists = Object.entries(foreign).flatMap(([page, languages]) =>
    Object.entries(languages).map(([language, names]) => [language, page, names] as const),
  );
  test.each(lists)('%s ones of Windows-%s are refused but those that fit both', (language, page, names) => {
    const refused = new Set(doubted(names, `windows-${page}`));
    expect(names.split(' ').filter((name) => !refused.has(name))).toEqual(
      (taken[language] ?? '').split(' ').filter(Boolean),
    );
  });

  test('a whole list is read where each of its names is', () => {
    const read = Object.entries(western).flatMap(([language, names]) =>
      names.split(' ').filter((name) => !(refusedAll[language] ?? '').split(' ').includes(name)),
    );
    const rows = fc.array(fc.constantFrom(...read), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(rows, (names) => {
        expect(doubtIn(encoded(names.map((name) => `a@b.co,${name} ${name}\n`).join(''), 'windows-1252'))).toBeNull();
      }),
    );
  });
});
