// `verify` against a forger who seals again with the right key, and names an older version that asked less.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toolVersion } from '../../../../cli/terminal/tool.ts';
import { chainEvent } from '../../../../core/review/events/chain.ts';
import type { ReviewEvent } from '../../../../core/review/events/event.ts';
import { decodeEvent } from '../../../../core/review/events/stored-event.ts';
import { linesText } from '../../../../core/review/lines/line.ts';
import { canonicalJson } from '../../../../core/values/canonical-json.ts';
import { given } from '../../../support/given.ts';
import { warmReader } from '../../../support/reports/warm-reader.ts';
import { chained, decidedBy, digestOf, finalReport, linesOf, openedOn, signedBy, signer } from '../final-report.ts';
import { aRun, issued } from '../issued-report.ts';
import { verified, verifiedData } from '../verified.ts';
import type { Run } from '../issued-report.ts';

function claiming(version: string): Promise<Run> {
  return aRun({ countShown: 4, tool: { ...toolVersion(), version } });
}

const old = await claiming('0.2.0');
const evidenceSha256 = digestOf('evidence/manifest.json', old);
const opened = openedOn(old);
const decided = decidedBy('grc@acme.com', old);
const first = signedBy('grc@acme.com', 'reviewer', { evidenceSha256 });
const stranger = signedBy('nobody@else.example', 'control-owner', { evidenceSha256 });

async function refusal(pdf: Promise<Buffer>): Promise<string> {
  const { exit, out, err } = await verified(await pdf);
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  return err;
}

async function refusalOf(events: readonly ReviewEvent[], of = old): Promise<string> {
  return refusal(finalReport(chained(events, of), { of, lines: linesText(linesOf(of)) }));
}

describe('a report that names an older version is refused', () => {
  test.each([
    '0',
    '0.11',
    '0.011.0',
    '0.1e1.0',
    '0.11.0.7',
    '0.11.0-rc1',
    ' 0.11.0',
    '0.0x5.0',
    '0.5 .0',
    '0.11.0\u0000',
    '',
  ])('as %j, which is no version in the one writing that there is', async (version) => {
    const err = await refusal(issued(await claiming(version), signer));
    expect(err).toContain('written by a version that this one does not know');
  });

  test.each(['0.1.0', '0.2.0', '0.2.7', '0.0.1'])(
    'as %s, for what it holds that none of them wrote',
    async (version) => {
      const err = await refusal(issued(await claiming(version), signer));
      expect(err).toContain('not written by the version that it claims');
      expect(err).toMatch(/version 0\.3\.0 or a later one/);
    },
  );

  test('although nobody whom the directories know signed it, which the older version did not ask', async () => {
    expect(await refusalOf([opened, decided, first, stranger])).toContain('not written by the version that it claims');
  });

  test.each([
    ['0.3.0', 'nobody@else.example'],
    ['9.9.9', 'written by a version that this one does not know'],
    ['no version', 'written by a version that this one does not know'],
  ])('no more than %s is: who may sign is asked of it, or nothing of it believed', async (version, found) => {
    const of = await claiming(version);
    const own = { evidenceSha256: digestOf('evidence/manifest.json', of) };
    const signed = signedBy('nobody@else.example', 'control-owner', own);
    const events = [openedOn(of), decidedBy('grc@acme.com', of), signedBy('grc@acme.com', 'reviewer', own), signed];
    expect(await refusalOf(events, of)).toContain(found);
  });

  test('and so is one that names this version, and leaves out what it tells beside the findings', async () => {
    const err = await refusal(issued(await aRun({ proves: false }), signer));
    expect(err).toContain('left out that the version which it claims always writes');
    expect(err).toContain('proofs.json');
  });

  test('whose findings were put into the older form, but not its files', async () => {
    const files = { 'findings.json': asBefore };
    expect(await refusal(issued(old, signer, { files }))).toContain('the file proofs.json');
  });

  test.each([
    ['signed, with how far it was rolled forward', {}],
    ['delegated, with an end', { ...delegation(), until: '2026-12-31' }],
  ])('for the event: %s', async (_what, event) => {
    const genuine = await older();
    const last =
      'kind' in event && event.kind === 'delegated' ? event : { ...genuine.events.at(-1), rollForward: null };
    const events = [...genuine.events.slice(0, -1), last];
    const told = await toldOf(events.map((one) => decodeEvent(JSON.stringify(one), 'an event')));
    expect(told).toContain('not written by the version that it claims');
    expect(told).toContain('of the review, ');
  });
});

test.each(['I have examined the review', ': 4 decisions', '2 revoke'])(
  'a report of an older version whose statement does not say %s is refused',
  async (said) => {
    const { events } = await older();
    const changed = events.map((event, index): ReviewEvent => {
      if (event.kind !== 'signed' || index < events.length - 1) return event;
      expect(event.statement).toContain(said);
      return { ...event, statement: event.statement.replace(said, 'something') };
    });
    expect(await toldOf(changed)).toContain('a statement that the review does not yield');
  },
);

function delegation(): object {
  return {
    kind: 'delegated',
    at: '2026-10-05T10:00:00Z',
    by: 'grc@acme.com',
    from: 'grc@acme.com',
    to: 'cfo@acme.com',
    reason: 'on leave',
  };
}

/** findings.json without what came with 0.3.0. */
function asBefore(text: string): string {
  const { unjudged: _u, unusedColumns: _c, leavers: _l, custody: _k, ...rest } = JSON.parse(text);
  return `${JSON.stringify(rest, null, 2)}\n`;
}

/** What 0.2.0 wrote and signed. */
async function older() {
  const path = join(import.meta.dirname, '../versions/0.2.0/signed-review.pdf');
  const file = given(await warmReader.open(await readFile(path), 'signed-review.pdf'));
  const files = new Map([...file.attachments].map(([name, bytes]) => [name, Buffer.from(bytes)] as const));
  const lines = String(files.get('review.jsonl')).trimEnd().split('\n');
  const events = lines.map((line) => decodeEvent(JSON.stringify(JSON.parse(line).event), 'an event'));
  return { file, files, events };
}

/** The refusal of the report that 0.2.0 signed with its last event another, bound anew. */
async function toldOf(events: readonly ReviewEvent[]): Promise<string> {
  const { file, files } = await older();
  let previous = '0'.repeat(64);
  const stream = events.map((event, index) => {
    const stored = chainEvent(previous, index + 1, event);
    previous = stored.sha256;
    return `${canonicalJson(stored)}\n`;
  });
  return JSON.stringify(await verifiedData(files.set('review.jsonl', Buffer.from(stream.join(''))), file));
}

async function withProofs(edit: (text: string) => string): Promise<string> {
  return refusal(issued(await claiming('0.11.0'), signer, { files: { 'proofs.json': edit } }));
}

describe('a report of an earlier version, whose lists are not held against the run, is refused', () => {
  test('with the proofs of another run', async () => {
    const other = 'proofs.json, run: proofs of another run. Found: 20261005T090000Z-00000000';
    expect(await withProofs((text) => text.replace(/"run": "[^"]*"/, '"run": "20261005T090000Z-00000000"'))).toContain(
      other,
    );
    expect(await withProofs(() => '{"use":[]}')).toContain('proofs.json, run: proofs of another run. Found: no run');
  });

  test('with proofs that tell one thing twice', async () => {
    expect(await withProofs((text) => text.replace('{', '{"use":[],'))).toContain('the name "use" twice');
  });
});

test.each<[string, object]>([
  ['the leavers file', { leavers: null }],
  ['the way of the files', { custody: { chains: [] } }],
  ['what was not judged', { unjudged: [{ what: 'nothing' }] }],
])('a report of an earlier version that tells something else of %s is told to be otherwise', async (_what, members) => {
  const files = (text: string): string => `${JSON.stringify({ ...JSON.parse(text), ...members }, null, 2)}\n`;
  const of = await claiming('0.16.0');
  const told = 'not held against the run as a whole: findings.json';
  const forged = await verified(await issued(of, signer, { files: { 'findings.json': files } }));
  expect(forged).toMatchObject({ exit: 0 });
  expect(forged.out).toContain(told);
  expect((await verified(await issued(of, signer))).out).not.toContain(told);
});
