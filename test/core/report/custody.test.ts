// The way of a file is told link by link, and whatever does not hold in it is said: what lacks, goes backwards, is another.
import { describe, expect, test } from 'vitest';
import type { Custody, Receipt } from '../../../core/inputs/custody.ts';
import type { Report } from '../../../core/report/report.ts';
import { chainsOf } from '../../../core/report/told/custody.ts';
import type { CustodyChain } from '../../../core/report/told/custody.ts';
import { aCustody, aMailReceipt, aPortalReceipt } from '../../support/inputs/custody.ts';
import { aReport } from '../../support/reports/report-builder.ts';
import { at } from '../../support/time.ts';

const quiet = aReport();
const digest = quiet.export.sha256;
const other = '0'.repeat(64);
const source: Report['export'] = {
  ...quiet.export,
  exportedAt: at('2026-10-05T08:00:00Z'),
  exportedAtDeclared: true,
  exportedBy: 'ana@acme.com',
};
const run: Report['run'] = { ...quiet.run, asOf: at('2026-10-05T09:00:00Z') };

interface Way {
  readonly source: Partial<Report['export']>;
  readonly receipts: readonly Receipt[];
  readonly toldSha256: string | null;
  readonly report: Partial<Report>;
}

function chainOf(over: Partial<Way> = {}): CustodyChain {
  const { receipts = [aMailReceipt(digest)], toldSha256 = null } = over;
  const custody = { record: aCustody(digest, { export: { toldSha256, receipts: [...receipts] } }).record, count: null };
  const [chain] = chainsOf(aReport({ run, export: { ...source, ...over.source }, custody, ...over.report }));
  if (chain === undefined) throw new Error('a report whose custody was recorded has a chain');
  return chain;
}

describe('the way of an export', () => {
  test('is whole where each link has a time, a person and the digest of the one before', () => {
    const { breaks, links } = chainOf({ toldSha256: digest });
    expect(breaks).toEqual([]);
    expect(links.map(({ link, standing }) => `${link}, ${standing}`)).toEqual([
      'taken, declared',
      'received, recorded',
      'ingested, proven',
      'frozen, proven',
      'compared, proven',
      'printed, proven',
    ]);
    expect(new Set(links.map(({ sha256 }) => sha256))).toEqual(new Set([digest]));
    expect(links[0]).toMatchObject({ at: source.exportedAt, by: 'ana@acme.com' });
  });

  test('is printed when the last stage has signed', () => {
    const signedAt = at('2026-10-07T08:00:00Z');
    const given = {
      stage: 'reviewer',
      by: 'grc@acme.com',
      assurance: 'oidc',
      statement: 'I have.',
      digest: other,
    } as const;
    expect(chainOf().links.at(-1)).toMatchObject({ link: 'printed', at: run.asOf });
    const signed = chainOf({ report: { signOffs: [{ ...given, at: signedAt }] } });
    expect(signed.links.at(-1)).toMatchObject({ link: 'printed', at: signedAt });
  });

  test.each<[string, Partial<Way>, readonly string[]]>([
    ['when it was taken', { source: { exportedAtDeclared: false } }, ['Nobody said when it was taken.']],
    ['who took it', { source: { exportedBy: null } }, ['Nobody said by whom it was taken.']],
    [
      'either',
      { source: { exportedAtDeclared: false, exportedBy: null } },
      ['Nobody said when and by whom it was taken.'],
    ],
    ['how it was received', { receipts: [] }, ['How it was received is not recorded.']],
  ])('has a gap where nobody said %s', (_what, way, breaks) => {
    expect(chainOf(way).breaks).toEqual(breaks);
  });

  test('goes backwards where a link is earlier than the one before, whatever stands between', () => {
    const early = at('2026-10-05T07:00:00Z');
    expect(chainOf({ receipts: [aMailReceipt(digest, { at: early })] }).breaks).toEqual([
      'It was received at 5 October 2026, 07:00 UTC, before it was taken at 5 October 2026, 08:00 UTC.',
    ]);
    const late = [aMailReceipt(digest), aPortalReceipt(digest, { at: at('2026-10-05T10:00:00Z') })];
    expect(chainOf({ receipts: late }).breaks).toEqual([
      'It was ingested at 5 October 2026, 09:00 UTC, before it was received at 5 October 2026, 10:00 UTC.',
    ]);
    expect(chainOf({ receipts: [aMailReceipt(digest, { at: source.exportedAt })] }).breaks).toEqual([]);
  });

  test('tells each link at which its digest is another', () => {
    expect(chainOf({ toldSha256: other }).breaks).toEqual([
      `When it was received, its SHA-256 was ${digest}; when it was taken, ${other}.`,
    ]);
    expect(chainOf({ receipts: [aMailReceipt(other)] }).breaks).toEqual([
      `When it was ingested, its SHA-256 was ${digest}; when it was received, ${other}.`,
    ]);
    const files = [{ name: source.fileName, bytes: 1, sha256: other }];
    expect(chainOf({ report: { files } }).breaks).toEqual([
      `When it was printed, its SHA-256 was ${other}; when it was compared, ${digest}.`,
    ]);
  });
});

test.each<[string, { readonly receipt: Receipt; readonly by: string; readonly says: RegExp }]>([
  [
    'a mail',
    {
      receipt: aMailReceipt(digest, { tls: false, signedBy: null }),
      by: 'ana.admin@acme.com',
      says: /DKIM pass, SPF.*without TLS\.$/,
    },
  ],
  [
    'a mail of which nobody knows how it came',
    { receipt: aMailReceipt(digest, { tls: null }), by: 'ana.admin@acme.com', says: /spam scan pass\.$/ },
  ],
  ['an upload', { receipt: aPortalReceipt(digest), by: 'jane@acme.com (oidc)', says: /^The person signed in;/ }],
  [
    'one without a sign-in',
    {
      receipt: aPortalReceipt(digest, { assurance: 'asserted' }),
      by: 'jane@acme.com (asserted)',
      says: /without a password/,
    },
  ],
])('of %s is told who brought it, and what that shows', (_what, { receipt, by, says }) => {
  const [, received] = chainOf({ receipts: [receipt] }).links;
  expect(received).toMatchObject({ link: 'received', at: receipt.at, by, sha256: digest });
  expect(received?.says).toMatch(says);
});

test('the list of leavers has a way of its own, where one was handed in and what came of it is known', () => {
  const leaversFile = { fileName: 'leavers.csv', sha256: other, rows: 3, matched: 3, notYet: 0, unmatched: [] };
  const waysWith = (leavers: Custody['leavers']): readonly string[] => {
    const custody = { record: aCustody(digest, { leavers }).record, count: null };
    const chains = chainsOf(aReport({ run, export: source, custody, leaversFile }));
    return chains.map(({ file, breaks }) => `${file}: ${breaks.join(' ')}`);
  };
  const receipt = aMailReceipt(other, { name: 'leavers.csv' });
  expect(waysWith({ receipts: [receipt] })).toEqual(['export: ', 'leavers: ']);
  expect(waysWith({ receipts: [] })).toEqual(['export: ', 'leavers: How it was received is not recorded.']);
  expect(waysWith(null)).toEqual(['export: ']);
  expect(chainsOf(quiet)).toEqual([]);
});
