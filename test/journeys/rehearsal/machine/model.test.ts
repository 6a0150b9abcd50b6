import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { namer } from '../../../support/aws/deployment/template.ts';
import type { Resource } from '../../../support/aws/deployment/template.ts';
import { aFolder } from '../../../support/folders.ts';
import { modelledResources } from './model.ts';

async function read(resources: object): Promise<readonly Resource[]> {
  const folder = await aFolder();
  await writeFile(join(folder, 'Stack.template.json'), JSON.stringify({ Resources: resources }));
  return modelledResources(folder, 'Stack', namer());
}

async function readTagged(tag: object): Promise<readonly Resource[]> {
  return read({ Evidence: { ...bucket, Properties: { Tags: [tag] } } });
}

const bucket = { Type: 'AWS::S3::Bucket', Properties: { ObjectLockEnabled: true, Tags: [] } };

describe('the rehearsal', () => {
  test('takes what it models, with the properties that it acts on', async () => {
    expect(await read({ Evidence: bucket })).toEqual([
      { id: 'Evidence', type: 'AWS::S3::Bucket', properties: { ObjectLockEnabled: true } },
    ]);
  });

  test('refuses a type of resource that it does not model', async () => {
    const queue = { Type: 'AWS::Kinesis::Stream', Properties: {} };
    await expect(read({ Evidence: bucket, Stream: queue })).rejects.toThrow(
      'Stream is of the type AWS::Kinesis::Stream, which the rehearsal does not model',
    );
  });

  test('refuses a property that it does not model', async () => {
    const other = { ...bucket, Properties: { ...bucket.Properties, ObjectLockConfiguration: {} } };
    await expect(read({ Evidence: other })).rejects.toThrow('has the property ObjectLockConfiguration');
  });

  test('refuses a function of CloudFormation that it does not know, and a reference to nothing', async () => {
    await expect(readTagged({ 'Fn::ImportValue': 'x' })).rejects.toThrow('Fn::ImportValue');
    await expect(readTagged({ Ref: 'Nothing' })).rejects.toThrow('refers to Nothing');
  });
});
