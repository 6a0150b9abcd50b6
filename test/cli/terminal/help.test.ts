// Help, version and misspelt commands: what an operator types first.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { command, deliveredCommand } from '../../support/program/command.ts';
import { aFolder, aSharedFolder } from '../../support/folders.ts';
import { digestsBelow } from '../../support/program/run-files.ts';

/** The words under `Commands:`, without `help` itself. */
function commandsIn(help: string): readonly string[] {
  const list = help.split('Commands:\n')[1]?.split('\n\n')[0] ?? '';
  return [...list.matchAll(/^ {2}([a-z-]+)/gm)].flatMap(([, name = '']) => (name === 'help' ? [] : [name]));
}

/** The long flags that a help text offers, each with whether it is marked as required. */
function optionsIn(help: string): ReadonlyMap<string, boolean> {
  const flags = /^ {2}(?:-\w, )?(--[a-z-]+)(?: <\w+>)?\s{2,}(.+(?:\n {10,}\S.*)*)/gm;
  return new Map([...help.matchAll(flags)].map(([, flag = '', text = '']) => [flag, text.endsWith('(required)')]));
}

const separator = '\0';

/** The commands below `Example:`, taken apart as a shell does, and put together again by the separator. */
function examplesIn(help: string): readonly string[] {
  const [, text = ''] = help.split(/^Examples?\b.*:$/m);
  const lines = text
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.trim());
  return lines
    .filter((line) => line !== '')
    .map((line) => line.replace(/^(?:[A-Z_]+=\S+ )+/, '').replace(/ > \S+$/, ''))
    .map((line) =>
      [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word = '']) => quoted ?? word).join(separator),
    );
}

/** Of tests that start the command for each example or command there is. */
const manyProcesses = 180_000;

const onlyDry = /^access-review .+: unknown option '--dry'\. Found: no option of any command\. Expected: .+\n$/;

function said(name: string, what: string): unknown {
  return expect.stringContaining(`access-review ${name}: ${what}`);
}

/** What every action of a review once took, and what does nothing there. */
const stillTaken: Readonly<Record<string, readonly string[]>> = {
  'review status': ['--by', '--out'],
  'review hand-over': ['--by'],
  'review lines': ['--by'],
};

describe('help', () => {
  /** By command, `''` for the program itself. */
  const helps = new Map<string, string>();
  let folder = '';

  beforeAll(async () => {
    folder = await aSharedFolder();
    const ask = async (name: string): Promise<readonly string[]> => {
      const { exit, stdout, stderr } = await command(folder, [...name.split(' ').filter(Boolean), '--help']);
      expect({ name, exit, stderr }).toEqual({ name, exit: 0, stderr: '' });
      helps.set(name, stdout);
      return commandsIn(stdout).map((below) => `${name} ${below}`.trim());
    };
    for (const name of await ask('')) for (const below of await ask(name)) await ask(below);
  }, manyProcesses);

  const withOptions = (): readonly [name: string, help: string][] =>
    [...helps].filter(([, help]) => commandsIn(help).length === 0);

  test('knows every command', () => {
    expect([...helps.keys()]).toEqual([
      '',
      'run',
      'watch',
      'count',
      'intake',
      'review',
      ...['open', 'status', 'lines', 'delegate', 'approve-policy', 'work-order', 'hand-over', 'sign-off'].map(
        (action) => `review ${action}`,
      ),
      ...['withdraw-signature', 'rebase', 'void', 'close'].map((action) => `review ${action}`),
      'decide',
      'tick',
      'verify',
      'doctor',
      'graph',
      'oscal',
      'ocsf',
      'accounts',
      'mcp',
      'serve',
    ]);
  });

  test('fits a terminal of 80 columns', () => {
    for (const [name, help] of helps) {
      expect({ name, wide: help.split('\n').filter((line) => line.length > 80) }).toEqual({ name, wide: [] });
    }
  });

  test('says how a command is used, and shows an example of it', () => {
    for (const [name, help] of helps) {
      expect(help).toMatch(new RegExp(`^Usage: access-review ${name}`));
      expect(examplesIn(help).join('\n').replaceAll(separator, ' ')).toContain(`access-review ${name}`);
    }
  });

  test('names the words that an option takes, where it takes no others', async () => {
    const words: readonly (readonly [name: string, option: string, needed: readonly string[]])[] = [
      ['accounts', '--for', []],
      ['graph', '--format', []],
      ['decide', '--date-format', ['--by', 'jane@acme.com']],
    ];
    for (const [name, option, needed] of words) {
      const { exit, stderr } = await command(folder, [name, ...needed, option, 'none-of-them']);
      const [, choices = ''] = /Allowed choices are (.+)\.$/m.exec(stderr) ?? [];
      expect({ name, exit, choices }).toEqual({ name, exit: 2, choices: expect.stringContaining(', ') });
      const help = (helps.get(name) ?? '').replaceAll(/\n +/g, ' ');
      // ISO stands there as what is read beside the others.
      for (const choice of choices.split(', ')) expect(help).toMatch(new RegExp(`${option} <[^\\n]+\\b${choice}\\b`));
    }
  });

  test(
    'shows only examples that are understood',
    async () => {
      const examples = new Set([...helps.values()].flatMap(examplesIn));
      expect(examples.size).toBeGreaterThan(20);
      for (const example of examples) {
        const [program, ...args] = example.split(separator);
        expect(program).toBe('access-review');
        // An option that nobody knows keeps it from being carried out, and must be all that is refused.
        const { exit, stderr } = await command(folder, [...args, '--dry']);
        expect({ args, exit, stderr }).toEqual({ args, exit: 2, stderr: expect.stringMatching(onlyDry) });
      }
    },
    manyProcesses,
  );

  test(
    'offers the options of the command alone; others are refused, and the required ones asked for at once',
    async () => {
      const reviewing = withOptions().filter(([name]) => /^(?:review|decide)/.test(name));
      const flags = new Set(reviewing.flatMap(([, help]) => [...optionsIn(help).keys()]));
      flags.delete('--help');
      for (const [name, help] of withOptions()) {
        const own = optionsIn(help);
        const foreign = [...flags].filter((flag) => !own.has(flag) && !stillTaken[name]?.includes(flag));
        const required = [...own].flatMap(([flag, marked]) => (marked ? [flag] : []));
        const { exit, stdout, stderr } = await command(folder, [...name.split(' '), ...foreign]);
        expect({ name, exit, stdout, stderr: stderr.trimEnd().split('\n') }).toEqual({
          name,
          exit: 2,
          stdout: '',
          stderr: [
            ...foreign.map((flag) => said(name, `unknown option '${flag}'. Found: an option of access-review `)),
            ...required.map((flag) => said(name, `required option missing. Found: nothing. Expected: ${flag} <`)),
          ],
        });
      }
    },
    manyProcesses,
  );

  test.each(Object.entries(stillTaken))('%s takes %s as it always did, and does not show it', async (name, flags) => {
    expect(flags.filter((flag) => optionsIn(helps.get(name) ?? '').has(flag))).toEqual([]);
    const required = ['--review', '2026-Q4', ...(name === 'review close' ? ['--by', 'grc@acme.com'] : [])];
    const given = flags.flatMap((flag) => [flag, flag === '--by' ? 'grc@acme.com' : 'out']);
    const { exit, stderr } = await command(folder, [...name.split(' '), ...required, ...given]);
    expect({ exit, stderr }).toMatchObject({ exit: 2, stderr: expect.stringMatching(/^--home .*: no home\./) });
  });

  test('tells the exit codes', () => {
    for (const code of [0, 1, 2, 3, 4]) expect(helps.get('run')).toMatch(new RegExp(`^  ${code}  \\w`, 'm'));
  });

  test.each([
    ['help', ''],
    ['help decide', 'decide'],
    ['help review', 'review'],
    ['help review open', 'review open'],
    ['review help open', 'review open'],
  ])('is given by %s as by --help', async (args, of) => {
    expect(await deliveredCommand(folder, args.split(' '))).toEqual({ exit: 0, stdout: helps.get(of), stderr: '' });
  });

  test('writes nothing', async () => {
    expect(await digestsBelow(folder)).toEqual({});
  });
});

test('the version is that of the package', async () => {
  const packageText = await readFile(join(import.meta.dirname, '../../../package.json'), 'utf8');
  const { version } = z.parse(z.object({ version: z.string() }), JSON.parse(packageText));
  expect(await deliveredCommand(await aFolder(), ['--version'])).toEqual({
    exit: 0,
    stdout: `${version}\n`,
    stderr: '',
  });
});

test('from another folder it is started as the README says, by the Node.js that was installed with it', async () => {
  const root = join(import.meta.dirname, '../../..');
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const [, words = ''] = /^`alias access-review='(.+)'`$/m.exec(readme) ?? [];
  const [program = '', ...args] = words.replaceAll('FOLDER', root).split(' ');
  const started = await promisify(execFile)(program, [...args, '--help'], { cwd: await aFolder(), env: {} });
  expect(started.stdout).toContain('Usage: access-review');
});

test.each([
  ['rnu', "unknown command 'rnu'\n(Did you mean run?)"],
  ['help rnu', "unknown command 'rnu'\n(Did you mean run?)"],
  ['mcp --json', 'access-review intake, access-review review open and '],
  ['review', 'Usage: access-review review'],
  ['review opne', "unknown command 'opne'\n(Did you mean open?)"],
  ['help review opne', "unknown command 'opne'\n(Did you mean open?)"],
  ['review open', '--review'],
  ['run', '--config'],
  ['run --config review.json', '--export'],
  ['run --config review.json --export users.csv --colour', "unknown option '--colour'"],
  ['run --config review.json --export', '--export'],
  ['run --config review.json --export users.csv more.csv', 'more.csv'],
  ['run --config --export users.csv', "option '--config <file>' without its value. Found: --export."],
  [
    'decide --login a@acme.com --decision revoke --by b@acme.com --reason --json',
    "'--reason <text>' without its value",
  ],
  ['graph --out --overwrite', "option '--out <file>' without its value. Found: --overwrite."],
  ['graph --out --overwirte', 'written ./--overwirte'],
  ['verify', 'access-review verify: required argument missing. Found: nothing. Expected: <report>, the PDF'],
  ['intake', 'access-review intake: required argument missing. Found: nothing. Expected: <folder>, '],
  ['intake', 'access-review intake: required option missing. Found: nothing. Expected: --by <email>, '],
  ['decide --lgoin jane@acme.com', "unknown option '--lgoin'"],
  ['decide --by jane@acme.com --lgoin=x', '(Did you mean --login?)'],
])('a command that is not understood is refused with exit 2: %s', async (typed, says) => {
  await expectRefused(typed.split(' '), says);
});

test('no command at all is refused with exit 2, and told how to use it', async () => {
  await expectRefused([], 'Usage: access-review');
});

test('a reason of several words may begin as an option does', async () => {
  const args = ['decide', '--login', 'a@acme.com', '--decision', 'revoke', '--by', 'b@acme.com'];
  await expectRefused([...args, '--reason', '--see the ticket of HR'], 'no home');
});

test('an option with an empty value is refused with exit 2', async () => {
  await expectRefused(['run', '--config', '', '--export', 'users.csv'], '--config');
});

async function expectRefused(args: readonly string[], says: string): Promise<void> {
  const folder = await aFolder();
  const { exit, stdout, stderr } = await command(folder, args);
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).toContain(says);
  expect(await digestsBelow(folder)).toEqual({});
}
