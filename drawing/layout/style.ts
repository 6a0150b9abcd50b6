// How the report looks: few sizes, few colours, and severities that are told apart by word and shape before colour.
import type { Severity } from '../../core/names/codes.ts';
import type { TextStyle } from '../text/typesetter.ts';

/** A colour as red, green and blue from 0 to 1, as content streams write it. */
export type Tone = string;

export const tones = {
  ink: '0.11 0.14 0.19',
  muted: '0.29 0.33 0.39',
  accent: '0.09 0.25 0.4',
  rule: '0.8 0.83 0.86',
  tint: '0.953 0.961 0.969',
  paper: '1 1 1',
} as const satisfies Record<string, Tone>;

export const styles = {
  title: { face: 'bold', size: 26 },
  chapter: { face: 'bold', size: 17 },
  section: { face: 'bold', size: 11 },
  subsection: { face: 'bold', size: 9 },
  body: { face: 'regular', size: 9.5 },
  strong: { face: 'bold', size: 9.5 },
  small: { face: 'regular', size: 8 },
  label: { face: 'bold', size: 8 },
  figure: { face: 'bold', size: 22 },
  running: { face: 'regular', size: 7.5 },
} as const satisfies Record<string, TextStyle>;

/** Distance from one baseline to the next, as a multiple of the font size. */
export const leading = 1.42;

/**
 * Dark to light in even steps, so that a photocopy keeps them apart too; only info, which no chart stacks, is drawn as
 * an outline and needs ink for it.
 */
export const severityTones: Readonly<Record<Severity, Tone>> = {
  critical: '0.45 0.04 0.1',
  high: '0.74 0.25 0.04',
  medium: '0.84 0.55 0.1',
  low: '0.61 0.79 0.92',
  info: '0.5 0.54 0.58',
};

export interface Box {
  readonly x: number;
  /** Lower edge: PDF counts upwards from the foot of the page. */
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
