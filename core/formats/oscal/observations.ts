// The findings of a signed review as OSCAL: what was observed, on which evidence, and whether its control is satisfied.
import { isLive } from '../../inputs/account.ts';
import { codes } from '../../names/codes.ts';
import { evidenceFiles, exportFile, snapshotFile } from '../../names/evidence-files.ts';
import type { Finding } from '../../findings/finding.ts';
import type { AssessedReport } from './assessed-report.ts';
import { controlStatementOf } from './controls.ts';
import { oscalProps, oscalProse } from './part.ts';
import type { OscalPart } from './part.ts';
import { oscalUuid } from './uuid.ts';

/** Under which the document names a file of the run. */
export function fileUuid({ run }: AssessedReport, name: string): string {
  return oscalUuid('file', run.id, name);
}

function evidence(report: AssessedReport, name: string, description: string): readonly OscalPart[] {
  return report.files.some((file) => file.name === name) ? [{ href: `#${fileUuid(report, name)}`, description }] : [];
}

function snapshotEvidence(report: AssessedReport): readonly OscalPart[] {
  return report.directories.flatMap(({ id, completeness, takenAt }) =>
    evidence(report, snapshotFile(id).name, `The directory ${id}, read ${completeness} at ${takenAt}`),
  );
}

/** What stands for every account: how many rows were read, and how many accounts are in each situation. */
export function populationObservation(report: AssessedReport): OscalPart {
  const { totals } = report;
  return {
    uuid: oscalUuid('population', report.run.id),
    title: 'The population',
    description: `${totals.rowsRead} rows read: ${totals.accounts} accounts, ${totals.rejected} rejected, ${totals.duplicates} duplicates.`,
    methods: ['EXAMINE'],
    ...oscalProps(
      Object.fromEntries(Object.entries(totals.situations).map(([name, count]) => [`situation-${name}`, count])),
    ),
    'relevant-evidence': [
      {
        description: 'Every account as it was matched and judged',
        href: `#${fileUuid(report, evidenceFiles.population.name)}`,
      },
      ...evidence(report, exportFile(report.export.format).name, 'The export, byte for byte'),
      ...snapshotEvidence(report),
    ],
    collected: report.export.exportedAt,
  };
}

function observationUuid({ run }: AssessedReport, { id }: Finding): string {
  return oscalUuid('observation', run.id, id);
}

function accountUuid(login: string): string {
  return oscalUuid('account', login);
}

/** How a finding came about: its reason and facts, with the files that bear them out. */
export function observationOf(report: AssessedReport, finding: Finding): OscalPart {
  const { row } = finding;
  const { facts } = finding.evidence;
  const where = row === null ? 'The export' : `The export, line ${row}`;
  return {
    uuid: observationUuid(report, finding),
    title: codes[finding.code].title,
    description: oscalProse(finding.reason) ?? codes[finding.code].title,
    methods: ['TEST'],
    ...(finding.login === null
      ? {}
      : {
          subjects: [
            {
              'subject-uuid': accountUuid(finding.login),
              type: 'user',
              title: oscalProse(finding.login) ?? 'not named',
            },
          ],
        }),
    'relevant-evidence': [
      ...evidence(report, exportFile(report.export.format).name, where),
      ...snapshotEvidence(report),
      ...facts.flatMap(({ label, value }) => {
        const description = oscalProse(`${label}: ${value}`);
        return description === null ? [] : [{ description }];
      }),
    ],
    collected: report.export.exportedAt,
  };
}

/** One a finding, in the order of the report. */
export function findingParts(report: AssessedReport): readonly OscalPart[] {
  const decided = new Map(report.decisions?.map((decision) => [decision.login, decision]));
  return report.findings.map((finding) => {
    const { id, code, severity, state, login, firstSeen } = finding;
    const decision = login === null ? undefined : decided.get(login);
    return {
      uuid: oscalUuid('finding', id),
      title: codes[code].title,
      description: oscalProse(finding.reason) ?? codes[code].title,
      ...oscalProps({
        id,
        code,
        severity,
        state,
        login,
        'first-seen': firstSeen,
        'reviews-open': finding.reviewsOpen,
        decision: decision?.decision ?? null,
        'decided-by': decision?.by ?? null,
        'decided-at': decision?.at ?? null,
        'decided-until': decision?.until ?? null,
        'decided-because': decision?.reason ?? null,
      }),
      target: { type: 'statement-id', 'target-id': controlStatementOf(code), status: { state: satisfied(finding) } },
      'related-observations': [{ 'observation-uuid': observationUuid(report, finding) }],
    };
  });
}

/** Information is no failure; an exception is one that the company bears until its end. */
function satisfied({ state, severity }: Finding): 'satisfied' | 'not-satisfied' {
  return state === 'closed' || severity === 'info' ? 'satisfied' : 'not-satisfied';
}

/** The accounts that findings are about, so that what an observation is about stands in the same document. */
export function localDefinitions(report: AssessedReport): OscalPart {
  const rows = new Map<string, AssessedReport['population'][number]>(report.population.map((row) => [row.login, row]));
  const logins = new Set(report.findings.flatMap(({ login }) => login ?? []));
  const users = [...logins].map((login) => {
    const row = rows.get(login);
    return {
      uuid: accountUuid(login),
      title: oscalProse(login) ?? 'not named',
      ...oscalProps(
        row === undefined
          ? { 'in-export': false }
          : {
              'in-export': true,
              status: row.status,
              live: isLive(row),
              role: row.role,
              situation: row.situation,
              privileged: row.privileged,
            },
      ),
    };
  });
  return users.length === 0 ? {} : { 'local-definitions': { users } };
}
