// What a review and a watch run of a large company cost on AWS: `node bench/publish.ts [accounts] [people]`. Each function
// runs as the template has it, in a process of its own with the heap that Lambda would give it, against stand-ins.
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { exportReader } from '../adapters/files/export-reader.ts';
import { s3Objects } from '../adapters/objects/s3.ts';
import { openFolderScratch } from '../adapters/objects/scratch.ts';
import { dynamoStore } from '../adapters/stores/dynamodb/store.ts';
import { workKey } from '../core/names/object-keys.ts';
import { instantFromMs } from '../core/values/instant.ts';
import type { Instant } from '../core/values/instant.ts';
import { toolVersion } from '../cli/terminal/tool.ts';
import { openReview } from '../steps/review/open-review.ts';
import { ExecutionEnvironments } from '../test/journeys/rehearsal/machine/functions.ts';
import { raiseStage } from '../test/journeys/rehearsal/machine/stage.ts';
import type { Stage } from '../test/journeys/rehearsal/machine/stage.ts';
import { namer, readTemplate } from '../test/support/aws/deployment/template.ts';
import { directory, exportLines, snapshotLines, writeLines } from './large-company.ts';
import { usageSchema } from './measuring/measure.ts';
import { stackName, synthesizeStage } from './stage.ts';

/** As many people in the directory as accounts, when nothing else is said. */
const [accounts, people = accounts] = process.argv.slice(2);
const size = { accounts: Number(accounts ?? 100_000), people: Number(people ?? 100_000) };
const folder = await mkdtemp(join(tmpdir(), 'bench-publish-'));
const scratch = join(folder, 'scratch');

const memorySchema = z.object({
  FunctionName: z.string(),
  MemorySize: z.number(),
  EphemeralStorage: z.object({ Size: z.number() }),
});

function settingsOf(name: string): { readonly memory: number; readonly room: number } {
  const found = readTemplate(assembly, stackName, namer()).find(
    ({ properties }) => properties['FunctionName'] === name,
  );
  const { MemorySize: memory, EphemeralStorage } = z.parse(memorySchema, found?.properties);
  return { memory, room: EphemeralStorage.Size };
}

/**
 * The heap that Lambda's own start script for Node.js sets: nine tenths of the memory for the old space, a twentieth
 * for each half of the young one.
 */
function heapOptions(memory: number): string {
  return `--max-old-space-size=${Math.floor(memory * 0.9)} --max-semi-space-size=${Math.floor(memory * 0.05)}`;
}

/** Invokes the function and prints what it cost. @returns its answer */
async function measured(stage: Stage, handler: string, event: unknown): Promise<unknown> {
  const own = stage.named(handler);
  const { memory, room } = settingsOf(own.name);
  const usage = fileURLToPath(new URL('measuring/usage.js', import.meta.url));
  const environment = {
    ...own.environment,
    NODE_OPTIONS: `${heapOptions(memory)} --import ${usage}`,
    USAGE_CHANNEL: '2',
    TMPDIR: scratch,
  };
  const began = performance.now();
  const disk = watchScratch();
  const environments = new ExecutionEnvironments();
  const answer = await environments.invoke({ ...own, environment }, event);
  const [log = ''] = await environments.close();
  const { cpuSeconds, peakMb } = z.parse(usageSchema, JSON.parse(log.slice(log.lastIndexOf('{'))));
  const figures = [
    `${cpuSeconds.toFixed(1).padStart(6)} s CPU`,
    `${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s`,
    `${peakMb.toFixed(0).padStart(6)} of ${memory} MB memory`,
    `${((await disk()) / 1e6).toFixed(0).padStart(5)} of ${room} MB scratch`,
  ];
  process.stdout.write(`${handler.padEnd(14)}${figures.join('  ')}\n`);
  return answer;
}

/** @returns a function that stops watching and tells the most bytes that lay in the scratch folder at a time */
function watchScratch(): () => Promise<number> {
  const stopping = new AbortController();
  const watching = (async () => {
    let most = 0;
    while (!stopping.signal.aborted) {
      most = Math.max(most, await bytesBelow(scratch));
      await setTimeout(100);
    }
    return most;
  })();
  return async () => {
    stopping.abort();
    return watching;
  };
}

async function unlessGone<Value, Gone>(looking: Promise<Value>, gone: Gone): Promise<Value | Gone> {
  try {
    return await looking;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return gone;
    throw error;
  }
}

/** The bytes of all files below a path. A file that is removed meanwhile counts nothing. */
async function bytesBelow(path: string): Promise<number> {
  const names = await unlessGone(readdir(path, { recursive: true }), []);
  const sizes = names.map(async (name) => {
    const found = await unlessGone(stat(join(path, name)), null);
    return found?.isFile() === true ? found.size : 0;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Until the next whole second, so that nothing was stored after it. */
async function nextSecond(): Promise<Instant> {
  const at = Math.ceil((Date.now() + 1) / 1000) * 1000;
  await setTimeout(at - Date.now());
  return instantFromMs(at);
}

async function put(stage: Stage, place: { readonly Bucket: string; readonly Key: string }, lines: Iterable<string>) {
  const file = join(folder, randomUUID());
  await writeLines(file, lines);
  return stage.client.send(new PutObjectCommand({ ...place, Body: await readFile(file) }));
}

async function upload(stage: Stage, at: Instant): Promise<void> {
  const place = { Bucket: stage.bucket('Exports'), Key: 'inbox/users.csv' };
  const { VersionId } = await put(stage, place, exportLines(size.accounts, at));
  const object = { key: place.Key, 'version-id': VersionId };
  await measured(stage, 'ingest-export', { detail: { bucket: { name: place.Bucket }, object } });
}

/** What `pull` leaves of the directory; reading it is measured by `bench/directories.ts`. */
async function pulled(stage: Stage, execution: string): Promise<object> {
  const asOf = await nextSecond();
  const key = workKey(execution, `snapshot-${directory.id}.jsonl`);
  await put(stage, { Bucket: stage.bucket('Evidence'), Key: key }, snapshotLines(size, asOf));
  return {
    execution,
    asOf,
    asOfSetByOperator: false,
    snapshots: [{ directory: directory.id, key }],
    acceptedGates: [],
  };
}

const reconciled = z.object({ run: z.string(), inputs: z.string() });
const published = z.object({ status: z.literal('complete') });

/** Opens the review of what was published last, as the command line does. */
async function open(stage: Stage, asOf: Instant): Promise<void> {
  const ids = { next: () => randomUUID() };
  const clock = { now: () => asOf };
  const store = dynamoStore({ client: stage.table.client, table: stage.table.name, ids });
  const objects = s3Objects({ client: stage.client, bucket: stage.bucket('Evidence'), drafts: folder, ids });
  const reading = { exportReader: exportReader(), scratch: await openFolderScratch({ root: folder }) };
  const progress = { stage: () => {}, advance: () => {} };
  const period = (await store.runs.lastAccepted(asOf))?.period ?? '';
  const opened = await openReview(
    { ...store, ...reading, objects, progress, clock, tool: toolVersion() },
    { period, by: null },
  );
  if (opened.kind === 'refused') throw new Error(`the review of ${period} cannot be opened`);
}

async function tick(stage: Stage): Promise<void> {
  const asOf = await nextSecond();
  await open(stage, asOf);
  await measured(stage, 'tick', { kind: 'advance', asOf });
  await measured(stage, 'tick', { kind: 'tell', execution: 'tick-1', asOf });
}

/** Prints what was stored, from which docs/cost.md works out a year of storage. */
function printStored(stage: Stage): void {
  const evidence = stage.s3.buckets.get(stage.bucket('Evidence'));
  for (const prefix of ['work/review-2/snapshot-', 'runs/', 'history/']) {
    const sizes = (evidence?.keys(prefix) ?? []).map((key) => evidence?.version(key, null)?.body.length ?? 0);
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    process.stdout.write(`${prefix.padEnd(24)}${sizes.length} objects, ${(bytes / 1e6).toFixed(1)} MB\n`);
  }
}

async function review(stage: Stage, execution: string): Promise<void> {
  const order = await pulled(stage, execution);
  const { run, inputs } = z.parse(reconciled, await measured(stage, 'reconcile', order));
  z.parse(published, await measured(stage, 'publish', { kind: 'run', execution, run, inputs }));
}

await mkdir(scratch);
const assembly = await synthesizeStage(folder);
const stage = await raiseStage({ assembly, stack: stackName, caPem: '', folder });
try {
  process.stdout.write(`${size.accounts} accounts, ${size.people} people in the directory: the first review\n`);
  await upload(stage, await nextSecond());
  await review(stage, 'review-1');
  process.stdout.write('The next review, which knows the history of the first, and a watch run\n');
  await upload(stage, await nextSecond());
  await review(stage, 'review-2');
  await measured(stage, 'watch', await pulled(stage, 'watch-1'));
  await tick(stage);
  printStored(stage);
} finally {
  await stage.close();
  await rm(folder, { recursive: true });
}
