// A signed review as OSCAL assessment results (NIST, version 1.1.3): what was found, on which evidence, and who attests.
import { isLive } from '../../inputs/account.ts';
import { codes } from '../../names/codes.ts';
import { decisionCounts } from '../../names/decisions.ts';
import { evidenceFileCalled, evidenceFiles, exportFile, snapshotFile } from '../../names/evidence-files.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Totals } from '../../findings/totals.ts';
import type { Report } from '../../report/report.ts';
import type { PopulationRow } from '../../report/parts/accounts.ts';
import type { DirectorySource, ExportSource } from '../../report/parts/inputs.ts';
import type { DecidedRow } from '../../report/parts/review.ts';
import type { ReviewState } from '../../review/events/state.ts';
import { isMailAddress } from '../../values/addresses.ts';
import { instantFromMs, msOf } from '../../values/instant.ts';
import { plural } from '../../values/text.ts';
import { reviewedControls, controlStatementOf } from './controls.ts';
import { oscalLines, oscalList, oscalProps, oscalProse, oscalText } from './part.ts';
import type { OscalPart } from './part.ts';
import { oscalUuid } from './uuid.ts';

const oscalVersion = '1.1.3';

/** What of a signed report the document tells; its files hold all of it. */
export interface AssessedReport extends Pick<Report, 'application' | 'organisation' | 'status' | 'findings' | 'files'> {
  readonly period: Pick<Report['period'], 'id'>;
  readonly run: Pick<Report['run'], 'id' | 'asOf'>;
  readonly tool: Pick<Report['tool'], 'name'>;
  readonly totals: Pick<Totals, 'rowsRead' | 'accounts' | 'live' | 'rejected' | 'duplicates'> & {
    readonly situations: Readonly<Record<string, number>>;
  };
  readonly export: Pick<ExportSource, 'exportedAt' | 'format'>;
  /** In the order of the configuration. */
  readonly directories: readonly Pick<DirectorySource, 'id' | 'completeness' | 'takenAt'>[];
  readonly decisions?: readonly Pick<DecidedRow, 'login' | 'decision' | 'by' | 'at' | 'until' | 'reason'>[];
  /** At least of the accounts that findings are about. */
  readonly population: readonly Pick<PopulationRow, 'login' | 'status' | 'role' | 'situation' | 'privileged'>[];
}

export interface ReviewToAssess {
  /** As every stage signed it. */
  readonly report: AssessedReport;
  readonly state: Pick<ReviewState, 'signatures' | 'openedAt' | 'head' | 'sequence'>;
}

/** @param review signed by every stage */
export function assessmentResults(review: ReviewToAssess): OscalPart {
  const { report, state } = review;
  const { period, application, organisation } = report;
  return {
    'assessment-results': {
      uuid: oscalUuid('review', organisation, period.id, state.head),
      metadata: {
        title: `Access review of ${application}, ${period.id}`,
        'last-modified': signedAt(review),
        version: String(state.sequence),
        'oscal-version': oscalVersion,
        ...oscalProps({ organisation, period: period.id, run: report.run.id, tool: report.tool.name }),
        roles: [
          { id: 'reviewer', title: 'Reviewer' },
          { id: 'control-owner', title: 'Control owner' },
        ],
        parties: partiesOf(review),
        'responsible-parties': state.signatures.map(({ stage, by }) => responsible(stage, by)),
      },
      'import-ap': {
        href: `#${fileUuid(report, evidenceFiles.policy.name)}`,
        remarks: 'The configuration as used stands for the plan: its policy, directories and registers.',
      },
      results: [resultOf(review)],
      'back-matter': { resources: report.files.map((file) => resourceOf(report, file)) },
    },
  };
}

function signedAt({ report, state }: ReviewToAssess): string {
  return state.signatures.at(-1)?.at ?? report.run.asOf;
}

function partyUuid(login: string): string {
  return oscalUuid('person', login);
}

function responsible(role: string, by: string): OscalPart {
  return { 'role-id': role, 'party-uuids': [partyUuid(by)] };
}

function partiesOf({ report, state }: ReviewToAssess): readonly OscalPart[] {
  const organisation = oscalText(report.organisation);
  const people = new Set(state.signatures.map(({ by }) => by));
  return [
    {
      uuid: oscalUuid('organisation', report.organisation),
      type: 'organization',
      ...(organisation === null ? {} : { name: organisation }),
    },
    ...[...people].map((login) => ({
      uuid: partyUuid(login),
      type: 'person',
      name: oscalText(login) ?? 'not named',
      ...(isMailAddress(login) ? { 'email-addresses': [login] } : {}),
    })),
  ];
}

function resultOf(review: ReviewToAssess): OscalPart {
  const { report, state } = review;
  const { totals, findings } = report;
  const open = findings.filter((finding) => finding.state !== 'closed');
  return {
    uuid: oscalUuid('result', report.run.id, state.head),
    title: `Review of ${report.period.id}`,
    description: `${plural(totals.accounts, 'account')} of the export compared with ${plural(report.directories.length, 'directory', 'directories')}: ${plural(findings.length, 'finding')}, of which ${open.length} not closed. ${plural(report.decisions?.length ?? 0, 'decision')} signed for.`,
    start: startOf(report),
    end: signedAt(review),
    ...oscalProps({
      'rows-read': totals.rowsRead,
      accounts: totals.accounts,
      live: totals.live,
      rejected: totals.rejected,
      duplicates: totals.duplicates,
      findings: findings.length,
      ...decidedProps(report),
      status: report.status,
      'opened-at': state.openedAt,
      'events-sha256': state.head,
    }),
    ...localDefinitions(report),
    'reviewed-controls': {
      'control-selections': [
        {
          description: 'Controls of NIST SP 800-53 revision 5 that the review serves.',
          'include-controls': reviewedControls.map((control) => ({ 'control-id': control })),
        },
      ],
    },
    attestations: state.signatures.map(({ stage, by, at, statement, assurance }) => ({
      'responsible-parties': [responsible(stage, by)],
      parts: [
        {
          name: 'statement',
          title: `Signed as ${stage}`,
          ...oscalProps({ at, assurance }),
          prose: oscalLines(statement),
        },
      ],
    })),
    observations: [populationObservation(report), ...findings.map((finding) => observationOf(report, finding))],
    ...oscalList('findings', findingParts(report)),
  };
}

/** The earliest time of what the comparison rests on. */
function startOf({ export: source, directories }: AssessedReport): string {
  return instantFromMs(Math.min(...[source.exportedAt, ...directories.map(({ takenAt }) => takenAt)].map(msOf)));
}

function decidedProps({ decisions = [] }: AssessedReport): Readonly<Record<string, number>> {
  const { keep, revoke, except } = decisionCounts(decisions);
  return { 'decided-keep': keep, 'decided-revoke': revoke, 'decided-except': except };
}

function fileUuid({ run }: AssessedReport, name: string): string {
  return oscalUuid('file', run.id, name);
}

function resourceOf(report: AssessedReport, { name, bytes, sha256 }: AssessedReport['files'][number]): OscalPart {
  const file = evidenceFileCalled(name);
  return {
    uuid: fileUuid(report, name),
    title: name,
    ...(file === null ? {} : { description: file.says }),
    ...oscalProps({ bytes }),
    rlinks: [
      {
        href: `runs/${report.run.id}/${name}`,
        ...(file === null ? {} : { 'media-type': file.mediaType }),
        hashes: [{ algorithm: 'SHA-256', value: sha256 }],
      },
    ],
  };
}

function evidence(report: AssessedReport, name: string, description: string): readonly OscalPart[] {
  return report.files.some((file) => file.name === name) ? [{ href: `#${fileUuid(report, name)}`, description }] : [];
}

function snapshotEvidence(report: AssessedReport): readonly OscalPart[] {
  return report.directories.flatMap(({ id, completeness, takenAt }) =>
    evidence(report, snapshotFile(id).name, `The directory ${id}, read ${completeness} at ${takenAt}`),
  );
}

function populationObservation(report: AssessedReport): OscalPart {
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

function observationOf(report: AssessedReport, finding: Finding): OscalPart {
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
function findingParts(report: AssessedReport): readonly OscalPart[] {
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
function localDefinitions(report: AssessedReport): OscalPart {
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
