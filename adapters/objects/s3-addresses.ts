// Presigned addresses of S3, each for one object, one act and one minute.
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { ObjectAddresses, PutFile } from '../../core/ports/objects.ts';
import { inHeaders } from './s3-uploads.ts';

const seconds = 60;

/**
 * @param client made with checksums `WHEN_REQUIRED`: others would be signed into the address that no browser sends
 * @example s3Addresses({ client, bucket: 'evidence' }).taking('runs/1/report.pdf', { name: 'report.pdf', mediaType })
 */
export function s3Addresses({
  client,
  bucket,
}: {
  readonly client: S3Client;
  readonly bucket: string;
}): ObjectAddresses {
  return {
    async taking(key, { name, mediaType }): Promise<string> {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ResponseContentType: mediaType,
        ResponseContentDisposition: `attachment; filename="${name.replaceAll(/[^\w.-]/g, '_')}"`,
        ResponseCacheControl: 'private, no-store',
      });
      return getSignedUrl(client, command, { expiresIn: seconds });
    },

    async putting(key: string, file: PutFile) {
      const headers = headersOf(file);
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        ContentLength: file.bytes,
        ChecksumSHA256: headers['x-amz-checksum-sha256'],
        IfNoneMatch: '*',
        Metadata: inHeaders(file.said),
      });
      const names = new Set([...Object.keys(headers), 'content-length']);
      const address = await getSignedUrl(client, command, {
        expiresIn: seconds,
        // As headers, which the browser has to send: in the query they would be said and not held against the file.
        unhoistableHeaders: names,
        signableHeaders: new Set([...names, 'host']),
      });
      return { address, headers };
    },
  };
}

function headersOf({ sha256, said }: PutFile): Record<string, string> {
  return {
    'if-none-match': '*',
    'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
    ...Object.fromEntries(Object.entries(inHeaders(said)).map(([name, value]) => [`x-amz-meta-${name}`, value])),
  };
}
