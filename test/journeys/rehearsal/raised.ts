// The small company on a stage of its own, and what happens there from outside: uploads, and schedules that fire.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { instantFromMs } from '../../../core/values/instant.ts';
import { assemblyWith } from '../../support/aws/deployment/assemblies.ts';
import { configOf, operator, startDirectories } from './company.ts';
import type { Directories } from './company.ts';
import type { DeployedFunction } from './machine/functions.ts';
import { raiseStage } from './machine/stage.ts';
import type { Stage } from './machine/stage.ts';

export interface Raised {
  readonly assembly: string;
  readonly stage: Stage;
  readonly directories: Directories;
  close(): Promise<void>;
}

/** Raises the stage; whoever is first synthesizes it, in about thirty seconds. */
export async function raiseCompany(): Promise<Raised> {
  const folder = await mkdtemp(join(tmpdir(), 'access-review-rehearsal-'));
  const directories = await startDirectories();
  const config = join(folder, 'review.json');
  await writeFile(config, JSON.stringify(configOf(directories)));
  const assembly = join(folder, 'cdk.out');
  await assemblyWith(config, assembly, {
    name: 'rehearsal',
    stage: 'rehearsal',
    judged: false,
    context: { 'access-review': settings(config) },
  });
  const caPem = directories.graph.caPem;
  const stage = await raiseStage({ assembly, stack: 'AccessReview-rehearsal', caPem, folder });
  return {
    assembly,
    stage,
    directories,
    close: async () => {
      await stage.close();
      await Promise.all([directories.okta.close(), directories.graph.close()]);
      await rm(folder, { recursive: true });
    },
  };
}

function settings(config: string): object {
  return {
    config,
    operators: [operator],
    review: 'cron(0 8 5 1,4,7,10 ? *)',
    watch: 'cron(0 6 * * ? *)',
    tick: 'cron(30 6 * * ? *)',
    mailIntake: { address: 'access-review@intake.acme.com' },
    eventBus: 'default',
    credentials: { entra: { kind: 'federation', clientId: 'client-1' } },
    auditors: {
      samlProvider: 'arn:aws:iam::123456789012:saml-provider/corporate',
      signIn: 'https://sign-in.acme.com/aws?RelayState={destination}',
    },
  };
}

/** Until the next whole second, so that what was stored before is not of the same one. */
export async function nextSecond(): Promise<string> {
  const at = Math.ceil((Date.now() + 1) / 1000) * 1000;
  await pause(at - Date.now());
  return instantFromMs(at);
}

export interface Upload {
  /** Where exports are uploaded, when nothing is said. */
  readonly folder?: 'inbox' | 'leavers';
  readonly name: string;
  readonly body: string;
  /** What the uploader says of it: `exported-at` and so on. */
  readonly declared?: Readonly<Record<string, string>>;
}

/** @returns what the function answered that the bucket's notice invokes */
export async function upload(stage: Stage, { folder = 'inbox', name, body, declared = {} }: Upload): Promise<unknown> {
  const bucket = stage.bucket('Exports');
  const key = `${folder}/${name}`;
  const put = new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, Metadata: declared });
  const { VersionId } = await stage.client.send(put);
  const event = { detail: { bucket: { name: bucket }, object: { key, 'version-id': VersionId } } };
  return stage.invoke(stage.named('ingest-export'), event);
}

const targetSchema = z.object({ Target: z.object({ Arn: z.string(), Input: z.string() }) });
const orderSchema = z.looseObject({ execution: z.string(), scheduledAt: z.string() });

export type StartedOrder = z.infer<typeof orderSchema>;

/**
 * Fires a schedule of the template: its input, at this time or another, handed to its target.
 *
 * @returns what the durable function was started with, by its alias
 */
export async function fire(stage: Stage, kind: 'review' | 'watch' | 'tick', when?: string): Promise<StartedOrder> {
  const schedules = stage.resources.filter(({ type }) => type === 'AWS::Scheduler::Schedule');
  const targets = schedules.map(({ properties }) => z.parse(targetSchema, properties).Target);
  const target = targets.find(({ Input }) => Input.includes(`"${kind}"`));
  const start = stage.functions.get(target?.Arn ?? '');
  if (target === undefined || start === undefined) throw new Error(`no schedule starts a ${kind}`);
  const scheduledAt = when ?? (await nextSecond());
  return started(stage, start, JSON.parse(target.Input.replace('<aws.scheduler.scheduled-time>', scheduledAt)));
}

/** Starts a run as an operator does: by the function that schedules start too. */
export async function startByHand(stage: Stage, order: object): Promise<StartedOrder> {
  return started(stage, stage.named('start'), order);
}

async function started(stage: Stage, start: DeployedFunction, input: unknown): Promise<StartedOrder> {
  await stage.invoke(start, input);
  const last = stage.started.at(-1);
  if (last?.functionArn.endsWith(':live') !== true) throw new Error(`${last?.functionArn} is not the alias`);
  return z.parse(orderSchema, last.payload);
}

/** An object of the evidence. */
export async function stored(stage: Stage, key: string): Promise<Buffer> {
  const { Body } = await stage.client.send(new GetObjectCommand({ Bucket: stage.bucket('Evidence'), Key: key }));
  return Body === undefined ? Buffer.alloc(0) : Buffer.from(await Body.transformToByteArray());
}
