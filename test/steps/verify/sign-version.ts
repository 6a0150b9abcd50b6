// `npm run sign-version`: plays a review with the version that is checked out, and lays what it signed beside the sets of
// the versions before. Once for each version that is released; the set is never written anew, for it is what was signed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';

const root = join(import.meta.dirname, '../../..');
const { version } = z.parse(
  z.object({ version: z.string() }),
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')),
);
const set = join(import.meta.dirname, 'versions', version);
if (existsSync(set)) throw new Error(`${version} has signed its set: raise the version in package.json first`);

const folder = mkdtempSync(join(tmpdir(), 'sign-version-'));

function command(...args: readonly string[]): void {
  const entry = join(root, 'cli/access-review.js');
  const { status, stderr } = spawnSync(process.execPath, [entry, ...args, '--home', 'home'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
}

const header = 'Operation,Email,First Name,Last Name,Status,Suspended At,Role';
const accounts = [
  ',jane@acme.com,Jane,Doe,Active,,User',
  ',gone@acme.com,Nguyễn,Ánh,Active,,User',
  ',ghost@acme.com,دعاء,王小明,Active,,User',
  ',asleep@acme.com,,,Suspended,,User',
];
const privileged = ',root@acme.com,Zoë,Ångström,Active,,Admin';

function person(login: string, state = 'active'): object {
  const id = `id-${login}`;
  const assignments = [{ via: 'direct', group: null, role: null, since: null, blocked: null }];
  return {
    id,
    nameId: login,
    logins: [login],
    aliases: [],
    guest: false,
    state,
    createdAt: '2023-05-02T00:00:00Z',
    assignments,
  };
}

function snapshot(takenAt: string): string {
  const app = { id: 'app', name: 'People.ai', enabled: true, assignmentRequired: true, nameId: null };
  const read = { directory: 'okta', product: 'okta', tenant: null, app, takenAt, completeness: 'complete' };
  const people = [
    person('jane@acme.com'),
    person('root@acme.com'),
    person('gone@acme.com', 'disabled'),
    person('asleep@acme.com'),
  ];
  return [{ kind: 'snapshot', schema: 1, ...read, reasons: [], calls: [] }, ...people]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}

const config = {
  organisation: 'Acme Corp',
  directories: [{ id: 'okta', kind: 'okta', orgUrl: 'https://acme.okta.example', appId: 'app' }],
  policy: {
    approvedBy: 'cfo@acme.com',
    approvedOn: '2026-10-01',
    privilegedRoles: ['Admin'],
    ordinaryRoles: ['User'],
    ssoEvidence: { takenOn: '2026-10-01', sha256: 'ab'.repeat(32) },
  },
  reviewers: { fallback: 'grc@acme.com', controlOwner: 'cfo@acme.com' },
};

function run(day: string, rows: readonly string[], ...options: readonly string[]): void {
  writeFileSync(join(folder, 'users.csv'), `${[header, ...rows].join('\n')}\n`);
  writeFileSync(join(folder, 'okta.jsonl'), snapshot(`${day}T07:30:00Z`));
  const files = ['--config', 'review.json', '--export', 'users.csv', '--snapshot', 'okta.jsonl'];
  const when = ['--exported-at', `${day}T08:00:00Z`, '--as-of', `${day}T09:00:00Z`];
  command('run', ...files, ...when, '--count-shown', String(rows.length), ...options);
}

writeFileSync(join(folder, 'review.json'), JSON.stringify(config));
run('2026-10-05', [...accounts, privileged], '--out', 'first');
const review = ['--review', '2026-Q4'];
command('review', 'open', ...review, '--by', 'grc@acme.com');
run('2026-10-12', accounts, '--no-pdf');
const decide = (...asked: readonly string[]): void => command('decide', ...asked, '--by', 'grc@acme.com');
decide('--login', 'ghost@acme.com', '--decision', 'revoke', '--reason', 'nobody knows it');
decide('--login', 'gone@acme.com', '--decision', 'revoke', '--reason', 'left in September');
decide('--login', 'root@acme.com', '--decision', 'keep', '--reason', 'administers People.ai');
decide('--filter', 'unremarkable', '--decision', 'keep', '--reason', 'linked and unchanged');
for (const by of ['grc@acme.com', 'cfo@acme.com']) command('review', 'sign-off', ...review, '--by', by);
command('tick', '--as-of', '2027-04-20T08:00:00Z');

const signed = {
  'run.pdf': 'first/report.pdf',
  'signing-certificate.pem': 'first/report-certificate.pem',
  'signed-review.pdf': 'home/reviews/2026-Q4/report.pdf',
  'not-performed.pdf': 'home/reviews/2027-Q1/not-performed.pdf',
};
const files = Object.entries(signed).map(([name, from]) => ({ name, bytes: readFileSync(join(folder, from)) }));
mkdirSync(set);
for (const { name, bytes } of files) writeFileSync(join(set, name), bytes);
rmSync(folder, { recursive: true });
process.stdout.write(`${set}\n`);
