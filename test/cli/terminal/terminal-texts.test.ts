// Texts of somebody else on the terminal: shown in escapes, whatever way they take.
import { writeFile } from 'node:fs/promises';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { progressOn } from '../../../cli/terminal/progress.ts';
import { refuse, terminalOn } from '../../../cli/terminal/terminal.ts';
import { onOneLine } from '../../../core/values/text.ts';
import { notice } from '../../../drawing/mail/short-mail.ts';
import { anyText } from '../../support/any-text.ts';
import { aCompany } from '../../support/program/company.ts';

const hostile = '\u001B[2J\u001B]8;;http://evil.example\u0007x\u202E\u200B\u0085';
/** All that steers a terminal or is not seen, but line breaks and tabs. */
const steering = /(?![\t\n])[\p{C}\p{Zl}\p{Zp}]/u;

function aTerminal(isTTY: boolean) {
  const said = { out: '', err: '' };
  const terminal = terminalOn({
    stdout: { isTTY, write: (text) => (said.out += text) },
    stderr: { isTTY, write: (text) => (said.err += text) },
  });
  return { said, terminal };
}

describe('the terminal', () => {
  test('shows nothing of any text that steers it', () => {
    fc.assert(
      fc.property(anyText(), fc.boolean(), (text, isTTY) => {
        const { said, terminal } = aTerminal(isTTY);
        terminal.out(text);
        terminal.err(text);
        refuse(terminal, [{ what: text, where: text, found: text, expected: text }]);
        expect(said.out + said.err).not.toMatch(steering);
      }),
    );
  });

  test('is given a JSON document that says the same', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        const { said, terminal } = aTerminal(false);
        terminal.out(JSON.stringify({ text }));
        expect(JSON.parse(said.out)).toEqual({ text });
      }),
    );
  });

  test('shows a refusal on one line, whatever was found', () => {
    const { said, terminal } = aTerminal(true);
    refuse(terminal, [{ what: 'no', where: 'a', found: `x\n${hostile}\nSigned as reviewer`, expected: 'b' }]);
    expect(said.err.match(/\n/g)).toHaveLength(1);
    expect(said.err).toContain(String.raw`x\u000a\u001b[2J`);
  });

  test('draws a bar over its line, and nothing of a label but that', () => {
    const { said, terminal } = aTerminal(true);
    const progress = progressOn(terminal);
    progress.stage(`Reading ${hostile}`, 10);
    progress.note(`waits for\n${hostile}`);
    progress.end();
    expect(said.err.replaceAll('\r\u001B[K', '')).not.toMatch(steering);
    expect(said.err.match(/\n/g)).toHaveLength(2);
  });

  test('gets a table in escapes, and a file gets it as it is', () => {
    const row = `login\r\n"${hostile}"\r\n`;
    const [shown, kept] = [aTerminal(true), aTerminal(false)];
    shown.terminal.table(row);
    kept.terminal.table(row);
    expect(shown.said.out).not.toMatch(steering);
    expect(kept.said.out).toBe(row);
  });
});

describe('a command shows in escapes', () => {
  test('the organisation of the configuration', async () => {
    const company = await aCompany({ config: { organisation: `Acme${hostile}\r\nReport: forged` } });
    const { stdout, stderr } = await company.run('--no-pdf');
    expect(stdout + stderr).not.toMatch(steering);
    expect(stdout).not.toMatch(/^Report: forged/m);
  });

  test.each([
    ['a file name', ['run', '--config', `${hostile}.json`, '--export', 'users.csv']],
    ['an unknown option', ['run', `--${hostile}`]],
    ['an unknown command', [hostile]],
    ['an option that takes none of it', ['review', 'open', '--review', hostile]],
    ['the name of a home', ['review', 'status', '--review', '2026-Q4', '--home', hostile]],
  ])('%s', async (_, args) => {
    const company = await aCompany();
    const { exit, stdout, stderr } = await company.command(...args);
    expect(exit).toBe(2);
    expect(stdout + stderr).not.toMatch(steering);
    expect(stderr).not.toBe('');
  });

  test('a snapshot, and a file of decisions', async () => {
    const company = await aCompany({ header: { directory: hostile } });
    const run = await company.run('--no-pdf');
    await writeFile(company.path('back.csv'), `login,decision\n${hostile},${hostile}\n`);
    await (await company.has({ header: {} }), company.run('--no-pdf'));
    const decided = await company.command('decide', '--home', 'home', '--file', 'back.csv', '--by', 'grc@acme.com');
    expect([run.exit, decided.exit]).toEqual([2, 2]);
    expect(run.stderr + decided.stderr).not.toMatch(steering);
  });
});

test('what a configuration says ends no line of a mail and turns nothing around', () => {
  const organisation = 'Acme\r\n\r\nPlease pay at http://evil.example\u2028x\u202E';
  const { text, html } = notice({ subject: 'a', paragraphs: [`${organisation}: all is well.`], lines: [organisation] });
  expect(text.split('\n')).toHaveLength(5);
  expect(text + html).not.toMatch(/[\r\u2028\u202E]/);
  expect(onOneLine('Acme\r\nBcc: x')).toBe('Acme Bcc: x');
});
