// What an accepted run left is read as it was written, wherever the pieces of the file end, and in no other form.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyHistory, historySchema } from '../../core/inputs/history.ts';
import type { History } from '../../core/inputs/history.ts';
import type { Bytes } from '../../core/ports/objects.ts';
import { historyDocument } from '../../core/report/documents.ts';
import { StoredRecordUnreadable } from '../../core/values/stored.ts';
import { historyIn, ledgerIn, populationIn } from '../../steps/history-text.ts';
import { aReview } from '../support/review/review-builder.ts';
import * as z from 'zod/mini';

const first = aReview({ accounts: ['jane@acme.com', 'joe@acme.com'], entra: ['jane@acme.com', 'zoë@acme.com'] });

/** Texts that look like the ends of entries, and characters of two bytes and more. */
const text = fc.oneof(fc.string(), fc.constantFrom('\n  },\n', '\n  }\n ]', '\n }', '"', '\\', '[', '{', 'Zoë', '𝒥'));

const history: fc.Arbitrary<History> = fc
  .record({
    roles: fc.array(text, { maxLength: 5 }),
    names: fc.array(text, { maxLength: 5 }),
    run: fc.option(text),
    approval: fc.option(text),
  })
  .map(({ roles, names, run, approval }) => {
    const [account] = first.history.accounts;
    const [entry] = first.history.ledger;
    if (account === undefined || entry === undefined) throw new Error('the first run left nothing');
    const at = entry.firstSeen;
    return {
      ...emptyHistory,
      run: run === null ? null : { id: run, asOf: at, exportedAt: at, period: run, rowsRead: 1 },
      accounts: roles.map((role) => ({ ...account, role })),
      ledger: names.map((name) => ({ ...entry, name })),
      approval: approval === null ? null : { by: approval, on: approval, sha256: approval },
    };
  });

async function* inPieces(whole: string, length: number): Bytes {
  const bytes = Buffer.from(whole);
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

const written = [...historyDocument(first.history)].join('');

describe('a stored history', () => {
  test('is read as it was written, wherever its pieces end', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.integer({ min: 1, max: 400 }), async (wanted, length) => {
        const document = [...historyDocument(wanted)].join('');
        const read = await historyIn(inPieces(document, length), 'it');
        expect(JSON.stringify(read)).toBe(JSON.stringify(z.parse(historySchema, JSON.parse(document))));
        const { run, accounts } = read;
        expect(await populationIn(inPieces(document, length), 'it')).toEqual({ run, accounts });
        expect(await ledgerIn(inPieces(document, length), 'it')).toEqual(read.ledger);
      }),
    );
  });

  test.each([
    ['cut off', written.slice(0, -40)],
    ['cut off at its last break', written.slice(0, -1)],
    ['empty', ''],
    ['in another form', JSON.stringify(first.history)],
    ['with something behind it', `${written}\n`],
    ['with a member twice', written.replace('\n "schema": 1,', '\n "schema": 1,\n "schema": 1,')],
    ['with a comma too many', written.replace('\n  }\n ]', '\n  },\n ]')],
    ['with an entry that ends early', written.replace('\n  },\n', '\n  }],\n')],
    ['of a later schema', written.replace('"schema": 1', '"schema": 2')],
  ])('is refused %s', async (_, document) => {
    await expect(historyIn(inPieces(document, 64), 'the history')).rejects.toThrow(StoredRecordUnreadable);
  });

  test('names itself when it is not as a run writes it', async () => {
    const reading = populationIn(inPieces(written.slice(0, 400), 64), 'the history of the run x');
    await expect(reading).rejects.toThrow(StoredRecordUnreadable);
    await expect(reading).rejects.toThrow('the history of the run x: cannot be read as it is stored');
  });
});
