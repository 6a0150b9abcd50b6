// How large each function's bundle is and how long its cold import takes: `node bench/bundles.ts [rounds]`. The bounds
// are 1.2 MB, 1.6 MB for those that draw, 2.0 MB for the one that also speaks the protocol of assistants, and 1.4 times
// (1.8 for the publisher) the import of a bare handler that makes the clients of S3 and DynamoDB, in one file as the
// bundler leaves it (`bench/peers/bare-handler.ts`).
import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { deployed, readStream } from '../test/journeys/rehearsal/machine/functions.ts';
import { standInCredentials } from '../test/support/aws/services/credentials.ts';
import { namer, readTemplate } from '../test/support/aws/deployment/template.ts';
import { bundledFiles } from '../core/names/variables.ts';
import { median } from './measuring/measure.ts';
import { bundleAlone, stackName, synthesizeStage } from './stage.ts';

const bounds = { bytes: 1_200_000, ratio: 1.4 };
const boundsBy: Readonly<Record<string, Partial<typeof bounds>>> = {
  publish: { bytes: 1_600_000, ratio: 1.8 },
  verify: { bytes: 1_600_000 },
  assistants: { bytes: 2_000_000 },
};

const [rounds = '31'] = process.argv.slice(2);
const program = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const timeSchema = z.object({ wall: z.number(), cpu: z.number() });
type Time = z.infer<typeof timeSchema>;

interface Bundle {
  readonly name: string;
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** What Lambda itself sets in the environment. No import calls a service. */
const lambda = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: standInCredentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: standInCredentials.secretAccessKey,
};

async function bundlesIn(folder: string): Promise<readonly Bundle[]> {
  const assembly = await synthesizeStage(folder, 'all');
  const functions = readTemplate(assembly, stackName, namer())
    .filter(({ type }) => type === 'AWS::Lambda::Function')
    .map((resource) => deployed(resource, assembly, lambda))
    .map(({ name, bundle: file, environment }) => ({ name, file, environment }));
  const bare = await bundleAlone(folder, program('peers/bare-handler.ts'));
  return [{ name: 'bare handler', file: bare, environment: lambda }, ...functions];
}

async function coldImport({ name, file, environment }: Bundle): Promise<Time> {
  const child = spawn(process.execPath, [program('measuring/import-time.ts'), file], {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  const told = await readStream(child.stdio[3]);
  if (told === '') throw new Error(`${name} cannot be imported`);
  return z.parse(timeSchema, JSON.parse(told));
}

/** Each round imports every bundle once, so that other work of the machine falls on all of them alike. */
async function coldImports(bundles: readonly Bundle[]): Promise<ReadonlyMap<Bundle, Time>> {
  const times = new Map<Bundle, Time[]>(bundles.map((bundle) => [bundle, []]));
  for (let round = 0; round < Number(rounds); round += 1) {
    for (const [bundle, taken] of times) taken.push(await coldImport(bundle));
  }
  const middle = (taken: readonly Time[]): Time => ({
    wall: median(taken.map(({ wall }) => wall)),
    cpu: median(taken.map(({ cpu }) => cpu)),
  });
  return new Map([...times].map(([bundle, taken]) => [bundle, middle(taken)]));
}

/** The size of a bundle; of a divided one that of all its parts. */
function bytesOf(file: string): number {
  const folder = dirname(file);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.mjs') && name !== bundledFiles.thread)
    .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

function print(found: ReadonlyMap<Bundle, Time>): void {
  const [bare] = found.values();
  if (bare === undefined) throw new Error('nothing was measured');
  for (const [{ name, file }, { wall, cpu }] of found) {
    const bytes = bytesOf(file);
    // Compared by CPU time: an import waits for nothing, and the clock would count other work of a busy machine too.
    const own = { ...bounds, ...boundsBy[name.split('-').at(-1) ?? ''] };
    const isOver = bytes > own.bytes || cpu / bare.cpu > own.ratio;
    const ratios = `${(wall / bare.wall).toFixed(2)} x the bare handler, ${(cpu / bare.cpu).toFixed(2)} x its CPU`;
    const figures = `${(bytes / 1000).toFixed(0).padStart(6)} KB ${wall.toFixed(0).padStart(5)} ms`;
    process.stdout.write(
      `${name.replace(/^access-review-bench-/, '').padEnd(16)} ${figures}  ${ratios}${isOver ? '  OVER THE BOUND' : ''}\n`,
    );
    if (isOver) process.exitCode = 1;
  }
}

const folder = await mkdtemp(join(tmpdir(), 'bench-bundles-'));
try {
  print(await coldImports(await bundlesIn(folder)));
} finally {
  await rm(folder, { recursive: true });
}
