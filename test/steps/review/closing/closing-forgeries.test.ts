// `verify` on closing reports that whoever holds the signing key forged: each is refused with the first thing wrong.
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../../../adapters/stores/sqlite/store.ts';
import { toolVersion } from '../../../../cli/terminal/tool.ts';
import { closingDocument } from '../../../../core/report/closing/closing.ts';
import type { ClosedRemoval } from '../../../../core/report/closing/closing.ts';
import { closingPdf } from '../../../../drawing/closing-pdf.ts';
import { pieces, sha256 } from '../../../support/bytes.ts';
import { aSharedFolder } from '../../../support/folders.ts';
import { given } from '../../../support/given.ts';
import { pageTexts } from '../../../support/reports/read-pdf.ts';
import { comment } from '../../../../steps/review/comment.ts';
import { boundAnew, changed, closedBy } from '../forged-closing.ts';
import type { GenuineClosing } from '../forged-closing.ts';
import {
  removing,
  added,
  allReviewed,
  withoutFirstPeriod,
  otherwiseCommented,
  firstOpen,
  unsigned,
  signedIn,
  reachingNowhere,
  withoutReach,
  told,
  claimed,
  later,
} from './closing-tricks.ts';
import type { ClosingChange, EventsChange } from './closing-tricks.ts';
import { newExport, ordered, period } from '../year/opened.ts';
import { aWorld } from '../world.ts';
import type { World } from '../world.ts';
import { decides, fallback, founded, keepsTheRest, leaves, opens, owner, signs } from '../year/year.ts';
import { laterTool, verified } from '../../verify/verified.ts';
import type { Told } from '../../verify/verified.ts';

const [revoked, late] = ['user01@acme.com', 'user02@acme.com'];

/** What the program handed to its drawing when it closed the review. */
let genuine: GenuineClosing;
let texts: ReadonlyMap<string, Buffer>;
let world: World;
let store: ReturnType<typeof openSqliteStore>;

/** Two removals, each proven by an export of its own. */
beforeAll(async () => {
  const home = await aSharedFolder();
  store = openSqliteStore({ file: join(home, 'access-review.db') });
  world = await aWorld(store, { home });
  founded(world);
  // Nobody can sign in.
  delete world.config['portal'];
  world.at('2026-03-30T09:00:00Z');
  await world.run();
  await opens(world, period);
  given(await decides(world, period, { by: fallback, says: { [revoked]: ['revoke'], [late]: ['revoke'] } }));
  await ordered(world);
  const said = { period, login: revoked, text: 'told by HR', files: [] };
  given(await comment(world.dependencies, { ...said, by: fallback, assurance: 'asserted' }));
  await keepsTheRest(world, period, fallback);
  given(await signs(world, period, fallback));
  given(await signs(world, period, owner));
  await newExport(world, '2026-04-05T09:00:00Z', [revoked]);
  leaves(world, 'user04@acme.com', '2026-04-10');
  await newExport(world, '2026-04-14T09:00:00Z', [late]);
  genuine = await closedBy(world, { period, by: fallback });
  const read = genuine.attachments.map(async (one) => [one.name, await buffer(one.read())] as const);
  texts = new Map(await Promise.all(read));
});
afterAll(() => store.close());

interface Forgery {
  /** What closing.json and the pages say; the event that closes names it. */
  readonly closing?: ClosingChange;
  /** What the pages alone say. */
  readonly printed?: ClosingChange;
  /** The new text of a file; `null` takes it away. */
  readonly files?: Readonly<Record<string, ((text: string) => string) | null>>;
  /** Events, each of which is bound anew. */
  readonly events?: EventsChange;
  /** The event that closes names the closing as it was before. */
  readonly digest?: 'left';
  /** The version that verifies. */
  readonly by?: typeof laterTool;
}

async function verdictOn({ closing, printed, files = {}, events, digest, by }: Forgery): Promise<Told> {
  const stated = closing?.(genuine.closing) ?? genuine.closing;
  const document = closingDocument(stated);
  const all = new Map(texts).set('closing.json', Buffer.from(document));
  const stream = (await world.dependencies.reviews.load(period)).map(({ event }) => event);
  const naming = changed('closed', (event) => ({ ...event, closingSha256: sha256(document) }));
  const named = digest === 'left' ? stream : naming(stream);
  all.set('review.jsonl', Buffer.from(boundAnew(events?.(named) ?? named)));
  for (const [name, change] of Object.entries(files)) {
    if (change === null) all.delete(name);
    else all.set(name, Buffer.from(change(String(all.get(name)))));
  }
  const attachments = genuine.attachments.flatMap((one) => {
    const body = all.get(one.name);
    return body === undefined ? [] : [{ ...one, sha256: sha256(body), read: () => pieces(body) }];
  });
  const pdf = await buffer(closingPdf(printed?.(stated) ?? stated, attachments));
  const { sealer, scratch } = world.dependencies;
  const bytes = await sealer.seal(await scratch.keep(pieces(pdf)), genuine.closing.closed.at);
  return verified(await buffer(bytes), {}, by === undefined ? {} : { tool: by });
}

function proofs(name: string): readonly string[] {
  return [...texts.keys()].filter((one) => one.startsWith('proof/') && one.endsWith(name));
}

async function refusal(forgery: Forgery): Promise<string> {
  const { exit, err } = await verdictOn(forgery);
  expect(exit).toBe(2);
  return err;
}

describe('a closing report', () => {
  test('that is put together again as it was is accepted: only what is changed is refused', async () => {
    expect(await verdictOn({})).toMatchObject({ exit: 0, err: '' });
  });

  test.each([
    ['another row', ({ proof }: ClosedRemoval) => ({ proof: { ...proof, row: 99 } }), 'removals.0.proof.row'],
    ['other hours', () => ({ hours: 1 }), 'removals.0.hours'],
    ['a late proof as in time', ({ late: was }: ClosedRemoval) => ({ late: !was }), 'removals.0.late'],
    [
      'absence in place of suspension',
      ({ proof }: ClosedRemoval) => ({ proof: { ...proof, shown: 'absent' as const } }),
      'removals.0.proof.shown',
    ],
    [
      'another run',
      ({ proof }: ClosedRemoval) => ({ proof: { ...proof, run: '20260414T090000Z-00000000' } }),
      'removals.0.proof.run',
    ],
    ['another reason', () => ({ reason: 'a good one' }), 'removals.0.reason'],
    [
      'another day of the order',
      ({ order }: ClosedRemoval) => ({ order: order && { ...order, number: 7 } }),
      'removals.0.order.number',
    ],
  ])('that states %s', async (_what, change, place) => {
    const err = await refusal({ closing: removing(change) });
    expect(err).toContain(`closing.json, ${place}`);
    expect(err).toContain('the evidence does not yield what the closing states');
  });

  test('is forged here from one that has something of everything', () => {
    const { open, since, timeliness, comments } = genuine.closing;
    expect(open.length).toBeGreaterThan(0);
    expect(since?.changes.map(({ login, kind, reviewed }) => `${login} ${kind} ${reviewed}`)).toEqual([
      'user01@acme.com suspended true',
      'user02@acme.com suspended true',
      'user04@acme.com left false',
    ]);
    expect(timeliness?.rows.at(-1)?.removal.outcome).toBe('pass');
    expect(comments).toMatchObject([{ login: revoked, text: 'told by HR' }]);
  });

  const otherHours = removing(() => ({ hours: 1 }));

  test.each<[string, Forgery, string]>([
    ['to which a removal was added', { closing: added }, 'closing.json, removals'],
    ['from which what stayed open was taken', { closing: (one) => ({ ...one, open: [] }) }, 'closing.json, open'],
    [
      'that names a later version, whatever it says',
      { closing: later },
      'closing.json, tool: written by a version that this one does not know',
    ],
    [
      'that tells no change since the signature',
      { closing: (one) => ({ ...one, since: null }) },
      'closing.json, since',
    ],
    ['that calls a change reviewed', { closing: allReviewed }, 'closing.json, since.changes.2.reviewed'],
    [
      'that names no later run in its event, and leaves the file of it out',
      { closing: told, events: reachingNowhere },
      'a file of a run to which no signature was rolled forward',
    ],
    [
      'whose last event claims a sign-in that nobody can have made',
      { closing: claimed, events: signedIn },
      'a sign-in where nobody can sign in',
    ],
    ['that says another time of a step', { closing: withoutFirstPeriod }, 'closing.json, timeliness'],
    ['that leaves a comment out', { closing: (one) => ({ ...one, comments: [] }) }, 'closing.json, comments'],
    ['that changes a comment', { closing: otherwiseCommented }, 'closing.json, comments.0.text'],
    [
      'whose closing.json is another than the review was closed with',
      { closing: otherHours, digest: 'left' },
      'not the closing that the review was closed with',
    ],
    [
      'whose pages say what its data do not',
      { printed: otherHours },
      'the digest of the closing is not printed as the data says',
    ],
    ['that was closed before the second signature', { events: unsigned }, 'closed before every stage had signed'],
  ])('%s', async (_what, forgery, says) => {
    expect(await refusal(forgery)).toContain(says);
  });

  const by = laterTool;

  test('of an earlier version is held to what stayed open, and to no words why', async () => {
    const worded = await verdictOn({
      by,
      closing: ({ open, ...closing }) => ({ ...closing, open: open.map((one) => ({ ...one, why: 'as worded then' })) }),
    });
    expect(worded).toMatchObject({ exit: 0, err: '' });
    expect(worded.out).toContain('the digest of closing.json stands in the text of the pages');
    expect(worded.out).not.toContain('sums stand in the text');
    expect(worded.out).toContain(
      `was written by ${toolVersion().name} ${toolVersion().version}, this is ${by.name} ${by.version}`,
    );
    expect(await refusal({ by, closing: (closing) => ({ ...closing, open: [] }) })).toContain('closing.json, open.0');
    for (const [member, value] of [
      ['about', 'somebody@acme.com'],
      ['severity', 'low'],
      ['what', 'ALIAS_UNCONFIRMED: Match by an alias that nobody confirmed'],
    ] as const)
      expect(await refusal({ by, closing: (closing) => firstOpen(closing, { [member]: value }) })).toContain(
        `closing.json, open.0.${member}`,
      );
  });

  test('that leaves out how far it reaches, as one of an earlier version would', async () => {
    const unreaching = (version: string): Promise<string> =>
      refusal({
        closing: (one) => ({ ...told(one), tool: { ...one.tool, version } }),
        files: Object.fromEntries(ahead.map((name) => [name, null])),
        events: withoutReach,
      });
    const ahead = [...texts.keys()].filter((name) => name.startsWith('roll-forward/'));
    expect(ahead).toHaveLength(4);
    const { version } = toolVersion();
    const own = await unreaching(version);
    expect(own).toContain('left out that the version which it claims always writes');
    expect(own).toMatch(/event \d+ of the review: something is left out/);
    for (const earlier of ['0.3.0', '0.1.0'])
      expect(await unreaching(earlier)).toContain('not written by the version that it claims');
  });

  test('prints the changes that nobody reviewed, the timeliness, and the comments', async () => {
    const pdf = await buffer(closingPdf(genuine.closing, []));
    const pages = await pageTexts(pdf);
    const text = pages.join('');
    for (const said of [
      'Changedsincethesignature,andreviewedbynobody',
      'user04@acme.compersonleft',
      'Timeliness,periodbyperiod',
      'toldbyHR',
    ])
      expect(text).toContain(said);
  });

  test('with one cell of a proving export changed', async () => {
    const [file = ''] = proofs('/export.csv');
    const err = await refusal({ files: { [file]: (text) => text.replace(late, 'user99@acme.com') } });
    expect(err).toContain(`${file}: the file is not the one that the manifest of its run names`);
  });

  test.each(['/export.csv', '/manifest.json', '/findings.json', '/policy.json'])(
    'without the proof %s',
    async (name) => {
      const [file = ''] = proofs(name);
      expect(file).not.toBe('');
      expect(await refusal({ files: { [file]: null } })).toContain('a file of the proving run is missing');
    },
  );

  test('whose proving run has the files of another', async () => {
    const [one = '', other = ''] = proofs('/manifest.json');
    const err = await refusal({ files: { [one]: () => String(texts.get(other)) } });
    expect(err).toMatch(/files of another run|not the one that the manifest of its run names/);
  });

  test('whose proving run has a manifest with more values than one holds: none is made of them', async () => {
    const [file = ''] = proofs('/manifest.json');
    const err = await refusal({ files: { [file]: () => `[${'{},'.repeat(200_000)}{}]` } });
    expect(err).toContain(`${file}: more than such a file holds`);
  });

  test('whose events name another run as the proof', async () => {
    const [first = '', second = ''] = proofs('/manifest.json').map((name) => name.split('/')[1] ?? '');
    const events = changed('removals-observed', (event) => (event.run === first ? { ...event, run: second } : event));
    expect(await refusal({ events })).toContain('a proof that could not be recorded');
  });
});
