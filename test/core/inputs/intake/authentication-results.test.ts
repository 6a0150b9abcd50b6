// What a receiver says of a message, read out of its header: nothing that a sender wrote into it counts as a statement.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAuthenticationResults } from '../../../../core/inputs/intake/authentication-results.ts';

/** Each statement with its properties. */
function said(value: string): readonly string[] {
  return readAuthenticationResults(value).results.map(({ method, result, properties }) =>
    [`${method}=${result}`, ...[...properties].map(([name, told]) => `${name}:${told}`)].join(' '),
  );
}

describe('who says it', () => {
  test.each([
    ['MX.Acme.com; spf=pass', 'mx.acme.com'],
    ['mx.acme.com 1; spf=pass', 'mx.acme.com'],
    ['"mx.acme.com"; spf=pass', 'mx.acme.com'],
    ['mx.acme.com 2; spf=pass', null],
    ['spf=pass; dkim=pass', null],
    ['; spf=pass', null],
    ['', null],
  ])('%j is of %s', (value, id) => {
    expect(readAuthenticationResults(value).authservId).toBe(id);
  });

  test('is told in the first place, and where nobody is, that is a statement too', () => {
    expect(said('mx.acme.com; spf=pass; dkim=pass')).toEqual(['spf=pass', 'dkim=pass']);
    expect(said('spf=pass; dkim=pass')).toEqual(['spf=pass', 'dkim=pass']);
  });
});

describe('what is said', () => {
  test.each<[string, readonly string[]]>([
    ['DMARC=Pass Header.From=acme.com', ['dmarc=pass header.from:acme.com']],
    ['dmarc = pass header.from = acme.com', ['dmarc=pass header.from:acme.com']],
    ['dkim/1=pass header.d=acme.com', ['dkim=pass header.d:acme.com']],
    ['dmarc=pass header.from=acme.com header.from=evil.example', ['dmarc=pass header.from:']],
    ['spf=pass and more', ['spf=pass']],
    ['none', []],
    ['=pass', []],
    ['dmarc=', []],
    ['dmarc=pass; ; spf=fail', ['dmarc=pass', 'spf=fail']],
    ['dmarc=pass (p=none; dis=none) header.from=acme.com', ['dmarc=pass header.from:acme.com']],
    ['spf=fail (a (b) ; dmarc=pass) x=y', ['spf=fail x:y']],
    ['spf=fail (a \\) ; dmarc=pass) x=y', ['spf=fail x:y']],
    ['spf=fail (") ; dkim=pass', ['spf=fail', 'dkim=pass']],
    ['spf=fail reason="(" ; dkim=pass', ['spf=fail reason:(', 'dkim=pass']],
    ['spf=fail reason=")" ; dkim=pass', ['spf=fail reason:)', 'dkim=pass']],
    ['spf=fail ) ; dkim=pass', ['spf=fail', 'dkim=pass']],
    ['spf=fail reason=a\\; dkim=pass', ['spf=fail reason:a\\', 'dkim=pass']],
  ])('in %j is %j', (value, statements) => {
    expect(said(`mx.acme.com; ${value}`)).toEqual(statements);
  });

  const anything = fc.oneof(
    fc.string(),
    fc
      .array(fc.constantFrom('"', '\\', ';', '(', ')', '=', ' ', 'dmarc=pass', 'x'), { maxLength: 12 })
      .map((all) => all.join('')),
  );

  test('is never what stands in quotes', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const quoted = text.replaceAll(/["\\]/g, String.raw`\$&`);
        const [first, ...others] = said(`mx.acme.com; dkim=fail reason="${quoted}"; spf=none`);
        expect(first).toMatch(/^dkim=fail reason:/);
        expect(others).toEqual(['spf=none']);
      }),
    );
  });

  test('is never what stands in a comment', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const comment = text.replaceAll(/[()\\]/g, String.raw`\$&`);
        expect(said(`mx.acme.com; dkim=fail (${comment}) x=y; spf=none`)).toEqual(['dkim=fail x:y', 'spf=none']);
      }),
    );
  });
});
