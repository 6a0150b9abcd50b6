// A signed review as OSCAL assessment results (NIST, version 1.1.3): what was found, on which evidence, and who attests.
import { decisionCounts } from '../../names/decisions.ts';
import { evidenceFileCalled, evidenceFiles } from '../../names/evidence-files.ts';
import type { ReviewState } from '../../review/events/state.ts';
import { isMailAddress } from '../../values/addresses.ts';
import { instantFromMs, msOf } from '../../values/instant.ts';
import { plural } from '../../values/text.ts';
import type { AssessedReport } from './assessed-report.ts';
import { reviewedControls } from './controls.ts';
import { fileUuid, findingParts, localDefinitions, observationOf, populationObservation } from './observations.ts';
import { oscalLines, oscalList, oscalProps, oscalText } from './part.ts';
import type { OscalPart } from './part.ts';
import { oscalUuid } from './uuid.ts';

const oscalVersion = '1.1.3';

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
