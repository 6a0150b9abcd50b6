// The tool `verify_report`: proves a report that the store keeps, as an auditor does.
import * as z from 'zod';
import { ok, refusalText, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { keptReport, verifyKept } from '../../steps/answer/stored-report.ts';
import type { ReportQuestion } from '../../steps/answer/stored-report.ts';
import type { ServedPorts } from '../ports.ts';
import { toolOf } from '../tool.ts';
import { data, untrusted } from '../untrusted.ts';
import { period } from './shapes.ts';

const input = z.strictObject({
  run: z.string().max(60).optional(),
  period: period.optional(),
  closing: z.boolean().default(false).describe('Of a period: the closing report'),
});

const output = z.strictObject({
  report: z.string(),
  holds: z.boolean(),
  wrong: z.array(untrusted).describe('The first thing that is wrong'),
  pagesCompared: z
    .nullable(z.number())
    .describe(
      'Pages that were drawn again and print the same; null: none, so that nothing is proven of what they print',
    ),
  signature: z.nullable(
    z.strictObject({ subject: untrusted, kind: z.string(), fingerprint: z.string(), trusted: z.boolean() }),
  ),
});

export const verifyReport = toolOf({
  name: 'verify_report',
  title: 'Verify a report',
  description:
    'Verifies a report from its own file: signature, evidence, printed pages, totals, findings and decisions. Name a run, or a period for the report that every stage signed, or for the one that closed the review. By whom it is signed is for a person to check.',
  input,
  output,
  async answer(ports, asked, asker) {
    const named = questionOf(asked);
    if (named.kind === 'refused') return named;
    // One message may ask for a hundred reports, and each takes seconds: those of a client that has left are not
    // verified.
    return ports.verifyingInTurn(async () => (asker.aborted ? refused(nobodyWaits) : verified(ports, named.value)));
  },
});

const nobodyWaits = {
  what: 'not verified',
  where: 'verify_report',
  found: 'whoever asked was gone before it came to this report',
  expected: 'a connection that stays open until it is answered',
};

async function verified(ports: ServedPorts, question: ReportQuestion): Promise<Result<z.input<typeof output>>> {
  const kept = await keptReport(ports, question);
  if (kept.kind === 'refused') return kept;
  const report = kept.value.key;
  const found = await verifyKept(ports, await ports.verifying(), kept.value);
  if (found.kind === 'refused')
    return ok({
      report,
      holds: false,
      wrong: found.refusals.map((one) => data(refusalText(one))),
      pagesCompared: null,
      signature: null,
    });
  const { subject, kind, fingerprint, trusted } = found.value.signature;
  const pagesCompared = found.value.pages;
  return ok({
    report,
    holds: true,
    wrong: [],
    pagesCompared,
    signature: { subject: data(subject), kind, fingerprint, trusted },
  });
}

function questionOf({ run, period: of, closing }: z.output<typeof input>): Result<ReportQuestion> {
  if (run !== undefined && of === undefined) return ok({ kind: 'run', run });
  if (run === undefined && of !== undefined) return ok({ kind: closing ? 'closing' : 'signed', period: of });
  const found = run === undefined ? 'neither' : 'both';
  return refused({ what: 'no one report is named', where: 'run, period', found, expected: 'one of the two' });
}
