// Reading from S3: nothing is open until the first piece is asked for, and a damaged answer is an error, not an end.
import { GetObjectCommand, HeadObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import type { HeadObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { Readable } from 'node:stream';
import type { Bytes } from '../../core/ports.ts';
import { ObjectStoreFailure } from './failure.ts';

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
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return null;
    throw new ObjectStoreFailure(`cannot read ${textOf(place)}`, error);
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
    throw new ObjectStoreFailure(failure, cause);
  }
}

function textOf({ Bucket, Key }: S3Place): string {
  return `s3://${Bucket}/${Key}`;
}
