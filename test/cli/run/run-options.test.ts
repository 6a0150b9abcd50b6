// What each option of `run` changes, seen from stdout, stderr, the exit code and the files.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { startCommand } from '../../support/program/command.ts';
import { aCompany, filesOf, without } from '../../support/program/company.ts';
import type { CompanySays } from '../../support/program/company.ts';
import { anIdentity } from '../../support/inputs/population-builder.ts';
import { digestsBelow, runDocumentOf } from '../../support/program/run-files.ts';

describe('what is printed', () => {
  test('is a summary on stdout, and one plain line a stage on stderr', async () => {
    const company = await aCompany({ accounts: ['jane@acme.com', 'ghost@acme.com'] });
    const { exit, stdout, stderr } = await company.run();
    expect(exit).toBe(0);
    expect(stdout).toContain('Acme Corp, 2026-Q4');
    expect(stdout).toContain('Rows read 2 = 2 accounts + 0 rejected + 0 duplicates');
    expect(stdout).toMatch(/ORPHANED_ACCOUNT +high +1/);
    expect(stdout).toContain('Proposed for suspension: 1');
    expect(stdout).toMatch(/Report: .+\/report\.pdf\n$/);
    expect(stderr.split('\n')).toContain('Reading the export 2');
    expect(stderr).not.toContain('\u001B');
  });

  test('says early what nobody declared of how the files came, and nothing of it once it is declared', async () => {
    const company = await aCompany({ accounts: ['jane@acme.com'] });
    const untold = await company.run('--no-pdf');
    expect(untold.stdout.split('\n')).toContain(
      'Chain of custody of the export does not hold, an exception in every report: Nobody said by whom it was taken. Nobody said by whom it was received. A run with --exported-at, --exported-by and --received-by says it',
    );
    const told = await company.run('--no-pdf', '--exported-by', 'ana@acme.com', '--received-by', 'ben@acme.com');
    expect(told.exit).toBe(0);
    expect(told.stdout).not.toContain('custody');
  });

  test('is one JSON document with --json', async () => {
    const company = await aCompany({ accounts: ['jane@acme.com', 'ghost@acme.com'] });
    const { stdout, stderr } = await company.run('--json', '--no-pdf', '--fail-on', 'high');
    const document = runDocumentOf(stdout);
    expect(document).toMatchObject({ review: '2026-Q4', status: 'complete', exit: 3, proposals: 1 });
    expect(document.findings.byCode).toEqual({ ORPHANED_ACCOUNT: 1 });
    expect(document.findings.bySeverity).toMatchObject({ critical: 0, high: 1, medium: 0, low: 0, info: 0 });
    expect(Object.keys(await digestsBelow(document.folder))).toEqual(document.files.toSorted());
    expect(stderr).toContain('Reading the export');
  });

  test('counts a code once that was found with two severities, with both', async () => {
    const company = await aCompany({
      accounts: ['jane@acme.com', 'ghost@acme.com', { email: 'new@acme.com', createdAt: '2026-10-04' }],
    });
    const { document } = await company.review();
    expect(document.findings.bySeverity).toMatchObject({ high: 1, info: 1 });
    expect(document.findings.byCode).toEqual({ ORPHANED_ACCOUNT: 2 });
  });

  test('is nothing with --quiet, not even progress', async () => {
    const company = await aCompany();
    expect(await company.run('--quiet', '--no-pdf')).toEqual({ exit: 0, stdout: '', stderr: '' });
  });

  test('is only the document with --quiet --json', async () => {
    const company = await aCompany();
    const { stdout, stderr } = await company.run('--quiet', '--json', '--no-pdf');
    expect(runDocumentOf(stdout).status).toBe('complete');
    expect(stderr).toBe('');
  });
});

test('a reader that stops listening ends neither the run nor its exit code', async () => {
  const company = await aCompany({ accounts: ['jane@acme.com', 'ghost@acme.com'] });
  const child = await startCommand({ folder: company.folder }, [
    'run',
    ...filesOf('2026-10-05'),
    '--no-pdf',
    '--fail-on',
    'high',
  ]);
  child.stdout.destroy();
  child.stderr.destroy();
  const exit = await new Promise((resolve) => child.once('exit', resolve));
  expect(exit).toBe(3);
  expect(await readdir(company.path('home/runs'))).toHaveLength(1);
});

describe('the files', () => {
  test('are those of the contract', async () => {
    const company = await aCompany();
    const { stdout } = await company.run('--json');
    expect(Object.keys(await digestsBelow(runDocumentOf(stdout).folder))).toEqual([
      'evidence/custody.json',
      'evidence/export.csv',
      'evidence/history.json',
      'evidence/manifest.json',
      'evidence/policy.json',
      'evidence/snapshot-okta.jsonl',
      'findings.csv',
      'findings.json',
      'population.csv',
      'proofs.json',
      'proposals.csv',
      'report-certificate.pem',
      'report.pdf',
    ]);
  });

  test('are without a report, and the home without a key, with --no-pdf', async () => {
    const company = await aCompany();
    const { stdout } = await company.run('--no-pdf');
    expect(stdout).not.toContain('report.pdf');
    const names = Object.keys(await digestsBelow(company.path('home')));
    expect(names.filter((name) => /pdf|key/.test(name))).toEqual([]);
  });

  test('are copied to --out as they are stored', async () => {
    const company = await aCompany();
    const { stdout } = await company.run('--json', '--out', 'for/the/auditor');
    const { run, folder } = runDocumentOf(stdout);
    expect(folder).toBe('for/the/auditor');
    expect(await digestsBelow(company.path(folder))).toEqual(await digestsBelow(company.path(`home/runs/${run}`)));
  });

  test('leave nothing in the folder for temporary files', async () => {
    const company = await aCompany();
    expect((await company.run()).exit).toBe(0);
    expect(await readdir(company.path('tmp'))).toEqual([]);
  });

  test('are in .access-review without --home', async () => {
    const company = await aCompany();
    const args = without('--home', filesOf('2026-10-05'));
    expect((await company.command('run', ...args, '--no-pdf')).exit).toBe(0);
    expect(await readdir(company.path('.access-review/runs'))).toHaveLength(1);
  });
});

describe('--fail-on', () => {
  const someoneLeft = anIdentity({ login: 'jane@acme.com', state: 'deleted', assignments: [] });
  const worst: readonly { readonly severity: string; readonly stricter: string | null; readonly says: CompanySays }[] =
    [
      { severity: 'critical', stricter: null, says: { people: [someoneLeft, 'someone@acme.com'] } },
      { severity: 'high', stricter: 'critical', says: { people: ['someone@acme.com'] } },
      { severity: 'medium', stricter: 'high', says: { policy: { ssoEvidence: null } } },
      { severity: 'low', stricter: 'medium', says: { accounts: [{ email: 'jane@acme.com', role: 'Admin' }] } },
      { severity: 'info', stricter: 'low', says: { people: ['jane@acme.com', 'someone@acme.com'] } },
    ];

  test.each(worst)(
    '$severity ends with 3 when the worst finding is $severity',
    async ({ severity, stricter, says }) => {
      const company = await aCompany(says);
      expect((await company.run('--no-pdf', '--fail-on', severity)).exit).toBe(3);
      if (stricter !== null) expect((await company.run('--no-pdf', '--fail-on', stricter)).exit).toBe(0);
    },
  );

  test('ends with 0 when there is no finding', async () => {
    const company = await aCompany();
    expect((await company.run('--no-pdf', '--fail-on', 'INFO')).exit).toBe(0);
  });
});

describe('--quiet', () => {
  test('says nothing of a run that is done, and why one is held', async () => {
    const company = await aCompany();
    expect(await company.run('--no-pdf', '--quiet')).toMatchObject({ exit: 0, stdout: '', stderr: '' });
    const held = await company.run('--no-pdf', '--quiet', '--count-shown', '9');
    expect(held).toMatchObject({ exit: 4, stdout: '' });
    expect(held.stderr).toMatch(/^Run \S+: HELD, as of .*\n {2}count: the export has \d+ rows?.*\n$/);
  });
});

test('a rule of reviewers behind one that fits all of its lines is told, and the run goes on', async () => {
  const rules = [
    { team: '*', reviewer: 'manager' },
    { role: 'Admin', reviewer: 'grc@acme.com' },
  ];
  const company = await aCompany({ config: { reviewers: { rules, fallback: 'grc@acme.com' } } });
  const { exit, stderr } = await company.run('--no-pdf');
  expect(exit).toBe(0);
  expect(stderr).toContain('reviewers.rules[1]: rule that never applies. Found: role Admin, behind reviewers.rules[0]');
  expect((await company.run('--no-pdf', '--quiet', '--home', 'quiet')).stderr).toBe('');
});

describe('--leavers', () => {
  test('outranks the directory from the day after the last day, and is kept as evidence', async () => {
    const company = await aCompany();
    const text = 'Email,Last day\nJane@acme.com,2026-10-04\n';
    await writeFile(company.path('leavers.csv'), text);
    const { document, files } = await company.review('--leavers', 'leavers.csv');
    expect(document.findings.byCode).toHaveProperty('LEAVER_ACCOUNT', 1);
    expect(files.population[0]).toMatchObject({ login: 'jane@acme.com', situation: 'deleted' });
    expect(await readFile(`${document.folder}/evidence/leavers.csv`, 'utf8')).toBe(text);
    expect(files.manifest.files.map(({ name }) => name)).toContain('evidence/leavers.csv');
  });

  test('leaves somebody alone whose last day is today', async () => {
    const company = await aCompany();
    await writeFile(company.path('leavers.csv'), 'jane@acme.com,2026-10-05\n');
    const { document } = await company.review('--leavers', 'leavers.csv');
    expect(document.findings.byCode).toEqual({});
  });

  test('is told at once where it gives somebody two days to come, one of which a later run would refuse it for', async () => {
    const company = await aCompany();
    await writeFile(company.path('leavers.csv'), 'jane@acme.com,2026-11-15\njane@acme.com,2026-12-15\n');
    const said = /leavers\.csv, line 2, column 2: somebody with two last days to come[^]* is refused\.\n/;
    const watching = '--config review.json --snapshot okta.jsonl --leavers leavers.csv --home home'.split(' ');
    watching.push('--as-of', '2026-10-06T09:00:00Z');
    const told = await company.run('--leavers', 'leavers.csv', '--no-pdf');
    expect(told).toMatchObject({ exit: 0, stderr: expect.stringMatching(said) });
    const watched = await company.command('watch', ...watching);
    expect(watched.stderr).toMatch(said);
    const quiet = await company.run('--leavers', 'leavers.csv', '--no-pdf', '--quiet', '--home', 'quiet');
    expect(quiet).toMatchObject({ exit: 0, stderr: '' });
  });

  test('is told of as many people with two days to come as are refused at a time', async () => {
    const company = await aCompany();
    const people = Array.from({ length: 25 }, (_, at) => `p${at}@acme.com`);
    const rows = people.flatMap((login) => [`${login},2026-11-15`, `${login},2026-12-15`]);
    await writeFile(company.path('leavers.csv'), `${rows.join('\n')}\n`);
    const { exit, stderr } = await company.run('--leavers', 'leavers.csv', '--no-pdf');
    expect({ exit, told: stderr.split('two last days to come').length - 1 }).toEqual({ exit: 0, told: 20 });
    expect(stderr).toContain('and 5 more.\n');
  });
});

test('a configuration may name its schema for an editor, and the run is the same to the last digest', async () => {
  const company = await aCompany();
  const { document } = await company.review();
  const evidence = await digestsBelow(`${document.folder}/evidence`);
  await company.has({ config: { $schema: './review.schema.json' } });
  const named = await company.review('--home', 'named');
  expect(named.document.run).toBe(document.run);
  expect(await digestsBelow(`${named.document.folder}/evidence`)).toEqual(evidence);
});
