// Who signed: as whom a directory knows them, whether they prepared it, what of it was theirs, and since when they sign.
import { describe, expect, test } from 'vitest';
import { namesBesideSigners, signerRows } from '../../../core/report/proofs/signers.ts';
import type { SignersInput, SignerRow } from '../../../core/report/proofs/signers.ts';
import type { ReviewedPeriod } from '../../../core/inputs/history.ts';
import type { Signed } from '../../../core/review/events/event.ts';
import type { KnownPerson } from '../../../core/review/lines/actor.ts';
import { login } from '../../support/inputs/population-builder.ts';
import { aLine, stateAfter } from '../../support/review/review-line.ts';
import { at } from '../../support/time.ts';

const when = at('2026-10-08T10:00:00Z');

function signedBy(by: string, stage: Signed['stage'] = 'reviewer'): Signed {
  const digests = { evidenceSha256: '0'.repeat(64), decisionsSha256: '0'.repeat(64) };
  return { kind: 'signed', stage, at: when, by, assurance: 'asserted', statement: 'I have.', ...digests };
}

function aPerson(name: string | null, directory: string, ...own: readonly string[]): KnownPerson {
  const [first = 'nobody@acme.com'] = own;
  const logins = own.map(login);
  return { login: login(first), own: logins, logins, directory, state: 'active', gone: null, name, numbered: [] };
}

function reviewed(
  review: string,
  ...signed: readonly (readonly [stage: Signed['stage'], by: string])[]
): ReviewedPeriod {
  const nothing = { toRemove: 0, ordered: 0, orderedAt: null, proven: 0, provenAt: null, notPerformed: null };
  return { review, exportedAt: when, signed: signed.map(([stage, by]) => ({ stage, by, at: when })), ...nothing };
}

function rowOf(by: string, says: Partial<SignersInput> = {}): SignerRow | undefined {
  const input: SignersInput = {
    state: stateAfter(signedBy(by)),
    frozen: { lines: [aLine({ login: 'user@acme.com' })], others: [] },
    people: [],
    exportedBy: null,
    plusAddressing: 'distinct',
    reviews: [],
    review: '2026-Q4',
    ...says,
  };
  return signerRows(input)[0];
}

describe('who signed', () => {
  test('is named as a directory names them, with every directory that knows them once', () => {
    const people = [
      aPerson(null, 'okta', 'cfo@acme.com'),
      aPerson('Ada Lovelace', 'entra', 'cfo@acme.com', 'ada@acme.com'),
      aPerson('Ada Lovelace', 'entra', 'cfo@acme.com'),
      aPerson('Somebody Else', 'hr', 'else@acme.com'),
    ];
    expect(rowOf('cfo@acme.com', { people })).toMatchObject({ name: 'Ada Lovelace', known: 'known in okta, entra' });
  });

  test('is said to be known to no directory where only the configuration names them', () => {
    expect(rowOf('cfo@acme.com')).toMatchObject({
      name: null,
      known: 'named in the configuration; no directory of the run knows them',
    });
  });

  test.each([
    ['under the same address', 'cfo@acme.com', true],
    ['under another name of theirs', 'ada@acme.com', true],
    ['and somebody else did', 'ops@acme.com', false],
    ['and nobody says who did', null, null],
  ])('took the export, or not: %s', (_how, exportedBy, preparer) => {
    const people = [aPerson('Ada Lovelace', 'entra', 'cfo@acme.com', 'ada@acme.com')];
    expect(rowOf('cfo@acme.com', { people, exportedBy })?.preparer).toBe(preparer);
  });

  test('opened the review, or somebody else did', () => {
    const state = stateAfter(signedBy('cfo@acme.com'));
    expect(rowOf('cfo@acme.com', { state: { ...state, openedBy: 'cfo@acme.com' } })?.openedIt).toBe(true);
    expect(rowOf('cfo@acme.com', { state: { ...state, openedBy: 'grc@acme.com' } })?.openedIt).toBe(false);
    expect(rowOf('cfo@acme.com', { state: { ...state, openedBy: null } })?.openedIt).toBe(false);
  });

  test('bears so many lines, under whatever login', () => {
    const lines = [
      aLine({ login: 'cfo@acme.com' }),
      aLine({ login: 'crm@acme.com', own: ['cfo@acme.com'] }),
      aLine({ login: 'user@acme.com' }),
    ];
    expect(rowOf('cfo@acme.com', { frozen: { lines, others: [] } })?.ownLines).toBe(2);
    expect(rowOf('grc@acme.com', { frozen: { lines, others: [] } })?.ownLines).toBe(0);
  });

  test('decided and commented so much under whatever name a directory knows of them', () => {
    const people = [aPerson('Ada Lovelace', 'entra', 'cfo@acme.com', 'ada@acme.com')];
    const line = { decision: 'keep', until: null, reason: 'needed', codesSeen: [] } as const;
    const acted = { at: when, by: 'ada@acme.com', assurance: 'asserted' } as const;
    const lines = ['a@acme.com', 'b@acme.com'].map((one) => ({ ...line, login: login(one) }));
    const state = stateAfter(
      { ...acted, kind: 'decided', lines },
      { ...acted, kind: 'commented', login: login('a@acme.com'), text: 'asked HR', files: [] },
      signedBy('cfo@acme.com'),
    );
    expect(rowOf('cfo@acme.com', { state, people })).toMatchObject({ decided: 2, wrote: 1 });
    expect(rowOf('cfo@acme.com', { state })).toMatchObject({ decided: 0, wrote: 0 });
    expect(namesBesideSigners({ state, exportedBy: null, reviews: [] })).toContain('ada@acme.com');
  });

  test('is looked for in each line as often, however many decided', () => {
    const logins = Array.from({ length: 30 }, (_, number) => login(`manager-${number}@acme.com`));
    const line = { decision: 'keep', until: null, reason: 'needed', codesSeen: [] } as const;
    const readsWhere = (deciders: readonly string[]): number => {
      let reads = 0;
      const own = (one: string) => ({ get: () => ((reads += 1), [login(one)]) });
      const lines = logins.map((one) => Object.defineProperty(aLine({ login: one }), 'own', own(one)));
      const decided = deciders.map((by) => ({ at: when, by, assurance: 'asserted', kind: 'decided' }) as const);
      const state = stateAfter(
        ...decided.map((one, number) => ({
          ...one,
          lines: [{ ...line, login: logins[number] ?? login('none@acme.com') }],
        })),
        signedBy('cfo@acme.com'),
      );
      rowOf('cfo@acme.com', { state, frozen: { lines, others: [] } });
      return reads;
    };
    expect(readsWhere(logins)).toBe(readsWhere(logins.slice(0, 1)));
  });

  test('signs this stage since the first review in which they signed it under another name', () => {
    const people = [aPerson('Ada Lovelace', 'entra', 'cfo@acme.com', 'ada@acme.com')];
    const reviews = [reviewed('2026-Q3', ['reviewer', 'ada@acme.com'])];
    expect(rowOf('cfo@acme.com', { reviews, people })?.since).toBe('2026-Q3: signed this stage in 1 earlier review');
    expect(namesBesideSigners({ state: stateAfter(), exportedBy: null, reviews })).toContain('ada@acme.com');
  });

  test('signs this stage since the first review on record in which they signed it', () => {
    const reviews = [
      reviewed('2026-Q3', ['reviewer', 'cfo@acme.com']),
      reviewed('2026-Q1', ['reviewer', 'cfo@acme.com'], ['control-owner', 'vp@acme.com']),
      reviewed('2026-Q2', ['control-owner', 'cfo@acme.com']),
      reviewed('2026-Q4', ['reviewer', 'cfo@acme.com']),
    ];
    expect(rowOf('cfo@acme.com', { reviews })?.since).toBe('2026-Q1: signed this stage in 2 earlier reviews');
    expect(rowOf('vp@acme.com', { reviews })?.since).toBe('not known: no earlier signature in this stage is on record');
  });

  test('is told once a stage, in the order of the signatures', () => {
    const state = stateAfter(signedBy('grc@acme.com'), signedBy('cfo@acme.com', 'control-owner'));
    const frozen = { lines: [], others: [] };
    const facts = { people: [], exportedBy: null, plusAddressing: 'distinct', reviews: [], review: '2026-Q4' } as const;
    const rows = signerRows({ state, frozen, ...facts });
    expect(rows.map(({ stage, by }) => `${stage} ${by}`)).toEqual([
      'reviewer grc@acme.com',
      'control-owner cfo@acme.com',
    ]);
  });
});
