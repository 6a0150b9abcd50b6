// A report is photocopied, and read by people who do not see every colour.
import { expect, test } from 'vitest';
import { severityTones } from '../../drawing/layout/style.ts';

/** How light a copier makes a colour, from 0 to 1: ITU-R BT.601. */
function lightness(tone: string): number {
  const [red = 0, green = 0, blue = 0] = tone.split(' ').map(Number);
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

test('the severities of a stacked column are told apart in grey, the graver the darker', () => {
  const { critical, high, medium, low } = severityTones;
  const greys = [critical, high, medium, low].map(lightness);
  greys.slice(1).forEach((grey, index) => expect(grey - (greys[index] ?? 1)).toBeGreaterThan(0.15));
  expect(1 - lightness(low)).toBeGreaterThan(0.15);
});
