import { describe, expect, test } from 'vitest';
import { lazyAmong } from '../../steps/lazy.ts';

describe('what is worked out when it is asked for', () => {
  test('is worked out once as long as it is among those that were asked for last', () => {
    const [kept, worked] = [new Map<string, string>(), [] as string[]];
    const ask = (key: string): string =>
      lazyAmong(kept, { key, most: 2 }, () => {
        worked.push(key);
        return `of ${key}`;
      });
    expect(['a', 'b', 'a', 'c', 'a', 'b'].map(ask)).toEqual(['of a', 'of b', 'of a', 'of c', 'of a', 'of b']);
    expect(worked).toEqual(['a', 'b', 'c', 'b']);
  });

  test('is worked out again when it failed, for whoever asks next', async () => {
    const kept = new Map<string, Promise<string>>();
    let tries = 0;
    const ask = async (): Promise<string> =>
      lazyAmong(kept, { key: 'a', most: 2 }, async () => {
        tries += 1;
        if (tries === 1) throw new Error('not there yet');
        return 'there';
      });
    const [one, other] = [ask(), ask()];
    await expect(one).rejects.toThrow('not there yet');
    await expect(other).rejects.toThrow('not there yet');
    await expect(ask()).resolves.toBe('there');
    expect(tries).toBe(2);
  });
});
