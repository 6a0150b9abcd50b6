// The report from end to end: drawn, sealed, proven intact, and read back to what went in.
import { describe, expect, it } from 'vitest';
import { reportReader } from '../../../adapters/evidence/report-pdf.ts';
import { checkSignature } from '../../../adapters/signing/check.ts';
import type { Attachment } from '../../../core/ports/drawing.ts';
import { pieces, sha256 } from '../../support/bytes.ts';
import { drawn } from '../../support/reports/drawn.ts';
import { aReport } from '../../support/reports/report-builder.ts';
import { aSigner, sealed } from '../../support/reports/signing.ts';

function anAttachment(name: string, body: string): Attachment {
  return {
    name,
    mediaType: 'application/json',
    description: name,
    relationship: 'Data',
    sha256: sha256(body),
    read: () => pieces(body),
  };
}

describe('a report that was drawn and sealed', () => {
  it('is intact, and holds its data and its digests where a verifier finds them', async () => {
    const manifest = '[{"name":"findings.json"}]';
    const report = aReport();
    const attachments = [anAttachment('evidence/manifest.json', manifest), anAttachment('findings.json', '{}')];
    const pdf = await sealed(await drawn(report, attachments), await aSigner());

    expect(checkSignature({ pdf, fileName: 'report.pdf', trust: null })).toMatchObject({ kind: 'ok' });
    const read = await reportReader().open(pdf, 'report.pdf');
    if (read.kind === 'refused') throw new Error(JSON.stringify(read.refusals));
    const { attachments: files, info, pages } = read.value;
    expect([...files.keys()].toSorted()).toEqual(['evidence/manifest.json', 'findings.json']);
    expect(Buffer.from(files.get('evidence/manifest.json') ?? []).toString()).toBe(manifest);
    expect(info.get('RunId')).toBe(report.run.id);
    expect(pages.join('').replaceAll(/\s/g, '')).toContain(report.run.inputsSha256);
  });
});
