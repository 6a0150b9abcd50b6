// The floors and rooms of the house: imports go down only, and nothing below the doors knows the clock, chance or environment.
import { describe, expect, test } from 'vitest';
import { filesInARoom, toCome } from './order.ts';
import { listedButMissing } from './rooms.ts';
import { filesOfTheRepository, importsOf } from './sources.ts';
import type { SourceFile } from './sources.ts';
import { violationsIn } from './violations.ts';

const files = filesOfTheRepository();

test('the house stands', () => {
  expect(violationsIn(files)).toEqual([]);
});

test('the house was looked at: its floors are there, and their imports were read', () => {
  for (const floor of ['core', 'steps', 'adapters', 'drawing', 'cli', 'lambdas', 'cdk', 'test']) {
    const inFloor = files.filter(({ path }) => path.startsWith(`${floor}/`) && path.endsWith('.ts'));
    expect(inFloor.length).toBeGreaterThan(5);
    expect(inFloor.flatMap(importsOf).length).toBeGreaterThan(20);
  }
});

test('every room of the lists is there', () => {
  expect(listedButMissing(files).filter((room) => !toCome.includes(room))).toEqual([]);
});

test('no import is written in a way that is not read', () => {
  const unread = files
    .filter(({ path }) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .filter((file) => {
      const written = file.text.match(/^import\b|^export\b.* from '|^\} from '/gm) ?? [];
      const opened = file.text.match(/^(?:import|export)(?: type)? \{$/gm) ?? [];
      const exported = opened.filter((line) => line.startsWith('export')).length;
      const lines = written.filter((line) => !line.startsWith('}')).length + exported;
      return lines > importsOf(file).length;
    });
  expect(unread.map(({ path }) => path)).toEqual([]);
});

function file(path: string, ...lines: readonly string[]): SourceFile {
  return { path, text: `${['// Why it exists.', ...lines].join('\n')}\n` };
}

/** What is said of one file with this one line in it. */
function said(path: string, line: string): readonly string[] {
  return violationsIn([file(path, line)]);
}

const rule = 'core/findings/rules/new.ts';

describe('a file in the wrong room is refused, and the right one is named', () => {
  const above = 'which stands above it: the lowest room it may stand in is';
  const beside = 'which stands beside it: the lowest room it may stand in is';

  test.each([
    [rule, '../../review/events/event.ts', `${above} core/review/events`],
    [rule, '../continuity/ending.ts', `${above} core/findings/continuity`],
    [rule, '../../../steps/read/x.ts', `${above} steps/read`],
    ['steps/read/new.ts', '../../cli/run/run.ts', `${above} cli/run`],
    ['adapters/mail/new.ts', '../../homes/laptop.ts', `${above} homes`],
    ['steps/run/new.ts', '../../drawing/csv/sheets.ts', `${beside} drawing/csv`],
    ['adapters/mail/new.ts', '../files/csv.ts', `${beside} adapters/files`],
    ['adapters/directories/okta/new.ts', '../entra/x.ts', `${beside} adapters/directories/entra`],
    ['cli/run/new.ts', '../../lambdas/run.ts', `${beside} lambdas`],
    ['cli/run/new.ts', '../review/review.ts', `${beside} cli/review`],
    ['drawing/pages/new.ts', '../mail/report.ts', `${above} drawing/mail`],
  ])('in %s: %s', (path, specifier, why) => {
    for (const line of [
      `import { x } from '${specifier}';`,
      `import type { X } from '${specifier}';`,
      `export { x } from '${specifier}';`,
      `import {\n  one,\n  two,\n} from '${specifier}';`,
      `const lazy = await import('${specifier}');`,
    ])
      expect(said(path, line)).toEqual([expect.stringMatching(new RegExp(`^${path} imports .*, ${why}$`))]);
  });

  test('with everything else that it imports in mind', () => {
    const lines = ["import { a } from '../../review/lines/line.ts';", "import { b } from '../../report/rows.ts';"];
    expect(violationsIn([file(rule, ...lines)])).toEqual([
      `${rule} imports core/review/lines/line.ts, ${above} core/report`,
      `${rule} imports core/report/rows.ts, ${above} core/report`,
    ]);
  });

  test('and is asked to be taken apart where a file below the right room imports it', () => {
    const line = "import type { Line } from '../../review/lines/line.ts';";
    const from = (importer: string): readonly string[] =>
      violationsIn([file(rule, line), file(importer, "import { x } from '../../findings/rules/new.ts';")]);
    expect(from('core/review/decisions/a.ts')).toEqual([
      `${rule} imports core/review/lines/line.ts, ${above} core/review/lines`,
    ]);
    expect(from('core/inputs/export/a.ts')).toContain(
      `${rule} imports core/review/lines/line.ts, ${above} core/review/lines, but core/inputs/export/a.ts could not import it there, so take it apart`,
    );
  });

  test('unless no room may import all that it imports', () => {
    const lines = ["import { a } from '../lambdas/run.ts';", "import { b } from '../cli/main.ts';"];
    for (const sentence of violationsIn([file('portal/new.ts', ...lines)]))
      expect(sentence).toMatch(/^portal\/new\.ts imports .* no room may import all that it imports, so take it apart$/);
  });
});

describe('an import is refused', () => {
  test.each([
    ['cdk/new.ts', "import { x } from '../core/values/instant.ts';", 'of the house cdk imports only'],
    [
      'cdk/new.ts',
      "import type { X } from '../core/application/people-ai/columns.ts';",
      'of the house cdk imports only',
    ],
    ['cdk/new.ts', "import { x } from '../lambdas/run.ts';", 'of the house cdk imports only'],
    ['cli/run/new.ts', "import { x } from '../../cdk/app.ts';", 'which no floor may import'],
    ['cli/run/new.ts', "import { x } from '../../test/support/x.ts';", 'which no floor may import'],
    ['cli/run/new.ts', "import { x } from '../../sample/x.ts';", 'which no floor may import'],
    ['core/names/new.ts', "import { readFileSync } from 'node:fs';", 'the lowest floor that may is adapters'],
    [
      'core/names/new.ts',
      "import { createHash, randomUUID } from 'node:crypto';",
      'the lowest floor that may is adapters',
    ],
    ['core/names/new.ts', "import { gzipSync } from 'node:zlib';", 'the lowest floor that may is steps'],
    ['core/names/new.ts', "import { fileURLToPath } from 'node:url';", 'the lowest floor that may is adapters'],
    ['core/names/new.ts', "import * as z from 'zod';", 'the lowest floor that may is adapters'],
    ['core/names/new.ts', "import 'commander';", 'the lowest floor that may is adapters'],
    ['steps/read/new.ts', "import nodemailer from 'nodemailer';", 'the lowest floor that may is adapters'],
    ['steps/read/new.ts', "import { readFile } from 'node:fs/promises';", 'the lowest floor that may is adapters'],
    ['steps/read/new.ts', "import { randomUUID } from 'node:crypto';", 'the lowest floor that may is adapters'],
  ])('in %s: %s', (path, line, why) => {
    expect(said(path, line)).toEqual([expect.stringMatching(new RegExp(`^${path} imports .*${why}`))]);
  });
});

describe('an import is allowed', () => {
  test.each([
    ['core/names/new.ts', "import * as z from 'zod/mini';"],
    ['core/names/new.ts', "import { createHash } from 'node:crypto';"],
    ['core/names/new.ts', "import { domainToASCII } from 'node:url';"],
    ['core/inputs/export/new.ts', "import type { X } from '../account.ts';"],
    ['core/findings/assess.ts', "import { x } from './totals.ts';"],
    ['steps/read/new.ts', "import { x } from '../../core/ports/world.ts';"],
    ['steps/read/new.ts', "import { Readable } from 'node:stream';"],
    ['adapters/stores/dynamodb/new.ts', "import { x } from '../shape.ts';"],
    ['adapters/mail/new.ts', "import nodemailer from 'nodemailer';"],
    ['drawing/text/new.ts', "import fontkit from 'fontkit';"],
    ['homes/laptop.ts', "import { x } from '../adapters/stores/sqlite/store.ts';"],
    ['lambdas/run.ts', "import { x } from '../homes/aws.ts';"],
    ['portal/api/server.ts', "import { x } from '../../homes/laptop.ts';"],
    ['mcp/tools/new.ts', "import { x } from '../../steps/read/x.ts';"],
    ['cdk/new.ts', "import { x } from '../core/config/parse.ts';"],
    ['cdk/new.ts', "import { x } from '../core/names/variables.ts';"],
    ['test/new.ts', "import { x } from '../cdk/app.ts';"],
    ['sample/new.ts', "import { x } from '../cli/main.ts';"],
  ])('in %s: %s', (path, line) => {
    expect(said(path, line)).toEqual([]);
  });
});

describe('a room that no list knows is refused', () => {
  test.each([
    [
      'core/new/a.ts',
      "import { x } from '../inputs/account.ts';",
      'core: it imports inputs, so its place is after that',
    ],
    ['core/new.ts', "import { x } from './values/text.ts';", 'core: it imports values, so its place is after that'],
    [
      'steps/new/a.ts',
      "import { x } from '../../core/ports/world.ts';",
      'steps: it imports none of them, so it may stand first',
    ],
    ['core/review/new.ts', '', 'core/review: it imports none of them, so it may stand first'],
    ['adapters/new/a.ts', '', 'adapters: it imports none of them, so it may stand first'],
  ])('%s: %s', (path, line, why) => {
    const [folder = '', where = ''] = why.split(': ');
    const room = /^\/[^/]+/.exec(path.slice(folder.length))?.[0] ?? '';
    expect(said(path, line)).toEqual([
      `${folder}${room} is not in the list of ${folder} (test/architecture/order.ts): ${where}`,
    ]);
  });
});

test('a file on no floor is refused', () => {
  expect(said('web/a.ts', '')).toEqual(['web/a.ts stands on no floor that test/architecture/order.ts knows']);
});

describe('a ring is refused', () => {
  const type = ['', 'type '];

  test.each(type)('of files: import %s', (type) => {
    const ring = [
      file('core/names/a.ts', "import { b } from './b.ts';"),
      file('core/names/b.ts', "import { c } from './c.ts';"),
      file('core/names/c.ts', `import ${type}{ a } from './a.ts';`),
    ];
    expect(violationsIn(ring)).toEqual([
      'a.ts -> b.ts -> c.ts -> a.ts is a ring in core/names: core/names/a.ts imports core/names/b.ts, core/names/b.ts imports core/names/c.ts, core/names/c.ts imports core/names/a.ts',
    ]);
  });

  test.each(type)('of folders, though no file imports itself on the way: import %s', (type) => {
    const ring = [
      file('adapters/files/csv/a.ts', "import { b } from '../xlsx/b.ts';"),
      file('adapters/files/xlsx/b.ts'),
      file('adapters/files/xlsx/c.ts', `import ${type}{ d } from '../csv/d.ts';`),
      file('adapters/files/csv/d.ts'),
    ];
    expect(violationsIn(ring)).toEqual([expect.stringMatching(/^csv -> xlsx -> csv is a ring in adapters\/files: /)]);
  });

  test('of a folder and a file beside it', () => {
    const ring = [
      file('lambdas/a.ts', "import type { B } from './deep/b.ts';"),
      file('lambdas/deep/b.ts'),
      file('lambdas/deep/c.ts', "import { a } from '../a.ts';"),
    ];
    expect(violationsIn(ring)).toEqual([expect.stringMatching(/^a\.ts -> deep -> a\.ts is a ring in lambdas: /)]);
  });
});

function aRoomOf(size: number, room: string): readonly string[] {
  return violationsIn(Array.from({ length: size }, (_, index) => file(`${room}/a${index}.ts`)));
}

test.each(['core/values', 'test/cli/run', 'bench/portal'])(
  'in %s a crowded room is refused, and one that is full is not',
  (room) => {
    expect(aRoomOf(filesInARoom, room)).toEqual([]);
    expect(aRoomOf(filesInARoom + 1, room)).toEqual([
      `${room} holds 14 files, more than 13: give an idea in it a room of its own`,
    ]);
  },
);

describe('the machine is refused', () => {
  const lines = ['Date.now()', 'new Date()', 'Math.random()', "process.env['HOME']"];

  test.each(lines)('in core, steps, adapters and drawing: %s', (line) => {
    for (const floor of ['core/names', 'steps/read', 'adapters/mail', 'drawing/pdf'])
      expect(said(`${floor}/a.ts`, line)).toHaveLength(1);
  });

  test.each(lines)('but not in a door, nor in a comment: %s', (line) => {
    for (const floor of ['cli/run', 'homes', 'lambdas', 'portal', 'mcp', 'test', 'bench'])
      expect(said(`${floor}/a.ts`, line)).toEqual([]);
    expect(said('core/names/a.ts', `// never ${line}\n/** never ${line} */`)).toEqual([]);
  });

  test('but not a date that is made of something', () => {
    expect(said('core/names/a.ts', 'new Date(ms)')).toEqual([]);
  });
});

test('a file that does not begin with why it exists is refused', () => {
  expect(violationsIn([{ path: 'core/names/a.ts', text: "import { x } from './x.ts';\n// why\n" }])).toHaveLength(1);
  expect(violationsIn([{ path: 'cli/main.ts', text: '#!/usr/bin/env node\n// The door.\n' }])).toEqual([]);
});

describe('a trace of one machine is refused in any file', () => {
  test.each([
    ['a folder beside the repository', ['..', 'shared', 'x.md'].join('/')],
    ['a home folder', ['', 'home', 'jane', 'x'].join('/')],
    ['a working folder', `see ${['', 'work', 'main'].join('/')}`],
    ['a registry', ['https://registry', 'acme', 'example'].join('.')],
    ['a download', ['"resolved"', '"https://acme.example/x.tgz"'].join(': ')],
  ])('%s', (_, text) => {
    expect(violationsIn([{ path: 'docs/a.md', text }])).toHaveLength(1);
  });

  test('but not what only looks like one', () => {
    const text = 'https://acme.example/work/7 and a/home/b and the registry of accounts, nonHuman.register.';
    expect(violationsIn([{ path: 'docs/a.md', text }])).toEqual([]);
  });
});
