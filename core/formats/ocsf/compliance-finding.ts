// What changed with the findings of a run, as events of OCSF that a SIEM takes: https://schema.ocsf.io, version 1.3.0.
import { application } from '../../application/applications.ts';
import { codes } from '../../names/codes.ts';
import type { Severity } from '../../names/codes.ts';
import type { Finding, FindingState } from '../../findings/finding.ts';
import type { KnownFinding } from '../../inputs/history.ts';
import type { Instant } from '../../values/instant.ts';
import { msOf } from '../../values/instant.ts';
import { controlOf, controlStatementOf } from '../oscal/controls.ts';

export interface ObservedBy {
  /** `null` for a watch run, which is not recorded. */
  readonly run: string | null;
  readonly period: string;
  readonly asOf: Instant;
  readonly before: StatesBefore;
  readonly tool: { readonly name: string; readonly version: string };
}

export type OcsfEvent = Readonly<Record<string, unknown>> & {
  /** Stable: the same change told twice is recognisable by it. */
  readonly metadata: { readonly version: string; readonly uid: string; readonly product: object };
};

const category = { category_uid: 2, category_name: 'Findings' } as const;
const complianceFinding = { class_uid: 2003, class_name: 'Compliance Finding' } as const;
const create = { activity_id: 1, activity_name: 'Create' } as const;
const update = { activity_id: 2, activity_name: 'Update' } as const;
const close = { activity_id: 3, activity_name: 'Close' } as const;
const failed = { status_id: 3, status: 'Fail' } as const;
/** "The compliance check did not yield a result due to missing information." */
const unclear = { status_id: 2, status: 'Warning' } as const;
const passed = { status_id: 1, status: 'Pass' } as const;
const inProgress = { status_id: 2, status: 'In Progress' } as const;

/** By the state that the run gave it; what stayed as it was is no event. */
const changes = {
  new: { activity: create, status: { status_id: 1, status: 'New' }, compliance: failed },
  reopened: { activity: update, status: inProgress, compliance: failed },
  vanished: { activity: update, status: inProgress, compliance: unclear },
  closed: { activity: close, status: { status_id: 4, status: 'Resolved' }, compliance: passed },
  open: null,
  excepted: null,
} as const satisfies Record<FindingState, object | null>;

const severities = {
  critical: { severity_id: 5, severity: 'Critical' },
  high: { severity_id: 4, severity: 'High' },
  medium: { severity_id: 3, severity: 'Medium' },
  low: { severity_id: 2, severity: 'Low' },
  info: { severity_id: 1, severity: 'Informational' },
} as const satisfies Record<Severity, object>;

/** @returns the events of a run, or of what a watch run found new */
export function eventsOf(findings: readonly Finding[], by: ObservedBy): readonly OcsfEvent[] {
  return findings.flatMap((finding) => complianceFindingOf(finding, by) ?? []);
}

/** By the id of a finding, its state after the accepted run before: one that came back stays reopened until it is closed. */
export type StatesBefore = ReadonlyMap<string, KnownFinding['state']>;

export function statesOf(known: readonly Pick<KnownFinding, 'id' | 'state'>[]): StatesBefore {
  return new Map(known.map(({ id, state }) => [id, state]));
}

/** Under a new code the finding of an account goes on with its age, and is another one to whoever asks for codes. */
function changeOf({ id, state, continues }: Finding, before: StatesBefore): (typeof changes)[FindingState] {
  if (before.get(id) === state) return null;
  return state === 'open' && continues !== null ? changes.new : changes[state];
}

/**
 * @returns `null` for a finding that was open, or excepted, before and still is, and for one that had come back or vanished
 * @example complianceFindingOf(finding, { run: record.id, period: record.period, asOf: record.asOf, before, tool }) // one line of JSON
 */
export function complianceFindingOf(finding: Finding, by: ObservedBy): OcsfEvent | null {
  const change = changeOf(finding, by.before);
  if (change === null) return null;
  const { activity, status, compliance } = change;
  const { row, situation, state, continues } = finding;
  const { export: exported, snapshots } = finding.evidence;
  return {
    ...activity,
    ...category,
    ...complianceFinding,
    type_uid: complianceFinding.class_uid * 100 + activity.activity_id,
    type_name: `${complianceFinding.class_name}: ${activity.activity_name}`,
    time: msOf(by.asOf),
    ...severities[finding.severity],
    ...status,
    message: codes[finding.code].title,
    metadata: {
      version: '1.3.0',
      uid: `${finding.id}-${finding.state}-${by.run ?? by.asOf}`,
      product: {
        name: by.tool.name,
        vendor_name: by.tool.name,
        version: by.tool.version,
        feature: { name: application.nameInFull },
      },
    },
    finding_info: {
      uid: finding.id,
      title: codes[finding.code].title,
      desc: finding.reason,
      types: [finding.code],
      first_seen_time: msOf(finding.firstSeen),
      data_sources: [
        ...(exported === null ? [] : [`export sha256:${exported.sha256}`]),
        ...snapshots.map(({ directory, takenAt }) => `directory ${directory} ${takenAt}`),
      ],
    },
    compliance: {
      ...compliance,
      standards: ['NIST SP 800-53 Rev. 5'],
      control: controlOf(finding.code).toUpperCase(),
      requirements: [controlStatementOf(finding.code)],
    },
    resources:
      finding.login === null
        ? []
        : [{ uid: finding.login, name: finding.login, type: 'Account', namespace: application.name }],
    unmapped: { run: by.run, period: by.period, row, situation, state, continues },
  };
}
