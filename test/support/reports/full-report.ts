// A report in which every list has something in it, as a company of some hundred people would get it.
import type { Custody } from '../../../core/inputs/custody.ts';
import { codes } from '../../../core/names/codes.ts';
import type { Code } from '../../../core/names/codes.ts';
import type { Report } from '../../../core/report/report.ts';
import { sha256 } from '../bytes.ts';
import { aFinding, aPopulation, aReport, findingsOf } from './report-builder.ts';
import { aCustody, aMailReceipt, aPortalReceipt } from '../inputs/custody.ts';
import { at, onDay } from '../time.ts';

const names = [
  'Zoë Ångström',
  'Nguyễn Thị Ánh',
  'Ольга Иванова',
  'محمد عبد الله',
  'דוד (דודי) כהן',
  '王小明',
  '김철수',
];

export function aFullReport(over: Partial<Report> = {}): Report {
  const quiet = aReport();
  const population = aPopulation(140).map((row, index) => ({ ...row, name: names[index - 20] ?? row.name }));
  const someCodes: readonly Code[] = [
    'LEAVER_ACCOUNT',
    'DISABLED_IDENTITY',
    'DORMANT_ACCOUNT',
    'PRIVILEGED_ACCOUNT',
    'SUSPENDED_BUT_ASSIGNED',
  ];
  const others = someCodes.flatMap((code, kind) =>
    population.slice(kind * 5, kind * 5 + 4).map(({ login, row }, index) =>
      aFinding({
        code,
        login,
        row,
        situation: 'deleted',
        directory: 'entra',
        identity: sha256(login).slice(0, 36),
        reviewsOpen: index + 1,
        state: index === 0 ? 'new' : 'open',
        reason: `${codes[code].title}: left between 3 October 2026 and 5 October 2026 (Entra audit log), and the account is still active.`,
      }),
    ),
  );
  const controls = [
    aFinding({
      code: 'SSO_NOT_PROVEN',
      login: null,
      reason: 'The policy holds no dated digest of the setting that turns password login off.',
    }),
  ];
  const [entra] = quiet.directories;
  if (entra === undefined) throw new Error('the quiet report has one directory');
  return aReport({
    population,
    findings: [...findingsOf(population), ...others, ...controls],
    organisation: 'Acme Corp',
    directories: [
      entra,
      {
        ...entra,
        id: 'okta',
        product: 'Okta',
        tenant: 'acme.okta.com',
        completeness: 'partial',
        reasons: ['Page 3 of the app users could not be read: 503 after 5 tries.'],
        calls: [
          {
            call: 'GET /api/v1/apps/0oa1/users?limit=500',
            pages: 3,
            rows: 1000,
            retries: 5,
            requestIds: ['req-1', 'req-2', 'req-3'],
            firstAt: at('2026-10-05T07:31:00Z'),
            lastAt: at('2026-10-05T07:33:10Z'),
            ok: false,
          },
        ],
      },
    ],
    leaversFile: {
      fileName: 'leavers.csv',
      sha256: sha256('leavers'),
      rows: 12,
      matched: 9,
      notYet: 2,
      unmatched: [{ where: 'line 7', login: 'stranger@acme.com' }],
    },
    custody: fullCustody(),
    history: { run: '20260705T080000Z-9a8b7c6d', asOf: at('2026-07-05T08:00:00Z'), sha256: sha256('history') },
    totals: {
      ...aReport({ population }).totals,
      rowsRead: 143,
      rejected: 2,
      duplicates: 1,
      countShown: 143,
      rollForward: { opening: 138, added: 5, removed: 3, closing: 140 },
    },
    gates: [
      {
        gate: 'drop-rows',
        directory: null,
        reason: 'The export has 143 rows, 24 % fewer than the 188 of the last accepted run.',
        acceptable: true,
        accepted: { by: 'grc@acme.com', reason: 'The sales team in Oslo was sold; see ticket GRC-118.' },
      },
      {
        gate: 'skew',
        directory: 'okta',
        reason: 'Export and snapshot are 26 hours apart; 24 are allowed.',
        acceptable: true,
        accepted: null,
      },
    ],
    changes: {
      since: { run: '20260705T080000Z-9a8b7c6d', asOf: at('2026-07-05T08:00:00Z') },
      added: [
        { login: 'new.hire@acme.com', role: 'User', privileged: false },
        { login: 'new.admin@acme.com', role: 'Admin', privileged: true },
      ],
      removed: [{ login: 'gone@acme.com', explained: 'revoked in 2026-Q3, work order 2' }],
      changed: [{ login: 'promoted@acme.com', field: 'role', before: 'User', after: 'Admin' }],
    },
    notJudged: 2,
    trend: ['2025-Q4', '2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4'].map((label, index) => ({
      label,
      critical: 6 - index,
      high: 30 - index * 4,
      medium: 12 - index,
      low: 9,
    })),
    leavers: [
      {
        login: 'person.1@acme.com',
        name: 'Person Number 1',
        status: 'suspended',
        left: '3 October 2026, 16:00 UTC',
        source: 'Entra audit log',
        hours: 6.5,
        outcome: 'pass',
        usedAfter: 'not used after leaving',
      },
      {
        login: 'person.2@acme.com',
        name: null,
        status: 'active',
        left: 'between 1 October 2026 and 3 October 2026',
        source: 'leavers file',
        hours: 101.25,
        outcome: 'fail',
        usedAfter: 'last login 4 October 2026, after leaving',
      },
      {
        login: 'person.3@acme.com',
        name: 'Person Number 3',
        status: 'suspended',
        left: '3 October 2026',
        source: 'Okta',
        hours: null,
        outcome: 'cannot be determined',
        usedAfter: 'cannot be determined: the export has no last login',
      },
    ],
    register: [
      {
        login: 'sync@acme.com',
        kind: 'account',
        owner: 'jane.doe@acme.com',
        purpose: 'Salesforce sync',
        expires: onDay('2027-03-31'),
        inExport: true,
        outcome: 'owned',
      },
      {
        login: 'bi-export',
        kind: 'api-key',
        owner: null,
        purpose: null,
        expires: null,
        inExport: false,
        outcome: 'has no owner',
      },
    ],
    policy: {
      ...quiet.policy,
      aliases: [
        {
          login: 'j.doe@old-acme.com',
          identity: 'jane.doe@acme.com',
          approvedBy: 'grc@acme.com',
          expires: '31 March 2027',
        },
      ],
    },
    proposals: [
      {
        row: 5,
        login: 'person.3@acme.com',
        name: 'Person Number 3',
        status: 'active',
        role: 'User',
        situation: 'unmatched',
        codes: ['ORPHANED_ACCOUNT'],
        reasons: ['Nobody in any directory has this login.'],
      },
    ],
    withheld: [{ login: 'root@acme.com', why: 'the last live account with a privileged role is never proposed' }],
    rejected: [
      { row: 17, reason: 'the e-mail is empty', cells: ['', 'Ghost', 'Active', '=HYPERLINK("x")'] },
      { row: 19, reason: 'no status', cells: ['x@acme.com', ''] },
    ],
    duplicates: [{ row: 44, login: 'person.40@acme.com', keptRow: 42 }],
    files: [
      'findings.csv',
      'findings.json',
      'population.csv',
      'evidence/export.csv',
      'evidence/history.json',
      'evidence/policy.json',
      'evidence/snapshot-entra.jsonl',
    ].map((name, index) => ({ name, bytes: 1000 * (index + 1) ** 3, sha256: sha256(name) })),
    ...over,
  });
}

/** Custody with every way in which a file comes in, a chain that does not hold, and a count that two people typed. */
function fullCustody(): NonNullable<Report['custody']> {
  const of = sha256('export');
  const file = { name: 'users.csv', bytes: 200, sha256: of } as const;
  const by = 'ana.admin@acme.com';
  const record: Custody = {
    ...aCustody(of).record,
    export: {
      toldSha256: of,
      receipts: [
        aMailReceipt(of, { signedBy: null, tls: false, messageId: null }),
        {
          kind: 'bucket',
          ...file,
          at: at('2026-10-05T08:21:00Z'),
          by: null,
          place: { key: 'inbox/users.csv', version: 'v1' },
          etag: 'e1',
        },
        {
          kind: 'pull',
          ...file,
          at: at('2026-10-05T08:22:00Z'),
          server: 'sftp.acme.com',
          path: '/out/users.csv',
          place: null,
        },
        { kind: 'folder', ...file, at: at('2026-10-05T08:23:00Z'), by },
        aPortalReceipt(of, { assurance: 'asserted' }),
        { kind: 'by-hand', ...file, at: at('2026-10-05T08:31:00Z'), by },
      ],
    },
    leavers: { receipts: [aPortalReceipt(sha256('another list'))] },
  };
  return { record, count: { kind: 'two-people' } };
}
