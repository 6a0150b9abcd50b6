// Signing a review that was played: two people, whatever names they sign under, and the report that comes of it.
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { instantFromMs, msOf } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import { isReportOwed, issuePromised } from '../../../steps/review/issue-promised.ts';
import { recordSignature } from '../../../steps/review/sign-off.ts';
import { EvidenceChanged } from '../../../steps/run/stored-evidence.ts';
import { sha256 } from '../../support/bytes.ts';
import { given } from '../../support/given.ts';
import { at } from '../../support/time.ts';
import { verified } from '../verify/verified.ts';
import { anIdentity } from '../../support/inputs/population-builder.ts';
import { copyOf, first as excepted, openedWorld, period, statusOf } from './year/opened.ts';
import type { World } from './world.ts';
import { decides, fallback, keepsTheRest, keepsUnremarkable, managers, owner, signs, undecided } from './year/year.ts';

const underMail = 'c.finance@acme.com';

/** Everything is decided, and the control owner has two logins in the directory and no account. */
async function decidedWorld(): Promise<World> {
  const world = await openedWorld(({ people }) => {
    people.set(owner, anIdentity({ login: owner, logins: [owner, underMail], assignments: [] }));
  });
  await keepsTheRest(world, period, fallback);
  return world;
}

test('the control owner signs second, under whatever login of theirs', async () => {
  const world = await copyOf(decidedWorld);
  for (const by of [underMail, owner]) {
    expect(await signs(world, period, by)).toMatchObject({
      refusals: [{ what: 'the control owner before the reviewer' }],
    });
  }
});

test('the same signatures issue the same bytes, lines and decisions included', async () => {
  const world = await copyOf(decidedWorld);
  given(await signs(world, period, fallback));
  const { reportKey } = given(await signs(world, period, owner));
  const { dependencies } = world;
  const again = new Map<string, Buffer>();
  const objects: World['dependencies']['objects'] = {
    ...dependencies.objects,
    get: async (key) => (key === reportKey ? null : dependencies.objects.get(key)),
    put: async (key, body) => {
      const pieces: Uint8Array[] = [];
      const source = body instanceof Uint8Array ? [body] : 'read' in body ? body.read() : body;
      for await (const piece of source) pieces.push(piece);
      const bytes = Buffer.concat(pieces);
      again.set(key, bytes);
      return { key, bytes: bytes.length, sha256: sha256(bytes) };
    },
  };
  expect(await issuePromised({ ...dependencies, objects }, period)).toEqual({ issued: [reportKey], withheld: [] });
  expect(again.get(reportKey)?.equals(await world.stored(reportKey))).toBe(true);
});

async function endedWorld(): Promise<World> {
  const world = await openedWorld();
  given(await decides(world, period, { by: fallback, says: { [excepted]: ['except', '2026-04-02'] } }));
  await keepsTheRest(world, period, fallback);
  world.at('2026-04-02T23:59:00Z');
  given(await signs(world, period, fallback));
  world.at('2026-04-03T00:00:00Z');
  return world;
}

describe('an exception whose last day passed between the signatures', () => {
  test('asks again before the second, and a decision of its own lets both sign anew', async () => {
    const world = await copyOf(endedWorld);
    const ended = `${excepted}, except until 2 April 2026, which is over`;
    expect(await signs(world, period, owner)).toMatchObject({
      refusals: [{ what: 'lines that ask again', found: ended }],
    });
    expect(await statusOf(world)).toMatchObject({
      phase: 'in-review',
      undecided: [{ login: excepted, ended: '2026-04-02' }],
      excepted: [{ login: excepted, ended: true }],
      lines: { undecided: 1, except: 0 },
    });
    given(await decides(world, period, { by: fallback, says: { [excepted]: ['except', '2026-04-30'] } }));
    given(await signs(world, period, fallback));
    const { reportKey } = given(await signs(world, period, owner));
    expect(await verified(await world.stored(reportKey))).toMatchObject({ exit: 0, err: '' });
  });

  test('asks also where a later export no longer shows the account', async () => {
    const world = await copyOf(endedWorld);
    world.accounts.delete(excepted);
    await world.run({ period });
    expect(await undecided(world, period)).toContain(`${excepted} by ${managers[0]}`);
  });

  test.each([0, 1, 2, 3, 4])(
    'is judged and signed by one clock, also where midnight comes after %i looks at it',
    async (looks) => {
      const world = await copyOf(endedWorld);
      let before = looks;
      const now = (): Instant => at((before -= 1) < 0 ? '2026-04-03T00:00:00Z' : '2026-04-02T23:59:59.999Z');
      const signed = await recordSignature(
        { ...world.dependencies, clock: { now } },
        { period, by: owner, assurance: 'asserted' },
      );
      const day = signed.kind === 'ok' ? signed.value.signed.at.slice(0, 10) : signed.refusals.map(({ what }) => what);
      expect(day).toEqual(signed.kind === 'ok' ? '2026-04-02' : ['lines that ask again']);
    },
  );

  test('is kept by nobody in bulk', async () => {
    const world = await copyOf(endedWorld);
    expect(await keepsUnremarkable(world, period, managers[0])).toMatchObject({
      refusals: [{ what: 'nothing to decide' }],
    });
  });
});

test('whoever may record a signature and not seal leaves it to another to issue the same report', async () => {
  const world = await copyOf(decidedWorld);
  const { renderer: _draws, sealer: _seals, issuing: _both, drawClosing: _closes, ...recording } = world.dependencies;
  const request = { period, assurance: 'oidc' } as const;
  for (const by of [fallback, owner]) {
    const { reportKey: key } = given(await recordSignature(recording, { ...request, by }));
    expect(await world.dependencies.objects.get(key)).toBeNull();
    expect(await isReportOwed(recording, period)).toBe(true);
    const at = (await recording.reviews.load(period)).at(-1)?.event.at;
    if (at === undefined) throw new Error('nothing is recorded');
    expect(await isReportOwed(recording, period, at), 'of this moment: it is being drawn').toBe(false);
    expect(await isReportOwed(recording, period, instantFromMs(msOf(at) + 1))).toBe(true);
    expect(await issuePromised(world.dependencies, period)).toEqual({ issued: [key], withheld: [] });
    expect(await isReportOwed(recording, period)).toBe(false);
  }
  expect((await world.dependencies.reviews.load(period)).slice(-2).map(({ event }) => event)).toMatchObject([
    { kind: 'signed', stage: 'reviewer', assurance: 'oidc' },
    { kind: 'signed', stage: 'control-owner', assurance: 'oidc' },
  ]);
});

test('whoever may record a signature records none on evidence that was changed', async () => {
  const world = await copyOf(decidedWorld);
  const [run] = await world.dependencies.runs.list();
  const path = world.dependencies.objects.location(`runs/${run?.id ?? ''}/evidence/export.csv`);
  await writeFile(path, `${await readFile(path, 'utf8')} `);
  const before = await world.dependencies.reviews.load(period);
  const request = { period, by: fallback, assurance: 'oidc' } as const;
  await expect(recordSignature(world.dependencies, request)).rejects.toThrow(EvidenceChanged);
  expect(await world.dependencies.reviews.load(period)).toEqual(before);
});
