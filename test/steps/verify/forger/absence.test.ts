// The report of a control that was not performed makes one statement: its page prints what it states, and nothing else.
import { buffer } from 'node:stream/consumers';
import { beforeAll, describe, expect, test } from 'vitest';
import { toolVersion } from '../../../../cli/terminal/tool.ts';
import type { Signer } from '../../../../core/ports/proof.ts';
import { notPerformedDocument } from '../../../../core/report/not-performed.ts';
import type { NotPerformedReport } from '../../../../core/report/not-performed.ts';
import { notPerformedPdf } from '../../../../drawing/not-performed-pdf.ts';
import { verifyAbsence } from '../../../../steps/verify/absence.ts';
import { given } from '../../../support/given.ts';
import { ForgedPdf } from '../../../support/reports/forged-pdf.ts';
import { aSigner, sealed } from '../../../support/reports/signing.ts';
import { warmReader } from '../../../support/reports/warm-reader.ts';
import { at, onDay } from '../../../support/time.ts';
import { laterTool, verified } from '../verified.ts';
import { catalog, names, referenced } from './change.ts';

let signer: Signer;

beforeAll(async () => {
  signer = await aSigner();
});

const missed: NotPerformedReport = {
  organisation: 'Acme Corp',
  period: { id: '2026-Q3', firstDay: onDay('2026-07-01'), lastDay: onDay('2026-09-30'), dueDay: onDay('2026-10-15') },
  occasion: { kind: 'due-day', dueDay: onDay('2026-10-15') },
  at: at('2026-10-20T08:00:00Z'),
  reason: 'No export was handed in.',
  controlOwner: { mail: 'cfo@acme.com', name: null, title: null },
  paper: 'A4',
  day: onDay('2026-10-20'),
  attempts: ['On 1 October 2026 a reminder went to grc@acme.com.'],
  tool: toolVersion(),
};

/** @param attached what it attaches in place of what it prints; `null` attaches nothing */
async function wrongWith(printed: NotPerformedReport, attached?: string | null): Promise<string> {
  const pdf = await buffer(notPerformedPdf(printed));
  const file = given(await warmReader.open(pdf, 'not-performed.pdf'));
  const attachments = new Map(file.attachments);
  if (attached === null) attachments.clear();
  else if (attached !== undefined) attachments.set('not-performed.json', Buffer.from(attached));
  const signature = {
    subject: 'CN=Somebody',
    kind: 'local',
    fingerprint: '00',
    validFrom: at('2026-01-01T00:00:00Z'),
    validUntil: at('2036-01-01T00:00:00Z'),
    trusted: true,
  } as const;
  const outcome = await verifyAbsence(
    { reportReader: warmReader, drawNotPerformed: notPerformedPdf, tool: toolVersion() },
    { pdf, file: { ...file, attachments }, signature, period: '2026-Q3' },
  );
  if (outcome.kind === 'ok') return 'nothing';
  return outcome.refusals.map(({ where, found, expected }) => `${where}: ${found}, not ${expected}`).join();
}

test('is drawn again from what it states', async () => {
  const pdf = await sealed(await buffer(notPerformedPdf(missed)), signer);
  const { exit, out, err } = await verified(pdf);
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  expect(out).toMatch(/^INTACT, SIGNER NOT VERIFIED: /);
  expect(out).toContain('drawn again from what it states, 1 page prints the same');
  expect(JSON.parse((await verified(pdf, { json: true })).out)).toMatchObject({ pagesCompared: 1 });
});

test.each<[string, NotPerformedReport]>([
  ['a run that found no export', { ...missed, occasion: { kind: 'run', asOf: missed.at }, day: onDay('2026-10-01') }],
  ['a run that was accepted and whose review nobody opened', { ...missed, waiting: '20261005T080000Z-1a2b3c4d' }],
  ['a clock that the operator set', { ...missed, atSetByOperator: true }],
  ['nobody as control owner', { ...missed, controlOwner: null, attempts: [], paper: 'Letter' }],
])('holds of %s', async (_what, report) => {
  expect(await wrongWith(report)).toBe('nothing');
});

describe('is refused where it', () => {
  test('prints another reason, or another attempt, than it states', async () => {
    const stated = notPerformedDocument(missed);
    const reason = await wrongWith({ ...missed, reason: 'The auditor waived it.' }, stated);
    expect(reason).toContain('page 1, line');
    expect(reason).toContain('The auditor waived it.');
    expect(await wrongWith({ ...missed, attempts: [] }, stated)).toContain('page 1, line');
  });

  test('attaches nothing, or something else', async () => {
    expect(await wrongWith(missed, null)).toContain('not-performed.json: nothing, in a report of');
    expect(await wrongWith(missed, '{"schema":1}')).toContain('not-performed.json');
    expect(await wrongWith(missed, notPerformedDocument(missed).replace('{', '{"effective":true,'))).toContain(
      'effective',
    );
  });

  test('attaches anything beside what it states, though its page is not drawn again', async () => {
    const pdf = new ForgedPdf(await buffer(notPerformedPdf(missed)));
    expect(await verified(await sealed(pdf.bytes(), signer), {}, { tool: laterTool })).toMatchObject({ exit: 0 });
    const own = pdf.find('(not-performed.json)');
    const content = referenced(pdf.text(own), 'F');
    const bytes = pdf.add(pdf.text(content), pdf.stream(content)?.toString('latin1') ?? '');
    const called = pdf.text(own).replaceAll('not-performed.json', 'approval.json');
    const more = pdf.add(called.replaceAll(`${content} 0 R`, `${bytes} 0 R`));
    pdf.edit(names(pdf), (text) => text.replace(`${own} 0 R`, `$& (0002) ${more} 0 R`));
    pdf.edit(catalog(pdf), (text) => text.replace('/AF [', `/AF [${more} 0 R `));
    const { exit, err } = await verified(await sealed(pdf.bytes(), signer), {}, { tool: laterTool });
    expect({ exit, err }).toEqual({ exit: 2, err: expect.stringContaining('no manifest is attached') });
    expect(err).toContain('approval.json');
  });

  test('claims a version that attached nothing, or one to come', async () => {
    const early = { ...missed, tool: { ...missed.tool, version: '0.11.0' } };
    expect(await wrongWith(early)).toContain('not-performed.json: the file, in a report of');
    expect(await wrongWith(early, null)).toBe('nothing');
    expect(await wrongWith({ ...missed, tool: laterTool })).toContain('Producer of the PDF: peopleai-access-review 99');
    expect(await wrongWith({ ...missed, tool: { ...missed.tool, version: 'none' } })).toContain('Producer of the PDF');
    expect(await wrongWith(missed, notPerformedDocument(early))).toContain('not-performed.json, tool');
  });

  test.each<[string, Partial<NotPerformedReport>]>([
    ['period.id', { period: { ...missed.period, id: '2026-Q2' } }],
    ['period.dueDay', { period: { ...missed.period, dueDay: onDay('2026-10-19') } }],
    ['day', { day: onDay('2026-10-15') }],
    ['occasion.dueDay', { occasion: { kind: 'due-day', dueDay: onDay('2026-10-01') } }],
    ['occasion.asOf', { occasion: { kind: 'run', asOf: at('2026-10-19T08:00:00Z') } }],
  ])('states what no run of the program does: %s', async (member, says) => {
    expect(await wrongWith(missed, notPerformedDocument({ ...missed, ...says }))).toContain(
      `not-performed.json, ${member}: `,
    );
  });
});
