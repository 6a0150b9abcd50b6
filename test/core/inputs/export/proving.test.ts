// What an export can prove, by what its run tells of it.
import { describe, expect, test } from 'vitest';
import { provingOf } from '../../../../core/inputs/export/proving.ts';
import type { Proving, ToldExport } from '../../../../core/inputs/export/proving.ts';
import { allRules, rulesOf } from '../../../../core/versions.ts';
import { at } from '../../../support/time.ts';

/** Whole, young and as the application wrote it, where the test says nothing else. */
function proving(says: Partial<ToldExport>): Proving {
  return provingOf({
    rules: allRules,
    declared: true,
    edited: null,
    stale: false,
    shortBy: null,
    unread: 0,
    exportedAt: at('2026-10-14T08:00:00Z'),
    received: at('2026-10-14T09:00:00Z'),
    ...says,
  });
}

describe('an export', () => {
  test('proves what it shows and what it lacks when nothing speaks against it', () => {
    expect(proving({})).toEqual({ doubt: null, absence: null });
  });

  test('proves nothing when it was received before somebody says that it was taken', () => {
    const doubt = 'it was received on 12 October 2026, 09:00 UTC, before the time at which somebody says it was taken';
    expect(proving({ received: at('2026-10-12T09:00:00Z') })).toEqual({ doubt, absence: doubt });
    expect(proving({ received: at('2026-10-14T07:55:00Z') }).doubt, 'by no more than clocks differ').toBeNull();
  });

  test('proves nothing when it was edited, and says by what that shows', () => {
    const doubt = 'it is not as People.ai wrote it (no `Suspended At` column; re-saved copy: a workbook)';
    const edited = ['no `Suspended At` column', 're-saved copy: a workbook'];
    expect(proving({ edited })).toEqual({ doubt, absence: doubt });
    expect(proving({ edited: [] }).doubt, 'where no sign was told').toBe('it is not as People.ai wrote it');
  });

  test('proves of nobody whom it lacks that they are gone while rows of it could not be read', () => {
    expect(proving({ unread: 2 })).toEqual({ doubt: null, absence: '2 rows of it could not be read' });
  });

  test('is judged by the rule of the version that compared it', () => {
    const early = at('2026-10-12T09:00:00Z');
    expect(proving({ rules: rulesOf({ tool: { version: '0.9.0' } }), unread: 2, received: early })).toEqual({
      doubt: null,
      absence: null,
    });
  });
});
