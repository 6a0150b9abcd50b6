// Reading from S3: nothing is open until the first piece is asked for, and a damaged answer is an error, not an end.
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import type { HeadObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { Readable } from 'node:stream';
import type { Bytes } from '../../core/ports/objects.ts';
import { s3Failure, statusOf } from './s3-failure.ts';

/** One object, or one version of it. */
export interface S3Place {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string;
}

/** @returns `null` when there is no such object. @throws ObjectStoreFailure */
export async function headObject(client: S3Client, place: S3Place): Promise<HeadObjectCommandOutput | null> {
  try {
    return await client.send(new HeadObjectCommand(place));
  } catch (error) {
    if (statusOf(error) !== 404) throw s3Failure(`cannot read ${textOf(place)}`, error);
  }
  return (await isAbsent(client, place)) ? null : headObject(client, place);
}

/**
 * The answer to HEAD has no body, so that a bucket that is not there looks like an object that is not; that to GET names
 * what is missing.
 */
async function isAbsent(client: S3Client, place: S3Place): Promise<boolean> {
  try {
    const { Body } = await client.send(new GetObjectCommand(place));
    if (Body instanceof Readable) Body.destroy();
    return false;
  } catch (error) {
    if (error instanceof Error && ['NoSuchKey', 'NoSuchVersion'].includes(error.name)) return true;
    throw s3Failure(`cannot read ${textOf(place)}`, error);
  }
}

/**
 * The very object that was there when this was called, even when a newer version comes before it is read.
 *
 * @returns `null` when there is no such object. @throws ObjectStoreFailure
 */
export async function readObject(client: S3Client, place: S3Place): Promise<Bytes | null> {
  const head = await headObject(client, place);
  if (head === null) return null;
  const { VersionId } = head;
  return bodyOf(client, { ...place, ...(VersionId === undefined ? {} : { VersionId }) });
}

/** The client compares the body with the checksum that S3 keeps and fails the stream when they differ. */
async function* bodyOf(client: S3Client, place: S3Place): Bytes {
  const failure = `cannot read ${textOf(place)}`;
  try {
    const { Body } = await client.send(new GetObjectCommand({ ...place, ChecksumMode: 'ENABLED' }));
    if (!(Body instanceof Readable)) throw new Error('the answer has no body');
    const pieces: AsyncIterable<Uint8Array> = Body;
    yield* pieces;
  } catch (cause) {
    throw s3Failure(failure, cause);
  }
}

function textOf({ Bucket, Key }: S3Place): string {
  return `s3://${Bucket}/${Key}`;
}
