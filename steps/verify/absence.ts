// Proves the report of a control that was not performed: one statement, and its page drawn again from it.
import type { Instant } from '../../core/values/instant.ts';
import { documentIn } from '../../core/values/json-file.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import type { Bytes } from '../../core/ports/objects.ts';
import type { SignatureFacts } from '../../core/ports/proof.ts';
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import { notPerformedSchema } from '../../core/report/not-performed.ts';
import type { NotPerformedReport } from '../../core/report/not-performed.ts';
import type { Report } from '../../core/report/report.ts';
import { absenceBreak, statedSince, statementBreak } from '../../core/verification/absence.ts';
import { laterVersionBreak } from '../../core/verification/claimed-version.ts';
import type { ReportFile } from '../../core/verification/report-file.ts';
import { expiredBreak, madeAt } from '../../core/verification/sealed.ts';
import { isSince } from '../../core/versions.ts';
import { comparePages } from './pages.ts';
import type { IssuedReport, PageDependencies } from './pages.ts';
import { isSameTool } from './repeat-run.ts';

export interface AbsenceDependencies extends PageDependencies {
  readonly drawNotPerformed: (report: NotPerformedReport) => Bytes;
  readonly tool: Report['tool'];
}

/** A report that a control was not performed: it makes that one statement and carries no evidence. */
export interface VerifiedAbsence {
  readonly kind: 'not-performed';
  readonly signature: SignatureFacts;
  readonly period: string;
  readonly writtenBy: Report['tool'];
  /** When it was established, as its file says; `null` where that is no time. */
  readonly sealedAt: Instant | null;
  /** `null` for a report of another version, whose page was not drawn again. */
  readonly pages: number | null;
}

export interface AbsenceReport extends IssuedReport {
  readonly signature: SignatureFacts;
  /** As the id in the document information names it. */
  readonly period: string;
}

/** Whether nothing is attached but what such a report states: with evidence it is the report of a run, whatever its id. */
export function isStatementAlone({ attachments }: ReportFile): boolean {
  return [...attachments.keys()].every((name) => name === evidenceFiles.absence.name);
}

export async function verifyAbsence(
  dependencies: AbsenceDependencies,
  { pdf, file, signature, period }: AbsenceReport,
): Promise<Result<VerifiedAbsence>> {
  const writtenBy = writerOf(file);
  const sealedAt = madeAt(file);
  const broken =
    absenceBreak(file, period) ??
    laterVersionBreak(writtenBy, dependencies.tool, 'Producer of the PDF') ??
    (sealedAt === null ? null : expiredBreak(signature, sealedAt));
  if (broken !== null) return refused(broken);
  const verified = { kind: 'not-performed', signature, period, writtenBy, sealedAt } as const;
  const { name } = evidenceFiles.absence;
  const bytes = file.attachments.get(name);
  if ((bytes !== undefined) !== isSince(writtenBy, statedSince))
    return refused({
      what: 'not written by the version that it claims',
      where: name,
      found: `${bytes === undefined ? 'nothing' : 'the file'}, in a report of ${writtenBy.name} ${writtenBy.version}`,
      expected: `the file in reports of ${statedSince} and later ones, and in no other`,
    });
  if (bytes === undefined) return ok({ ...verified, pages: null });
  const stated = documentIn(bytes, name, { schema: notPerformedSchema });
  if (stated.kind === 'refused') return stated;
  const { schema: _schema, ...report } = stated.value;
  const other = statementBreak(report, { period, writtenBy });
  if (other !== null) return refused(other);
  if (!isSameTool(writtenBy, dependencies.tool)) return ok({ ...verified, pages: null });
  const pages = await comparePages(dependencies, { pdf, file }, dependencies.drawNotPerformed(report));
  return pages.kind === 'refused' ? pages : ok({ ...verified, pages: pages.value });
}

/** What is no program and version is held to be this one by nothing, and is refused as a later one. */
function writerOf({ info }: ReportFile): Report['tool'] {
  const [, name = 'a program of no name', version = 'of no version'] =
    /^(\S+) (\d+\.\d+\.\d+)$/.exec(info.get('Producer') ?? '') ?? [];
  return { name, version };
}
