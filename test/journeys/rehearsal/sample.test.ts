// The sample on AWS finds what the command line finds. It takes a minute because two quarters of 250 accounts are reviewed
// twice, and their functions are bundled for settings that no other test has.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { controlOwner, reviewer } from '../../../sample/world/company.ts';
import { quarters } from '../../../sample/world/time.ts';
import type { Quarter } from '../../../sample/world/time.ts';
import { worldOf } from '../../../sample/world/world.ts';
import { command } from '../../support/program/command.ts';
import { runDurable } from './machine/durable.ts';
import { startByHand, stored, upload } from './raised.ts';
import { raiseSample } from './raised-sample.ts';
import type { RaisedSample } from './raised-sample.ts';

const sample = join(import.meta.dirname, '../../../sample');
const [, before, present] = quarters;
const directories = ['entra', 'okta', 'contractors'];

let raised: RaisedSample;
/** When the exports are uploaded: soon after they were taken. */
let uploadedAt = new Date(before.exportedAt);

beforeAll(async () => {
  raised = await raiseSample(() => uploadedAt);
}, 600_000);

afterAll(async () => raised.close());

/** All of `findings.json` but the run, whose name tells apart by whom the clock was set. */
const documentSchema = z.object({
  status: z.string(),
  reasons: z.array(z.string()),
  totals: z.unknown(),
  findings: z.array(z.looseObject({ code: z.string(), login: z.nullable(z.string()), state: z.string() })),
});
type Document = z.infer<typeof documentSchema>;

function declared(on: Quarter): Readonly<Record<'exported-at' | 'exported-by' | 'count-shown', string>> {
  const { rows, strays } = worldOf(on);
  return { 'exported-at': on.exportedAt, 'exported-by': reviewer, 'count-shown': String(rows.length + strays.length) };
}

const reason = 'the directories were read when the review began, five days after the export';

interface ByHand {
  /** Holds the configuration and a snapshot of each directory. */
  readonly read: { readonly config: string; readonly snapshots: string };
  /** Keeps the runs, so that one has the history of those before it. */
  readonly home: string;
}

/** The review of a quarter by the command line. */
async function foundByHand(on: Quarter, { read, home }: ByHand): Promise<Document> {
  const told = Object.entries(declared(on)).flatMap(([name, value]) => [`--${name}`, value]);
  const stored = directories.flatMap((id) => ['--snapshot', join(read.snapshots, `snapshot-${id}.jsonl`)]);
  const [users, leavers] = [join(sample, on.folder, 'users.csv'), join(sample, on.folder, 'leavers.csv')];
  const inputs = ['--config', read.config, '--export', users, ...told, '--leavers', leavers, ...stored];
  const gate = ['--accept-gate', 'skew', '--by', controlOwner, '--reason', reason];
  const out = join(home, `out-${on.id}`);
  const kept = ['--home', home, '--out', out, '--no-pdf', '--quiet'];
  const done = await command(raised.folder, ['run', ...inputs, ...gate, '--as-of', on.asOf, ...kept]);
  expect(done).toMatchObject({ exit: 0, stderr: '' });
  return z.parse(documentSchema, JSON.parse(await readFile(join(out, 'findings.json'), 'utf8')));
}

interface Reviewed {
  readonly found: Document;
  readonly report: Buffer;
  /** Folder with the snapshots that were compared. */
  readonly snapshots: string;
}

/** The review of a quarter on AWS: what is compared is uploaded, and the run started as the schedule would. */
async function reviewed(on: Quarter): Promise<Reviewed> {
  const { stage, servers } = raised;
  servers.turnTo(on);
  uploadedAt = new Date(on.exportedAt);
  const read = async (name: string): Promise<string> => readFile(join(sample, on.folder, name), 'utf8');
  const users = { name: 'users.csv', body: await read('users.csv'), declared: declared(on) };
  expect(await upload(stage, users)).toMatchObject({ kind: 'accepted-export' });
  const leavers = { folder: 'leavers', name: 'leavers.csv', body: await read('leavers.csv') } as const;
  expect(await upload(stage, leavers)).toMatchObject({ kind: 'accepted-leavers' });
  // The directories are read today, long after the day of the sample.
  const acceptedGates = [{ gate: 'skew', by: controlOwner, reason }];
  const order = await startByHand(stage, { kind: 'review', scheduledAt: on.asOf, acceptedGates });
  const { status, error } = await runDurable(stage, order);
  expect({ status, error }).toEqual({ status: 'SUCCEEDED', error: undefined });
  const keys = stage.s3.buckets.get(stage.bucket('Evidence'))?.keys('runs/') ?? [];
  const [, run = ''] = keys.at(-1)?.split('/') ?? [];
  const snapshots = join(raised.folder, on.id);
  await mkdir(snapshots);
  for (const name of directories.map((id) => `snapshot-${id}.jsonl`)) {
    await writeFile(join(snapshots, name), await stored(stage, `runs/${run}/evidence/${name}`));
  }
  return {
    found: z.parse(documentSchema, JSON.parse((await stored(stage, `runs/${run}/findings.json`)).toString())),
    report: await stored(stage, `runs/${run}/report.pdf`),
    snapshots,
  };
}

/** Which sign-ins a directory still tells depends on the day on which it is read. */
function unlessReadLate(document: Document | undefined): readonly string[] {
  const findings = document?.findings ?? [];
  return findings.filter(({ code }) => code !== 'UNEXPLAINED_SIGN_IN').map(({ code, login }) => `${code} ${login}`);
}

describe('the sample on AWS', { timeout: 600_000 }, () => {
  const ofQuarter = new Map<string, Document>();

  test.each([before, present])('has in $id the very findings that the command line finds', async (on) => {
    const { found, report, snapshots } = await reviewed(on);
    ofQuarter.set(on.id, found);
    const read = { config: join(raised.folder, 'review.json'), snapshots };
    expect(found).toEqual(await foundByHand(on, { read, home: join(raised.folder, 'home') }));
    expect(found.status).toBe('complete');

    const file = join(raised.folder, 'report.pdf');
    await writeFile(file, report);
    expect(await command(raised.folder, ['verify', file])).toMatchObject({ exit: 0 });
    const mail = await PostalMime.parse(raised.stage.mailbox.messages.at(-1) ?? new Uint8Array());
    expect(mail.to?.map(({ address }) => address)).toEqual([reviewer]);
    expect(mail.attachments.map(({ content }) => digestOf(content))).toEqual([digestOf(report)]);
  });

  test('finds in directories that it called what the stored snapshots of the sample tell', async () => {
    const read = { config: join(sample, 'review.json'), snapshots: join(sample, before.folder) };
    const told = await foundByHand(before, { read, home: join(raised.folder, 'home-of-the-sample') });
    expect(unlessReadLate(ofQuarter.get(before.id))).toEqual(unlessReadLate(told));
  });

  test('has in the second the history of the first', () => {
    expect(new Set(ofQuarter.get(present.id)?.findings.map(({ state }) => state))).toContain('open');
  });
});

function digestOf(content: string | ArrayBuffer | Uint8Array): string {
  const bytes = typeof content === 'string' || content instanceof Uint8Array ? content : new Uint8Array(content);
  return createHash('sha256').update(bytes).digest('hex');
}
