// How fast and in how much memory a large directory is read: `node bench/directories.ts [entra|okta] [people]`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import * as z from 'zod/mini';
import { openDirectory } from '../adapters/directories/open.ts';
import { defaultLimits } from '../adapters/directories/reading/surroundings.ts';
import type { Surroundings } from '../adapters/directories/reading/surroundings.ts';
import { parseConfig } from '../core/config/parse.ts';
import { directoryCredentials } from '../core/config/credentials.ts';
import { instantFromMs } from '../core/values/instant.ts';
import type { Directory } from '../core/ports/inputs.ts';
import type { SnapshotHeader } from '../core/inputs/snapshot.ts';
import type { Result } from '../core/values/result.ts';

const serverSchema = z.object({ url: z.string(), caPem: z.string() });

/** The stand-in runs in a process of its own, so that its memory is not counted. */
async function startServer(kind: string, people: number): Promise<z.infer<typeof serverSchema> & { stop: () => void }> {
  const program = new URL('directories-server.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, kind, String(people)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface(child.stdout), 'line');
  return { ...z.parse(serverSchema, JSON.parse(String(line))), stop: () => child.kill() };
}

function surroundings(): Surroundings {
  return {
    clock: { now: () => instantFromMs(Date.now()) },
    ids: { next: () => crypto.randomUUID() },
    machine: { nowMs: () => Date.now(), sleep: async (ms) => setTimeout(ms) },
    limits: defaultLimits,
    log: () => undefined,
  };
}

function accepted<T>(result: Result<T>): T {
  if (result.kind === 'refused') throw new Error(result.refusals.map((one) => one.what).join('; '));
  return result.value;
}

async function open(kind: string, url: string): Promise<Directory> {
  const directory =
    kind === 'entra'
      ? { id: 'entra', kind, tenantId: 'tenant-1', appId: 'app-1', graphUrl: url, loginUrl: url }
      : { id: 'okta', kind, orgUrl: url, appId: '0oa1' };
  const [config] = accepted(parseConfig({ directories: [directory] }, 'bench')).directories;
  if (config === undefined) throw new Error('no directory configured');
  const env = { ENTRA_CLIENT_ID: 'client-1', ENTRA_CLIENT_SECRET: 'secret-1', OKTA_API_TOKEN: 'api-token-1' };
  const credentials = accepted(directoryCredentials(env, config));
  return accepted(await openDirectory({ config, credentials, around: surroundings() }));
}

async function readAll(
  directory: Directory,
): Promise<{ identities: number; assigned: number; header: SnapshotHeader }> {
  let identities = 0;
  let assigned = 0;
  const pulling = directory.pull();
  for (;;) {
    const step = await pulling.next();
    if (step.done === true) return { identities, assigned, header: step.value };
    identities += 1;
    if (step.value.assignments.length > 0) assigned += 1;
  }
}

const [kind = 'entra', people = '200000'] = process.argv.slice(2);
const server = await startServer(kind, Number(people));
if (server.caPem !== '') setDefaultCACertificates([...getCACertificates('default'), server.caPem]);
const startedAt = performance.now();
const { identities, assigned, header } = await readAll(await open(kind, server.url));
const seconds = (performance.now() - startedAt) / 1000;
server.stop();
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const line = [
  `${kind}: ${identities} people, ${assigned} assigned, ${header.completeness}`,
  `${header.calls.reduce((sum, call) => sum + call.pages, 0)} pages`,
  `${seconds.toFixed(1)} s, ${((userCPUTime + systemCPUTime) / 1e6).toFixed(1)} s CPU`,
  `peak RSS ${Math.round(maxRSS / 1024)} MB`,
];
process.stdout.write(`${line.join('; ')}\n`);
