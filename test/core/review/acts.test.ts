// How decisions were handed in is told as it was: what was recorded together took no pace.
import { describe, expect, it } from 'vitest';
import { actsOf, handedInText } from '../../../core/review/decisions/acts.ts';
import { at } from '../../support/time.ts';

const morning = at('2026-10-06T08:00:00Z');
const noon = at('2026-10-06T12:00:00Z');

function handed(count: number, over: { by?: string; at?: typeof noon; filter?: string | null } = {}) {
  return Array.from({ length: count }, () => ({ by: 'jane@acme.com', at: morning, filter: null, ...over }));
}

describe('decisions', () => {
  it('that were recorded together are told together, and no pace', () => {
    const acts = actsOf(handed(37));
    expect(acts).toEqual([
      { how: 'together', by: 'jane@acme.com', filter: null, decisions: 37, from: morning, to: morning },
    ]);
    expect(handedInText(acts)).toBe('37 together');
  });

  it('that came one by one are one entry a person, with the time between the first and the last', () => {
    const between = at('2026-10-06T10:00:00Z');
    const hers = [...handed(1, { at: between }), ...handed(1), ...handed(1, { at: noon })];
    const acts = actsOf([...hers, ...handed(1, { by: 'mona@acme.com' })]);
    expect(acts).toMatchObject([
      { how: 'single', by: 'jane@acme.com', decisions: 3, from: morning, to: noon },
      { how: 'single', by: 'mona@acme.com', decisions: 1, from: morning, to: morning },
    ]);
  });

  it('by a filter are told apart from those without, also at one time', () => {
    const acts = actsOf([...handed(5, { filter: 'unremarkable' }), ...handed(2), ...handed(3, { at: noon })]);
    expect(handedInText(acts)).toBe('5 by a stated filter, 5 in 2 batches');
  });

  it('that nobody made are none', () => {
    expect(handedInText(actsOf([]))).toBe('none');
  });
});
