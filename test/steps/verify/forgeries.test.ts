// `verify` on reports that somebody cut, edited, saved again or forged: each is refused with the first thing wrong.
// Every forgery is a report drawn, signed and read again, which takes a second.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../../core/report/report.ts';
import { ok } from '../../../core/values/result.ts';
import { comparePages } from '../../../steps/verify/pages.ts';
import { pieces } from '../../support/bytes.ts';
import { aFolder } from '../../support/folders.ts';
import { drawn } from '../../support/reports/drawn.ts';
import { aSigner, sealed } from '../../support/reports/signing.ts';
import { runTool } from '../../support/tool.ts';
import { aRun, issued } from './issued-report.ts';
import { certificateFile, verified } from './verified.ts';
import type { Forgery } from './issued-report.ts';

const signer = await aSigner();
const forger = await aSigner('a forger');
const run = await aRun();
const report = await issued(run, signer);
const orphan = run.report.findings.find(({ code }) => code === 'ORPHANED_ACCOUNT');

/** What `verify` says of a report that was forged and then sealed with the signer's own key: only its content tells. */
async function refusalOf(forgery: Forgery): Promise<string> {
  const { exit, out, err } = await verified(await issued(run, signer, forgery));
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  return err;
}

const edited = (edit: (text: string) => string): Promise<string> => refusalOf({ files: { 'findings.json': edit } });
const printing = (printed: (drawn: Report) => Report): Promise<string> => refusalOf({ printed });

function twiceTheSize(manifest: string): string {
  return manifest.replace(
    /("name": "population\.csv",\s+"bytes": )(\d+)/,
    (_, name, bytes) => `${name}${2 * Number(bytes)}`,
  );
}

describe('a report that is not as it was issued', () => {
  it('is refused wherever it was cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(report.length - 1), async (length) => {
        const { exit, out, err } = await verified(report.subarray(0, length));
        expect({ exit, out }).toEqual({ exit: 2, out: '' });
        expect(err).toMatch(/^report\.pdf: /);
      }),
      { numRuns: 30 },
    );
  });

  it('is refused whichever byte was changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(report.length - 1), fc.integer({ min: 1, max: 255 }), async (place, bits) => {
        const changed = Buffer.from(report);
        changed[place] = (changed[place] ?? 0) ^ bits;
        expect(await verified(changed)).toMatchObject({ exit: 2, out: '' });
      }),
      { numRuns: 60 },
    );
  });

  it('is refused when something was added', async () => {
    const longer = Buffer.concat([report, Buffer.from('\n')]);
    expect((await verified(longer)).err).toContain('1 byte more than were sealed');
  });

  it('is refused when another program saved it', async (context) => {
    const folder = await aFolder();
    const [from, to] = [join(folder, 'from.pdf'), join(folder, 'to.pdf')];
    await writeFile(from, report);
    expect(runTool(context, 'qpdf', [from, to]).status).toBe(0);
    expect((await verified(await readFile(to))).err).toContain('the report is not as it was issued');
  });
});

describe('a consistent report by another key', () => {
  const forged = aRun({ accounts: [{ email: 'jane@acme.com', role: 'User' }] }).then((other) => issued(other, forger));

  it('is intact, with a fingerprint that is not the signer’s', async () => {
    const [{ exit, out }, genuine] = [await verified(await forged), await verified(report)];
    expect(exit).toBe(0);
    expect(out).toMatch(/^INTACT, SIGNER NOT VERIFIED/);
    expect(out.split('\n')[0]).not.toBe(genuine.out.split('\n')[0]);
  });

  it('is refused with the certificate of the signer', async () => {
    const { exit, out, err } = await verified(await forged, { trust: await certificateFile(signer) });
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain('signed by another key than the trusted one');
  });
});

describe('a file of the evidence', () => {
  it('that was replaced is not the one of the manifest', async () => {
    const err = await refusalOf({ files: { 'population.csv': () => 'row,login\r\n' }, manifest: 'left' });
    expect(err).toMatch(
      /^population\.csv, attached: the file is not the one that the manifest names\. Found: 11 bytes/,
    );
  });

  it('that was replaced by one of the same size is not the one of the manifest either', async () => {
    const err = await refusalOf({
      files: { 'population.csv': (text) => text.replace('ghost@', 'whost@') },
      manifest: 'left',
    });
    expect(err).toContain('population.csv, attached: the file is not the one that the manifest names');
  });

  it('of which the manifest tells another size is not that file', async () => {
    const err = await refusalOf({ files: { 'evidence/manifest.json': twiceTheSize } });
    expect(err).toContain('population.csv, attached: the file is not the one that the manifest names');
  });

  it('that the manifest does not name is refused', async () => {
    const err = await refusalOf({ files: { 'notes.txt': () => 'all well' }, manifest: 'left' });
    expect(err).toContain('"notes.txt": a file is attached that the manifest does not name');
  });

  it('that is neither attached nor a snapshot is refused', async () => {
    expect(await refusalOf({ unattached: ['findings.csv'] })).toContain(
      'findings.csv: a file that the manifest names is missing',
    );
  });

  it.each([
    ['evidence/export.csv', (text: string) => text.replace('ghost@acme.com', 'jane.doe@acme.com')],
    ['evidence/snapshot-okta.jsonl', (text: string) => text.replaceAll('"id-gone@acme.com"', '"id-other"')],
    ['evidence/leavers.csv', () => 'gone@acme.com,2026-09-29\n'],
    ['evidence/policy.json', (text: string) => text.replace('"dormantDays": 90', '"dormantDays": 900')],
    [
      'evidence/history.json',
      (text: string) => text.replace('"approval": null', '"approval": {"by":"x","on":"y","sha256":"z"}'),
    ],
  ])('%s, edited with the manifest, is not what the run was made from', async (name, edit) => {
    expect(await refusalOf({ files: { [name]: edit } })).toContain(
      'an input is not the one that the run was made from',
    );
  });

  it('that is the snapshot of another directory is refused', async () => {
    const other = String(run.files.get('evidence/snapshot-okta.jsonl'));
    const err = await refusalOf({ files: { 'evidence/snapshot-hr.jsonl': () => other } });
    expect(err).toContain('evidence/snapshot-hr.jsonl: snapshot of another directory. Found: okta. Expected: hr');
  });

  it('of one run does not go with the manifest of another', async () => {
    const err = await refusalOf({
      files: { 'evidence/manifest.json': (text) => text.replace(run.report.run.id, '20261005T090000Z-00000000') },
    });
    expect(err).toContain('findings and manifest are of two runs');
  });

  it('population.csv, edited with the manifest, is named with its line', async () => {
    const err = await refusalOf({ files: { 'population.csv': (text) => text.replace('unmatched', 'linked') } });
    expect(err).toContain('population.csv, line 5: the run does not yield the file that is attached');
  });
});

describe('findings.json, edited with the manifest and sealed again,', () => {
  it('names the finding and the field that were changed', async () => {
    const err = await edited((text) => text.replace(/("code":"ORPHANED_ACCOUNT","severity":)"high"/, '$1"low"'));
    expect(err).toContain(`finding ${orphan?.id} ("ORPHANED_ACCOUNT", "ghost@acme.com"), severity`);
    expect(err).toContain('Found: the report states "low". Expected: "high", which doing the run again yields');
  });

  it('names a finding that was taken out', async () => {
    const err = await edited((text) => text.replace(/\n {4}\{"id":"f_[0-9a-f]{16}","code":"ORPHANED_ACCOUNT".*/, ''));
    expect(err).toContain(`finding ${orphan?.id} ("ORPHANED_ACCOUNT", "ghost@acme.com"): a finding is missing`);
  });

  it('names a finding that was put in', async () => {
    const err = await edited((text) =>
      text.replace('"findings": [', '"findings": [{"id":"f_0","code":"X","login":"jane"},'),
    );
    expect(err).toContain('finding f_0 ("X", "jane"): a finding does not follow from the evidence');
  });

  it('names a finding of which one stands twice', async () => {
    const err = await edited((text) =>
      text.replace(/(\{"id":"f_[0-9a-f]{16}","code":"ORPHANED_ACCOUNT".*),\n/, '$1,\n$1,\n'),
    );
    expect(err).toContain('the findings are not listed as the run yields them');
  });

  it('is refused when its sums do not come out', async () => {
    const err = await refusalOf({
      files: { 'findings.json': (text) => text.replace('"rejected": 0', '"rejected": 1') },
      printed: (drawn) => ({ ...drawn, totals: { ...drawn.totals, rejected: 1 } }),
    });
    expect(err).toContain('the totals do not tie out. Found: 4. Expected: 5');
  });

  it('is refused when its sums come out and are others than the data yield', async () => {
    const situations = { ...run.report.totals.situations, linked: 3, unmatched: 0 };
    const err = await refusalOf({
      files: {
        'findings.json': (text) =>
          text.replace('"linked": 2', '"linked": 3').replace('"unmatched": 1', '"unmatched": 0'),
      },
      printed: (drawn) => ({ ...drawn, totals: { ...drawn.totals, situations } }),
    });
    expect(err).toContain('findings.json, totals.situations.linked: the run does not yield what the report states');
  });

  it('is refused with other declarations than the run was made from', async () => {
    const err = await edited((text) => text.replace('"exportedBy": "admin@acme.com"', '"exportedBy": "cfo@acme.com"'));
    expect(err).toContain('an input is not the one that the run was made from');
  });
});

describe('the pages', () => {
  it('that print another run are refused', async () => {
    const err = await printing((drawn) => ({ ...drawn, run: { ...drawn.run, id: '20261005T090000Z-00000000' } }));
    expect(err).toContain('the document information names another run');
  });

  it('cannot pass evidence off as a report that needs none', async () => {
    const err = await printing((drawn) => ({ ...drawn, run: { ...drawn.run, id: 'not-performed-2026-Q3' } }));
    expect(err).toContain('the document information names another run. Found: not-performed-2026-Q3');
  });

  it('cannot be those of a run without its evidence, under the name of a report that needs none', async () => {
    const id = 'not-performed-2026-Q3';
    const { out, err } = await verified(
      await sealed(await drawn({ ...run.report, run: { ...run.report.run, id } }, []), signer),
    );
    expect(out).toBe('');
    expect(err).toContain('not a report that the control was not performed');
  });

  it('that are more than the data yield are refused', async () => {
    const pageFile = { info: new Map<string, string>(), attachments: new Map<string, Uint8Array>(), foreign: null };
    const differs = { what: 'an object', where: 'object 1', found: 'one', expected: 'another' };
    const again = { open: async () => ok({ ...pageFile, pages: ['one'] }), difference: () => differs };
    const issuedReport = { pdf: Buffer.from('%PDF-'), file: { ...pageFile, pages: ['one', 'two'] } };
    const compared = await comparePages({ reportReader: again }, issuedReport, pieces('%PDF-'));
    expect(compared).toMatchObject({ refusals: [{ found: '2 pages', expected: '1 pages' }] });
  });

  it('that print another digest are refused with the name of the file', async () => {
    const err = await printing((drawn) => ({
      ...drawn,
      files: drawn.files.map((file) =>
        file.name === 'evidence/export.csv' ? { ...file, sha256: '0'.repeat(64) } : file,
      ),
    }));
    expect(err).toContain('size and SHA-256 of evidence/export.csv is not printed as the data says');
  });

  it('that print other totals than the data are refused', async () => {
    const err = await printing((drawn) => ({ ...drawn, totals: { ...drawn.totals, accounts: 5, rowsRead: 5 } }));
    expect(err).toContain('the sum of the rows is not printed as the data says');
  });

  it('that leave a finding out are refused, even though the data are right', async () => {
    const err = await printing((drawn) => ({
      ...drawn,
      findings: drawn.findings.filter(({ code }) => code !== 'ORPHANED_ACCOUNT'),
    }));
    expect(err).toMatch(/page|pages/);
    expect(err).toMatch(/what the data yield|its data yield/);
  });

  it('that print one word otherwise are refused with page and line', async () => {
    const err = await printing((drawn) => ({
      ...drawn,
      population: drawn.population.map((row) => ({ ...row, name: row.login === 'ghost@acme.com' ? 'Jane' : row.name })),
    }));
    expect(err).toMatch(/^page \d+, line \d+: a page does not print what the data yield\. Found: .*Jane/);
  });
});
