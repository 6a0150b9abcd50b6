// Reads the company's directories with the program's own connectors, for the stored snapshots that the sample brings along.
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { openDirectory } from '../../adapters/directories/open.ts';
import { defaultLimits } from '../../adapters/directories/reading/surroundings.ts';
import type { Surroundings } from '../../adapters/directories/reading/surroundings.ts';
import { openFolderScratch } from '../../adapters/objects/scratch.ts';
import { parseConfig } from '../../core/config/parse.ts';
import { directoryCredentials } from '../../core/config/credentials.ts';
import type { Result } from '../../core/values/result.ts';
import { pullDirectory } from '../../steps/read/pull-directory.ts';
import { configuration, entraTenant, publicAddresses } from '../world/company.ts';
import type { Addresses } from '../world/company.ts';
import type { Servers } from './servers.ts';
import type { Quarter } from '../world/time.ts';

/** One snapshot file a directory, by its name, with the addresses that the company would have if it were real. */
export async function snapshotFiles(servers: Servers, on: Quarter): Promise<readonly (readonly [string, string])[]> {
  servers.turnTo(on);
  setDefaultCACertificates([...getCACertificates('default'), servers.caPem]);
  const config = accepted(parseConfig(configuration(on, servers.addresses), 'the sample'));
  const scratch = await openFolderScratch({ root: tmpdir() });
  const files: [string, string][] = [];
  try {
    for (const directory of config.directories) {
      const credentials = accepted(directoryCredentials(servers.environment, directory));
      const opened = accepted(await openDirectory({ config: directory, credentials, around: surroundings(on) }));
      const kept = await pullDirectory({ scratch, progress: silent }, opened);
      files.push([`snapshot-${directory.id}.jsonl`, withPublicAddresses(await text(kept.read()), servers.addresses)]);
    }
  } finally {
    await scratch.close();
  }
  return files;
}

const silent = { stage: () => {}, advance: () => {} };

function surroundings(on: Quarter): Surroundings {
  return {
    clock: { now: () => on.asOf },
    ids: { next: () => randomUUID() },
    machine: { nowMs: () => Date.now(), sleep: async (ms) => setTimeout(ms) },
    limits: defaultLimits,
    log: () => {},
  };
}

/**
 * Replaces the addresses of the servers by those of the company. Of an Okta org the host too, because a snapshot names
 * it as the tenant.
 */
function withPublicAddresses(snapshot: string, { graph, login, okta, contractors }: Addresses): string {
  const renamed = [
    [`${login}/${entraTenant}/`, `${publicAddresses.login}/${entraTenant}/`],
    [graph, publicAddresses.graph],
    [okta, publicAddresses.okta],
    [contractors, publicAddresses.contractors],
    [new URL(okta).host, new URL(publicAddresses.okta).host],
    [new URL(contractors).host, new URL(publicAddresses.contractors).host],
  ] as const;
  return renamed.reduce((whole, [local, real]) => whole.replaceAll(local, real), snapshot);
}

function accepted<T>(result: Result<T>): T {
  if (result.kind === 'refused') throw new Error(`the sample is refused: ${JSON.stringify(result.refusals)}`);
  return result.value;
}
