// What is said of an upload in letters that no header holds: said by the portal and by mail, and read again.
import { S3Client } from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import { s3Addresses } from '../../../adapters/objects/s3-addresses.ts';
import { s3Landing, s3Uploads } from '../../../adapters/objects/s3-uploads.ts';
import { standInCredentials } from '../../support/aws/services/credentials.ts';
import { startS3StandIn } from '../../support/aws/s3/s3-stand-in.ts';
import { sha256 } from '../../support/bytes.ts';

async function aBucket() {
  const s3 = await startS3StandIn();
  s3.createBucket('exports', { versioning: true, objectLock: false });
  const credentials = standInCredentials;
  const reading = { region: 'eu-central-1', endpoint: s3.endpoint, forcePathStyle: true, credentials };
  const client = new S3Client({ ...reading, requestChecksumCalculation: 'WHEN_REQUIRED' });
  onTestFinished(async () => {
    client.destroy();
    await s3.close();
  });
  return { client, bucket: 'exports' };
}

const bytes = Buffer.from('email\njane@acme.com\n');

test.each(['michał@acme.com', 'zoë@acme.com', 'jane@acme.com'])(
  'a browser puts what %s uploads, with who that is',
  async (by) => {
    const bucket = await aBucket();
    const file = { sha256: sha256(bytes), bytes: bytes.length, said: { 'uploaded-by': by } };
    const { address, headers } = await s3Addresses(bucket).putting('inbox/1/users.csv', file);
    const put = await fetch(address, { method: 'PUT', headers: new Headers(headers), body: bytes });
    expect(put.status).toBe(200);
    const version = put.headers.get('x-amz-version-id') ?? '';
    const upload = await s3Uploads(bucket).read({ key: 'inbox/1/users.csv', version });
    expect(upload?.declared).toEqual({ 'uploaded-by': by });
  },
);

test('what came by mail from such an address lands with it', async () => {
  const bucket = await aBucket();
  const declared = { 'uploaded-by': 'michał@acme.com' };
  await expect(s3Landing(bucket).land('inbox/mail/1/users.csv', { bytes, declared })).resolves.toBeUndefined();
});
