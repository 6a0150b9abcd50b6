// A snapshot through both doors, held against the plainest reading of the same file: split into lines, asked of the schema.
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { parseConfig } from '../../../core/config/parse.ts';
import { identitySchema } from '../../../core/inputs/snapshot.ts';
import type { Bytes, Kept, Scratch } from '../../../core/ports/objects.ts';
import { bytesOf } from '../../../steps/bytes.ts';
import { openSnapshot, takeInSnapshot } from '../../../steps/read/open-snapshot.ts';
import type { OpenSnapshot } from '../../../steps/read/open-snapshot.ts';
import { given } from '../../support/given.ts';
import { aHeader, anIdentity } from '../../support/inputs/population-builder.ts';
import { memoryScratch } from '../../support/surroundings.ts';
import { at } from '../../support/time.ts';

const okta = { id: 'okta', kind: 'okta', orgUrl: 'https://acme.okta.example', appId: 'app' };
const config = given(parseConfig({ directories: [okta] }, 'review.json'));
const header = JSON.stringify(aHeader({ directory: 'okta', takenAt: at('2026-10-05T07:00:00Z') }));

/** As some other program might write it: members in another order, defaults left out, more than is asked for. */
function line(n: number, name: string, asOurs: boolean): string {
  const identity = anIdentity({ id: `id-${n}`, login: `${n}@acme.com`, name });
  if (asOurs) return JSON.stringify(z.parse(identitySchema, identity));
  const { hints: _hints, sponsor: _sponsor, ...members } = identity;
  return JSON.stringify(Object.fromEntries([...Object.entries(members), ['more', [name]]].toReversed()));
}

const lines = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom('Jane', 'Zoë', '𝒥', 'two\nlines', '"'), fc.boolean()), { maxLength: 12 }),
    fc.boolean(),
  )
  .map(([people, allOurs]) => people.map(([name, asOurs], n) => line(n, name, allOurs || asOurs)));

/** Pieces of any length, none at all among them: characters of several bytes come apart. */
const lengths = fc
  .array(fc.nat({ max: 400 }), { minLength: 1, maxLength: 8 })
  .filter((some) => some.some((n) => n > 0));

async function* inPieces(bytes: Uint8Array, cut: readonly number[]): Bytes {
  for (let start = 0, turn = 0; start < bytes.length; turn += 1) {
    const end = start + (cut[turn % cut.length] ?? 1);
    yield bytes.subarray(start, end);
    start = end;
  }
}

function keptAs(bytes: Uint8Array, cut: readonly number[]): Kept {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { bytes: bytes.length, sha256, read: () => inPieces(bytes, cut) };
}

async function all<Value>(batches: AsyncIterable<readonly Value[]>): Promise<readonly Value[]> {
  const found: Value[] = [];
  for await (const batch of batches) found.push(...batch);
  return found;
}

test('however the file is cut into pieces, both doors give what the schema gives of each line, and its line in the evidence', async () => {
  await fc.assert(
    fc.asyncProperty(lines, lengths, fc.boolean(), async (people, cut, endsWithLine) => {
      const file = Buffer.from([header, ...people].join('\n') + (endsWithLine ? '\n' : ''));
      const plain = people.map((text) => z.parse(identitySchema, JSON.parse(text)));
      const scratch: Scratch = { ...memoryScratch, keep: async (body) => keptAs(await bytesOf(body), cut) };
      const doors: readonly OpenSnapshot[] = [
        given(await takeInSnapshot(scratch, inPieces(file, cut), { fileName: 'okta.jsonl', config })),
        given(await openSnapshot(keptAs(file, cut), 'okta.jsonl', config)),
      ];
      for (const { identityCount, batches, lines: written, identityBytes } of doors) {
        expect(identityCount).toBe(people.length);
        // Twice: each reading begins anew.
        expect(await all(batches())).toEqual(plain);
        expect(await all(batches())).toEqual(plain);
        expect(await all(written())).toEqual(plain.map((identity) => JSON.stringify(identity)));
        const text = plain.map((identity) => `${JSON.stringify(identity)}\n`).join('');
        expect(Buffer.from(await bytesOf(identityBytes())).toString()).toBe(text);
      }
    }),
  );
});

test.each<[string, Buffer]>([
  ['an empty file', Buffer.from('')],
  ['a header that is none', Buffer.from('{}\n')],
  ['a line that is no identity', Buffer.from(`${header}\n${line(1, 'Jane', true)}\n{"id":7}\n`)],
  ['an identity told twice', Buffer.from(`${header}\n${line(1, 'Jane', true)}\n${line(1, 'Joe', false)}\n`)],
  ['an empty line', Buffer.from(`${header}\n\n${line(1, 'Jane', true)}\n`)],
  ['bytes that are no UTF-8', Buffer.concat([Buffer.from(`${header}\n`), Buffer.of(0xff, 0x0a)])],
])('both doors refuse %s alike', async (_, file) => {
  const cut = [7];
  const scratch: Scratch = { ...memoryScratch, keep: async (body) => keptAs(await bytesOf(body), cut) };
  const taken = await takeInSnapshot(scratch, inPieces(file, cut), { fileName: 'okta.jsonl', config });
  expect(taken).toEqual(await openSnapshot(keptAs(file, cut), 'okta.jsonl', config));
  expect(taken.kind).toBe('refused');
});

test('a line of five megabytes is refused in a file that comes in, and read where it is evidence already', async () => {
  const notes = ['x'.repeat(5_000_000)];
  const long = JSON.stringify(aHeader({ directory: 'okta', takenAt: at('2026-10-05T07:00:00Z'), notes }));
  const file = Buffer.from(`${[long, line(1, 'Jane', true)].join('\n')}\n`);
  const scratch: Scratch = { ...memoryScratch, keep: async (body) => keptAs(await bytesOf(body), [65_536]) };
  const named = { fileName: 'okta.jsonl', config };
  expect(await takeInSnapshot(scratch, inPieces(file, [65_536]), named)).toMatchObject({
    kind: 'refused',
    refusals: [{ found: 'a line of more than 4000000 bytes' }],
  });
  const opened = given(await openSnapshot(keptAs(file, [65_536]), 'okta.jsonl', config));
  expect(opened).toMatchObject({ identityCount: 1, header: { notes } });
});

test('a reading that breaks off is no fault of the file', async () => {
  async function* broken(): Bytes {
    yield Buffer.from(`${header}\n`);
    // As `fetch` says that the other end has gone.
    throw new TypeError('terminated');
  }
  const kept = { ...keptAs(Buffer.from(header), [1]), read: broken };
  await expect(openSnapshot(kept, 'okta.jsonl', config)).rejects.toThrow('terminated');
});

test('addresses with characters that nobody sees are read as people see them where the file comes in, and as they were kept in evidence', async () => {
  const pasted = anIdentity({
    id: 'id-1',
    login: 'jane\u200b@acme.com',
    aliases: [{ login: '\u202ajd@acme.com\u202c', source: 'proxy' }],
    hints: ['j\u00ad@home.example'],
    manager: 'max@acme.com\u200b',
  });
  const file = Buffer.from(`${header}\n${JSON.stringify(pasted)}\n`);
  const taken = given(await takeInSnapshot(memoryScratch, inPieces(file, [100]), { fileName: 'x.jsonl', config }));
  expect(await all(taken.batches())).toMatchObject([
    {
      logins: ['jane@acme.com'],
      aliases: [{ login: 'jd@acme.com', source: 'proxy' }],
      hints: ['j@home.example'],
      manager: 'max@acme.com',
    },
  ]);
  const kept = given(await openSnapshot(keptAs(file, [100]), 'x.jsonl', config));
  expect(await all(kept.batches())).toMatchObject([{ logins: pasted.logins, manager: pasted.manager }]);
});
