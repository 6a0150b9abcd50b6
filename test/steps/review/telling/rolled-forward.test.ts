// A signature reaches to the latest complete run before it: what changed until then is told once, and what matters asks again.
import { describe, expect, test } from 'vitest';
import { runKey, watchedKey } from '../../../../core/names/object-keys.ts';
import { foldReview } from '../../../../core/review/events/folded.ts';
import type { Signed } from '../../../../core/review/events/event.ts';
import type { Published } from '../../../../steps/run/publish.ts';
import { ForgedPdf } from '../../../support/reports/forged-pdf.ts';
import { aSigner, sealed } from '../../../support/reports/signing.ts';
import { given } from '../../../support/given.ts';
import { pageTexts } from '../../../support/reports/read-pdf.ts';
import { verified } from '../../verify/verified.ts';
import { copyOf, editRun, openedWorld, period, statusOf } from '../year/opened.ts';
import type { World } from '../world.ts';
import * as company from '../year/year.ts';

const { fallback, owner } = company;
const [first, second, third] = ['user01@acme.com', 'user02@acme.com', 'user03@acme.com'];

async function allKept(change: ((world: World) => void) | null = null): Promise<World> {
  return change === null ? copyOf(allKeptAsFounded) : allKeptWith(change);
}

async function allKeptAsFounded(): Promise<World> {
  return allKeptWith(null);
}

async function allKeptWith(change: ((world: World) => void) | null): Promise<World> {
  const world = await openedWorld(change);
  world.at('2026-04-01T09:00:00Z');
  await company.keepsTheRest(world, period, fallback);
  return world;
}

async function signedBoth(world: World): Promise<{ readonly signed: readonly Signed[]; readonly report: Buffer }> {
  given(await company.signs(world, period, fallback));
  const { reportKey } = given(await company.signs(world, period, owner));
  const report = await world.stored(reportKey);
  expect(await verified(report)).toMatchObject({ exit: 0 });
  const signed = foldReview(await world.dependencies.reviews.load(period))?.signatures ?? [];
  return { signed, report };
}

/** In the default period, which is the next one after the end of the quarter. */
async function laterRun(world: World, instant: string, says: Parameters<World['run']>[0] = {}): Promise<Published> {
  world.at(instant);
  return world.run(says);
}

async function changesIn(world: World): Promise<readonly string[]> {
  const { forward } = await statusOf(world);
  return (forward?.changes ?? []).map(({ login, kind, reviewed }) => `${login} ${kind}${reviewed ? ', reviewed' : ''}`);
}

describe('a signature', () => {
  test('says that it was not rolled forward where no later run is known', async () => {
    const world = await allKept();
    const { signed } = await signedBoth(world);
    expect(signed.map(({ rollForward }) => rollForward)).toEqual([null, null]);
    for (const { statement } of signed) expect(statement).toContain('Not rolled forward: no later complete run');
  });

  test('names the as-of of the latest run of the same configuration, of whatever period, and what changed until it', async () => {
    const world = await allKept();
    company.joins(world, 'new@acme.com');
    company.shows(world, first, { role: 'Admin' });
    company.shows(world, second, { status: 'Suspended' });
    world.accounts.delete(third);
    company.shows(world, 'user04@acme.com', { createdAt: '2026-04-02' });
    const { record } = await laterRun(world, '2026-04-08T09:00:00Z');
    expect(record.period).toBe('2026-Q2');
    expect(await changesIn(world)).toEqual([
      'new@acme.com created',
      'user01@acme.com role',
      'user02@acme.com suspended',
      'user03@acme.com deleted',
      'user04@acme.com recreated',
    ]);
    const { signed, report } = await signedBoth(world);
    expect(signed[1]?.rollForward).toMatchObject({ run: record.id, asOf: '2026-04-08T09:00:00Z' });
    expect(signed[1]?.statement).toContain(
      `Rolled forward to 8 April 2026, 09:00 UTC, by the run ${record.id}: 5 changes, 5 not reviewed.`,
    );
    const pages = await pageTexts(report);
    expect(pages.join('')).toContain('Roll-forwardtothesignature');
    expect(pages.join('')).toMatch(/new@acme\.comaccountcreated–active,UserNOnodecision/);
  });

  test('is refused while somebody is kept who left since, by name, until the line is decided again', async () => {
    const world = await allKept();
    company.leaves(world, second, '2026-04-03');
    await laterRun(world, '2026-04-08T09:00:00Z');
    expect(await changesIn(world)).toEqual(['user02@acme.com left']);
    expect(await company.undecided(world, period)).toEqual([`user02@acme.com by ${company.managers[1]}`]);
    expect(await company.signs(world, period, fallback)).toMatchObject({
      kind: 'refused',
      refusals: expect.arrayContaining([
        expect.objectContaining({
          what: 'lines that ask again',
          found: 'user02@acme.com, keep before LEAVER_ACCOUNT was known',
        }),
      ]),
    });
    given(await company.decides(world, period, { by: fallback, says: { [second]: ['revoke'] } }));
    expect(await changesIn(world)).toEqual(['user02@acme.com left, reviewed']);
    const { signed } = await signedBoth(world);
    expect(signed[1]?.statement).toContain('1 change, all of them reviewed');
  });

  test('that was given first falls with the decision that the second one needs', async () => {
    const world = await allKept();
    given(await company.signs(world, period, fallback));
    world.people.delete(third);
    company.shows(world, third);
    await laterRun(world, '2026-04-08T09:00:00Z');
    expect(await company.signs(world, period, owner)).toMatchObject({ kind: 'refused' });
    given(await company.decides(world, period, { by: fallback, says: { [third]: ['revoke'] } }));
    const { signed } = await signedBoth(world);
    expect(signed).toHaveLength(2);
  });

  test.each([
    ['a run of another configuration', (world: World) => Object.assign(world.config, { organisation: 'Another' }), {}],
    ['a run whose export is older', () => undefined, { exportedAt: '2026-03-29T09:00:00Z', accept: ['skew'] }],
    ['a run that a gate holds', () => undefined, { countShown: 3 }],
  ] as const)('does not reach to %s', async (_, change, says) => {
    const world = await allKept();
    change(world);
    await laterRun(world, '2026-04-08T09:00:00Z', says);
    expect((await statusOf(world)).forward).toBeNull();
  });

  test('does not reach to a run of a time that has not come', async () => {
    const world = await allKept();
    await laterRun(world, '2026-04-20T09:00:00Z');
    world.at('2026-04-10T09:00:00Z');
    expect((await statusOf(world)).forward).toBeNull();
  });
});

/** The report with one attached file changed, and sealed again by somebody else: only its content tells. */
async function refusalOf(report: Buffer, name: string, edit: (text: string) => string): Promise<string> {
  const pdf = new ForgedPdf(report);
  const [, content = ''] = /\/F (\d+) 0 R/.exec(pdf.text(pdf.find(`(${name})`)).replace(/[\s\S]*\/EF/, '')) ?? [];
  pdf.editFile(Number(content), (text) => {
    const changed = edit(text);
    expect(changed, name).not.toBe(text);
    return changed;
  });
  const { exit, err } = await verified(await sealed(pdf.bytes(), await aSigner('somebody else')));
  expect(exit).toBe(2);
  return err;
}

test('a report in which the roll-forward was changed is refused, whichever file it was', async () => {
  const world = await allKept();
  company.joins(world, 'new@acme.com');
  const { record } = await laterRun(world, '2026-04-08T09:00:00Z');
  const { report } = await signedBoth(world);
  const folder = `roll-forward/${record.id}`;
  expect(await refusalOf(report, 'roll-forward.json', (text) => text.replace('created', 'role'))).toContain(
    'not the roll-forward that was signed for',
  );
  expect(
    await refusalOf(report, `${folder}/evidence/export.csv`, (text) => text.replace('new@acme.com', 'old@acme.com')),
  ).toContain('the file is not the one that the manifest of its run names');
  expect(await refusalOf(report, `${folder}/findings.json`, (text) => text.replace('"complete"', '"held"'))).toContain(
    'the file is not the one that the manifest of its run names',
  );
  expect(
    await refusalOf(report, `${folder}/evidence/manifest.json`, (text) => text.replace('"bytes": ', '"bytes": 1')),
  ).toContain('a roll-forward to other evidence');
  expect(await refusalOf(report, 'proofs.json', (text) => text.replace('not yet', 'pass'))).toContain('proofs.json');
});

/** The directories of today, held against the export that the run under review compared. */
async function watchRun(world: World, instant: string, says: Parameters<World['watch']>[0] = {}): Promise<string> {
  world.at(instant);
  const record = await world.watch({ exportedAt: '2026-03-30T08:00:00Z', takenAt: instant, ...says });
  return record?.id ?? 'nothing';
}

describe('a signature after a watch run', () => {
  test('is rolled forward to it: who left and who joined since is known, and asks again', async () => {
    const world = await allKept();
    company.leaves(world, second, '2026-04-03');
    company.joins(world, 'new@acme.com');
    world.accounts.delete('new@acme.com');
    const watch = await watchRun(world, '2026-04-08T06:00:00Z');
    expect(watch).toMatch(/^watch-20260408T060000Z-[0-9a-f]{8}$/);
    expect(await changesIn(world)).toEqual(['new@acme.com assigned', 'user02@acme.com left']);
    expect(await company.signs(world, period, fallback)).toMatchObject({ kind: 'refused' });
    given(await company.decides(world, period, { by: fallback, says: { [second]: ['revoke'] } }));
    const { signed, report } = await signedBoth(world);
    expect(signed[1]?.rollForward).toMatchObject({ run: watch, asOf: '2026-04-08T06:00:00Z' });
    expect(signed[1]?.statement).toContain(
      `Rolled forward to 8 April 2026, 06:00 UTC, by the watch run ${watch}, of the export of 30 March 2026, 08:00 UTC: 2 changes, 1 not reviewed.`,
    );
    const pages = await pageTexts(report);
    expect(pages.join('')).toContain(`tothewatchrun${watch}`);
  });

  test('reaches to whichever is later, the run or the watch run', async () => {
    const world = await allKept();
    const watch = await watchRun(world, '2026-04-08T06:00:00Z');
    const { record } = await laterRun(world, '2026-04-09T09:00:00Z');
    expect((await statusOf(world)).forward?.to.run).toBe(record.id);
    const later = await watchRun(world, '2026-04-10T06:00:00Z', { exportedAt: '2026-04-09T08:00:00Z' });
    expect((await statusOf(world)).forward?.to.run).toBe(later);
    expect(await world.dependencies.runs.getWatch(watch)).toMatchObject({ id: watch });
    expect((await world.dependencies.runs.list()).map(({ id }) => id)).not.toContain(watch);
  });

  test('is where the next run begins: with the accounts of the export that the watch run compared', async () => {
    const world = await allKept();
    const watch = await watchRun(world, '2026-04-08T06:00:00Z');
    await signedBoth(world);
    company.joins(world, 'new@acme.com');
    const { report } = await laterRun(world, '2026-07-01T09:00:00Z');
    expect(report.proofs?.outside).toMatchObject({ since: { review: period, run: { id: watch } }, untold: null });
    expect(report.proofs?.outside.changes.map(({ login, kind }) => `${login} ${kind}`)).toEqual([
      'new@acme.com created',
    ]);
  });

  test.each([
    ['whose export lacks most of the rows', { rows: 5 }],
    ['of another configuration', { organisation: 'Another' }],
  ] as const)('does not reach to one %s', async (_, says) => {
    const world = await allKept();
    if ('organisation' in says) Object.assign(world.config, says);
    if ('rows' in says) for (const login of [...world.accounts.keys()].slice(says.rows)) world.accounts.delete(login);
    await watchRun(world, '2026-04-08T06:00:00Z');
    expect((await statusOf(world)).forward).toBeNull();
  });
});

test('a report in which what a watch run left was changed is refused', async () => {
  const world = await allKept();
  company.leaves(world, second, '2026-04-03');
  const watch = await watchRun(world, '2026-04-08T06:00:00Z');
  given(await company.decides(world, period, { by: fallback, says: { [second]: ['revoke'] } }));
  const { report } = await signedBoth(world);
  const file = `roll-forward/${watch}/findings.json`;
  expect(await refusalOf(report, file, (text) => text.replace('"LEAVER_ACCOUNT"', '"GUEST_ACCOUNT"'))).toContain(file);
});

test('a signature is not rolled forward to what was edited of a run, with its digest in the record alone', async () => {
  const world = await allKept();
  company.leaves(world, second, '2026-04-03');
  const watch = await watchRun(world, '2026-04-08T06:00:00Z');
  const { record } = await laterRun(world, '2026-04-08T05:00:00Z');
  await editRun(world, { id: watch, key: watchedKey(watch, 'findings.json'), table: 'watches' }, (text) =>
    text.replaceAll('"state":"new"', '"state":"closed"'),
  );
  world.at('2026-04-09T09:00:00Z');
  const told = `findings.json of the run ${watch}: the file is not the one that the manifest of its run names`;
  await expect(company.signs(world, period, fallback)).rejects.toThrow(told);
  await editRun(world, { id: record.id, key: runKey(record.id, 'evidence/export.csv'), table: 'runs' }, (text) =>
    text.replace(third, 'else@acme.com'),
  );
  world.at('2026-04-08T05:30:00Z');
  await expect(statusOf(world)).rejects.toThrow(`evidence/export.csv of the run ${record.id}: the file is not the one`);
});
