// The findings of a run, by filter: as it recorded them.
import { isSettled } from '../../core/findings/finding.ts';
import type { Finding } from '../../core/findings/finding.ts';
import type { Code, Severity } from '../../core/names/codes.ts';
import { canonicalLogin } from '../../core/values/login.ts';
import { ok } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { storedRun } from '../run/stored-runs.ts';
import { aboutRun, askedRun } from './answering.ts';
import type { AboutRun, Answering, RunQuestion } from './answering.ts';
import { holdRecorded, recordedFindings } from './recorded.ts';

export interface FindingsQuestion extends RunQuestion {
  readonly code?: Code | undefined;
  readonly severity?: Severity | undefined;
  readonly login?: string | undefined;
  /** By default only what is open. */
  readonly settled?: boolean | undefined;
}

export interface FoundFindings extends AboutRun {
  readonly findings: readonly Finding[];
}

/** @throws EvidenceChanged when evidence of the run is missing or changed */
export async function findFindings(ports: Answering, question: FindingsQuestion): Promise<Result<FoundFindings>> {
  const record = await askedRun(ports, question);
  if (record.kind === 'refused') return record;
  const run = storedRun(ports.objects, record.value);
  await holdRecorded(run, ports);
  const { code, severity, settled = false } = question;
  const login = question.login === undefined ? undefined : (canonicalLogin(question.login) ?? question.login);
  const findings: Finding[] = [];
  for await (const finding of recordedFindings(run)) {
    const isAsked =
      (settled || !isSettled(finding)) &&
      (code === undefined || finding.code === code) &&
      (severity === undefined || finding.severity === severity) &&
      (login === undefined || finding.login === login);
    if (isAsked) findings.push(finding);
  }
  return ok({ ...aboutRun(record.value), findings });
}
