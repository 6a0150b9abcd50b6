// The canonical form of a login: two spellings of one login must meet, two logins never (contract, section 5).
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalLogin, domainOf, matchKey, plainForm } from '../../../core/values/login.ts';
import { anyText } from '../../support/any-text.ts';
import { login } from '../../support/inputs/population-builder.ts';

describe('a canonical login', () => {
  test.each([
    ['blanks around it', '  jane@acme.com\t', 'jane@acme.com'],
    ['a no-break space and a byte order mark', '\u00a0jane@acme.com\ufeff', 'jane@acme.com'],
    ['capitals', 'Jane.DOE@Acme.COM', 'jane.doe@acme.com'],
    ['a decomposed letter', 'jo\u0308rg@acme.com', 'j\u00f6rg@acme.com'],
    ['wide letters and a wide @', 'ｊａｎｅ＠acme.com', 'jane@acme.com'],
    ['a ligature', 'o\ufb03ce@acme.com', 'office@acme.com'],
    ['a domain in Unicode', 'jane@BÜCHER.example', 'jane@xn--bcher-kva.example'],
    ['an ideographic full stop in the domain', 'jane@acme。com', 'jane@acme.com'],
    ['an inner dot of Catalan', 'jane@paral·lel.cat', 'jane@xn--parallel-koa.cat'],
    ['no domain', ' E4711 ', 'e4711'],
    ['two @', 'a@b@ÄCME.com', 'a@b@xn--cme-pla.com'],
  ])('does not show %s', (_, raw, canonical) => {
    expect(canonicalLogin(raw)).toBe(canonical);
  });

  test.each(['', '   ', '\u00a0\t\n'])('is none of %j', (raw) => {
    expect(canonicalLogin(raw)).toBeNull();
  });

  test.each(['jörg@acme.com/x', 'jörg@bücher.example:80', 'jörg@1', 'jörg@1。1', 'jörg@0x7f.1', 'jörg@%61cme.com'])(
    'reads no web address out of %s',
    (text) => {
      expect(canonicalLogin(text)).toBe(text);
    },
  );

  test('keeps what is not the domain in Unicode', () => {
    expect(canonicalLogin('müller@acme.com')).toBe('müller@acme.com');
  });

  test('keeps logins apart that differ in a dot, a plus or an umlaut', () => {
    const spellings = ['jane.doe@acme.com', 'janedoe@acme.com', 'jane.doe+1@acme.com', 'jäne.doe@acme.com'];
    expect(new Set(spellings.map(canonicalLogin)).size).toBe(spellings.length);
  });

  test('is its own canonical form, whatever was written', () => {
    fc.assert(
      fc.property(fc.oneof(anyText(), fc.emailAddress(), fc.string({ unit: 'grapheme' })), (raw) => {
        const once = canonicalLogin(raw);
        if (once !== null) expect(canonicalLogin(once)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });

  test('is the same for any mix of capitals and blanks', () => {
    const flips = fc.array(fc.boolean(), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(fc.emailAddress(), flips, (email, upper) => {
        const mixed = [...email]
          .map((char, index) => (upper[index % 60] === true ? char.toUpperCase() : char))
          .join('');
        expect(canonicalLogin(` ${mixed} `)).toBe(canonicalLogin(email));
      }),
    );
  });
});

describe('the domain of a login', () => {
  test('is what follows the last @, and nothing without one', () => {
    expect(domainOf(login('a@b@acme.com'))).toBe('acme.com');
    expect(domainOf(login('@acme.com'))).toBe('acme.com');
    expect(domainOf(login('e4711'))).toBeNull();
  });
});

describe('the key of a login', () => {
  test.each([
    ['jane+crm@acme.com', 'jane@acme.com'],
    ['jane+a+b@acme.com', 'jane@acme.com'],
    ['jane@acme.com', 'jane@acme.com'],
    ['+crm@acme.com', '+crm@acme.com'],
    ['a+b', 'a+b'],
  ])('of %s is %s when plus addressing is ignored, and the login itself when it is not', (raw, key) => {
    expect(matchKey(login(raw), 'ignore')).toBe(key);
    expect(matchKey(login(raw), 'distinct')).toBe(raw);
  });
});

test.each([
  ['ΓΙΏΡΓΟΣ@acme.gr', 'γιώργος@acme.gr'],
  ['ΓΙΏΡΓΟΣ.ΚΏΣΤΑΣ@acme.gr', 'γιώργος.κώστας@acme.gr'],
  ['γιώργοσ@acme.gr', 'γιώργος@acme.gr'],
])('%s is looked up under the key of %s, whichever sigma was written', (one, other) => {
  for (const plus of ['distinct', 'ignore'] as const)
    expect(matchKey(login(one), plus)).toBe(matchKey(login(other), plus));
});

test.each([
  ['straße@acme.de', 'strasse@acme.de'],
  ['STRAẞE@acme.de', 'strasse@acme.de'],
  ['rené.løvås@acme.no', 'rene.lovas@acme.no'],
  ['łukasz@acme.pl', 'lukasz@acme.pl'],
  ['jane@acme.com', null],
  ['日本@acme.jp', null],
])('the plain form of %s is %s', (given, plain) => {
  expect(plainForm(login(given))).toBe(plain);
});
