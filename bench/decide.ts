// What it costs to decide 20,000 lines in bulk on either store: `node bench/decide.ts [lines]`; the bound is 5 s.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { dynamoStore } from '../adapters/stores/dynamodb/store.ts';
import { openSqliteStore } from '../adapters/stores/sqlite/store.ts';
import { decide } from '../steps/review/decide.ts';
import { openReview } from '../steps/review/open-review.ts';
import { createTable, dynamoClient, startDynamoStandIn } from '../test/support/aws/services/dynamodb-stand-in.ts';
import { aWorld } from '../test/steps/review/world.ts';
import { given } from '../test/support/given.ts';
import type { Stores } from '../test/steps/review/world.ts';
import { fallback, founded, joins } from '../test/steps/review/year/year.ts';

const [count = '20000'] = process.argv.slice(2);

async function measured(name: string, stores: Stores): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'bench-decide-'));
  try {
    const world = await aWorld(stores, { home });
    founded(world);
    for (let index = 0; index < Number(count); index += 1) joins(world, `person${index}@acme.com`);
    world.at('2026-03-30T09:00:00Z');
    await world.run();
    const begun = performance.now();
    given(await openReview(world.dependencies, { period: '2026-Q1', by: null }));
    const opened = performance.now();
    const asked = { kind: 'unremarkable', reason: 'linked and unchanged' } as const;
    const request = { asked, by: fallback, assurance: 'asserted', period: null } as const;
    const { lines } = given(await decide(world.dependencies, request));
    const decided = performance.now();
    process.stdout.write(
      `${name.padEnd(10)} opened in ${seconds(begun, opened)} s, ${lines.length} lines decided in ${seconds(opened, decided)} s\n`,
    );
  } finally {
    await rm(home, { recursive: true });
  }
}

function seconds(from: number, to: number): string {
  return ((to - from) / 1000).toFixed(2);
}

const folder = await mkdtemp(join(tmpdir(), 'bench-store-'));
const sqlite = openSqliteStore({ file: join(folder, 'access-review.db') });
await measured('SQLite', sqlite);
sqlite.close();
await rm(folder, { recursive: true });

const standIn = await startDynamoStandIn();
const client = dynamoClient(standIn.endpoint);
const table = `reviews-${randomUUID()}`;
await createTable(client, table);
await measured('DynamoDB', dynamoStore({ client, table, ids: { next: () => randomUUID() } }));
client.destroy();
await standIn.close();
