// How far something is: bars side by side, each with its numbers in words above it.
import type { Book } from '../book.ts';
import { filledBox } from '../shapes.ts';
import { styles, tones } from '../style.ts';

export interface Progress {
  readonly title: string;
  readonly done: number;
  readonly of: number;
  /** What the numbers say, such as `12 of 240`. */
  readonly text: string;
}

const gap = 18;
const barHeight = 7;
const height = 34;

export function progressBars(book: Book, bars: readonly Progress[]): void {
  book.room(height);
  const width = (book.page.textWidth - gap * (bars.length - 1)) / bars.length;
  bars.forEach(({ title, done, of, text }, index) => {
    const x = book.page.left + index * (width + gap);
    const y = book.y - 26;
    const part = of === 0 ? 0 : Math.min(1, done / of);
    book.page.artifact(
      filledBox({ x, y, width, height: barHeight }, tones.rule) +
        (part === 0 ? '' : filledBox({ x, y, width: width * part, height: barHeight }, tones.accent)),
    );
    book.within('P', () => {
      const numbers = { x: x + width - book.textWidth(text, styles.label), y: book.y - 13 };
      book.page.mark(
        book.parent,
        book.text(`${title} `, { style: styles.small, tone: tones.muted }, { x, y: book.y - 13 }) +
          book.text(text, { style: styles.label, tone: tones.ink }, numbers),
      );
    });
  });
  book.y -= height + 10;
}
