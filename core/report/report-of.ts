// Builds the Report: the one value that PDF, mail and pages draw, out of the assessment and what it was made from.
import { application } from '../application/applications.ts';
import { paperOf } from '../config/config.ts';
import type { Config } from '../config/config.ts';
import type { Assessment } from '../findings/assess.ts';
import { isSettled } from '../findings/finding.ts';
import { codes, severities } from '../names/codes.ts';
import type { Code } from '../names/codes.ts';
import type { Finding } from '../findings/finding.ts';
import { tellsOf } from '../findings/rules/context.ts';
import type { SelfTest } from '../findings/self-test/self-test.ts';
import { todayOf } from '../config/calendar.ts';
import type { DuplicateRow, RejectedRow } from '../inputs/account.ts';
import type { History } from '../inputs/history.ts';
import type { Report } from './report.ts';
import type { CustodyFacts, DirectorySource, ExportSource } from './parts/inputs.ts';
import type { SignOff } from '../names/sign-off.ts';
import type { Period } from '../config/calendar.ts';
import {
  changesOf,
  controlOwnerOf,
  earlierExceptions,
  earlierRevocations,
  leaverRows,
  linesToDecide,
  populationRows,
  registerRows,
  roleRows,
} from './rows.ts';
import type { JudgingRules } from '../versions.ts';
import { unjudged } from './unjudged.ts';
import { alterable, notProven, policyOf, userEntityControls } from './statements.ts';

export interface ReportInput {
  readonly config: Config;
  readonly assessment: Assessment;
  readonly run: Report['run'];
  readonly period: Period;
  readonly tool: Report['tool'];
  /** Those by which the run was judged. */
  readonly rules: JudgingRules;
  readonly selfTest: SelfTest;
  readonly export: ExportSource;
  readonly rejected: readonly RejectedRow[];
  readonly duplicates: readonly DuplicateRow[];
  readonly directories: readonly DirectorySource[];
  readonly leaversFile: Report['leaversFile'];
  /** `null` where the run recorded nothing of it. */
  readonly custody: CustodyFacts | null;
  readonly history: History;
  readonly historySha256: string;
  readonly signOffs: readonly SignOff[];
  readonly files: Report['files'];
  /** Absent for a run that was recorded before there were proofs. */
  readonly proofs?: Report['proofs'];
}

/** The report of a run, which nobody has signed or sealed yet. */
export function reportOf(input: ReportInput): Report {
  const { config, assessment, history, run, rules } = input;
  const population = populationRows(assessment, config);
  const open = assessment.findings.filter((finding) => !isSettled(finding));
  const today = todayOf(run.asOf, config);
  return {
    schema: 1,
    ...(input.proofs === undefined ? {} : { proofs: input.proofs }),
    application: application.name,
    organisation: config.organisation,
    environment: config.instance.environment,
    userManagement: config.instance.userManagement,
    run,
    period: input.period,
    timeZone: config.calendar.timeZone,
    paper: paperOf(config),
    controlOwner: controlOwnerOf(config, assessment),
    tool: input.tool,
    selfTest: { passed: input.selfTest.passed, total: input.selfTest.total },
    status: assessment.status,
    reasons: assessment.reasons,
    signer: null,
    signOffs: input.signOffs,
    export: input.export,
    directories: input.directories,
    leaversFile: input.leaversFile,
    ...(input.custody === null ? {} : { custody: input.custody }),
    history: historyOf(input),
    totals: assessment.totals,
    gates: assessment.gates,
    changes: changesOf(assessment, history, config),
    findings: assessment.findings,
    notJudged: assessment.notJudged,
    unjudged: unjudged(input.export, assessment.judgements, rules),
    findingsBySeverity: bySeverity(open),
    findingsByCode: byCode(open),
    ages: agesOf(open),
    trend: trendOf(assessment, history),
    privileged: population.filter((row) => row.privileged && row.status !== 'suspended'),
    leavers: leaversOf(input),
    register: registerRows(config, assessment, today),
    policy: policyOf(config, { history, today }),
    ...(config.policy.roles === undefined ? {} : { roles: roleRows(assessment, config.policy) }),
    toDecide: linesToDecide(assessment, config),
    namesReviewers: config.reviewers.rules.length > 0 || config.reviewers.fallback !== undefined,
    proposals: assessment.proposals.proposed,
    revokedBefore: earlierRevocations(assessment, history),
    exceptedBefore: earlierExceptions(assessment, history),
    withheld: assessment.proposals.withheld,
    notProven: notProven({ ...input, timeZone: config.calendar.timeZone }, config),
    alterable: alterable(input),
    userEntityControls,
    population,
    rejected: input.rejected,
    duplicates: input.duplicates,
    files: input.files,
  };
}

function historyOf({ history: { run }, historySha256 }: ReportInput): Report['history'] {
  return run === null ? null : { run: run.id, asOf: run.asOf, sha256: historySha256 };
}

function leaversOf({ config, assessment, rules, export: source }: ReportInput): Report['leavers'] {
  return leaverRows(assessment.judgements, {
    leaverHours: config.policy.leaverHours,
    exportedAt: source.exportedAt,
    tells: tellsOf(source.columns),
    doubtsSuspensions: rules.has('doubts-suspensions'),
  });
}

/** Every severity, also one that nothing was found with. */
function bySeverity(open: readonly Finding[]): Report['findingsBySeverity'] {
  return severities.map((severity) => ({
    severity,
    count: open.filter((finding) => finding.severity === severity).length,
  }));
}

/** A code stands once for each severity that it was found with: in its grace days an orphan is information. */
function byCode(open: readonly Finding[]): Report['findingsByCode'] {
  return severities.flatMap((severity) => {
    const counts = new Map<Code, number>();
    for (const finding of open) {
      if (finding.severity === severity) counts.set(finding.code, (counts.get(finding.code) ?? 0) + 1);
    }
    return [...counts]
      .map(([code, count]) => ({ code, title: codes[code].title, severity, count }))
      .toSorted((a, b) => (a.code < b.code ? -1 : 1));
  });
}

/** Information needs nobody to act, so it has no age. */
function agesOf(open: readonly Finding[]): Report['ages'] {
  const lasting = open.filter(({ severity }) => severity !== 'info');
  const aged = (from: number, to: number): number =>
    lasting.filter(({ reviewsOpen }) => reviewsOpen >= from && reviewsOpen <= to).length;
  return [
    { periods: '1', count: aged(1, 1) },
    { periods: '2', count: aged(2, 2) },
    { periods: '3', count: aged(3, 3) },
    { periods: '4 or more', count: aged(4, Number.POSITIVE_INFINITY) },
  ];
}

function trendOf(assessment: Assessment, history: History): Report['trend'] {
  return assessment.next?.trend ?? history.trend;
}
