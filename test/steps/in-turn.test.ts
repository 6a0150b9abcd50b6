// Work in turn, whatever becomes of it.
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inTurn } from '../../steps/in-turn.ts';

test('one work begins when the one before it has ended, also where that failed', async () => {
  const turn = inTurn();
  const seen: string[] = [];
  const work = (name: string) => async (): Promise<string> => {
    seen.push(`${name} begins`);
    await setImmediate();
    seen.push(`${name} ends`);
    if (name === 'second') throw new Error(name);
    return name;
  };
  const all = await Promise.allSettled(['first', 'second', 'third'].map((name) => turn(work(name))));
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(seen).toEqual(['first', 'second', 'third'].flatMap((name) => [`${name} begins`, `${name} ends`]));
});
