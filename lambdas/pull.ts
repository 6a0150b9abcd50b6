// Reads one directory into a snapshot; its role reads the credentials of that directory only, and no findings at all.
import { setTimeout as pause } from 'node:timers/promises';
import { KMSClient } from '@aws-sdk/client-kms';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { STSClient } from '@aws-sdk/client-sts';
import * as z from 'zod/mini';
import { awsLent } from '../adapters/directories/aws-federation.ts';
import { secretCredentials } from '../adapters/secrets/aws-secret.ts';
import { openDirectory } from '../adapters/directories/open.ts';
import type { OpenDirectory } from '../adapters/directories/reading/opening.ts';
import { defaultLimits } from '../adapters/directories/reading/surroundings.ts';
import { directoryCredentials } from '../core/config/credentials.ts';
import { pullVariables } from '../core/names/variables.ts';
import { storeLookedUp, storeSnapshot } from '../steps/schedule/store-snapshot.ts';
import { handling } from './call/handling.ts';
import { pullOrder } from './call/messages.ts';
import { loggedProgress, logDirectory } from './call/observe.ts';
import { accepted, bundledConfig, clock, ids, objectsIn, withScratch } from '../homes/aws.ts';

const { DIRECTORY: id, EVIDENCE_BUCKET: bucket, CREDENTIALS_SECRET: secret } = z.parse(pullVariables, process.env);

export const handler = handling('pull', pullOrder, {
  work: async ({ execution, unmatched }) => {
    const directory = await open();
    return withScratch((scratch) => {
      const storing = { scratch, objects: objectsIn(bucket), progress: loggedProgress };
      if (unmatched === undefined) return storeSnapshot(storing, directory, execution);
      return storeLookedUp(storing, directory, { execution, unmatched, config: bundledConfig() });
    });
  },
  logs: ({ directory, key }) => ({ directory, key }),
});

/** Opened for each run: a secret that was rotated is used at once. */
async function open(): Promise<OpenDirectory> {
  const config = bundledConfig().directories.find((directory) => directory.id === id);
  if (config === undefined) throw new Error(`the deployed configuration has no directory ${id}`);
  const kept = secret === undefined ? {} : await secretCredentials(new SecretsManagerClient(), secret, id);
  const credentials = accepted(directoryCredentials({ ...process.env, ...kept }, config));
  const machine = { nowMs: () => Date.now(), sleep: async (ms: number) => pause(ms) };
  const around = { clock, ids, machine, limits: defaultLimits, log: logDirectory };
  const lent = awsLent({ sts: new STSClient(), kms: new KMSClient() });
  return accepted(await openDirectory({ config, credentials, around, lent }));
}
