// What `verify` prints when everything holds: the verdict in the first line, then each check in plain English.
import { plural } from '../../core/values/text.ts';
import type { Instant } from '../../core/values/instant.ts';
import { instantText } from '../../core/values/time-text.ts';
import { takenAfter } from '../../core/inputs/custody.ts';
import type { SignatureFacts } from '../../core/ports/proof.ts';
import { isSince } from '../../core/versions.ts';
import { closingCoverSince, coverSince } from '../../core/verification/cover.ts';
import { conclusionOfClosing } from '../../core/report/closing/conclusion.ts';
import { conclusionOf } from '../../core/report/told/conclusion.ts';
import type { Conclusion } from '../../core/report/told/conclusion.ts';
import type { ClosingReport } from '../../core/report/closing/closing.ts';
import type { Report } from '../../core/report/report.ts';
import type { SampledAccount } from '../../core/report/sample.ts';
import type { VerifiedAbsence } from '../../steps/verify/absence.ts';
import type { Verified, VerifiedRun } from '../../steps/verify/verify.ts';
import type { CheckedReview } from '../../steps/verify/review.ts';
import { limits } from './limits.ts';

/** Who verifies, and when by the clock of their machine. */
export interface Verifier {
  readonly tool: Report['tool'];
  readonly now: Instant;
}

export function verifySummary(verified: Verified, { tool, now }: Verifier): string {
  const { signature } = verified;
  const found = [
    ...(verified.kind === 'run' ? runLines(verified, tool) : absenceLines(verified, tool)),
    ...(isDatedAhead(verified, now) ? [`  note: ${aheadNote(verified.sealedAt, now)}`] : []),
  ];
  return [verdict(signature, verified.pages !== null), ...signerLines(signature), '', ...found]
    .map(printable)
    .join('\n');
}

/** Whether the report is dated later than now. A few minutes do not count, because clocks differ by as much. */
function isDatedAhead({ sealedAt }: Verified, now: Instant): boolean {
  return sealedAt !== null && takenAfter(sealedAt, now);
}

function aheadNote(sealedAt: Instant | null, now: Instant): string {
  return `by its own data it was sealed on ${instantText(sealedAt ?? now)}, which has not come by the clock of this machine (${instantText(now)}): a clock was set, there or here, and what it says of that time nobody could know yet`;
}

function absenceLines({ period, writtenBy, pages }: VerifiedAbsence, tool: Report['tool']): readonly string[] {
  return [
    `Report that the control was not performed in ${period}`,
    `  holds: ${wholeFile}`,
    '  holds: its first page prints NOT PERFORMED and this period, and no page another conclusion',
    ...(pages === null
      ? [
          `  note: the report was written by ${writtenBy.name} ${writtenBy.version}, this is ${tool.name} ${tool.version}: its pages were not drawn again, and what else they print only that version can tell`,
        ]
      : [`  holds: drawn again from what it states, ${plural(pages, 'page')} print${pages === 1 ? 's' : ''} the same`]),
    '  note: it carries no evidence, so there is nothing to do again: the reason, and what was tried, is what whoever holds the key states',
  ];
}

function runLines(verified: VerifiedRun, tool: Report['tool']): readonly string[] {
  const { report } = verified;
  return [
    `${verified.closing === null ? 'Report' : 'Closing report'} of ${report.organisation}, ${report.period.id}: run ${report.run.id}, ${report.status.toUpperCase()}, as of ${instantText(report.run.asOf)}`,
    ...report.reasons.map((reason) => `  ${reason}`),
    `  concludes: ${conclusionLine(verified)}`,
    ...checks(verified).map((check) => `  holds: ${check}`),
    ...limits(verified, tool).map((limit) => `  note: ${limit}`),
  ];
}

/** That everything holds is no word on whether access is as it should be: the report has its own for that. */
function conclusionLine({ report, closing, pages }: VerifiedRun): string {
  const { word, note } = concludedBy({ report, closing });
  return `${word}, ${note}${pages === null ? ', as this version concludes from the same data' : ''}`;
}

function concludedBy({ report, closing }: Pick<VerifiedRun, 'report' | 'closing'>): Pick<Conclusion, 'word' | 'note'> {
  return closing === null ? conclusionOf(report) : conclusionOfClosing(closing);
}

function verdict({ trusted, subject, fingerprint }: SignatureFacts, isCompared: boolean): string {
  const pages = isCompared ? '' : ', PAGES NOT COMPARED';
  return trusted
    ? `VERIFIED${pages}: intact, and signed by ${subject}, whose certificate is the one that you trust (SHA-256 ${fingerprint})`
    : `INTACT, SIGNER NOT VERIFIED${pages}: certificate SHA-256 ${fingerprint}`;
}

function signerLines({ trusted, subject, validFrom, validUntil }: SignatureFacts): readonly string[] {
  const valid = `valid from ${instantText(validFrom)} until ${instantText(validUntil)}`;
  if (trusted) return [`The certificate is ${valid}.`];
  return [
    `The certificate calls its holder "${subject}", ${valid}. Anybody can make one that does.`,
    'Compare the fingerprint with the one that the signer tells you by another way, or give it, or the certificate, with --trust.',
  ];
}

const wholeFile = 'the signature covers the whole file, and no byte has changed since';

function checks({ report, writtenBy, attached, beside, pages, review, closing }: VerifiedRun): readonly string[] {
  const { totals } = report;
  const directories = plural(report.directories.length, 'snapshot');
  return [
    wholeFile,
    `${plural(attached, 'file')} attached; each of the evidence has the size and digest that the manifest names`,
    ...(beside === 0 ? [] : [`${plural(beside, 'file')} in the folder, with the same sizes and digests`]),
    printCheck(closing),
    `the totals tie out: ${plural(totals.rowsRead, 'row')} = ${plural(totals.accounts, 'account')} + ${totals.rejected} rejected + ${plural(totals.duplicates, 'duplicate')}`,
    `done again from export, ${directories}, policy and history, the run yields the same ${plural(report.findings.length, 'finding')}`,
    ...(pages === null && closing === null && isSince(writtenBy, coverSince)
      ? [
          'page 1 prints the conclusion, the open findings of each severity and the proven removals as the data yield them',
        ]
      : []),
    ...(pages === null && closing !== null && isSince(closing.tool, closingCoverSince)
      ? ['page 1 prints the conclusion as the data yield it']
      : []),
    ...(pages === null ? [] : [`drawn again, ${plural(pages, 'page')} print the same`]),
    ...(review === null ? [] : reviewChecks(review)),
    ...(closing === null ? [] : [closingCheck(closing)]),
  ];
}

/** What was checked of the text of the pages. Of a closing report every version checks the digest alone. */
function printCheck(closing: ClosingReport | null): string {
  return closing === null
    ? 'run, digests and sums stand in the text of the pages as the attached data say'
    : 'the digest of closing.json stands in the text of the pages';
}

function closingCheck({ removals, exports, closed }: ClosingReport): string {
  return `closed on ${instantText(closed.at)} by ${closed.by}; ${plural(removals.length, 'removal')} proven by ${plural(exports.length, 'export')}, each read again`;
}

function reviewChecks({ events, frozen, state, signOffs }: CheckedReview): readonly string[] {
  return [
    `${plural(frozen.lines.length, 'line')} put before the reviewers, which the run yields; each was decided, and nobody decided about their own access`,
    `${plural(events, 'event')} of the review in an unbroken chain, with ${plural(state.decisions.size, 'decision')}; the last has the digest ${state.head}`,
    ...state.voids.map(
      ({ by, at }) => `a review of the period that was voided by ${by} on ${instantText(at)} counts for nothing in it`,
    ),
    ...state.rebases.map(
      ({ by, at, before, carried, again }) =>
        `moved from the run ${before.run} by ${by} on ${instantText(at)}: ${plural(carried, 'decision')} carried, each on a line that is unchanged, ${again.length} asked again`,
    ),
    ...state.takenBack.map(
      ({ stage, by, at }) => `a signature as ${stage} taken back by ${by}, who had given it, on ${instantText(at)}`,
    ),
    ...signOffs.map(
      ({ stage, by, at, assurance }) =>
        `signed by ${by} as ${stage} on ${instantText(at)} (${assuranceWords[assurance]}), for these decisions and this evidence`,
    ),
  ];
}

const assuranceWords = { asserted: 'asserted', oidc: 'recorded as signed in: oidc' } as const;

export function verifyDocument(
  verified: Verified,
  { sample, now }: { readonly sample: readonly SampledAccount[] | null; readonly now: Instant },
): object {
  const { kind, signature, sealedAt } = verified;
  const datedAhead = isDatedAhead(verified, now);
  const verdictOf = { schema: 1, holds: true, kind, signer: signature, sealedAt, datedAhead };
  if (verified.kind === 'not-performed')
    return { ...verdictOf, review: verified.period, writtenBy: verified.writtenBy, pagesCompared: verified.pages };
  const { report, writtenBy, attached, beside, lacking, pages, otherwise, today, review, closing } = verified;
  const { word, note } = concludedBy({ report, closing });
  return {
    ...verdictOf,
    organisation: report.organisation,
    review: report.period.id,
    run: report.run,
    status: report.status,
    concludes: { word, note },
    writtenBy,
    totals: report.totals,
    findings: report.findings.length,
    files: report.files,
    attached,
    beside,
    lacking,
    pagesCompared: pages,
    otherwise,
    today,
    ...(closing === null ? {} : { closing }),
    decisions: review === null ? null : { events: review.events, sha256: review.state.head, signOffs: review.signOffs },
    ...(sample === null ? {} : { sample }),
  };
}

/** Control and direction characters of a report under test must not steer the terminal that shows them. */
export function printable(text: string): string {
  return text.replaceAll(/\p{C}/gu, '\u{FFFD}');
}
