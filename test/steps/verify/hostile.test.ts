// `verify` on what is no report, and on reports that are made to harm: a refusal, never a crash, never a way out.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportReader } from '../../../adapters/evidence/report-pdf.ts';
import { refusalText } from '../../../core/values/result.ts';
import { anyText } from '../../support/any-text.ts';
import { aFolder } from '../../support/folders.ts';
import { aPlaceholderPdf } from '../../support/reports/placeholder-pdf.ts';
import { anOddSigner, aSigner, sealed } from '../../support/reports/signing.ts';
import { given } from '../../support/given.ts';
import { aRun, forgedFiles, issued } from './issued-report.ts';
import { verified, verifiedData, verifiedFile } from './verified.ts';
import type { Forgery } from './issued-report.ts';

const signer = await aSigner();
const run = await aRun();
const genuine = given(await reportReader().open(await issued(run, signer), 'report.pdf'));
const manifest = 'evidence/manifest.json';

async function refusal(pdf: Uint8Array, options: { readonly evidence?: string } = {}): Promise<string> {
  const { exit, out, err } = await verified(pdf, options);
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  return err;
}

async function dataRefusal(files: NonNullable<Forgery['files']>): Promise<string> {
  const result = await verifiedData(forgedFiles(run, { files }), genuine);
  return result.kind === 'ok' ? 'it holds' : result.refusals.map(refusalText).join('\n');
}

describe('what is no report', () => {
  it.each([
    ['a text', Buffer.from('row,login\n'), 'no PDF'],
    ['an empty file', Buffer.alloc(0), 'no PDF'],
    ['a PDF that nobody signed', aPlaceholderPdf({ rooms: 0 }), 'no signature'],
  ])('%s is refused', async (_, bytes, found) => {
    expect(await refusal(bytes)).toContain(found);
  });

  it('a folder or a file that is not there is refused', async () => {
    const folder = await aFolder();
    expect(await verifiedFile(folder)).toMatchObject({ exit: 2, err: expect.stringContaining('a folder') });
    expect(await verifiedFile(join(folder, 'x.pdf'))).toMatchObject({
      exit: 2,
      err: expect.stringContaining('no such file'),
    });
  });

  it('a sealed PDF that no version of this product drew is refused', async () => {
    const pdf = await sealed(aPlaceholderPdf(), signer);
    expect(await refusal(pdf)).toContain('the report holds what no version of this product writes');
  });

  it('a sealed report without its manifest is refused', async () => {
    const pdf = await issued(run, signer, { unattached: [manifest] });
    expect(await refusal(pdf)).toContain('evidence/manifest.json: no manifest is attached. Found: ');
  });

  it('a certificate that is none is refused', async () => {
    const trust = join(await aFolder(), 'trust.pem');
    await writeFile(trust, 'hello');
    const { exit, err } = await verified(await issued(run, signer), { trust });
    expect(exit).toBe(2);
    expect(err).toContain(`--trust ${trust}: the trusted certificate cannot be read. Found: 5 bytes`);
  });

  it('is refused with every argument that is none, at once', async () => {
    const folder = await aFolder();
    const [trust, evidence] = [join(folder, 'trust.pem'), join(folder, 'nowhere')];
    await writeFile(trust, 'hello');
    const { exit, err } = await verified(await issued(run, signer), { trust, evidence });
    expect(exit).toBe(2);
    expect(err).toMatch(/^--trust .+: the trusted certificate cannot be read.+\n--evidence .+: no folder\..+\n$/m);
  });
});

describe('a report that is made to harm', () => {
  it('cannot look at files outside of the folder that the auditor names', async () => {
    const folder = await aFolder();
    const forged = await issued(run, signer, {
      files: { [manifest]: (text) => text.replace('evidence/snapshot-okta.jsonl', '../../../etc/passwd') },
    });
    expect(await refusal(forged, { evidence: folder })).toContain('the name of a file of the run');
  });

  it('cannot name a file twice', async () => {
    const forged = await issued(run, signer, {
      files: { [manifest]: (text) => text.replace('"name": "findings.csv"', '"name": "population.csv"') },
    });
    expect(await refusal(forged)).toContain('each file of the evidence once');
  });

  it('cannot steer the terminal', async () => {
    const steering = '"findings": [{"id":"f_\u{9B}2J","code":"\u{202E}X","login":"\u{7F}"},';
    const forged = await issued(run, signer, {
      files: { 'findings.json': (text) => text.replace('"findings": [', steering) },
    });
    expect(await refusal(forged)).toMatch(/^[^\p{C}]*does not follow from the evidence[^\p{C}]*\n$/u);
    const named = await verified(await issued(run, await anOddSigner({ name: 'Eve\u{1B}[2J' })));
    expect(named.out).toMatch(/^(?:[^\p{C}]|\n)*$/u);
  });

  it('with JSON that is nested without end is refused', async () => {
    const deep = `{"schema":1,"x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    expect(await refusal(await issued(run, signer, { files: { 'findings.json': () => deep } }))).toContain(
      'findings.json: not readable. Found: values that nest more than 100 deep',
    );
  });
});

describe('evidence that somebody made up, in a report that prints its digests', () => {
  const names = ['findings.json', 'evidence/policy.json', 'evidence/history.json', 'evidence/snapshot-okta.jsonl'];

  it('is refused, whatever JSON stands in it', async () => {
    const value = fc.oneof(fc.json({ maxDepth: 3 }), anyText({ maxLength: 40 }));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names, manifest), value, async (name, text) => {
        expect(await dataRefusal({ [name]: () => text })).toContain('Expected: ');
      }),
      { numRuns: 200 },
    );
  });

  it('is refused, whichever value of it is another one', async () => {
    const others = fc.constantFrom('null', '0', '"x"', '[]', '{}', '1e99', '"2026-10-05T08:00:00Z"');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.nat(), others, async (name, place, other) => {
        const text = String(run.files.get(name));
        const values = [...text.matchAll(/(?<=": ?)(?:"[^"]*"|\d+|null|true|false)/g)];
        const { index = 0, 0: value = other } = values[place % values.length] ?? {};
        fc.pre(value !== other);
        const edited = `${text.slice(0, index)}${other}${text.slice(index + value.length)}`;
        expect(await dataRefusal({ [name]: () => edited })).toContain('Expected: ');
      }),
      { numRuns: 300 },
    );
  });
});

describe('the decisions of a review', () => {
  it.each([
    ['that are no JSON', 'hello\n', 'not readable'],
    ['that are no events', '{"sequence":1}\n', 'missing value'],
  ])('%s are refused', async (_, text, found) => {
    expect(await refusal(await issued(run, signer, { files: { 'review.jsonl': () => text } }))).toContain(found);
  });
});
