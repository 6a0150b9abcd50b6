// The bundled sample on a stage of its own: its directories answer as they did on the day of a review, and each function
// that reads one proves itself as the deployment has it.
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { configurationFile } from '../../../sample/world/company.ts';
import { oktaClientId } from '../../../sample/directories/seeds.ts';
import { startServers } from '../../../sample/directories/servers.ts';
import type { Servers } from '../../../sample/directories/servers.ts';
import { present } from '../../../sample/world/time.ts';
import { synthesize } from '../../support/aws/deployment/synthesis.ts';
import { raiseStage } from './machine/stage.ts';
import type { Stage, StageOptions } from './machine/stage.ts';

export interface RaisedSample {
  readonly stage: Stage;
  readonly servers: Servers;
  /** A folder for the test's own files. */
  readonly folder: string;
  close(): Promise<void>;
}

const held = z.object({
  ENTRA_CLIENT_ID: z.string(),
  ENTRA_CLIENT_SECRET: z.string(),
  OKTA_PRIVATE_KEY_FILE: z.string(),
  CONTRACTORS_API_TOKEN: z.string(),
});

/** @param now the clock of the bucket that takes the exports */
export async function raiseSample(now: () => Date): Promise<RaisedSample> {
  const folder = await mkdtemp(join(tmpdir(), 'access-review-sample-'));
  const servers = await startServers(join(folder, 'directories'));
  const config = join(folder, 'review.json');
  await writeFile(config, configurationFile(present, servers.addresses));
  const assembly = join(folder, 'cdk.out');
  synthesize({
    stage: 'rehearsal',
    output: assembly,
    judged: false,
    context: {
      'access-review': {
        config,
        operators: ['operations@quillfeather.example'],
        review: 'cron(0 14 6 1,4,7,10 ? *)',
        watch: 'cron(0 6 * * ? *)',
        tick: 'cron(30 6 * * ? *)',
        credentials: { okta: { kind: 'kms-key', clientId: oktaClientId } },
      },
    },
  });
  const place = { assembly, stack: 'AccessReview-rehearsal', caPem: servers.caPem, folder };
  const stage = await raiseStage({ ...place, ...provenBy(servers), now });
  return {
    stage,
    servers,
    folder,
    close: async () => {
      await Promise.all([stage.close(), servers.close()]);
      await rm(folder, { recursive: true });
    },
  };
}

function provenBy({ environment }: Servers): Pick<StageOptions, 'secrets' | 'assertionKey'> {
  const credentials = z.parse(held, environment);
  return {
    secrets: {
      entra: { CLIENT_ID: credentials.ENTRA_CLIENT_ID, CLIENT_SECRET: credentials.ENTRA_CLIENT_SECRET },
      contractors: { API_TOKEN: credentials.CONTRACTORS_API_TOKEN },
    },
    assertionKey: createPrivateKey(readFileSync(credentials.OKTA_PRIVATE_KEY_FILE)),
  };
}
