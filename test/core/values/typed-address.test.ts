// A typed address stands for a person: what the eye does not see must not make one person two.
import { describe, expect, test } from 'vitest';
import { typedAddress } from '../../../core/values/addresses.ts';

function refusalOf(text: string): object | undefined {
  const read = typedAddress(text, '--by');
  return read.kind === 'refused' ? read.refusals[0] : undefined;
}

describe('a typed address', () => {
  test.each([
    ['jane.doe@acme.com', 'jane.doe@acme.com'],
    [' Jane.Doe@ACME.com ', 'jane.doe@acme.com'],
    ['jane+crm@acme.com', 'jane+crm@acme.com'],
    ["o'hara@acme.com", "o'hara@acme.com"],
    ['jörg@bücher.example', 'jörg@xn--bcher-kva.example'],
    ['иван@пример.example', 'иван@xn--e1afmkfd.example'],
  ])('%j is read as %s', (text, login) => {
    expect(typedAddress(text, '--by')).toEqual({ kind: 'ok', value: login });
  });

  test.each([
    ['jane\u200b@acme.com', 'jane\\u200b@acme.com'],
    ['jane\u00ad@acme.com', 'jane\\u00ad@acme.com'],
    ['jane@acme.com\u2060', 'jane@acme.com\\u2060'],
    ['jane\u202e@acme.com', 'jane\\u202e@acme.com'],
    ['ja\u0007ne@acme.com', 'ja\\u0007ne@acme.com'],
    ['jane\ufe0f@acme.com', 'jane\\ufe0f@acme.com'],
    ['jane\u{e0001}@acme.com', 'jane\\udb40\\udc01@acme.com'],
  ])('with what nobody sees is refused and shown: %j', (text, found) => {
    const what = expect.stringMatching(/^an address with invisible characters: (?:\\u[0-9a-f]{4})+$/);
    expect(refusalOf(text)).toMatchObject({ what, where: '--by', found });
  });

  test.each(['jane@acme.com.', 'jane.@acme.com', '.jane@acme.com', 'ja..ne@acme.com', 'jane@acme..com'])(
    'with a dot where none belongs is refused: %s',
    (text) => {
      expect(refusalOf(text)).toMatchObject({ what: 'an address with a dot where none belongs', found: text });
    },
  );

  test.each(['j\u0430ne@acme.com', 'jane@\u0430cme.com', 'jan\u03b5@acme.com'])(
    'that mixes scripts in one word is refused and says which: %s',
    (text) => {
      expect(refusalOf(text)).toMatchObject({
        what: expect.stringMatching(/mixes Latin and (Cyrillic|Greek) letters/),
      });
    },
  );

  test.each([
    '',
    '  ',
    'jane',
    '@acme.com',
    'jane@',
    'a@b@c.com',
    'Jane <jane@acme.com>',
    '"jane"@acme.com',
    'a@x.com,b@x.com',
    '“jane”@acme.com',
  ])('that is none is refused: %j', (text) => {
    expect(refusalOf(text)).toMatchObject({ where: '--by' });
  });
});
