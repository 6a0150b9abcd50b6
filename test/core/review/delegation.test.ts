// Who may hand over what is somebody's: never the one who gains by it.
import { describe, expect, test } from 'vitest';
import { delegationRefusal } from '../../../core/review/decisions/delegation.ts';
import { canonicalLogin } from '../../../core/values/login.ts';
import type { CanonicalLogin } from '../../../core/values/login.ts';

function login(text: string): CanonicalLogin {
  const read = canonicalLogin(text);
  if (read === null) throw new Error(`${text} is no login`);
  return read;
}

const reviewers = { rules: [], fallback: 'grc@acme.com', controlOwner: 'cfo@acme.com' };
const owned = { login: login('mallory@acme.com'), own: [login('mallory@acme.com'), login('m.allory@old.com')] };
const known = { people: [owned], plusAddressing: 'distinct' } as const;

function refusalOf(from: string, to: string | null, by: string | null): string | undefined {
  const event = { from: login(from), to: to === null ? null : login(to), by };
  return delegationRefusal({ event, state: { delegations: new Map() }, reviewers, known }, 'delegation')?.what;
}

describe('a delegation', () => {
  test.each([
    ['cfo@acme.com', 'coo@acme.com', 'cfo@acme.com'],
    ['mona@acme.com', 'max@acme.com', 'grc@acme.com'],
    ['mona@acme.com', 'max@acme.com', 'cfo@acme.com'],
    ['mona@acme.com', null, 'mona@acme.com'],
    ['mona@acme.com', null, 'cfo@acme.com'],
    ['mona@acme.com', 'max@acme.com', null],
  ])('of what is %s to %s may be made by %s', (from, to, by) => {
    expect(refusalOf(from, to, by)).toBeUndefined();
  });

  test.each([
    ['cfo@acme.com', 'mallory@acme.com', 'mallory@acme.com'],
    ['cfo@acme.com', 'mallory@acme.com', 'm.allory@old.com'],
    ['mona@acme.com', 'grc@acme.com', 'grc@acme.com'],
    ['mona@acme.com', null, 'grc@acme.com'],
  ])('of what is %s to %s may not be made by %s, who gains', (from, to, by) => {
    expect(refusalOf(from, to, by)).toBe('delegation by the one who gains by it');
  });

  test('may not be made by anybody else', () => {
    expect(refusalOf('mona@acme.com', 'max@acme.com', 'eve@acme.com')).toBe(
      'delegation by somebody who is not entitled to it',
    );
  });
});
