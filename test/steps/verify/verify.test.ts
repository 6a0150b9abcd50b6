// `verify` on reports as they were issued: the verdict, and what it rests on.
import { X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import * as z from 'zod/mini';
import { localKeyName } from '../../../adapters/signing/local-key.ts';
import type { Report } from '../../../core/report/report.ts';
import { toolVersion } from '../../../cli/terminal/tool.ts';
import { aFolder } from '../../support/folders.ts';
import { exportCells } from '../../support/inputs/export-builder.ts';
import { anOddSigner, aSigner } from '../../support/reports/signing.ts';
import { inlineRows, workbookOf } from '../../support/inputs/workbook-builder.ts';
import { aRun, issued } from './issued-report.ts';
import { certificateFile, laterTool, verified } from './verified.ts';
import type { Told } from './verified.ts';
import { at } from '../../support/time.ts';

const signer = await aSigner();
const certificate = new X509Certificate(await signer.certificate());
const run = await aRun();
const report = await issued(run, signer);

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}

test('a report whose inputs an earlier version took, and this one would refuse, is intact', async () => {
  const rows = `jane@acme.com,Active,Dvo\xf8\xe1k\nroot@acme.com,Active,${'x'.repeat(40_000)}\n`;
  const bytes = Buffer.from(`Email,Status,Name\n${rows}`, 'latin1');
  const old = await issued(await aRun({ export: bytes, takenBefore: true }), signer);
  expect(await verified(old)).toMatchObject({ exit: 0, err: '' });
});

describe('the time of a report, by its own data', () => {
  it('lies before the end of the certificate, or the report is refused', async () => {
    const { exit, out, err } = await verified(await issued(run, await anOddSigner({ until: '2026-10-05T08:30:00Z' })));
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain('sealed after the certificate of its key had ended');
    expect(err).toContain('valid until 2026-10-05T08:30:00Z, and sealed at 2026-10-05T09:00:00Z');
  });

  it('is said when it has not come by the clock of whoever verifies, and refuses nothing', async () => {
    const early = await verified(report, {}, { now: at('2026-10-05T08:00:00Z') });
    expect(early).toMatchObject({ exit: 0, err: '' });
    expect(early.out).toContain('sealed on 5 October 2026, 09:00 UTC, which has not come by the clock of this machine');
    const told = await verified(report, { json: true }, { now: at('2026-10-05T08:00:00Z') });
    expect(JSON.parse(told.out)).toMatchObject({ sealedAt: '2026-10-05T09:00:00Z', datedAhead: true });
    for (const now of [at('2026-10-05T08:57:00Z'), at('2026-10-05T09:00:00Z')])
      expect((await verified(report, {}, { now })).out).not.toContain('has not come');
  });

  it('is said when the certificate begins later than the run may have lasted', async () => {
    const said = 'sealed on 5 October 2026, 09:00 UTC, more than a day before its certificate begins';
    expect(await saidOfCertificate('2026-10-06T09:00:01Z')).toContain(said);
    expect(await saidOfCertificate('2026-10-06T09:00:00Z')).not.toContain('before its certificate begins');
  });
});

describe('an issued report', () => {
  it('is intact, and says first that nobody vouches for the signer', async () => {
    const { exit, out, err } = await verified(report);
    expect(firstLine(out)).toBe(`INTACT, SIGNER NOT VERIFIED: certificate SHA-256 ${certificate.fingerprint256}`);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
  });

  it('is verified with the certificate of its signer, PEM or DER', async () => {
    const pem = join(await aFolder(), 'certificate.pem');
    await writeFile(pem, certificate.toString());
    for (const trust of [pem, await certificateFile(signer)]) {
      const { exit, out } = await verified(report, { trust });
      expect(exit).toBe(0);
      expect(firstLine(out)).toMatch(/^VERIFIED: .*local key.*SHA-256 /);
      expect(firstLine(out)).toContain(certificate.fingerprint256);
    }
  });

  it.each([
    ['as viewers write it', (digits: string) => digits],
    ['as openssl writes it', (digits: string) => `sha256 Fingerprint=${digits}`],
    ['in small letters without colons', (digits: string) => digits.replaceAll(':', '').toLowerCase()],
  ])('is verified by the fingerprint of its signer, %s, and refused by another', async (_, written) => {
    const { exit, out } = await verified(report, { trust: written(certificate.fingerprint256) });
    expect({ exit, says: firstLine(out) }).toEqual({ exit: 0, says: expect.stringMatching(/^VERIFIED: /) });
    const other = certificate.fingerprint256.replace(/^../, (pair) => (pair === '00' ? '01' : '00'));
    const refused = await verified(report, { trust: written(other) });
    expect(refused.exit).toBe(2);
    expect(refused.err).toContain(
      `signed by another key than the trusted one. Found: certificate ${certificate.fingerprint256}`,
    );
  });

  it('says in plain English what holds', async () => {
    const { out } = await verified(report);
    expect(out).toContain('no byte has changed since');
    expect(out).toContain('12 files attached');
    expect(out).toContain('4 rows = 4 accounts + 0 rejected + 0 duplicates');
    expect(out).toMatch(/the run yields the same \d+ findings/);
    expect(out).toMatch(/drawn again, \d+ pages print the same/);
    expect(out).toContain('nobody has signed off');
  });

  it('says what it concludes, so that nobody takes one that holds for a control that was effective', async () => {
    const { out } = await verified(report);
    expect(out).toContain('  concludes: IN PROGRESS, DRAFT, not signed off\n');
    expect(JSON.parse((await verified(report, { json: true })).out)).toMatchObject({
      concludes: { word: 'IN PROGRESS', note: 'DRAFT, not signed off' },
    });
  });

  it('says what no check of the file shows: what came in was true, and that no run was made before', async () => {
    const { out } = await verified(report);
    expect(out).toContain('note: what the export, the directories and the lists said is taken as it came in');
    expect(out).toContain('note: it names no accepted run before it: that there was none, nothing in the file shows');
  });

  it('tells the same as one JSON document', async () => {
    const { exit, out } = await verified(report, { json: true });
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      schema: 1,
      holds: true,
      signer: { fingerprint: certificate.fingerprint256, trusted: false },
      run: { id: run.report.run.id },
      totals: { rowsRead: 4 },
      decisions: null,
    });
  });

  it('is recomputed with its history, and names the run to look at next', async () => {
    const later = await aRun({ history: { ...run.next, run: { ...earlier, id: 'the-run-before' } } });
    const { exit, out, err } = await verified(await issued(later, signer));
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toContain('the history comes from the accepted run the-run-before');
    expect(out).not.toContain('names no accepted run');
  });

  it('is recomputed from a workbook', async () => {
    const book = await aRun({
      export: workbookOf({
        sheets: { Users: inlineRows(exportCells([{ email: 'jane@acme.com' }, { email: 'x@acme.com' }])) },
      }),
    });
    expect(await verified(await issued(book, signer))).toMatchObject({ exit: 0 });
  });

  it('is refused where a gate was accepted by somebody who may not act in its review', async () => {
    const gates = [{ gate: 'count', by: 'ghost@acme.com', reason: 'one was added since' }] as const;
    const counted = await aRun({ countShown: 5, acceptedGates: gates });
    const verdict = await verified(await issued(counted, signer));
    expect(verdict).toMatchObject({ exit: 2, err: expect.stringContaining('acceptance of the gate count') });
  });

  it('is recomputed with the gates that somebody accepted', async () => {
    const gates = [{ gate: 'count', by: 'cfo@acme.com', reason: 'one was added since' }] as const;
    const counted = await aRun({ countShown: 5, acceptedGates: gates });
    expect(counted.report.status).toBe('complete');
    expect(await verified(await issued(counted, signer))).toMatchObject({
      exit: 0,
      out: expect.stringContaining('note: the gate count was accepted by cfo@acme.com, whose word is all'),
    });
  });

  it('of a run that was held proves nothing to be absent', async () => {
    const held = await aRun({ header: { completeness: 'partial', reasons: ['page 3 was refused'] } });
    const { exit, out } = await verified(await issued(held, signer));
    expect(exit).toBe(0);
    expect(out).toContain('INCOMPLETE');
    expect(out).toContain('it proves nothing to be absent');
  });
});

const earlier = {
  id: 'the-run-before',
  asOf: run.report.run.asOf,
  exportedAt: run.report.export.exportedAt,
  period: '2026-Q3',
  rowsRead: 4,
};

/** As another version could have told the same. */
function worded(findings: string): string {
  return findings
    .replaceAll(/"reason":"[^"]*"/g, '"reason":"As it was worded then."')
    .replaceAll('{"label":"Role"', '{"label":"Role at the time"');
}

describe('a report of a later version', () => {
  it.each([laterTool, { ...toolVersion(), name: 'another-review' }, { ...toolVersion(), version: 'x' }])(
    'or of one that is not known is refused: $name $version',
    async (tool) => {
      const { exit, err } = await verified(await issued(await aRun({ tool }), signer));
      expect(exit).toBe(2);
      expect(err).toContain(`Found: ${tool.name} ${tool.version}, this is ${toolVersion().name}`);
      expect(err).toContain('for a later one, use that one');
    },
  );
});

function withoutHigh(printed: Report): Report {
  return { ...printed, findings: printed.findings.filter(({ severity }) => severity !== 'high') };
}

async function proofsWith(change: (text: string) => string): Promise<Told> {
  return verified(await issued(await aRun(), signer, { files: { 'proofs.json': change } }), {}, { tool: laterTool });
}

async function otherwise(change: (text: string) => string): Promise<Told> {
  const files = { 'findings.json': change };
  return verified(await issued(await aRun(), signer, { files }), {}, { tool: laterTool });
}

describe('a report of an earlier version', () => {
  it('holds when this version finds the same, and says what was not compared', async () => {
    const { exit, out } = await verified(await issued(await aRun(), signer), {}, { tool: laterTool });
    expect(exit).toBe(0);
    const { name, version } = toolVersion();
    expect(out).toContain(`was written by ${name} ${version}, this is ${name} 99.0.0`);
    expect(firstLine(out)).toContain('INTACT, SIGNER NOT VERIFIED, PAGES NOT COMPARED: ');
    expect(out).toContain('pages were not compared');
    expect(out).not.toContain('written otherwise');
    expect(out).not.toContain('print the same');
  });

  it('is told with each file that this version would write otherwise', async () => {
    const { exit, out } = await proofsWith((text) => `${text}\n`);
    expect(exit).toBe(0);
    expect(out).toContain('and not held against the run as a whole: proofs.json');
  });

  it('is refused when its first page counts fewer findings than stand', async () => {
    const { exit, err } = await verified(
      await issued(await aRun(), signer, { printed: withoutHigh }),
      {},
      { tool: laterTool },
    );
    expect(exit).toBe(2);
    expect(err).toContain(
      'page 1: how many high findings stand is not printed as the data yield it. Found: 0high open',
    );
  });

  it('holds when it says in other words why, and names facts that this version does not', async () => {
    expect(await otherwise(worded)).toMatchObject({ exit: 0, err: '' });
  });

  it.each([
    ['severity', '"severity":"high"', '"severity":"low"'],
    ['situation', '"situation":"unmatched"', '"situation":"linked"'],
    ['state', '"state":"new"', '"state":"closed"'],
    ['login', '"login":"ghost@acme.com"', '"login":"jane@acme.com"'],
    ['identity', '"identity":"', '"identity":"not-'],
    ['evidence.export.row', '"row":5}', '"row":4}'],
    ['evidence.facts', '{"label":"Role","value":"', '{"label":"Role","value":"no '],
  ])('does not hold when this version finds another %s', async (what, found, forged) => {
    const { exit, err } = await otherwise((text) => {
      expect(text).toContain(found);
      return text.replace(found, forged);
    });
    expect({ exit, err }).toEqual({ exit: 2, err: expect.stringContaining(what) });
  });
});

it('tells a refusal as JSON too', async () => {
  const { exit, out } = await verified(report.subarray(0, 5000), { json: true });
  expect(exit).toBe(2);
  const schema = z.object({
    schema: z.literal(1),
    holds: z.literal(false),
    wrong: z.array(z.object({ found: z.string() })),
  });
  expect(z.parse(schema, JSON.parse(out)).wrong).toHaveLength(1);
});

/** What is printed of an intact report whose certificate begins then. */
async function saidOfCertificate(from: string): Promise<string> {
  const { exit, out } = await verified(await issued(run, await anOddSigner({ name: localKeyName, from })));
  expect(exit).toBe(0);
  return out;
}
