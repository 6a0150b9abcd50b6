// The home on AWS: each function takes the services that its role allows, and the bundler drops the others.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { eventBridge } from '../adapters/events/eventbridge.ts';
import { mailedOnce } from '../adapters/mail/once.ts';
import { aloneAmong } from '../adapters/objects/alone.ts';
import { openFolderScratch, removeLeft } from '../adapters/objects/scratch.ts';
import { s3Addresses } from '../adapters/objects/s3-addresses.ts';
import { s3Objects } from '../adapters/objects/s3.ts';
import type { S3Options } from '../adapters/objects/s3.ts';
import { s3Landing, s3Uploads } from '../adapters/objects/s3-uploads.ts';
import { dynamoAlone } from '../adapters/stores/dynamodb/alone.ts';
import type { ClaimOptions } from '../adapters/stores/dynamodb/alone.ts';
import { dynamoStore } from '../adapters/stores/dynamodb/store.ts';
import { configIn } from '../core/config/file.ts';
import type { Config } from '../core/config/config.ts';
import { sendingKey } from '../core/names/object-keys.ts';
import { bundledFiles, lambdaVariables } from '../core/names/variables.ts';
import { instantFromMs } from '../core/values/instant.ts';
import type { Landing, Uploads } from '../core/ports/inputs.ts';
import type { ObjectAddresses, Objects, Scratch } from '../core/ports/objects.ts';
import type { Alone, ReviewStreams, Stores } from '../core/ports/stores.ts';
import type { FindingEvents, Mailer } from '../core/ports/telling.ts';
import type { Clock, Ids } from '../core/ports/world.ts';
import type { Report } from '../core/report/report.ts';
import { refusalText } from '../core/values/result.ts';
import type { Result } from '../core/values/result.ts';
import { heldReviews, witnessedReviews } from '../steps/witnessed-reviews.ts';

export const clock: Clock = { now: () => instantFromMs(Math.floor(Date.now() / 1000) * 1000) };
export const ids: Ids = { next: () => randomUUID() };

removeLeft(tmpdir());

/** Takes credentials and region from the environment, as Lambda sets them; in tests the address of a stand-in too. */
const s3 = new S3Client();
const { AWS_REGION: region } = z.parse(lambdaVariables, process.env);

export interface ObjectsSettings extends Pick<S3Options, 'retention'> {
  /** The address by which people sign in and land on an object. */
  readonly signIn?: string | undefined;
}

export function objectsIn(bucket: string, { signIn, ...settings }: ObjectsSettings = {}): Objects {
  return s3Objects({ client: s3, bucket, drafts: tmpdir(), ids, console: { region, signIn }, ...settings });
}

/** Another client for signing addresses, made when the first is signed: it adds no checksums of its own to them. */
let signing: S3Client | null = null;

/** Addresses by which a browser takes or puts objects itself. */
export function addressesIn(bucket: string): ObjectAddresses {
  signing ??= new S3Client({
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return s3Addresses({ client: signing, bucket });
}

export function uploadsIn(bucket: string): Uploads {
  return s3Uploads({ client: s3, bucket });
}

/** @returns `null` when the deployment names no bus */
export function eventsOn(bus: string | undefined): FindingEvents | null {
  return bus === undefined ? null : eventBridge({ client: new EventBridgeClient(), bus });
}

export function landingIn(bucket: string): Landing {
  return s3Landing({ client: s3, bucket });
}

/** For functions that add to reviews. @param evidence where the streams of reviews are witnessed */
export function storeIn(table: string, evidence: Objects): Stores {
  const store = tableStore(table);
  return { ...store, reviews: witnessedReviews(store.reviews, { objects: evidence, runs: store.runs }) };
}

/** For functions that read reviews and may add nothing, nor write a witness. */
export function readStoreIn(
  table: string,
  evidence: Objects,
): Omit<Stores, 'reviews'> & { readonly reviews: ReviewStreams } {
  const store = tableStore(table);
  return { ...store, reviews: heldReviews(store.reviews, { objects: evidence, runs: store.runs }) };
}

function tableStore(table: string): Stores {
  return dynamoStore({ client: new DynamoDBClient(), table, ids });
}

/**
 * A claim to work that one function at a time may do. It ends by its time, even if the function that holds it was
 * killed.
 */
export function claimIn(table: string, claim: Pick<ClaimOptions, 'name' | 'endsAfterMs'>): Alone {
  // A clock with milliseconds: with whole seconds a claim would end up to a second too early.
  const exactly: Clock = { now: () => instantFromMs(Date.now()) };
  return dynamoAlone({ client: new DynamoDBClient(), table, clock: exactly, ids, ...claim });
}

/**
 * Gives a piece of work a folder for its files, and removes it afterwards: Lambda may use the same machine for the next
 * one.
 */
export async function withScratch<Value>(work: (scratch: Scratch) => Promise<Value>): Promise<Value> {
  const scratch = await openFolderScratch({ root: tmpdir() });
  try {
    return await work(scratch);
  } finally {
    await scratch.close();
  }
}

/** Longer than SES takes for a mail, and shorter than the minute after which Lambda hands over again what failed. */
const longestSendingMs = 30_000;

/**
 * Sends each mail once, although a function may be called twice for it.
 *
 * @param objects keep whom each mail has reached
 */
export function sentOnce(mailer: Mailer, objects: Objects): Mailer {
  const alone = (mail: string): Alone =>
    aloneAmong({
      objects,
      keyOf: (name) => sendingKey(mail, name),
      endsAfterMs: longestSendingMs,
      clock,
      ids,
    });
  return mailedOnce({ mailer, objects, keyOf: sendingKey, alone, clock });
}

/** The configuration that was deployed with this bundle. */
export function bundledConfig(): Config {
  return accepted(configIn(bytesBeside(bundledFiles.config), bundledFiles.config));
}

/** The value of a result. A refusal of what was deployed, or came from another function, is a bug, so it is thrown. */
export function accepted<Value>(result: Result<Value>): Value {
  if (result.kind === 'ok') return result.value;
  throw new Error(result.refusals.map(refusalText).join(' '));
}

const toolSchema = z.object({ name: z.string(), version: z.string() });

export function bundledTool(): Report['tool'] {
  return z.parse(toolSchema, readBeside(bundledFiles.tool));
}

/** A file that was laid beside the bundle to be handed out. @example bundledDocument('glossary.md') */
export function bundledDocument(name: string): string {
  return textBeside(`${bundledFiles.documents}/${name}`);
}

function readBeside(name: string): unknown {
  return JSON.parse(textBeside(name));
}

function textBeside(path: string): string {
  return bytesBeside(path).toString('utf8');
}

function bytesBeside(path: string): Buffer {
  return readFileSync(new URL(`./${path}`, import.meta.url));
}
