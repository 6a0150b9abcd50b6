// What the table keeps where an answer was lost, several write at once, or somebody writes very much.
import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { dynamoStore } from '../../../adapters/stores/dynamodb/store.ts';
import { verifyChain } from '../../../core/review/events/chain.ts';
import { foldReview } from '../../../core/review/events/folded.ts';
import { recordDecisions } from '../../../steps/review/record-decisions.ts';
import { dynamoClient } from '../../support/aws/services/dynamodb-stand-in.ts';
import { countingIds } from '../../support/ids.ts';
import { login } from '../../support/inputs/population-builder.ts';
import { aFinding, kept, opened } from '../../support/inputs/records.ts';
import { at } from '../../support/time.ts';
import { dynamoTables, morning } from './dynamo-tables.ts';

const tables = dynamoTables();

describe('when the answer to the first attempt was lost', () => {
  test('of a claim: it is its own', async () => {
    const { table } = await tables.fresh();
    const claim = tables.claim(
      table,
      morning,
      tables.repeating(() => true),
    );
    expect(await claim(async () => 'done')).toEqual({ value: 'done' });
  });

  test('of an event: it is taken for appended', async () => {
    const { store, table } = await tables.fresh();
    await store.reviews.append('2026-Q4', 0, opened);
    const repeating = tables.repeating((command) => command === 'PutItemCommand');
    const { reviews } = dynamoStore({ client: repeating, table, ids: countingIds() });
    expect(await reviews.append('2026-Q4', 1, kept(['jane@acme.com']))).toEqual({ kind: 'appended' });
    expect(await reviews.load('2026-Q4')).toHaveLength(2);
  });

  test('of an entry and a record: they are written once, and what was taken is taken', async () => {
    const { table } = await tables.fresh();
    const repeating = tables.repeating((command) => command !== 'GetItemCommand' && command !== 'QueryCommand');
    const { access, passing } = dynamoStore({ client: repeating, table, ids: countingIds() });
    const now = at('2026-10-05T08:00:00Z');
    for (const what of ['lines', 'findings']) await access.add({ at: now, by: 'jane@acme.com', act: 'read', what });
    const entries = await access.page({ before: null, by: null, most: 9 });
    expect(entries.map(({ number, what }) => [number, what])).toEqual([
      [2, 'findings'],
      [1, 'lines'],
    ]);
    const id = 'a'.repeat(64);
    await passing.put(id, { text: 'jane', endsAt: at('2026-10-05T09:00:00Z') });
    await expect(passing.put(id, { text: 'jane', endsAt: at('2026-10-05T09:00:00Z') })).rejects.toThrow('used before');
    expect([await passing.take(id, now), await passing.take(id, now)]).toEqual(['jane', null]);
  });

  test('of a taking that failed: it is not taken for one by another', async () => {
    const { store, table } = await tables.fresh();
    await store.passing.put('one', { text: 'jane', endsAt: at('2026-10-05T09:00:00Z') });
    const failing = dynamoClient(tables.endpoint);
    failing.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'UpdateItemCommand') throw new Error('no network');
          return next(args);
        },
      { step: 'initialize' },
    );
    const { passing } = dynamoStore({ client: failing, table, ids: countingIds() });
    await expect(passing.take('one', at('2026-10-05T08:00:00Z'))).rejects.toThrow(/cannot take from the table/);
    expect(await store.passing.take('one', at('2026-10-05T08:00:00Z'))).toBe('jane');
    failing.destroy();
  });
});

describe('of several at once', () => {
  test('the events of four writers become one chain', async () => {
    const { store } = await tables.fresh();
    const writer = async (who: string): Promise<void> => {
      let expected = 0;
      for (let appended = 0; appended < 5;) {
        const answer = await store.reviews.append('2026-Q4', expected, kept([`account-${appended}@acme.com`], who));
        expected = answer.kind === 'appended' ? expected + 1 : answer.sequence;
        appended += answer.kind === 'appended' ? 1 : 0;
      }
    };
    await Promise.all(['ann', 'ben', 'cat', 'dan'].map(writer));
    const stream = await store.reviews.load('2026-Q4');
    expect(stream).toHaveLength(20);
    expect(verifyChain(stream).kind).toBe('ok');
  });

  test('what several processes record of access is numbered, and none is lost', async () => {
    const { table } = await tables.fresh();
    const processes = ['ann', 'ben', 'cat'].map((by) => ({
      by,
      access: dynamoStore({ client: tables.client, table, ids: { next: () => randomUUID() } }).access,
    }));
    await Promise.all(
      processes.map(async ({ by, access }) => {
        for (let what = 1; what <= 4; what += 1)
          await access.add({ at: at('2026-10-05T08:00:00Z'), by, act: 'read', what: String(what) });
      }),
    );
    const entries = (await processes[0]?.access.page({ before: null, by: null, most: 50 })) ?? [];
    expect(entries.map(({ number }) => number)).toEqual(Array.from({ length: 12 }, (_, index) => 12 - index));
    const ofBen = entries.filter(({ by }) => by === 'ben').map(({ what }) => what);
    expect(ofBen).toEqual(['4', '3', '2', '1']);
  });
});

describe('of a thousand lines', () => {
  test('decisions with long reasons are kept in one event', async () => {
    const { store } = await tables.fresh();
    const lines = kept(Array.from({ length: 1000 }, (_, index) => `account-${index}@acme.com`));
    if (lines.kind !== 'decided') throw new Error('the test wrote no decision');
    const reasons = lines.lines.map((line, index) => ({ ...line, reason: `${index}: still needed `.repeat(60) }));
    await store.reviews.append('2026-Q4', 0, opened);
    expect(await store.reviews.append('2026-Q4', 1, { ...lines, lines: reasons })).toEqual({ kind: 'appended' });
    expect((await store.reviews.load('2026-Q4'))[1]?.event).toEqual({ ...lines, lines: reasons });
  });

  test('what a reviewer says of each is kept, however much that is', async () => {
    const { store } = await tables.fresh();
    await store.reviews.append('2026-Q4', 0, opened);
    const state = foldReview(await store.reviews.load('2026-Q4'));
    if (state === null) throw new Error('the test opened no review');
    const lines = Array.from({ length: 1000 }, (_, index) => ({
      login: login(`account-${index}@acme.com`),
      decision: 'keep' as const,
      until: null,
      // As long as the portal takes one, and of nothing that could be packed.
      reason: randomBytes(1500).toString('base64'),
      codesSeen: [],
    }));
    const by = login('grc@acme.com');
    const said = { lines, by, assurance: 'oidc', filter: null, at: at('2026-10-06T09:00:00Z') } as const;
    const recorded = await recordDecisions(store.reviews, { review: { period: '2026-Q4', state }, ...said });
    expect(recorded).toMatchObject({ kind: 'ok', value: { stood: 0, taken: [] } });
    expect(foldReview(await store.reviews.load('2026-Q4'))?.decisions.size).toBe(1000);
  });
});

test('a finding that no item holds is refused with its row before any of the run is written', async () => {
  const { store } = await tables.fresh();
  const [small, large] = [
    aFinding({ login: 'small@acme.com' }),
    aFinding({ login: 'large@acme.com', row: 17, reason: randomBytes(600_000).toString('base64') }),
  ];
  const run = { id: 'october', asOf: at('2026-10-05T08:00:00Z') };
  await expect(store.findings.put(run, [small, large])).rejects.toThrow(
    /row 17 of the export\) has \d{6} bytes compressed/,
  );
  expect(await store.findings.get(small.id)).toBeNull();
});
