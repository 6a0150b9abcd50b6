// The sign of an outcome: each has an outline of its own, so that a photocopy and a colour-blind reader tell them apart.
import type { Outcome } from '../../../core/report/told/conclusion.ts';
import { decimal } from '../../pdf/syntax.ts';
import { filledBox, linePath } from '../shapes.ts';
import type { Point } from '../shapes.ts';
import type { Tone } from '../style.ts';

export const outcomeTones: Readonly<Record<Outcome, Tone>> = {
  effective: '0.07 0.36 0.27',
  exceptions: '0.6 0.32 0.02',
  'in-progress': '0.09 0.25 0.4',
  held: '0.5 0.06 0.12',
  incomplete: '0.5 0.06 0.12',
  'not-performed': '0.5 0.06 0.12',
};

function stroke(points: readonly Point[], tone: Tone, width: number): string {
  return `${tone} SC ${decimal(width)} w ${linePath(points)} S\n`;
}

/** Around a point, about 26 points wide: a tick, an exclamation mark, three squares, a pause, a triangle, a cross. */
export function outcomeSign(outcome: Outcome, [x, y]: Point, tone: Tone): string {
  const at = (right: number, up: number): Point => [x + right, y + up];
  switch (outcome) {
    case 'effective':
      return stroke([at(-12, 0), at(-3, -10), at(13, 11)], tone, 4.5);
    case 'exceptions':
      return (
        filledBox({ x: x - 2.8, y: y - 3, width: 5.6, height: 15 }, tone) +
        filledBox({ x: x - 2.8, y: y - 12, width: 5.6, height: 5.6 }, tone)
      );
    case 'in-progress':
      return [-11, -2.5, 6].map((left) => filledBox({ x: x + left, y: y - 2.5, width: 5, height: 5 }, tone)).join('');
    case 'held':
      return (
        filledBox({ x: x - 9, y: y - 11, width: 6.5, height: 22 }, tone) +
        filledBox({ x: x + 2.5, y: y - 11, width: 6.5, height: 22 }, tone)
      );
    case 'incomplete':
      return stroke([at(-13, -10), at(13, -10), at(0, 12), at(-13, -10), at(0, -10)], tone, 3);
    case 'not-performed':
      return stroke([at(-10, -10), at(10, 10)], tone, 4.5) + stroke([at(-10, 10), at(10, -10)], tone, 4.5);
    default:
      return outcome satisfies never;
  }
}
