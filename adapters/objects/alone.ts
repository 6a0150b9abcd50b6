// One process at a time, by a claim among stored objects that ends by itself: for whoever may write no table.
import { buffer } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { ObjectConflict } from '../../core/ports/objects.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Alone } from '../../core/ports/stores.ts';
import type { Clock, Ids } from '../../core/ports/world.ts';
import { instantFromMs, isBefore, msOf } from '../../core/values/instant.ts';
import { readStored, storedInstant } from '../../core/values/stored.ts';

export interface ObjectClaimOptions {
  /** Of a store that overwrites nothing, so that of two who claim at once one does. */
  readonly objects: Objects;
  /** Where what is said of this claim stands. */
  readonly keyOf: (name: string) => string;
  /** After how many milliseconds a claim ends whose process was killed. */
  readonly endsAfterMs: number;
  readonly clock: Clock;
  readonly ids: Ids;
}

const claimSchema = z.object({ schema: z.literal(1), endsAt: storedInstant });

/** @example aloneAmong({ objects, keyOf: (name) => sendingKey(mail.id, name), endsAfterMs: 30_000, clock, ids }) */
export function aloneAmong({ objects, keyOf, endsAfterMs, clock, ids }: ObjectClaimOptions): Alone {
  const claimed = async (): Promise<number | null> => {
    for (let number = 1; ; number += 1) {
      const key = keyOf(`claim-${number}.json`);
      const stored = await objects.get(key);
      if (stored === null) return (await claim(key)) ? number : null;
      if ((await objects.get(overKey(number))) !== null) continue;
      const { endsAt } = readStored(claimSchema, (await buffer(stored)).toString('utf8'), `the claim ${key}`);
      if (isBefore(clock.now(), endsAt)) return null;
    }
  };
  const overKey = (number: number): string => keyOf(`claim-${number}-over.json`);
  const claim = async (key: string): Promise<boolean> => {
    const endsAt = instantFromMs(msOf(clock.now()) + endsAfterMs);
    try {
      // With its holder: of two who claim at one moment the store takes the same bytes of both.
      await objects.put(key, encoded({ schema: 1, holder: ids.next(), endsAt }));
      return true;
    } catch (error) {
      if (error instanceof ObjectConflict) return false;
      throw error;
    }
  };
  return async (work) => {
    const number = await claimed();
    if (number === null) return null;
    try {
      return { value: await work() };
    } finally {
      await objects.put(overKey(number), encoded({ schema: 1 }));
    }
  };
}

function encoded(value: object): Uint8Array {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}
