// The commands of the contract, held against what the command line itself says of them.
import { expect, test } from 'vitest';
import { command } from '../support/program/command.ts';
import { aSharedFolder } from '../support/folders.ts';
import { sectionOf } from './documents.ts';
import { filesOfTheRepository } from './sources.ts';

const contract = filesOfTheRepository().find(({ path }) => path === 'docs/contract.md')?.text ?? '';

/** The options that section 1 tells of each command: `review open` with `--review`, `--by`, `--out`. */
function told(): ReadonlyMap<string, ReadonlySet<string>> {
  const lines = sectionOf(contract, 1)
    .replaceAll(/\n {3,}/g, ' ')
    .matchAll(/^npx access-review ([a-z][a-z -]*?) +[-([A-Z].*$/gm);
  const options = new Map<string, ReadonlySet<string>>();
  for (const [line, name = ''] of lines)
    options.set(name, new Set([...(options.get(name) ?? []), ...(line.match(/--[a-z][a-z-]*/g) ?? [])]));
  return options;
}

async function helpOf(name: string): Promise<string> {
  const { stdout } = await command(await aSharedFolder(), [...name.split(' '), '--help']);
  return stdout;
}

/** The commands that a group lists: `review open`. */
async function listed(group: string): Promise<readonly string[]> {
  const list = (await helpOf(group)).split('Commands:\n')[1]?.split('\n\n')[0] ?? '';
  return [...list.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name = '']) => `${group} ${name}`.trim());
}

test('the contract tells every command that there is, and no other', async () => {
  const there = [...(await listed('')), ...(await listed('review'))];
  const groups = new Set(['help', 'review', 'review help']);
  expect([...told().keys()].toSorted()).toEqual(there.filter((name) => !groups.has(name)).toSorted());
});

test('each command takes the options that the contract tells of it', async () => {
  for (const [name, options] of told()) {
    const help = await helpOf(name);
    expect({ name, missing: [...options].filter((option) => !help.includes(`  ${option} `)) }).toEqual({
      name,
      missing: [],
    });
  }
});

test('no command takes an option that the contract does not tell', async () => {
  const everywhere = new Set(['--help', '--json', '--home']);
  for (const [name, options] of told()) {
    const taken = [...(await helpOf(name)).matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option = '']) => option);
    expect({
      name,
      untold: taken.filter((option) => !everywhere.has(option) && !options.has(option)),
    }).toEqual({
      name,
      untold: [],
    });
  }
});
