import { randomBytes } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { AttachmentChanged } from '../../../drawing/pdf/attachments.ts';
import { pdfRenderer } from '../../../drawing/report-pdf.ts';
import { attachmentsOf } from '../../../steps/run/attachments.ts';
import { drawn } from '../../support/reports/drawn.ts';
import { kept } from '../../support/reports/placeholder-pdf.ts';
import { opened } from '../../support/reports/read-pdf.ts';
import { aFinding, anAttachment, aPopulation, aReport } from '../../support/reports/report-builder.ts';
import { aSignedReport } from '../../support/reports/signed-report.ts';

describe('the file', () => {
  test('has the same bytes for the same report and attachments', async () => {
    const report = aReport({ population: aPopulation(60), findings: [aFinding()] });
    const first = await drawn(report, [anAttachment()]);
    expect((await drawn(report, [anAttachment()])).equals(first)).toBe(true);
  });

  test('says in its properties which run it is of', async () => {
    const { info } = await (await opened(await drawn(aReport({ organisation: 'R&D <Acme>' })))).getMetadata();
    expect(info).toMatchObject({
      Title: 'People.ai access review 2026-Q4, R&D <Acme>',
      CreationDate: 'D:20261005080000Z',
      Custom: new Map([
        ['RunId', '20261005T080000Z-1a2b3c4d'],
        ['ReportId', expect.stringMatching(/^[0-9a-f]{64}$/)],
      ]),
    });
  });

  test('is of the time of the last signature in it, for the field of its own signature as well', async () => {
    const at = '2026-10-09T14:30:00Z';
    const pdf = await drawn(aSignedReport({ signedAt: at }), [anAttachment()]);
    const { info } = await (await opened(pdf)).getMetadata();
    expect(info).toMatchObject({ CreationDate: 'D:20261009143000Z' });
    expect(pdf.toString('latin1')).toMatch(/\/M \(D:20261009143000Z\)/);
  });

  test('leaves one room for a signature, in the form that the sealer looks for', async () => {
    const file = (await drawn(aReport())).toString('latin1');
    const rooms = file.match(/\/ByteRange \[0 \/\*{10} \/\*{10} \/\*{10}\]\n\/Contents <0{16384}>/g);
    expect(rooms).toHaveLength(1);
  });

  test('is drawn only as far as it is read', async () => {
    let read = false;
    const attachment = anAttachment({
      async *read() {
        read = true;
        yield Buffer.from('x');
      },
    });
    for await (const piece of pdfRenderer().render(aReport(), [attachment])) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    expect(read).toBe(false);
  });
});

describe('an attachment', () => {
  test('comes out as it went in, with its name, description and digest', async () => {
    const content = Buffer.from('Email\njane.doe@acme.com\n'.repeat(5000));
    const pdf = await drawn(aReport(), [anAttachment({ content, name: 'export & more.csv' })]);
    const document = await opened(pdf);
    const attached = [...((await document.getAttachments()) ?? [])];
    expect(attached).toMatchObject([
      [expect.anything(), { filename: 'export & more.csv', description: anAttachment().description }],
    ]);
    const read = await document.getAttachmentContent(attached[0]?.[0] ?? '');
    expect(Buffer.from(read ?? []).equals(content)).toBe(true);
  });

  test('with other bytes than its digest says stops the report', async () => {
    const attachment = anAttachment({ sha256: '0'.repeat(64) });
    await expect(drawn(aReport(), [attachment])).rejects.toThrow(AttachmentChanged);
  });

  test('that was compressed to learn whether it fits gives the same file as one that was not', async () => {
    const large = kept(Buffer.alloc(20_000_001, 'jane.doe@acme.com,Active\n'));
    const [attachment = anAttachment()] = await attachmentsOf([{ name: 'evidence/export.csv', kept: large }]);
    expect(attachment.deflated?.pieces.length).toBeGreaterThan(0);
    const fresh = await drawn(aReport(), [{ ...attachment, deflated: undefined }]);
    expect((await drawn(aReport(), [attachment])).equals(fresh)).toBe(true);
  });

  test('that was compressed from other bytes stops the report', async () => {
    const attachment = anAttachment({
      deflated: { pieces: [], bytes: 0, sha256: '0'.repeat(64), md5: '0'.repeat(32) },
    });
    await expect(drawn(aReport(), [attachment])).rejects.toThrow(AttachmentChanged);
  });

  test('lets go of its source when nobody reads on', async () => {
    let isOpen = false;
    const attachment = anAttachment({
      async *read() {
        isOpen = true;
        try {
          for (;;) yield randomBytes(65_536);
        } finally {
          isOpen = false;
        }
      },
    });
    for await (const _piece of pdfRenderer().render(aReport(), [attachment])) if (isOpen) break;
    await vi.waitFor(() => expect(isOpen).toBe(false));
  });

  test('whose source breaks off stops the report', async () => {
    const attachment = anAttachment({
      async *read() {
        yield Buffer.from('Email');
        throw new Error('the disk is gone');
      },
    });
    await expect(drawn(aReport(), [attachment])).rejects.toThrow('the disk is gone');
  });
});
