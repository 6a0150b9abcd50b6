// The chain of custody in a report: it is printed and in the evidence, and `verify` refuses a report in which it is another.
import { describe, expect, it } from 'vitest';
import type { Custody } from '../../../core/inputs/custody.ts';
import type { KeptCustody } from '../../../steps/read/run-inputs.ts';
import { exportCsv } from '../../support/inputs/export-builder.ts';
import { sha256 } from '../../support/bytes.ts';
import { aCount, aCustody, aMailReceipt, aPortalReceipt, onePixel } from '../../support/inputs/custody.ts';
import { aSigner } from '../../support/reports/signing.ts';
import { anIdentity } from '../../support/inputs/population-builder.ts';
import { at } from '../../support/time.ts';
import { opened, pagesOf, textOfPage, withoutBlanks } from '../../support/reports/read-pdf.ts';
import { aRun, issued } from './issued-report.ts';
import { verified } from './verified.ts';
import type { Forgery, Run, RunSays } from './issued-report.ts';

const accounts = ['jane', 'root', 'gone', 'ghost'].map((name) => ({
  email: `${name}@acme.com`,
  role: name === 'root' ? 'Admin' : 'User',
}));
const bytes = Buffer.from(exportCsv(accounts));
const of = sha256(bytes);
const leaversText = 'gone@acme.com,2026-09-30\n';
const leavers: Custody['leavers'] = {
  receipts: [
    {
      kind: 'by-hand',
      at: at('2026-10-05T09:00:00Z'),
      name: 'leavers.csv',
      bytes: leaversText.length,
      sha256: sha256(leaversText),
      by: 'jane@acme.com',
    },
  ],
};

const custodyOf = (over: Partial<Custody> = {}): KeptCustody => aCustody(of, { leavers, ...over });

const says = { export: bytes, countShown: 4, leavers: leaversText, custody: custodyOf() } as const;
const signer = await aSigner();
const run = await aRun(says);

async function refusalOf(forgery: Forgery, forged: Run = run): Promise<string> {
  const { exit, out, err } = await verified(await issued(forged, signer, forgery));
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  return err;
}

/** All that is printed, without blanks. */
async function printIn(report: Uint8Array): Promise<string> {
  const pages = await pagesOf(await opened(report));
  return (await Promise.all(pages.map(textOfPage))).join('');
}

async function printedBy(other: Partial<RunSays>): Promise<string> {
  return printIn(await issued(await aRun({ ...says, ...other }), signer));
}

describe('a report with its chain of custody', () => {
  it('verifies, and prints each link, who counted, and the digest of the picture', async () => {
    const report = await issued(run, signer);
    expect(await verified(report)).toMatchObject({ exit: 0, err: '' });
    const print = await printIn(report);
    for (const text of [
      'Chain of custody',
      'supports the assessment of source, handling and possible alteration (AS 1105.10A)',
      'DMARC pass, DKIM pass by acme.com',
      sha256('raw message'),
      'No link is missing, no digest is another, no time goes backwards',
      'Typed by jane@acme.com (asserted), 5 October 2026, 08:05 UTC; confirmed by root@acme.com',
      sha256(onePixel),
    ])
      expect(print).toContain(withoutBlanks(text));
  });

  it.each<[string, Forgery, RegExp]>([
    [
      'another sender of the mail',
      { files: { 'evidence/custody.json': (text) => text.replace('ana.admin@acme.com', 'eve@acme.com') } },
      /an input is not the one that the run was made from/,
    ],
    [
      'a signature of the mail that was none',
      { files: { 'evidence/custody.json': (text) => text.replace('"dkim": "pass"', '"dkim": "none"') } },
      /an input is not the one/,
    ],
    [
      'a second person who is another',
      { files: { 'evidence/custody.json': (text) => text.replace('root@acme.com', 'gone@acme.com') } },
      /an input is not the one/,
    ],
    ['no record at all', { files: { 'evidence/custody.json': null } }, /an input is not the one/],
    [
      'a record that is none',
      { files: { 'evidence/custody.json': (text) => text.replace('"mail"', '"pigeon"') } },
      /evidence\/custody\.json/,
    ],
    [
      'a link of the chain that is another',
      { files: { 'findings.json': (text) => text.replace('"standing": "declared"', '"standing": "proven"') } },
      /custody\.chains\.0\.links\.0\.standing/,
    ],
    [
      'a chain that lacks a link',
      { files: { 'findings.json': (text) => text.replace(/\{\s+"link": "received"[^}]+\},/, '') } },
      /custody\.chains\.0\.links/,
    ],
    [
      'another picture',
      { files: { 'evidence/count-page.png': (text) => `${text}.` } },
      /not the picture of the page that was attached/,
    ],
    ['no picture', { files: { 'evidence/count-page.png': null } }, /count-page\.png/],
    [
      'pages that name another sender',
      {
        printed: (report) => ({
          ...report,
          custody: {
            record: custodyOf({ export: receivedFrom('eve@acme.com') }).record,
            count: { kind: 'two-people' },
          },
        }),
      },
      /a page does not print what the data yield/,
    ],
    [
      'pages without the chain',
      { printed: ({ custody: _custody, ...report }) => report },
      /has not the pages|does not print/,
    ],
  ])('is refused with %s', async (_what, forgery, told) => {
    expect(await refusalOf(forgery)).toMatch(told);
  });

  it('is refused by its own version of the digest as well as by another', async () => {
    const older = await aRun({ ...says, tool: { name: 'peopleai-access-review', version: '0.4.0' } });
    const forgery = { files: { 'evidence/custody.json': (text: string) => text.replace('ana.', 'eve.') } };
    expect(await refusalOf(forgery, older)).toMatch(/an input is not the one/);
  });
});

function receivedFrom(from: string): { toldSha256: null; receipts: ReturnType<typeof aMailReceipt>[] } {
  return { toldSha256: null, receipts: [aMailReceipt(of, { from })] };
}

describe('a chain that does not hold', () => {
  it('holds the run where the compared file is not the one that was received, whatever is accepted', async () => {
    const other = sha256('another file');
    const receipts = [aPortalReceipt(other)];
    const held = await aRun({ ...says, custody: custodyOf({ export: { toldSha256: null, receipts } }) });
    expect(held.report.status).toBe('held');
    expect(held.report.gates).toMatchObject([{ gate: 'custody', acceptable: false, accepted: null }]);
    expect(held.report.reasons.join()).toContain(other);
    expect(await verified(await issued(held, signer))).toMatchObject({ exit: 0 });
  });

  it('holds the run where whoever took the export told another digest', async () => {
    const toldSha256 = sha256('as it was taken');
    const held = await aRun({
      ...says,
      custody: custodyOf({ export: { toldSha256, receipts: [aMailReceipt(of)] } }),
    });
    expect(held.report.reasons.join()).toContain(`whoever took the export told the SHA-256 ${toldSha256}`);
  });

  it('holds the run where the leavers file is not the one that was received', async () => {
    const [receipt] = leavers.receipts;
    if (receipt === undefined) throw new Error('the test has no receipt');
    const receipts = [{ ...receipt, sha256: sha256('another list') }];
    const held = await aRun({ ...says, custody: custodyOf({ leavers: { receipts } }) });
    expect(held.report.reasons.join()).toContain('the leavers file was received (by-hand)');
  });

  it('says that a time goes backwards, and holds nothing for it', async () => {
    const custody = custodyOf({
      export: { toldSha256: null, receipts: [aMailReceipt(of, { at: at('2026-10-05T07:00:00Z') })] },
    });
    const print = await printedBy({ custody });
    expect(print).toContain(
      withoutBlanks('the chain does not hold. It was received at 5 October 2026, 07:00 UTC, before it was taken'),
    );
    expect((await aRun({ ...says, custody })).report.status).toBe('complete');
  });

  it('says that nobody recorded how the file was received', async () => {
    const print = await printedBy({ custody: custodyOf({ export: { toldSha256: null, receipts: [] } }) });
    expect(print).toContain(withoutBlanks('How it was received is not recorded.'));
  });
});

describe('a number of users behind which two people do not stand', () => {
  const typed = aCount(of).typed;
  it.each<[string, Partial<ReturnType<typeof aCount>>, string]>([
    [
      'nobody confirmed it',
      { confirmed: null },
      'Typed by one person, jane@acme.com (asserted), 5 October 2026, 08:05 UTC: nobody confirmed it.',
    ],
    [
      'a stranger confirmed it',
      { confirmed: { ...typed, by: 'made.up@acme.com' } },
      'nobody who is known: made.up@acme.com',
    ],
    [
      'it is of another export',
      { exportSha256: sha256('another') },
      'beside another export: it says nothing about this one',
    ],
    ['who typed it was not said', { typed: { ...typed, by: null } }, 'who typed it was not said'],
  ])('is printed as that where %s', async (_what, over, told) => {
    expect(await printedBy({ custody: custodyOf({ count: aCount(of, over) }) })).toContain(withoutBlanks(told));
  });

  it('is printed as that where one person bears both names', async () => {
    const people = ['root@acme.com', 'gone@acme.com'].map((login) => anIdentity({ login }));
    const jane = { ...anIdentity({ login: 'jane@acme.com' }), logins: ['jane@acme.com', 'j.doe@acme.com'] };
    const count = aCount(of, { confirmed: { ...typed, by: 'j.doe@acme.com' } });
    const print = await printedBy({ people: [...people, jane], custody: custodyOf({ count }) });
    expect(print).toContain(withoutBlanks('j.doe@acme.com, who confirmed it, is the same person'));
  });
});
