// What a reading says where the directory's clock and the time that its snapshot states are apart.
import { describe, expect, test } from 'vitest';
import { graphSeed, person } from '../../support/directories/graph-seed.ts';
import { always, dated } from '../../support/directories/misbehaviour.ts';
import { oktaPerson, oktaSeed } from '../../support/directories/okta-seed.ts';
import { pullEntra, pullOkta } from '../../support/directories/pulled.ts';
import type { Pulled } from '../../support/directories/pulled.ts';

/** The snapshot states 5 October 2026, 08:00 UTC. */
async function oktaDated(date: string): Promise<Pulled> {
  return pullOkta({
    seed: oktaSeed({ users: [oktaPerson('jane')] }),
    misbehave: [always('/api/v1/users', dated(date))],
  });
}

describe('the clock of a directory', () => {
  test.each([
    ['Tue, 01 Dec 2026 10:30:00 GMT', '57 days 2 hours later'],
    ['Mon, 05 Oct 2026 09:00:00 GMT', '1 hour later'],
    ['Sun, 05 Oct 2025 08:00:00 GMT', '365 days earlier'],
  ])('that says %s makes a note, and the run is told once', async (date, apart) => {
    const { header, events } = await oktaDated(date);
    expect(header.completeness).toBe('complete');
    expect(header.notes?.filter((note) => note.includes('own clock'))).toEqual([
      expect.stringContaining(`By the directory's own clock it was read ${apart} than the snapshot states`),
    ]);
    expect(events.filter(({ kind }) => kind === 'clock')).toEqual([
      { kind: 'clock', directory: 'okta', why: expect.stringContaining(apart) },
    ]);
  });

  test.each([
    'Mon, 05 Oct 2026 08:59:59 GMT',
    'Mon, 05 Oct 2026 07:00:01 GMT',
    'soon',
    'Tue, 01 Dec 2026 10:30:00',
    '',
  ])('that says %j is no note', async (date) => {
    const { header, events } = await oktaDated(date);
    expect(header.notes ?? []).not.toContainEqual(expect.stringContaining('own clock'));
    expect(events.filter(({ kind }) => kind === 'clock')).toEqual([]);
  });

  test('is asked of Graph as of Okta', async () => {
    const seed = graphSeed({ users: [person('jane')] });
    const misbehave = [always('/v1.0/users', dated('Tue, 01 Dec 2026 10:30:00 GMT'))];
    const { header } = await pullEntra({ seed, misbehave });
    expect(header.notes).toContainEqual(expect.stringContaining('57 days 2 hours later'));
  });
});
