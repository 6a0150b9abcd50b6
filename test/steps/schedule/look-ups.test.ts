// On schedule another process asks a directory again than the one that read it, and each may be repeated.
import { describe, expect, test } from 'vitest';
import type { Identity, SnapshotHeader } from '../../../core/inputs/snapshot.ts';
import type { Directory } from '../../../core/ports/inputs.ts';
import { isComparison } from '../../../core/inputs/frozen-run.ts';
import { freezeRun } from '../../../steps/schedule/freeze-run.ts';
import { freezeUnmatched, readUnmatched } from '../../../steps/schedule/freeze-unmatched.ts';
import type { UnmatchedRun } from '../../../steps/schedule/freeze-unmatched.ts';
import { storeLookedUp } from '../../../steps/schedule/store-snapshot.ts';
import type { StoredSnapshot } from '../../../steps/schedule/store-snapshot.ts';
import { workOutRun } from '../../../steps/schedule/work-out-run.ts';
import { textOf } from '../../support/bytes.ts';
import { anIdentity } from '../../support/inputs/population-builder.ts';
import { acceptedRun, aConfig, anOkta, aWorld, everybody, scheduled, uploaded } from './world.ts';
import type { ScheduleWorld } from './world.ts';

interface Asked {
  readonly directory: Directory;
  readonly logins: readonly (readonly string[])[];
}

/** Its lists show everybody, and by their login it knows these too. */
function lagging(known: readonly Identity[], says: Partial<SnapshotHeader> = {}): Asked {
  const logins: (readonly string[])[] = [];
  const directory: Directory = {
    ...anOkta(everybody),
    async *lookUp(asked, read) {
      logins.push(asked);
      yield* known;
      return { ...read, ...says };
    },
  };
  return { directory, logins };
}

async function lookedUp(
  world: ScheduleWorld,
  directory: Directory,
): Promise<{ readonly snapshot: StoredSnapshot; readonly findings: readonly string[] }> {
  const run = await scheduled(world, 'run', directory);
  const unmatched = await freezeUnmatched(world, { ...run, compares: 'newest-upload' }, aConfig());
  if (unmatched === null) throw new Error('nobody is unmatched');
  const snapshot = await storeLookedUp(world, directory, { execution: 'run', unmatched, config: aConfig() });
  const { frozen } = await freezeRun(world, { ...run, snapshots: [snapshot] }, aConfig());
  if (!isComparison(frozen)) throw new Error(frozen.source.kind);
  const { reconciled } = await workOutRun(world, frozen, aConfig());
  return { snapshot, findings: reconciled.assessment.findings.map(({ code, login }) => `${code} ${login}`) };
}

async function worldWith(...more: readonly string[]): Promise<ScheduleWorld> {
  const world = await aWorld();
  await uploaded(world, [...everybody, ...more], '2026-10-04T12:00:00Z');
  return world;
}

describe('an account that no list shows, on schedule', () => {
  test('is no orphan when the directory knows its login, and the snapshot says so', async () => {
    const world = await worldWith('new@acme.com', 'ghost@acme.com');
    const { directory, logins } = lagging([anIdentity({ login: 'new@acme.com', assignments: [] })]);
    const { snapshot, findings } = await lookedUp(world, directory);
    expect(logins).toEqual([['ghost@acme.com', 'new@acme.com']]);
    expect(findings).toContain('ORPHANED_ACCOUNT ghost@acme.com');
    expect(findings).not.toContain('ORPHANED_ACCOUNT new@acme.com');
    expect(await textOf(await world.objects.get(snapshot.key))).toContain('found by their login only');
  });

  test('is asked for once, however often the run is repeated, and with the logins of the first time', async () => {
    const world = await worldWith('ghost@acme.com');
    const { directory, logins } = lagging([]);
    const first = await lookedUp(world, directory);
    await uploaded(world, ['eve@acme.com'], '2026-10-04T13:00:00Z');
    expect(await lookedUp(world, directory)).toEqual(first);
    expect(logins).toEqual([['ghost@acme.com']]);
  });

  test('is told once when its address leads to somebody whom a list showed', async () => {
    const world = await worldWith('anna@acme.com');
    const { snapshot } = await lookedUp(world, lagging([anIdentity({ login: 'ann@acme.com' })]).directory);
    const text = await textOf(await world.objects.get(snapshot.key));
    expect(text?.match(/"id":"[^"]*ann@acme.com"/g)).toHaveLength(1);
    expect(text).not.toContain('lag behind');
  });

  test('is no orphan either when the directory cannot be asked: nobody knows', async () => {
    const world = await worldWith('new@acme.com');
    const { findings } = await lookedUp(world, lagging([], { completeness: 'partial', reasons: ['403'] }).directory);
    expect(findings).toContain('UNDETERMINED_ACCOUNT new@acme.com');
    expect(findings).not.toContain('ORPHANED_ACCOUNT new@acme.com');
  });

  test('is not asked for in a directory that could not be read: nothing is concluded from it', async () => {
    const world = await worldWith('new@acme.com');
    const { directory, logins } = lagging([]);
    const unread = anOkta(everybody, { completeness: 'partial', reasons: ['429'] });
    const { snapshot } = await lookedUp(world, { ...directory, pull: () => unread.pull() });
    expect(logins).toEqual([]);
    expect(snapshot.key).toBe('work/run/snapshot-okta.jsonl');
  });
});

async function unmatched(world: ScheduleWorld, compares: UnmatchedRun['compares']): Promise<string | null> {
  return freezeUnmatched(world, { ...(await scheduled(world, 'run', anOkta(everybody))), compares }, aConfig());
}

test('nobody is asked for when every account is somebody’s, or when there is no export', async () => {
  const empty = await aWorld();
  expect(await unmatched(empty, 'newest-upload')).toBeNull();
  expect(await unmatched(empty, 'accepted-run')).toBeNull();
  expect(await unmatched(await worldWith(), 'newest-upload')).toBeNull();
});

test('a watch run asks for the accounts of the last accepted run, not for those of an upload that nobody accepted', async () => {
  const world = await aWorld();
  await acceptedRun(world, { logins: [...everybody, 'gone@acme.com'] }, '2026-10-01T12:00:00Z');
  await uploaded(world, [...everybody, 'new@acme.com'], '2026-10-04T12:00:00Z');
  const asked = async (compares: UnmatchedRun['compares']): Promise<readonly string[]> => {
    const run = await scheduled(world, compares, anOkta(everybody));
    const key = await freezeUnmatched(world, { ...run, compares }, aConfig());
    return key === null ? [] : (await readUnmatched(world.objects, key)).logins;
  };
  expect(await asked('accepted-run')).toEqual(['gone@acme.com']);
  expect(await asked('newest-upload')).toEqual(['new@acme.com']);
});
