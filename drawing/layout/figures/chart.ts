// Charts of the summary: drawn as vectors, read as one figure with its numbers in words.
import { nice, ticks } from 'd3-array';
import { scaleBand } from 'd3-scale';
import type { Severity } from '../../../core/names/codes.ts';
import { grouped } from '../../../core/values/text.ts';
import { textOf } from '../../pdf/syntax.ts';
import type { Book } from '../book.ts';
import { rectangle } from '../page.ts';
import { filledBox, severityMark, strokedLine } from '../shapes.ts';
import { severityTones, styles, tones } from '../style.ts';
import type { Box, Tone } from '../style.ts';

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Colours the bar and draws the severity's sign before its label. */
  readonly severity?: Severity;
}

export interface Chart {
  readonly title: string;
  /** The numbers in words, for people who do not see the chart. */
  readonly alt: string;
  readonly box: Box;
  /** Room for the labels before bars. */
  readonly labelWidth?: number;
}

const titleHeight = 20;

function figure(book: Book, chart: Chart, operators: string): void {
  const title = { x: chart.box.x, y: chart.box.y + chart.box.height - 10 };
  const place = { O: 'Layout', Placement: 'Block', BBox: rectangle(chart.box) };
  book.within(
    'Figure',
    () => {
      const heading = book.text(chart.title, { style: styles.subsection, tone: tones.ink }, title);
      book.page.mark(book.parent, heading + operators);
    },
    { Alt: textOf(chart.alt), A: place },
  );
}

/** Bars from left to right, one below the other, each with its label before and its number behind it. */
export function barChart(book: Book, chart: Chart, bars: readonly Bar[]): void {
  const { box, labelWidth = 0 } = chart;
  const bands = scaleBand<number>()
    .domain(bars.map((_, index) => index))
    .range([box.y + box.height - titleHeight, box.y])
    .paddingInner(0.34);
  const left = box.x + labelWidth;
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  const widest = box.width - labelWidth - 30;
  const thickness = Math.min(12, bands.bandwidth());
  let operators = '';
  bars.forEach((bar, index) => {
    const middle = (bands(index) ?? 0) + bands.bandwidth() / 2;
    const baseline = middle - 2.8;
    const tone: Tone = bar.severity === undefined ? tones.accent : severityTones[bar.severity];
    const labelX = box.x + (bar.severity === undefined ? 0 : 10);
    if (bar.severity !== undefined) operators += severityMark(bar.severity, [box.x, middle]);
    operators += book.text(bar.label, { style: styles.small, tone: tones.ink }, { x: labelX, y: baseline });
    const width = widest * (bar.value / most);
    operators += filledBox(
      { x: left, y: middle - thickness / 2, width: Math.max(width, 0.8), height: thickness },
      tone,
    );
    const number = { x: left + width + 5, y: baseline };
    operators += book.text(grouped(bar.value), { style: styles.label, tone: tones.ink }, number);
  });
  figure(book, chart, operators);
}

export interface StackedColumn {
  readonly label: string;
  readonly parts: readonly { readonly severity: Severity; readonly value: number }[];
}

/** Columns side by side, the most severe part at the foot, the sum on top. */
export function columnChart(book: Book, chart: Chart, columns: readonly StackedColumn[]): void {
  const { box } = chart;
  const foot = box.y + 14;
  const sums = columns.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0));
  const [, most] = nice(0, Math.max(1, ...sums), 4);
  const heightOf = (value: number): number => (box.height - titleHeight - 28) * (value / most);
  const bands = scaleBand<number>()
    .domain(columns.map((_, index) => index))
    .range([box.x + 28, box.x + box.width])
    .padding(0.35);
  let operators = '';
  for (const tick of ticks(0, most, 4).filter(Number.isInteger)) {
    const y = foot + heightOf(tick);
    const text = grouped(tick);
    const textX = box.x + 22 - book.textWidth(text, styles.running);
    operators += strokedLine([box.x + 28, y], [box.x + box.width, y], { tone: tones.rule, width: 0.4 });
    operators += book.text(text, { style: styles.running, tone: tones.muted }, { x: textX, y: y - 2.5 });
  }
  const width = Math.min(46, bands.bandwidth());
  columns.forEach((column, index) => {
    const middle = (bands(index) ?? 0) + bands.bandwidth() / 2;
    let y = foot;
    for (const part of column.parts) {
      const height = heightOf(part.value);
      operators += filledBox({ x: middle - width / 2, y, width, height }, severityTones[part.severity]);
      if (height >= leastForNumber) operators += numberIn(book, part, { x: middle, y: y + height / 2 - 2.5 });
      y += height;
    }
    operators += centred(book, grouped(sums[index] ?? 0), { x: middle, y: y + 4, strong: true });
    operators += centred(book, column.label, { x: middle, y: box.y + 2, strong: false });
  });
  figure(book, chart, operators + legend(book, box));
}

/** A lower part has no room for its number; the chart's words have them all. */
const leastForNumber = 9;

function numberIn(
  book: Book,
  { severity, value }: StackedColumn['parts'][number],
  at: { readonly x: number; readonly y: number },
): string {
  const isDark = severity === 'critical' || severity === 'high';
  return centred(book, grouped(value), { ...at, strong: false, tone: isDark ? tones.paper : tones.ink });
}

function centred(
  book: Book,
  text: string,
  at: { readonly x: number; readonly y: number; readonly strong: boolean; readonly tone?: Tone },
): string {
  const style = at.strong ? styles.label : styles.running;
  const x = at.x - book.textWidth(text, style) / 2;
  return book.text(text, { style, tone: at.tone ?? (at.strong ? tones.ink : tones.muted) }, { x, y: at.y });
}

function legend(book: Book, box: Box): string {
  const y = box.y + box.height - 10;
  let x = box.x + box.width - 196;
  let operators = '';
  for (const severity of ['critical', 'high', 'medium', 'low'] as const) {
    operators += severityMark(severity, [x, y + 2.8]);
    operators += book.text(severity, { style: styles.running, tone: tones.ink }, { x: x + 9.5, y });
    x += 52;
  }
  return operators;
}
