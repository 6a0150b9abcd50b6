// What administrators upload to S3, or what came by mail: any file under any name, with what is said of it in its metadata.
import { buffer } from 'node:stream/consumers';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { instantFromMs } from '../../core/values/instant.ts';
import type { Landing, Upload, UploadPlace, Uploads } from '../../core/ports/inputs.ts';
import { ObjectStoreFailure } from './failure.ts';
import { s3Failure, statusOf } from './s3-failure.ts';
import { headObject, readObject } from './s3-read.ts';

/** An export of a million users is far below; what is larger is no export, and would not fit into memory. */
const largestUpload = 300_000_000;

/**
 * Metadata travels as headers, and a browser sends no letter there beyond Latin-1, S3 none as it is beyond ASCII: such a
 * text is an encoded word of RFC 2047, as S3 itself gives back what it was told in other letters.
 *
 * @example inHeaders({ 'uploaded-by': 'michał@acme.com' }) // { 'uploaded-by': '=?UTF-8?B?bWljaGHFgkBhY21lLmNvbQ==?=' }
 */
export function inHeaders(said: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(said).map(([name, text]) => [
      name,
      /^[ -~]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`,
    ]),
  );
}

function fromHeader(text: string): string {
  const [, base64] = /^=\?UTF-8\?B\?([A-Za-z0-9+/]*={0,2})\?=$/i.exec(text) ?? [];
  return base64 === undefined ? text : Buffer.from(base64, 'base64').toString();
}

/**
 * Uploads in a bucket with versions. The key may hold any characters: it was chosen by whoever uploaded.
 *
 * @throws ObjectStoreFailure from `read`, also for a file that is too large to be an export
 */
export function s3Uploads({ client, bucket }: { readonly client: S3Client; readonly bucket: string }): Uploads {
  return {
    async read(place: UploadPlace): Promise<Upload | null> {
      const version = { Bucket: bucket, Key: place.key, VersionId: place.version };
      const head = await headObject(client, version);
      if (head === null) return null;
      if ((head.ContentLength ?? 0) > largestUpload) {
        throw new ObjectStoreFailure(`${place.key} has ${head.ContentLength} bytes; no export is that large`);
      }
      const body = await readObject(client, version);
      if (body === null || head.LastModified === undefined) return null;
      return {
        place,
        name: place.key.slice(place.key.lastIndexOf('/') + 1),
        bytes: await buffer(body),
        uploadedAt: instantFromMs(head.LastModified.getTime()),
        ...(head.ETag === undefined ? {} : { etag: head.ETag.replaceAll('"', '') }),
        declared: Object.fromEntries(
          Object.entries(head.Metadata ?? {}).map(([name, text]) => [name, fromHeader(text)]),
        ),
      };
    },
  };
}

/** @throws ObjectStoreFailure when S3 does not take the file */
export function s3Landing({ client, bucket }: { readonly client: S3Client; readonly bucket: string }): Landing {
  return {
    async land(key, { bytes, declared }) {
      const put = { Bucket: bucket, Key: key, Body: bytes, Metadata: inHeaders(declared), IfNoneMatch: '*' };
      try {
        await client.send(new PutObjectCommand({ ...put, ChecksumAlgorithm: 'SHA256' }));
      } catch (error) {
        if (statusOf(error) !== 412) throw s3Failure(`cannot store s3://${bucket}/${key}`, error);
      }
    },
  };
}
