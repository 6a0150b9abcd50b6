// A review that nothing disturbs, and the place from which every trial sets out to come to the very same end: the export
// is uploaded and the directories are read, because what they say is stamped with the time of reading.
import * as z from 'zod/mini';
import { exportOf } from '../company.ts';
import { fire, nextSecond, upload } from '../raised.ts';
import type { StartedOrder } from '../raised.ts';
import type { Stage } from '../machine/stage.ts';
import { runTrial, shortName } from './trial.ts';
import type { Calling, Trial } from './trial.ts';
import { remember } from '../machine/world.ts';

/** What a function was asked and answered, and how often it wrote something. */
export interface Call {
  readonly name: string;
  readonly order: unknown;
  readonly answer: unknown;
  readonly writes: number;
}

export interface Undisturbed {
  readonly order: StartedOrder;
  readonly trial: Trial;
  /** In their order. */
  readonly calls: readonly Call[];
  /** Back to where the review had not begun, with the certificate of the signing key in place. */
  readonly again: () => Promise<void>;
  /** Back to where the review had ended. */
  readonly afterwards: () => Promise<void>;
  /** Calls as the durable function asks, and answers for a directory what it answered when it was read and asked again. */
  readonly calling: Calling;
}

const pulled = z.object({ directory: z.string(), key: z.string() });
const unmatched = z.object({ logins: z.string() });
const lookingUp = z.looseObject({ unmatched: z.string() });

export async function runUndisturbed(stage: Stage): Promise<Undisturbed> {
  const declared = { 'uploaded-by': 'jane@acme.com', 'exported-at': await nextSecond(), 'count-shown': '13' };
  await upload(stage, { name: 'users.csv', body: exportOf(), declared });
  const order = await fire(stage, 'review');
  const calling = await directoriesAnswered(stage, order, 'newest-upload');
  await issueCertificate(stage, order, calling);
  const again = await remember(stage);

  const calls: Call[] = [];
  const trial = await runTrial(stage, order, {
    calling: async (called, asked) => {
      const writes = stage.writes.writes;
      const answer = await calling(called, asked);
      calls.push({ name: shortName(called), order: asked, answer, writes: stage.writes.writes - writes });
      return answer;
    },
  });
  return { order, trial, calls, again, afterwards: await remember(stage), calling };
}

/** Asks each directory what the execution would ask. @returns what answers so ever after, and carries every other call out */
export async function directoriesAnswered(
  stage: Stage,
  { execution, scheduledAt: asOf }: StartedOrder,
  compares: 'newest-upload' | 'accepted-run',
): Promise<Calling> {
  const read = await eachDirectory(stage, { execution });
  const asking = { kind: 'unmatched', execution, asOf, snapshots: [...read.values()], compares };
  const { logins } = z.parse(unmatched, await stage.invoke(stage.named('reconcile'), asking));
  const lookedUp = await eachDirectory(stage, { execution, unmatched: logins });
  return async (called, asked) => {
    const answers = z.safeParse(lookingUp, asked).success ? lookedUp : read;
    return answers.get(shortName(called)) ?? stage.invoke(called, asked);
  };
}

async function eachDirectory(stage: Stage, asked: object): Promise<ReadonlyMap<string, z.infer<typeof pulled>>> {
  const answers = new Map<string, z.infer<typeof pulled>>();
  for (const directory of ['pull-okta', 'pull-entra']) {
    answers.set(directory, z.parse(pulled, await stage.invoke(stage.named(directory), asked)));
  }
  return answers;
}

/**
 * The first report has the certificate of the key issued. Its serial number is random, so every trial has to find this
 * one in place; of that first report nothing else stays.
 */
async function issueCertificate(stage: Stage, order: StartedOrder, calling: Calling): Promise<void> {
  const before = await remember(stage);
  await runTrial(stage, order, { calling });
  const evidence = stage.s3.buckets.get(stage.bucket('Evidence'));
  await before();
  for (const key of evidence?.keys('certificates/') ?? []) {
    const version = evidence?.version(key, null) ?? null;
    if (version !== null) stage.s3.buckets.get(stage.bucket('Evidence'))?.add(key, version);
  }
}
