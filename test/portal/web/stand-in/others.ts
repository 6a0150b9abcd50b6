// What the stand-in answers on the pages beside the review.
import { createHash } from 'node:crypto';
import type * as z from 'zod/mini';
import type { file } from '../../../../portal/api/routes/values.ts';
import { at, caller, findingOf, ok, problem } from './answered.ts';
import type { Answered, Asked } from './answered.ts';

const pdf = Buffer.from('%PDF-1.7 stands in for a report');
const digest = createHash('sha256').update(pdf).digest('hex');

function fileOf(name: string, key: string): z.output<typeof file> {
  return {
    key,
    name,
    mediaType: 'application/pdf',
    says: 'The signed report, with its evidence attached.',
    bytes: pdf.length,
    sha256: name.startsWith('altered') ? '0'.repeat(64) : digest,
  };
}

const report = fileOf('2026-Q3-review.pdf', 'reviews/2026-Q3/report.pdf');
const altered = fileOf('altered.pdf', 'reviews/2026-Q3/altered.pdf');
const finding = findingOf('LEAVER_ACCOUNT', 'person0000@acme.example');

/** `null` for what it does not know. */
export function others({ method, path }: Asked): Answered | null {
  const name = path.replace(/^\/periods\/[^/]+/, '');
  switch (`${method} ${name}`) {
    case 'GET /periods':
    case 'GET ':
      return ok<'periods'>({
        periods: [
          {
            period: '2026-Q4',
            state: 'in-review',
            dueDay: '2027-01-15',
            run: '2026-10-05T090000Z-1f3a',
            accounts: 2000,
            signedAt: null,
          },
          {
            period: '2026-Q3',
            state: 'closed',
            dueDay: '2026-10-15',
            run: '2026-07-05T090000Z-77aa',
            accounts: 1980,
            signedAt: at,
          },
        ],
      });
    case 'GET /findings':
      return ok<'findings'>({ run: '2026-10-05T090000Z-1f3a', total: 1, matching: 1, findings: [finding], next: null });
    case `GET /findings/${finding.id}`:
      return ok<'findingHistory'>({
        finding,
        history: [{ run: '2026-10-05T090000Z-1f3a', period: '2026-Q4', asOf: at, state: 'open', severity: 'critical' }],
      });
    case 'GET /leavers':
      return ok<'leavers'>({
        leavers: [
          {
            login: 'person0000@acme.example',
            name: 'Person 0',
            code: 'LEAVER_ACCOUNT',
            severity: 'critical',
            state: 'open',
            reason: finding.reason,
            decision: null,
            handedOverAt: at,
            provenAt: null,
            hours: 74.5,
            proven: false,
          },
        ],
      });
    case 'GET /non-human':
      return ok<'nonHuman'>({
        entries: [
          {
            login: 'crm-sync@acme.example',
            kind: 'account',
            owner: caller,
            purpose: 'Copies meetings into the CRM.',
            expires: '2027-03-31',
            codes: [],
            reviewer: caller,
            decision: 'keep',
          },
        ],
      });
    case 'GET /people':
      return ok<'people'>({
        people: [{ login: 'person0000@acme.example', name: 'Person 0', period: '2026-Q4' }],
        more: false,
      });
    case 'GET /people/person0000%40acme.example':
      return ok<'person'>({
        login: 'person0000@acme.example',
        name: 'Person 0',
        periods: [
          {
            period: '2026-Q4',
            run: '2026-10-05T090000Z-1f3a',
            match: 'By e-mail address.',
            role: 'Admin',
            team: 'Sales EMEA',
            changes: [],
            findings: [finding],
            decision: null,
            removal: null,
          },
        ],
      });
    case 'GET /statement':
      return ok<'statement'>({
        stage: 'reviewer',
        statement:
          'I have reviewed the access of 2,000 accounts to People.ai as of 5 October 2026, and decided each of them.',
        statementSha256: digest,
        figures: {
          acts: [{ by: caller, at, decisions: 120, filter: 'unremarkable' }],
          daysOpen: 3,
          byOthers: 0,
          ownLines: 1,
        },
        refusals: [],
        signatures: [],
      });
    case 'POST /signatures':
      return {
        status: 201,
        json: {
          signature: { stage: 'reviewer', by: caller, at, statement: 'I have reviewed.', assurance: 'oidc' },
          final: false,
          report: null,
        },
      };
    case 'GET /remediation':
      return ok<'remediation'>({
        toHandOver: ['person0000@acme.example'],
        leftOut: [{ login: 'person0004@acme.example', why: 'is already suspended' }],
        orders: [
          {
            number: 1,
            at,
            by: caller,
            run: '2026-10-05T090000Z-1f3a',
            logins: ['person0000@acme.example'],
            left: [],
            withdrawn: false,
            files: [fileOf('suspend-1.csv', 'reviews/2026-Q4/suspend-1.csv')],
          },
        ],
        removals: [
          {
            login: 'person0000@acme.example',
            order: 1,
            state: 'handed over',
            handedOverAt: at,
            provenAt: null,
            provenBy: null,
            hours: 74.5,
            overdue: true,
          },
        ],
      });
    case 'GET /reports':
      return ok<'reports'>({
        fingerprint: 'AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89',
        periods: [
          {
            period: '2026-Q3',
            reports: [
              {
                kind: 'review',
                run: '2026-07-05T090000Z-77aa',
                issuedAt: at,
                final: true,
                report,
                evidence: [altered],
              },
            ],
          },
        ],
      });
    case 'GET /files':
      return { status: 200, bytes: pdf };
    case 'POST /verifications':
      return ok<'verify'>({
        holds: true,
        held: ['The signature covers every byte.', 'Done again, the run has the same findings.'],
        notes: [],
        refusals: [],
      });
    case 'GET /uploads':
      return ok<'uploads'>({
        uploads: [
          {
            id: digest,
            kind: 'export',
            name: 'users.csv',
            bytes: 181_000,
            uploadedBy: 'olga@acme.example',
            uploadedAt: at,
            exportedAt: at,
            exportedBy: null,
            verdict: {
              accepted: false,
              rows: 2000,
              refusals: [
                {
                  what: 'an unknown status word',
                  where: 'line 17, column Status',
                  found: 'Parked',
                  expected: 'Active, Pending or Suspended',
                },
              ],
              moreRefusals: 0,
              rejected: [{ row: 40, why: 'the login is empty' }],
              mapping:
                '{\n  "export": { "statuses": { "move each to active or pending or suspended": ["Parked"] } }\n}',
            },
            count: { shown: 2000, typedBy: 'olga@acme.example', confirmedBy: null, confirmedAt: null, picture: null },
          },
        ],
        earlier: 0,
      });
    case 'GET /runs':
      return ok<'runs'>({
        runs: [{ id: '2026-10-05T090000Z-1f3a', period: '2026-Q4', asOf: at, accepted: true }],
        started: [],
      });
    case 'GET /trail':
      return ok<'trail'>({
        total: 1,
        events: [
          {
            sequence: 1,
            at,
            kind: 'opened',
            by: caller,
            assurance: 'oidc',
            says: `${caller} opened the review.`,
            sha256: digest,
            previous: '0'.repeat(64),
          },
        ],
        next: null,
      });
    case 'GET /access':
      return ok<'accessRecord'>({
        entries: [{ number: 1, at, by: caller, act: 'read', what: 'lines of 2026-Q4' }],
        next: null,
      });
    case 'GET /settings':
      return ok<'settings'>({
        run: '2026-10-05T090000Z-1f3a',
        sha256: digest,
        settings: [{ name: 'policy.dormantAfterDays', value: '90' }],
        approval: { by: 'cora@acme.example', at, period: '2026-Q3', ofThis: true },
        changes: ['policy.dormantAfterDays was 60, is 90'],
        version: '0.3.0',
      });
    case 'POST /uploads/exports':
      return problem(422, 'The digest is another one', 'The bytes that arrived are not those that were sent.');
    default:
      return null;
  }
}
