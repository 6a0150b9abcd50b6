// Paths that charts, markers and rules are made of, as PDF operators.
import type { Severity } from '../../core/names/codes.ts';
import { decimal } from '../pdf/syntax.ts';
import { severityTones } from './style.ts';
import type { Box, Tone } from './style.ts';

export type Point = readonly [x: number, y: number];

export function filledBox({ x, y, width, height }: Box, tone: Tone): string {
  return `${tone} sc ${decimal(x)} ${decimal(y)} ${decimal(width)} ${decimal(height)} re f\n`;
}

export function strokedLine(from: Point, to: Point, pen: { readonly tone: Tone; readonly width: number }): string {
  const path = `${from.map(decimal).join(' ')} m ${to.map(decimal).join(' ')} l S`;
  return `${pen.tone} SC ${decimal(pen.width)} w ${path}\n`;
}

/** From point to point; closed by whoever fills it. */
export function linePath(points: readonly Point[]): string {
  return points.map(([x, y], index) => `${decimal(x)} ${decimal(y)} ${index === 0 ? 'm' : 'l'}`).join(' ');
}

function filledPolygon(points: readonly Point[], tone: Tone): string {
  return `${tone} sc ${linePath(points)} h f\n`;
}

/** Length of the handles with which four Bézier curves make a circle. */
const circleHandle = 0.5523;

function curve(...numbers: readonly number[]): string {
  return `${numbers.map(decimal).join(' ')} c`;
}

function circle([x, y]: Point, radius: number): string {
  const handle = radius * circleHandle;
  return [
    `${decimal(x + radius)} ${decimal(y)} m`,
    curve(x + radius, y + handle, x + handle, y + radius, x, y + radius),
    curve(x - handle, y + radius, x - radius, y + handle, x - radius, y),
    curve(x - radius, y - handle, x - handle, y - radius, x, y - radius),
    curve(x + handle, y - radius, x + radius, y - handle, x + radius, y),
  ].join(' ');
}

/** The sign of a severity, about as high as capitals of 8 points: each severity has its own outline. */
export function severityMark(severity: Severity, [x, y]: Point): string {
  const tone = severityTones[severity];
  const half = 2.9;
  const middle = x + half;
  switch (severity) {
    case 'critical':
      return filledPolygon(
        [
          [middle, y - half - 0.6],
          [x + 2 * half + 0.6, y],
          [middle, y + half + 0.6],
          [x - 0.6, y],
        ],
        tone,
      );
    case 'high':
      return filledPolygon(
        [
          [x, y - half],
          [x + 2 * half, y - half],
          [middle, y + half],
        ],
        tone,
      );
    case 'medium':
      return filledBox({ x: x + 0.3, y: y - half + 0.3, width: 2 * half - 0.6, height: 2 * half - 0.6 }, tone);
    case 'low':
      return `${tone} sc ${circle([middle, y], half)} f\n`;
    case 'info':
      return `${tone} SC 1 w ${circle([middle, y], half - 0.5)} S\n`;
    default:
      return severity satisfies never;
  }
}
