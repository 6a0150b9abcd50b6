// Builds whole reports for tests: valid and quiet by default, so that a test says only what matters to it.
import type { Proposal } from '../../../core/findings/proposals.ts';
import { nobodyIn } from '../../../core/findings/totals.ts';
import { codes, severities } from '../../../core/names/codes.ts';
import { compareFindings, findingId } from '../../../core/findings/finding.ts';
import type { Code } from '../../../core/names/codes.ts';
import type { Finding } from '../../../core/findings/finding.ts';
import { situations } from '../../../core/names/situations.ts';
import type { Attachment } from '../../../core/ports/drawing.ts';
import type { Report } from '../../../core/report/report.ts';
import type { LeaverRow, PopulationRow } from '../../../core/report/parts/accounts.ts';
import { periodOf } from '../../../core/config/calendar.ts';
import { sha256 } from '../bytes.ts';
import { at, onDay } from '../time.ts';

const asOf = at('2026-10-05T08:00:00Z');
const takenAt = at('2026-10-05T07:30:00Z');
const exportSha256 = sha256('export');

export function aPopulationRow(over: Partial<PopulationRow> = {}): PopulationRow {
  return {
    row: 2,
    login: 'jane.doe@acme.com',
    name: 'Jane Doe',
    status: 'active',
    role: 'User',
    team: 'Sales',
    manager: 'mona@acme.com',
    license: null,
    situation: 'linked',
    rule: 'name-id',
    directory: 'entra',
    identity: '5f0c1a52-7c1b-4f0e-9c55-0a2a4f6f7b11',
    match: 'Jane Doe <jane.doe@acme.com> in entra by the rule name-id',
    findings: [],
    lastLogin: '2026-10-01',
    lastSignIn: null,
    privileged: false,
    ...over,
  };
}

export function aFinding(over: Partial<Finding> & { readonly code?: Code } = {}): Finding {
  const code = over.code ?? 'ORPHANED_ACCOUNT';
  const login = over.login === undefined ? 'jane.doe@acme.com' : over.login;
  return {
    id: findingId(code, login ?? 'policy'),
    code,
    severity: codes[code].severity,
    login,
    row: login === null ? null : 2,
    situation: login === null ? null : 'unmatched',
    reason: 'No identity in any directory has this login, now or in an earlier accepted run.',
    directory: null,
    identity: null,
    evidence: {
      export: { sha256: exportSha256, row: login === null ? null : 2 },
      snapshots: [{ directory: 'entra', takenAt }],
      facts: [{ label: 'Last login', value: '1 October 2026' }],
    },
    firstSeen: asOf,
    reviewsOpen: 1,
    state: 'new',
    continues: null,
    ...over,
  };
}

/** A population of `size` accounts, one in ten of them an orphan, all of them different. */
export function aPopulation(size: number): readonly PopulationRow[] {
  return Array.from({ length: size }, (_, index) => {
    const orphan = index % 10 === 3;
    return aPopulationRow({
      row: index + 2,
      login: `person.${index}@acme.com`,
      name: `Person Number ${index}`,
      role: index % 50 === 0 ? 'Admin' : 'User',
      privileged: index % 50 === 0,
      situation: orphan ? 'unmatched' : 'linked',
      rule: orphan ? null : 'name-id',
      match: orphan
        ? 'matched to nobody'
        : `Person Number ${index} <person.${index}@acme.com> in entra by the rule name-id`,
      directory: orphan ? null : 'entra',
      identity: orphan
        ? null
        : `${sha256(String(index)).slice(0, 8)}-7c1b-4f0e-9c55-${sha256(String(index)).slice(8, 20)}`,
      findings: orphan ? ['ORPHANED_ACCOUNT'] : [],
    });
  });
}

/** The orphans of a population as findings. */
export function findingsOf(population: readonly PopulationRow[]): readonly Finding[] {
  return population
    .filter((account) => account.findings.includes('ORPHANED_ACCOUNT'))
    .map((account) => aFinding({ login: account.login, row: account.row }));
}

/** A valid report; counts follow from the population and the findings that it is given. */
export function aReport(over: Partial<Report> = {}): Report {
  const population = over.population ?? [aPopulationRow()];
  const findings = (over.findings ?? []).toSorted(compareFindings);
  const counts = Map.groupBy(findings, (finding) => finding.code);
  return {
    ...quietReport,
    totals: totalsOf(population),
    findingsBySeverity: severities.map((severity) => ({
      severity,
      count: findings.filter((finding) => finding.severity === severity).length,
    })),
    findingsByCode: [...counts].map(([code, found]) => ({
      code,
      title: codes[code].title,
      severity: codes[code].severity,
      count: found.length,
    })),
    ages: agesOf(findings),
    privileged: population.filter((account) => account.privileged),
    toDecide: population.filter(({ status }) => status !== 'suspended').length,
    population,
    ...over,
    findings,
  };
}

function agesOf(findings: readonly Finding[]): Report['ages'] {
  const aged = (periods: number): number =>
    findings.filter(({ reviewsOpen }) => Math.min(reviewsOpen, 4) === periods).length;
  return ['1', '2', '3', '4 or more'].map((periods, index) => ({ periods, count: aged(index + 1) }));
}

function totalsOf(population: readonly PopulationRow[]): Report['totals'] {
  const withStatus = (status: string): number => population.filter((account) => account.status === status).length;
  const counted = { ...nobodyIn };
  for (const situation of situations) {
    counted[situation] = population.filter((account) => account.situation === situation).length;
  }
  const byStatus = { active: withStatus('active'), pending: withStatus('pending'), suspended: withStatus('suspended') };
  return {
    rowsRead: population.length,
    accounts: population.length,
    rejected: 0,
    duplicates: 0,
    live: byStatus.active + byStatus.pending,
    byStatus,
    situations: counted,
    rollForward: null,
    countShown: null,
  };
}

/** An attachment whose digest is right. */
export function anAttachment(over: Partial<Attachment> & { readonly content?: Uint8Array } = {}): Attachment {
  const content = over.content ?? Buffer.from('Email,Status\njane.doe@acme.com,Active\n');
  return {
    name: 'export.csv',
    mediaType: 'text/csv',
    description: 'The export of People.ai, byte for byte',
    relationship: 'Source',
    sha256: sha256(content),
    async *read() {
      yield content;
    },
    ...over,
  };
}

const quietReport: Report = {
  schema: 1,
  application: 'People.ai',
  organisation: 'Acme Corp',
  environment: 'production',
  userManagement: 'manual',
  run: { id: '20261005T080000Z-1a2b3c4d', asOf, asOfSetByOperator: false, inputsSha256: sha256('inputs') },
  period: periodOf(asOf, { timeZone: 'UTC', fiscalYearStart: 1 }),
  timeZone: 'UTC',
  paper: 'A4',
  controlOwner: { mail: 'cfo@acme.com', name: 'Ada Lovelace', title: null },
  tool: { name: 'access-review', version: '0.1.0' },
  selfTest: { passed: 31, total: 31 },
  status: 'complete',
  reasons: [],
  signer: null,
  signOffs: [],
  export: {
    fileName: 'users.csv',
    format: 'csv',
    encoding: 'utf-8',
    delimiter: ',',
    sheet: null,
    bytes: 38,
    sha256: exportSha256,
    headerRow: 1,
    columns: [
      { field: 'email', header: 'Email' },
      { field: 'status', header: 'Status' },
    ],
    unmappedColumns: [],
    exportedAt: at('2026-10-05T07:00:00Z'),
    exportedAtDeclared: true,
    exportedBy: 'admin@acme.com',
    takenBy: at('2026-10-05T07:00:00Z'),
    countShown: null,
    editedSigns: [],
  },
  directories: [
    {
      id: 'entra',
      product: 'Microsoft Entra ID',
      role: 'gate',
      authoritativeFor: ['acme.com'],
      tenant: '9b1f2c1e-0a52-4a5e-8f0b-6d7f3d1c2b3a',
      app: { id: 'app-1', name: 'People.ai', enabled: true, assignmentRequired: true, nameId: 'userPrincipalName' },
      takenAt,
      completeness: 'complete',
      reasons: [],
      identities: 120,
      assignments: 80,
      sha256: sha256('snapshot'),
      notes: [],
      lookBack: null,
      calls: [
        {
          call: 'GET /v1.0/users?$select=id,displayName,userPrincipalName,accountEnabled&$top=999',
          pages: 1,
          rows: 120,
          retries: 0,
          requestIds: ['d1c2b3a4-0000-4000-8000-000000000001'],
          firstAt: takenAt,
          lastAt: takenAt,
          ok: true,
        },
      ],
    },
  ],
  leaversFile: null,
  history: null,
  totals: totalsOf([]),
  gates: [],
  changes: { since: null, added: [], removed: [], changed: [] },
  findings: [],
  notJudged: 0,
  unjudged: [],
  findingsBySeverity: [],
  findingsByCode: [],
  ages: [],
  trend: [],
  privileged: [],
  leavers: [],
  register: [],
  policy: {
    approved: { by: 'grace@acme.com', on: onDay('2026-10-01'), how: 'configured' },
    unapproved: null,
    sha256: sha256('policy'),
    values: [
      { label: 'Dormant after', value: '90 days' },
      { label: 'Leavers are removed within', value: '24 hours' },
    ],
    unasked: [],
    aliases: [],
  },
  toDecide: 0,
  namesReviewers: true,
  proposals: [],
  revokedBefore: [],
  exceptedBefore: [],
  withheld: [],
  notProven: ['Logins that People.ai does not list in its export.'],
  alterable: ['Whoever holds the key in the home folder can sign another report with it.'],
  userEntityControls: [
    { control: 'The customer removes users who no longer need access.', served: 'This review, each quarter.' },
  ],
  population: [],
  rejected: [],
  duplicates: [],
  files: [{ name: 'evidence/export.csv', bytes: 38, sha256: exportSha256 }],
};

export function aLeaver(differs: Partial<LeaverRow> = {}): LeaverRow {
  const left = { left: '1 October 2026', source: 'entra', hours: 98, usedAfter: 'not used' };
  return { login: 'a@acme.com', name: null, status: 'active', outcome: 'fail', ...left, ...differs };
}

export function aProposal(differs: Partial<Proposal> = {}): Proposal {
  const { row, login, name, status, role, situation } = aPopulationRow();
  return { row, login, name, status, role, situation, codes: ['LEAVER_ACCOUNT'], reasons: [], ...differs };
}
