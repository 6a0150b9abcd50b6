// What lies in the bucket of evidence of a raised stage, and that nobody can delete it.
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import { checkSignature } from '../../../adapters/signing/check.ts';
import { dayInMs } from '../../../core/values/instant.ts';
import type { Stage } from './machine/stage.ts';
import { stored } from './raised.ts';

export function evidenceKeys(stage: Stage, prefix = ''): readonly string[] {
  return stage.s3.buckets.get(stage.bucket('Evidence'))?.keys(prefix) ?? [];
}

/** The report and all files of a run. */
export async function expectRunKept(stage: Stage, run: string): Promise<void> {
  const names = evidenceKeys(stage, `runs/${run}/`);
  expect(names).toEqual(expect.arrayContaining([`runs/${run}/evidence/manifest.json`, `runs/${run}/report.pdf`]));
  await expectSealed(stage, `runs/${run}/report.pdf`);
  await expectLocked(stage, names);
}

/** The report is signed by the key in KMS, and neither it nor the certificate of that key can be deleted. */
export async function expectSealed(stage: Stage, report: string): Promise<void> {
  const [certificate = ''] = evidenceKeys(stage, 'certificates/');
  const [pdf, trust] = [await stored(stage, report), await stored(stage, certificate)];
  expect(checkSignature({ pdf, fileName: 'report.pdf', trust })).toMatchObject({
    kind: 'ok',
    value: { trusted: true, subject: 'CN=People.ai access review, KMS key' },
  });
  await expectLocked(stage, [certificate, report]);
}

/** For seven years. */
export async function expectLocked(stage: Stage, keys: readonly string[]): Promise<void> {
  for (const Key of keys) {
    const head = await stage.client.send(new HeadObjectCommand({ Bucket: stage.bucket('Evidence'), Key }));
    expect(head.ObjectLockMode).toBe('GOVERNANCE');
    expect(head.ObjectLockRetainUntilDate?.getTime()).toBeGreaterThan(Date.now() + 7 * 365 * dayInMs);
  }
}
