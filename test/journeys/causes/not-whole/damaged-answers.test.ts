// Answers of directories that are damaged at random: whatever comes, nobody is accused whom the whole answers do not
// accuse, no row is lost, and the run ends as one of the three ways to end. DAMAGED says how many, 200 take minutes.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { runOver } from '../../../support/program/causes.ts';
import { assigned, deletedPerson } from '../../../support/directories/graph-seed.ts';
import { appUser, oktaPerson } from '../../../support/directories/okta-seed.ts';
import type { Answer, Misbehaviour } from '../../../support/directories/stand-in.ts';
import { runDocumentOf, runFiles } from '../../../support/program/run-files.ts';
import { graph, ids, okta, org, tenant } from '../six-people.ts';

const trials = Number(process.env['DAMAGED'] ?? 20);
/** Of `left` every directory says that they are gone, and of `ghost` nobody ever knew. */
const accounts = [...ids, 'left', 'ghost'].map((id) => `${id}@acme.com`);
const guilty = new Set(['left@acme.com', 'ghost@acme.com']);

const people = [...ids.map((id) => oktaPerson(id)), oktaPerson('left', { status: 'DEPROVISIONED' })];
const oktaSeed = org({ users: people, appUsers: ids.map((id) => appUser(id)) });
const graphSeed = tenant({
  deletedUsers: [deletedPerson('left')],
  appRoleAssignedTo: [assigned('sales', 'Group'), ...['p4', 'p5', 'p6'].map((id) => assigned(id))],
});

interface Damage {
  readonly at: string;
  readonly ask: number;
  readonly how: 'value' | 'row' | 'status' | 'cut' | 'header';
  readonly place: number;
  readonly value: unknown;
  readonly status: number;
}

const places = { entra: Object.values(graph), okta: [...Object.values(okta), '/api/v1/users/me'] };

const damageOf = (paths: readonly string[]): fc.Arbitrary<Damage> =>
  fc.record({
    at: fc.constantFrom(...paths),
    ask: fc.integer({ min: 1, max: 3 }),
    how: fc.constantFrom('value', 'row', 'status', 'cut', 'header'),
    place: fc.nat(10_000),
    value: fc.constantFrom(
      null,
      '',
      ' ',
      0,
      -1,
      true,
      [],
      {},
      '\u0000',
      '\u202e',
      'x'.repeat(5_000),
      [[[[]]]],
      undefined,
    ),
    status: fc.constantFrom(200, 204, 302, 400, 401, 403, 404, 410, 418, 429, 500, 501, 503),
  });

/** Every place within a document at which something stands. */
function pathsIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...path, key]))];
}

function withValue(body: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(body))
    return body.map((item: unknown, at) => (String(at) === key ? withValue(item, rest, value) : item));
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, inner]) => [name, name === key ? withValue(inner, rest, value) : inner]),
  );
}

/** A row that is there no more, from the middle of a list. */
function withoutRow(body: unknown, place: number): unknown {
  if (Array.isArray(body)) return body.filter((_row, index) => index !== place % Math.max(1, body.length));
  const listed = typeof body === 'object' && body !== null && 'value' in body;
  return listed ? { ...body, value: withoutRow(body.value, place) } : body;
}

function damaged(answer: Answer, { how, place, value, status }: Damage): Answer {
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  switch (how) {
    case 'value': {
      const all = pathsIn(answer.body);
      return { ...answer, body: withValue(answer.body, all[place % all.length] ?? [], value) ?? null };
    }
    case 'row':
      return { ...answer, body: withoutRow(answer.body, place) };
    case 'status':
      return { ...answer, status };
    case 'cut':
      return { ...answer, body: text.slice(0, place % (text.length + 1)) };
    case 'header':
      return { ...answer, headers: { ...answer.headers, link: 'nonsense', 'content-type': 'text/plain' } };
    default:
      return how satisfies never;
  }
}

function misbehaviour(damage: Damage): Misbehaviour {
  return { at: damage.at, asks: [damage.ask], change: (answer) => damaged(answer, damage) };
}

test.each(['entra', 'okta'] as const)(
  'of %s: no row is lost, and nobody is accused by what is damaged',
  { timeout: 3_600_000 },
  async (product) => {
    await fc.assert(
      fc.asyncProperty(fc.array(damageOf(places[product]), { minLength: 1, maxLength: 3 }), async (damages) => {
        const misbehave = damages.map(misbehaviour);
        const directory =
          product === 'entra'
            ? { entra: { seed: graphSeed, pageSize: 2, misbehave } }
            : { okta: { seed: oktaSeed, pageSize: 2, misbehave } };
        const { exit, stdout, stderr } = await runOver({ ...directory, accounts, timeoutMs: 300 });
        expect([0, 2, 4], stderr).toContain(exit);
        if (stdout === '') return;
        const { folder, totals } = runDocumentOf(stdout);
        expect(totals).toMatchObject({ rowsRead: accounts.length, accounts: accounts.length });
        const { findings } = (await runFiles(folder)).findings;
        const accused = findings.filter(({ code }) => code === 'ORPHANED_ACCOUNT' || code === 'LEAVER_ACCOUNT');
        expect(accused.flatMap(({ login }) => (guilty.has(login ?? '') ? [] : [login]))).toEqual([]);
      }),
      { numRuns: trials },
    );
  },
);
