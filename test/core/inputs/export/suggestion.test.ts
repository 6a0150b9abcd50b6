import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../../core/config/parse.ts';
import { suggestedConfiguration } from '../../../../core/inputs/export/suggestion.ts';
import { acme } from '../../../support/inputs/acme.ts';
import { tableOf } from '../../../support/inputs/export-builder.ts';
import { given } from '../../../support/given.ts';

function configured(given_: object = {}) {
  return given(parseConfig({ ...acme, export: given_ }, 'review.json'));
}

function suggested(records: readonly (readonly string[])[], from: object = {}): unknown {
  const text = suggestedConfiguration([tableOf(records)], configured(from).export);
  return text === null ? null : JSON.parse(text);
}

describe('a suggestion for an export that nobody declared', () => {
  test('names the one column that holds addresses, and the one that holds status words', () => {
    const records = [
      ['Kennung', 'Zustand', 'Gruppe'],
      ['jane@acme.com', 'Active', 'Sales'],
      ['joe@acme.com', 'suspended', 'Sales'],
    ];
    expect(suggested(records)).toEqual({ export: { columns: { email: 'Kennung', status: 'Zustand' } } });
  });

  test('lists what it may be where no column or several are fit, and what it lists is refused as it is', () => {
    const records = [
      ['Email', 'Zustand', 'Gruppe'],
      ['jane@acme.com', 'aktiv', 'Sales'],
    ];
    expect(suggested(records)).toEqual({ export: { columns: { status: 'one of: "Zustand", "Gruppe"' } } });
    const asItIs = { columns: { status: 'one of: "Zustand", "Gruppe"' } };
    expect(suggested(records, asItIs)).not.toBeNull();
  });

  test('keeps what is configured, and leaves it to a person what an unknown word means', () => {
    const records = [
      ['Login', 'Status'],
      ['jane@acme.com', 'Active'],
      ['joe@acme.com', 'On hold'],
      ['jim@acme.com', 'on hold'],
      ['jill@acme.com', 'Gone'],
    ];
    const piece = suggested(records, { statuses: { active: ['Active'] } });
    expect(piece).toMatchObject({
      export: { statuses: { active: ['Active'], 'move each to active or pending or suspended': ['On hold', 'Gone'] } },
    });
    const { export: part } = { export: {}, ...(piece as object) };
    expect(parseConfig({ ...acme, export: part }, 'review.json').kind).toBe('refused');
  });

  test('says nothing about a file whose headers and words are known, or that is no list at all', () => {
    expect(
      suggested([
        ['Email', 'Status'],
        ['jane@acme.com', 'Active'],
      ]),
    ).toBeNull();
    expect(suggestedConfiguration([], configured().export)).toBeNull();
  });
});
