// Help, version and misspelt commands: what an operator types first.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { command, deliveredCommand } from '../support/command.ts';
import { aFolder, aSharedFolder } from '../support/folders.ts';
import { digestsBelow } from '../support/run-files.ts';

const examples = /^Examples?\b.*:$/m;

/** The words under `Commands:`, without `help` itself. */
function commandsIn(help: string): readonly string[] {
  const list = help.split('Commands:\n')[1]?.split('\n\n')[0] ?? '';
  return [...list.matchAll(/^ {2}([a-z-]+)/gm)].flatMap(([, name = '']) => (name === 'help' ? [] : [name]));
}

describe('help', () => {
  let names: readonly string[] = [];
  beforeAll(async () => {
    const folder = await aSharedFolder();
    const root = await deliveredCommand(folder, ['--help']);
    const nested = await deliveredCommand(folder, ['review', '--help']);
    names = [...commandsIn(root.stdout), ...commandsIn(nested.stdout).map((action) => `review ${action}`)];
  });

  test('names the commands that this test knows of', () => {
    expect(names).toEqual(expect.arrayContaining(['run', 'decide', 'review', 'review open', 'review work-order']));
  });

  test('shows every command with an example of how it is typed', async () => {
    const folder = await aFolder();
    for (const name of names) {
      const { exit, stdout, stderr } = await command(folder, [...name.split(' '), '--help']);
      expect({ name, exit, stderr }).toEqual({ name, exit: 0, stderr: '' });
      expect(stdout).toMatch(examples);
      expect(stdout.split(examples)[1]).toContain(`access-review ${name}`);
    }
  });

  test('tells the exit codes', async () => {
    const { stdout } = await command(await aFolder(), ['run', '--help']);
    for (const code of [0, 1, 2, 3, 4]) expect(stdout).toMatch(new RegExp(`^  ${code}  \\w`, 'm'));
  });

  test('writes nothing', async () => {
    const folder = await aFolder();
    await command(folder, ['run', '--help']);
    expect(await digestsBelow(folder)).toEqual({});
  });
});

test('the version is that of the package', async () => {
  const packageText = await readFile(join(import.meta.dirname, '../../package.json'), 'utf8');
  const { version } = z.parse(z.object({ version: z.string() }), JSON.parse(packageText));
  expect(await deliveredCommand(await aFolder(), ['--version'])).toEqual({
    exit: 0,
    stdout: `${version}\n`,
    stderr: '',
  });
});

test.each([
  { args: ['rnu'], says: "unknown command 'rnu'" },
  { args: [], says: 'Usage: access-review' },
  { args: ['review'], says: 'Usage: access-review review' },
  { args: ['review', 'opne'], says: "unknown command 'opne'" },
  { args: ['review', 'open'], says: '--review' },
  { args: ['run'], says: '--config' },
  { args: ['run', '--config', 'review.json'], says: '--export' },
  { args: ['run', '--config', 'review.json', '--export', 'users.csv', '--colour'], says: "unknown option '--colour'" },
  { args: ['run', '--config', '', '--export', 'users.csv'], says: '--config' },
  { args: ['run', '--config', 'review.json', '--export'], says: '--export' },
  { args: ['run', '--config', 'review.json', '--export', 'users.csv', 'more.csv'], says: 'more.csv' },
  { args: ['decide', '--lgoin', 'jane@acme.com'], says: "unknown option '--lgoin'" },
])('a command that is not understood is refused with exit 2: $args', async ({ args, says }) => {
  const folder = await aFolder();
  const { exit, stdout, stderr } = await command(folder, args);
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).toContain(says);
  expect(await digestsBelow(folder)).toEqual({});
});
