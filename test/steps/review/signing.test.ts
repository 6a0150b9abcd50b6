// Signing a review that was played: two people, whatever names they sign under, and the report that comes of it.
import { expect, test } from 'vitest';
import { issuePromised } from '../../../steps/review/issue-promised.ts';
import { sha256 } from '../../support/bytes.ts';
import { given } from '../../support/given.ts';
import { anIdentity } from '../../support/population-builder.ts';
import { openedWorld, period } from './opened.ts';
import type { World } from './world.ts';
import { fallback, keepsTheRest, owner, signs } from './year.ts';

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
  const world = await decidedWorld();
  for (const by of [underMail, owner]) {
    expect(await signs(world, period, by)).toMatchObject({
      refusals: [{ what: 'the control owner before the reviewer' }],
    });
  }
});

test('the same signatures issue the same bytes, lines and decisions included', async () => {
  const world = await decidedWorld();
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
