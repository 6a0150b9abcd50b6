import { describe, expect, test } from 'vitest';
import type { Receipt } from '../../../core/inputs/custody.ts';
import { isComparison } from '../../../core/inputs/frozen-run.ts';
import type { FrozenComparison } from '../../../core/inputs/frozen-run.ts';
import { workKey } from '../../../core/names/object-keys.ts';
import type { AcceptedGate } from '../../../core/inputs/gates.ts';
import { uploadMail } from '../../../drawing/mail/upload.ts';
import { freezeRun } from '../../../steps/schedule/freeze-run.ts';
import type { ScheduledRun } from '../../../steps/schedule/freeze-run.ts';
import { leftAside } from '../../../steps/schedule/last-uploads.ts';
import { receiveUpload } from '../../../steps/schedule/receive-upload.ts';
import { storeSnapshot } from '../../../steps/schedule/store-snapshot.ts';
import { workOutRun } from '../../../steps/schedule/work-out-run.ts';
import { keepReceipt } from '../../../steps/read/custody/keep-receipt.ts';
import { judgedUploads } from '../../../steps/read/judged-uploads.ts';
import { sha256, textOf } from '../../support/bytes.ts';
import { exportCsv } from '../../support/inputs/export-builder.ts';
import { at } from '../../support/time.ts';
import { acceptedRun, aConfig, anOkta, aWorld, everybody, newCodes, scheduled, uploaded, watched } from './world.ts';
import type { ScheduleWorld } from './world.ts';

async function frozenComparison(world: ScheduleWorld, run: ScheduledRun): Promise<FrozenComparison> {
  const { frozen } = await freezeRun(world, run, aConfig());
  if (!isComparison(frozen)) throw new Error(frozen.source.kind);
  return frozen;
}

function aMailReceipt(ofSha256: string, when: string): Receipt {
  return {
    kind: 'mail',
    at: at(when),
    name: 'users.csv',
    bytes: 100,
    sha256: ofSha256,
    from: 'jane@acme.com',
    messageId: '<1@acme.com>',
    messageSha256: sha256(when),
    place: null,
    verdicts: { dmarc: 'pass', dkim: 'pass', spf: 'pass', virus: 'pass', spam: 'pass' },
    signedBy: null,
    tls: true,
  };
}

describe('a snapshot of a run on schedule', () => {
  test('is the first that was read, however often the reading is repeated', async () => {
    const world = await aWorld();
    const first = await storeSnapshot(world, anOkta(['ann@acme.com']), 'run');
    expect(await storeSnapshot(world, anOkta(everybody), 'run')).toEqual(first);
    const text = await textOf(await world.objects.get(first.key));
    expect(text).toContain('ann@acme.com');
    expect(text).not.toContain('ben@acme.com');
  });
});

describe('the inputs of a run', () => {
  test('stay as they were frozen, whatever comes after', async () => {
    const world = await aWorld();
    await uploaded(world, everybody, '2026-10-04T12:00:00Z');
    const run = await scheduled(world, 'run', anOkta(everybody));
    const first = await freezeRun(world, run, aConfig());
    await uploaded(world, ['eve@acme.com'], '2026-10-05T07:00:00Z');
    expect(await freezeRun(world, run, aConfig())).toEqual(first);
    expect(first.key).toBe(workKey('run', 'inputs.json'));
  });

  test('give the same run wherever they are worked out', async () => {
    const world = await aWorld();
    await uploaded(world, [...everybody, 'ghost@acme.com'], '2026-10-04T12:00:00Z');
    const frozen = await frozenComparison(world, await scheduled(world, 'run', anOkta(everybody)));
    const [one, two] = [await workOutRun(world, frozen, aConfig()), await workOutRun(world, frozen, aConfig())];
    expect(one.reconciled.runId).toBe(two.reconciled.runId);
    expect(one.reconciled.assessment.findings.map(({ code, login }) => `${code} ${login}`)).toContain(
      'ORPHANED_ACCOUNT ghost@acme.com',
    );
  });

  test('tell how the export came, and none where that was frozen before receipts were kept', async () => {
    const world = await aWorld();
    await uploaded(world, everybody, '2026-10-04T12:00:00Z');
    const frozen = await frozenComparison(world, await scheduled(world, 'run', anOkta(everybody)));
    const { inputs } = await workOutRun(world, frozen, aConfig());
    expect(inputs.custody?.record).toMatchObject({
      export: { receipts: [{ kind: 'bucket', sha256: inputs.export.sha256, place: frozen.source.upload.place }] },
    });
    const { receipts: _receipts, ...upload } = frozen.source.upload;
    const older = { ...frozen, source: { ...frozen.source, upload } };
    expect((await workOutRun(world, older, aConfig())).inputs.custody).toBeNull();
  });

  test('tell the message that brought the export before it lay among the uploads', async () => {
    const world = await aWorld();
    await uploaded(world, everybody, '2026-10-04T12:00:00Z');
    const run = await scheduled(world, 'run', anOkta(everybody));
    const sha = (await judgedUploads(world.results)).uploads[0]?.id ?? '';
    await keepReceipt(world.objects, aMailReceipt(sha, '2026-10-04T11:59:58Z'));
    await keepReceipt(world.objects, aMailReceipt(sha, '2026-10-06T12:00:00Z'));
    const { inputs } = await workOutRun(world, await frozenComparison(world, run), aConfig());
    expect(inputs.custody?.record.export.receipts).toMatchObject([
      { kind: 'mail', at: '2026-10-04T11:59:58Z', sha256: inputs.export.sha256 },
      { kind: 'bucket', at: '2026-10-04T12:00:00Z', sha256: inputs.export.sha256 },
    ]);
  });

  test('hold a run by custody whose upload has other bytes than those that were received, and tell both digests', async () => {
    const world = await aWorld();
    await uploaded(world, everybody, '2026-10-04T12:00:00Z');
    const frozen = await frozenComparison(world, await scheduled(world, 'run', anOkta(everybody)));
    const { upload } = frozen.source;
    const bytes = Buffer.from(exportCsv(everybody.slice(1).map((email) => ({ email }))));
    const found = await world.uploads.read(upload.place);
    if (found === null) throw new Error('the upload is not there');
    const changed = { ...world, uploads: { read: async () => ({ ...found, bytes }) } };
    const { reconciled } = await workOutRun(changed, frozen, aConfig());
    const { status, gates } = reconciled.assessment;
    expect(status).toBe('held');
    expect(gates.find(({ gate }) => gate === 'custody')?.reason).toContain(
      `received (bucket) with the SHA-256 ${upload.sha256}, and the compared file has ${sha256(bytes)}`,
    );
    const { receipts: _receipts, ...older } = upload;
    const withoutReceipt = { ...frozen, source: { ...frozen.source, upload: older } };
    await expect(workOutRun(changed, withoutReceipt, aConfig())).rejects.toThrow(
      `has the SHA-256 ${sha256(bytes)}, and ${upload.sha256} was judged`,
    );
  });

  test('are refused when the export is no longer the one that was accepted', async () => {
    const world = await aWorld();
    await uploaded(world, everybody, '2026-10-04T12:00:00Z');
    const frozen = await frozenComparison(world, await scheduled(world, 'run', anOkta(everybody)));
    const swapped = { ...world, uploads: { read: async () => null } };
    await expect(workOutRun(swapped, frozen, aConfig())).rejects.toThrow(/is not there/);
  });

  test('that are refused under another configuration fail the run, and quote no cell in its log', async () => {
    const world = await aWorld();
    await uploaded(world, everybody, '2026-10-04T12:00:00Z');
    const frozen = await frozenComparison(world, await scheduled(world, 'run', anOkta(everybody)));
    const statuses = { active: ['Enabled'], pending: [], suspended: ['Suspended'] };
    const failure = workOutRun(world, frozen, aConfig({ export: { statuses } }));
    await expect(failure).rejects.toThrow(/users\.csv could be read and is refused now: users\.csv.*Expected: /);
    await expect(failure).rejects.not.toThrow(/Active/);
  });
});

describe('a leavers file that was uploaded in the period', () => {
  test('outranks the directories, in the review and in the watch run', async () => {
    const world = await aWorld();
    await acceptedRun(world, { logins: everybody }, '2026-10-04T12:00:00Z');
    const place = world.uploadLeavers('ben@acme.com,2026-10-02\n', '2026-10-04T13:00:00Z');
    await receiveUpload({ ...world, compose: uploadMail }, place, aConfig());
    const run = await scheduled(world, 'run', anOkta(everybody));
    const { reconciled } = await workOutRun(world, await frozenComparison(world, run), aConfig());
    const codes = reconciled.assessment.findings.map(({ code, login }) => `${code} ${login}`);
    expect(codes).toContain('LEAVER_ACCOUNT ben@acme.com');
    expect(newCodes(await watched(world, '1-watch', anOkta(everybody)))).toContain('LEAVER_ACCOUNT');
  });
});

test('a run that is asked for by other files than it would take is refused, and says which it takes', async () => {
  const world = await aWorld();
  const handsIn = async (body: string, when: string): Promise<string> => {
    await receiveUpload({ ...world, compose: uploadMail }, world.uploadLeavers(body, when), aConfig());
    return sha256(Buffer.from(body));
  };
  const earlier = await handsIn('ann@acme.com,2026-09-02\n', '2026-09-29T13:00:00Z');
  await uploaded(world, everybody, '2026-10-04T12:00:00Z');
  const [{ id: newest } = { id: '' }] = (await judgedUploads(world.results)).uploads;
  const when = { asOf: at('2026-10-05T08:00:00Z'), calendar: aConfig().calendar };
  const asked = async (id: string, leavers: string | null) =>
    (await leftAside(world.results, { export: id, leavers }, when))?.what ?? null;
  expect(await asked(newest, earlier), 'of the period before').toBe('not the newest leavers file');
  const replaced = await handsIn('ben@acme.com,2026-10-02\n', '2026-10-04T13:00:00Z');
  const last = await handsIn('ben@acme.com,2026-10-03\n', '2026-10-04T14:00:00Z');
  await handsIn('\u0000', '2026-10-04T15:00:00Z');
  expect(await asked(newest, replaced)).toBe('not the newest leavers file');
  expect(await asked(sha256(Buffer.from('another')), last)).toBe('not the newest export');
  expect([await asked(newest, last), await asked(newest, null)]).toEqual([null, null]);
});

describe('a gate that a person accepted when they started the run', () => {
  const skew: AcceptedGate = { gate: 'skew', by: 'grc@acme.com', reason: 'the export was taken on Friday' };

  test('lets the run pass, and is part of its inputs', async () => {
    const world = await aWorld();
    await uploaded(world, everybody, '2026-10-02T12:00:00Z');
    const held = await frozenComparison(world, await scheduled(world, 'held', anOkta(everybody)));
    const accepting = { ...(await scheduled(world, 'passed', anOkta(everybody))), acceptedGates: [skew] };
    const passed = await frozenComparison(world, accepting);
    const [one, two] = [await workOutRun(world, held, aConfig()), await workOutRun(world, passed, aConfig())];
    expect(one.reconciled.assessment.status).toBe('held');
    expect(two.reconciled.assessment.status).toBe('complete');
    expect(two.reconciled.runId).not.toBe(one.reconciled.runId);
    expect(two.reconciled.assessment.gates.find(({ gate }) => gate === 'skew')).toMatchObject({
      accepted: { by: 'grc@acme.com', reason: 'the export was taken on Friday' },
    });
  });
});
