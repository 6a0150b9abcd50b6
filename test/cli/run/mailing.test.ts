// A run and its mail: whom it may go to is known before the run, and a mail that does not arrive takes nothing from it.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { aRelay } from '../../support/servers/mail-relay.ts';
import { aCompany, filesOf } from '../../support/program/company.ts';
import type { Company } from '../../support/program/company.ts';
import { command, ownCommand } from '../../support/program/command.ts';
import type { Outcome } from '../../support/program/command.ts';
import { runDocumentOf } from '../../support/program/run-files.ts';
import { aClosedPort } from '../../support/servers/closed-port.ts';

const mail = { to: ['grc@acme.com'], from: 'access-review@acme.com' };

async function runBy(company: Company, relay: string, ...options: readonly string[]): Promise<Outcome> {
  return command(company.folder, ['run', ...filesOf('2026-10-05'), '--out', 'out', ...options], { SMTP_URL: relay });
}

async function homeOf(company: Company): Promise<readonly string[]> {
  return (await readdir(company.folder)).filter((name) => name === 'home' || name === 'out');
}

test.each([
  { why: 'a sender with a name', says: { ...mail, from: 'Access Review <ar@acme.com>' }, key: 'mail.from' },
  { why: 'a recipient without a domain', says: { ...mail, to: ['nope'] }, key: 'mail.to[0]' },
])('$why is refused before anything is stored', async ({ says, key }) => {
  const company = await aCompany({ config: { mail: says } });
  const { exit, stderr } = await runBy(company, '');
  expect(exit).toBe(2);
  expect(stderr).toMatch(/^review\.json, mail\./);
  expect(stderr).toContain(key);
  expect(stderr.split('\n')).toHaveLength(2);
  expect(await homeOf(company)).toEqual([]);
});

test('a relay that is none is refused before anything is stored', async () => {
  const company = await aCompany({ config: { mail } });
  const { exit, stderr } = await runBy(company, 'http://relay.acme.com', '--quiet');
  expect(exit).toBe(2);
  expect(stderr).toContain('environment, SMTP_URL: no address of a mail relay');
  expect(await homeOf(company)).toEqual([]);
});

test('an outbox that cannot be written is named as what to mend, and no relay', async () => {
  const company = await aCompany({ config: { mail } });
  await mkdir(company.path('home'));
  await writeFile(company.path(join('home', 'outbox')), 'a file where the folder belongs');
  const { exit, stderr } = await runBy(company, '', '--no-pdf');
  expect(exit).toBe(1);
  expect(stderr).toContain('mend the outbox of the home and run again');
});

test('a relay that is down leaves the files and the summary, and says what was not done', async () => {
  const company = await aCompany({ config: { mail } });
  const { exit, stdout, stderr } = await runBy(company, `smtp://127.0.0.1:${await aClosedPort()}`);
  expect(exit).toBe(1);
  expect(stdout).toContain('COMPLETE, as of 5 October 2026');
  expect(stdout).toContain('Not mailed: 127.0.0.1 did not take mail run-');
  expect(stderr).toMatch(/The run is done and stored, but its mail failed: 127\.0\.0\.1 did not take mail run-/);
  expect(stderr).toContain('The files are in out; send report.pdf from there');
  expect(stderr).not.toContain('unexpected');
  expect(await readdir(company.path('out'))).toContain('report.pdf');
});

test('a relay that is down leaves one JSON document, which says so', async () => {
  const company = await aCompany({ config: { mail }, header: { completeness: 'partial' } });
  const down = await runBy(company, `smtp://127.0.0.1:${await aClosedPort()}`, '--json', '--quiet', '--no-pdf');
  expect(down.exit).toBe(1);
  expect(runDocumentOf(down.stdout)).toMatchObject({ status: 'incomplete', exit: 1 });
  expect(JSON.parse(down.stdout)).toMatchObject({ mailed: null, notMailed: expect.stringContaining('127.0.0.1') });
});

test('a relay that refuses one recipient of two names how many it refused', async () => {
  const relay = await aRelay({
    onRcptTo: ({ address }, _session, done) => done(address === 'gone@acme.com' ? new Error('unknown') : null),
  });
  onTestFinished(() => relay.close());
  const company = await aCompany({ config: { mail: { ...mail, to: ['grc@acme.com', 'gone@acme.com'] } } });
  const { exit, stderr } = await runBy(company, `smtp://127.0.0.1:${relay.port}`, '--no-pdf');
  expect(exit).toBe(1);
  expect(stderr).toContain('for 1 of 2 recipients');
});

test('the run that is done again once the relay is back is the same run, and is mailed', async () => {
  const relay = await aRelay();
  onTestFinished(() => relay.close());
  const company = await aCompany({ config: { mail } });
  const down = await runBy(company, `smtp://127.0.0.1:${await aClosedPort()}`, '--json', '--no-pdf');
  const up = await runBy(company, `smtp://127.0.0.1:${relay.port}`, '--json', '--no-pdf');
  expect(up.exit).toBe(0);
  expect(runDocumentOf(up.stdout).run).toBe(runDocumentOf(down.stdout).run);
  expect(JSON.parse(up.stdout)).toMatchObject({ mailed: 'grc@acme.com by 127.0.0.1' });
  expect(relay.recipients).toEqual(['grc@acme.com']);
  expect(await readFile(company.path('out/findings.json'), 'utf8')).toContain('"status"');
});

test('the run that is done again is mailed to those alone who have not had it', async () => {
  let isThere = false;
  const told: string[] = [];
  const relay = await aRelay({
    onRcptTo({ address }, _session, done) {
      if (address === 'cfo@acme.com' && !isThere) return done(new Error('unknown'));
      told.push(address);
      return done();
    },
  });
  onTestFinished(() => relay.close());
  const company = await aCompany({ config: { mail: { ...mail, to: ['grc@acme.com', 'cfo@acme.com'] } } });
  const again = async (): Promise<Outcome> => runBy(company, `smtp://127.0.0.1:${relay.port}`, '--no-pdf');
  expect((await again()).exit).toBe(1);
  isThere = true;
  expect((await again()).exit).toBe(0);
  expect((await again()).exit).toBe(0);
  expect(told).toEqual(['grc@acme.com', 'cfo@acme.com']);
});

test('two ticks at the same moment mail once', async () => {
  const company = await aCompany({ config: { mail } });
  expect((await runBy(company, '', '--no-pdf')).exit).toBe(0);
  const relay = await aRelay({ onMailFrom: (_address, _session, done) => void setTimeout(done, 500) });
  onTestFinished(() => relay.close());
  const ticked = ['tick', '--home', 'home', '--as-of', '2027-01-16T08:00:00Z'];
  const over = { SMTP_URL: `smtp://127.0.0.1:${relay.port}` };
  const both = await Promise.all([1, 2].map(async () => ownCommand(company.folder, ticked, over)));
  expect(both.map(({ exit }) => exit)).toEqual([0, 0]);
  expect(relay.recipients).toEqual(mail.to);
});

test('a mailbox that is gone keeps nobody behind it from being told by `tick`, and is named', async () => {
  const gone = 'aaa-gone@acme.com';
  const company = await aCompany({ config: { mail: { ...mail, to: [gone, ...mail.to] } } });
  expect((await runBy(company, '', '--no-pdf')).exit).toBe(0);
  const told: string[] = [];
  const relay = await aRelay({
    onRcptTo({ address }, _session, done) {
      if (address === gone) return done(Object.assign(new Error('no such user'), { responseCode: 550 }));
      told.push(address);
      return done();
    },
  });
  onTestFinished(() => relay.close());
  const ticked = ['tick', '--home', 'home', '--as-of', '2027-01-16T08:00:00Z'];
  const { exit, stdout, stderr } = await command(company.folder, ticked, {
    SMTP_URL: `smtp://127.0.0.1:${relay.port}`,
  });
  expect(told).toEqual(mail.to);
  expect({ exit, stdout }).toEqual({ exit: 1, stdout: expect.stringContaining('1 mail sent') });
  expect(stderr).toContain(`Not sent to ${gone}`);
  expect(stderr).toContain('give the command again: who was not told is told then');
  await command(company.folder, ticked, { SMTP_URL: `smtp://127.0.0.1:${relay.port}` });
  expect(told, 'nothing is sent twice').toEqual(mail.to);
});
