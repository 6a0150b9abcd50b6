// One S3 for all tests of a file.
import type { S3Client } from '@aws-sdk/client-s3';
import { afterAll } from 'vitest';
import { s3Client, startS3StandIn } from './s3-stand-in.ts';
import type { S3StandIn } from './s3-stand-in.ts';

/** Both end with the file. */
export async function s3ForTheFile(): Promise<{ readonly standIn: S3StandIn; readonly client: S3Client }> {
  const standIn = await startS3StandIn();
  const client = s3Client(standIn.endpoint);
  afterAll(async () => {
    client.destroy();
    await standIn.close();
  });
  return { standIn, client };
}
