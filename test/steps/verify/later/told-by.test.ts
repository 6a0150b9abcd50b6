// A closing may leave what changed to a run of another review: to the one that tells just that, and to no other.
import { describe, expect, test } from 'vitest';
import type { Closed } from '../../../../core/review/events/event.ts';
import type { Kept } from '../../../../core/ports/objects.ts';
import { toldByBreak } from '../../../../steps/verify/later/told-by.ts';
import { sha256 } from '../../../support/bytes.ts';
import { kept } from '../../../support/reports/placeholder-pdf.ts';
import { at } from '../../../support/time.ts';

const run = '20261005T080000Z-1a2b3c4d';
const signedAt = at('2026-09-30T08:00:00Z');

interface Telling {
  /** Whether it is left to a run at all. */
  readonly leaves: boolean;
  /** Of what the event says of the run. */
  readonly event: Partial<NonNullable<Closed['toldBy']>>;
  readonly closed: Partial<Closed>;
  /** `null` where nobody has signed. */
  readonly signedAt: typeof signedAt | null;
  readonly since: object | null;
  readonly untold: string | null;
  readonly ofRun: string;
  /** Under which name the manifest has the proofs. */
  readonly listedAs: string;
  readonly files: (files: ReadonlyMap<string, Kept>) => ReadonlyMap<string, Kept>;
}

const sinceQ3 = { review: '2026-Q3', signedAt, run: { id: '20260915T080000Z-00000000' } };

/** What is wrong with a closing of 2026-Q3 that leaves what changed to the run, and a genuine one but for what is said. */
async function foundIn(over: Partial<Telling> = {}): Promise<string | null> {
  const { since = sinceQ3, untold = null, ofRun = run, listedAs = 'proofs.json', files = (all) => all } = over;
  const proofs = JSON.stringify({ outside: { since, untold, changes: [] } });
  const manifest = JSON.stringify({
    schema: 1,
    run: ofRun,
    tool: { name: 'peopleai-access-review', version: '0.20.0' },
    policySha256: '0'.repeat(64),
    files: [{ name: listedAs, bytes: proofs.length, sha256: sha256(proofs) }],
  });
  const attached = new Map([
    ['evidence/manifest.json', kept(Buffer.from(manifest))],
    ['proofs.json', kept(Buffer.from(proofs))],
  ]);
  const toldBy = { run, asOf: at('2026-10-05T08:00:00Z'), manifestSha256: sha256(manifest), ...over.event };
  const closed: Closed = {
    kind: 'closed',
    at: at('2026-10-12T08:00:00Z'),
    by: 'grc@acme.com',
    rollForward: null,
    ...(over.leaves === false ? {} : { toldBy }),
    ...over.closed,
  };
  const signature = over.signedAt === undefined ? signedAt : over.signedAt;
  const state = { sequence: 7, signatures: signature === null ? [] : [{ at: signature }] };
  const aheads = new Map([[run, files(attached)]]);
  const broken = await toldByBreak({ aheads }, { closed, state, period: '2026-Q3' });
  return broken === null ? null : `${broken.where}: ${broken.what}. ${broken.found}`;
}

describe('what changed since the signature of a review', () => {
  test('is left to the run of another one that tells it since then', async () => {
    expect(await foundIn()).toBeNull();
    expect(await foundIn({ since: { ...sinceQ3, signedAt: '2026-09-20T08:00:00Z', closedAt: signedAt } })).toBeNull();
    expect(await foundIn({ leaves: false })).toBeNull();
  });

  test.each<[string, Partial<Telling>, string]>([
    [
      'that the closing tells as well',
      { closed: { rollForward: { run, asOf: signedAt, manifestSha256: '', sha256: '' } } },
      'event 8 of the review: what changed is told twice',
    ],
    ['of another time', { event: { asOf: at('2026-10-05T09:00:00Z') } }, 'a run that cannot tell what changed'],
    ['when nobody had signed', { signedAt: null }, 'a run that cannot tell what changed'],
    ['from before the signature', { signedAt: at('2026-10-05T08:00:00Z') }, 'a run that cannot tell what changed'],
    ['from after the closing', { closed: { at: at('2026-10-05T07:59:59Z') } }, 'a run that cannot tell what changed'],
    ['by another manifest', { event: { manifestSha256: '1'.repeat(64) } }, 'not the manifest that the event names'],
    ['by the manifest of another run', { ofRun: '20261005T080000Z-00000000' }, 'the manifest of another run'],
    [
      'by a file that its manifest names otherwise',
      { listedAs: 'findings.json' },
      'not the file that the manifest names',
    ],
    ['that tells nothing', { untold: 'no review was signed before' }, 'a run that tells nothing'],
    [
      'that tells since another review',
      { since: { ...sinceQ3, review: '2026-Q2' } },
      'a run that tells of another review',
    ],
    ['that tells since no review', { since: null }, 'a run that tells of another review. none'],
    [
      'that begins at another time',
      { since: { ...sinceQ3, signedAt: '2026-09-30T09:00:00Z' } },
      'a run that begins elsewhere. 2026-09-30T09:00:00Z',
    ],
    ['that begins at another closing', { since: { ...sinceQ3, closedAt: '2026-10-01T08:00:00Z' } }, 'begins elsewhere'],
    ['of which nothing is attached', { files: () => new Map() }, 'not the files of the run'],
    [
      'of which the proofs are not attached',
      { files: (all) => new Map([...all].filter(([name]) => name !== 'proofs.json')) },
      'not the files of the run that tells what changed. evidence/manifest.json',
    ],
    [
      'of which something else is attached',
      { files: (all) => new Map([...all, ['findings.json', kept(Buffer.from('{}'))]]) },
      'not the files of the run that tells what changed',
    ],
    [
      'whose proofs are none',
      { files: (all) => new Map([...all, ['proofs.json', kept(Buffer.from('{}'))]]) },
      'proofs.json',
    ],
    [
      'whose manifest is none',
      { files: (all) => new Map([...all, ['evidence/manifest.json', kept(Buffer.from('{}'))]]) },
      'manifest.json',
    ],
  ])('is left to no run %s', async (_what, over, told) => {
    expect(await foundIn(over)).toContain(told);
  });
});
