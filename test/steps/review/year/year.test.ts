// A year of quarterly reviews, played on the embedded store.
import { test } from 'vitest';
import { embeddedWorld } from './opened.ts';
import { wholeYear } from './second-half.ts';

test('a year of reviews on the embedded store comes to what the play says', { timeout: 300_000 }, async () => {
  await wholeYear(await embeddedWorld());
});
