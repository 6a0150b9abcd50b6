// A row of numbers large enough to be read across a table, each with what it counts below.
import type { Severity } from '../../../core/names/codes.ts';
import type { TextStyle } from '../../text/typesetter.ts';
import type { Book } from '../book.ts';
import { filledBox, severityMark } from '../shapes.ts';
import { styles, tones } from '../style.ts';

export interface KeyFigure {
  readonly value: string;
  readonly label: string;
  /** A line below the label, such as what the number is a part of. */
  readonly below?: string;
  /** Draws the sign of a severity beside the label. */
  readonly mark?: Severity;
}

const height = 58;
const gap = 10;

export function keyFigures(book: Book, figures: readonly KeyFigure[]): void {
  book.room(height);
  const width = (book.page.textWidth - gap * (figures.length - 1)) / figures.length;
  const y = book.y - height;
  figures.forEach((figure, index) => {
    const x = book.page.left + index * (width + gap);
    const indent = figure.mark === undefined ? 0 : 10;
    book.page.artifact(
      filledBox({ x, y, width, height }, tones.tint) +
        filledBox({ x, y: y + height - 1.2, width, height: 1.2 }, tones.accent) +
        (figure.mark === undefined ? '' : severityMark(figure.mark, [x + 12, y + 19.8])),
    );
    book.within('P', () => {
      let operators = book.text(
        `${figure.value} `,
        { style: fitting(book, figure.value, width - 18), tone: tones.accent },
        { x: x + 12, y: y + 30 },
      );
      const words = [figure.label, figure.below ?? ''].filter((text) => text !== '');
      const lines = words.flatMap((text) => book.wrap(`${text} `, styles.small, width - 18 - indent));
      lines.forEach((line, row) => {
        const at = { x: x + 12 + indent, y: y + 17 - row * 10.5 };
        operators += book.text(line, { style: styles.small, tone: tones.muted }, at);
      });
      book.page.mark(book.parent, operators);
    });
  });
  book.y = y - 12;
}

/** Millions in a narrow box are drawn smaller. */
function fitting(book: Book, value: string, width: number): TextStyle {
  const { face, size } = styles.figure;
  return { face, size: Math.min(size, (size * width) / book.textWidth(value, styles.figure)) };
}
