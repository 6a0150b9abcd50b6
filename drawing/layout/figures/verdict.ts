// The conclusion, drawn so that it is the first thing that is seen: a sign, the word, who signed, and what it means.
import type { Conclusion } from '../../../core/report/told/conclusion.ts';
import type { Book } from '../book.ts';
import { outcomeSign, outcomeTones } from './outcome-sign.ts';
import { filledBox, strokedLine } from '../shapes.ts';
import { leading, styles, tones } from '../style.ts';

const signWidth = 66;
const inset = 16;

export function verdict(book: Book, { outcome, word, note, meaning }: Conclusion): void {
  const { page } = book;
  const tone = outcomeTones[outcome];
  const x = page.left + signWidth + inset;
  const width = page.right - inset - x;
  const wordLook = { style: { face: 'bold', size: 22 }, tone } as const;
  const noteLook = { style: { face: 'bold', size: 10 }, tone: tones.ink } as const;
  const meaningLook = { style: styles.body, tone: tones.ink } as const;
  const lines = book.wrap(meaning, meaningLook.style, width);
  const lineHeight = meaningLook.style.size * leading;
  const height = 62 + lines.length * lineHeight;
  const box = { x: page.left, y: book.y - height, width: page.textWidth, height };
  page.artifact(
    filledBox(box, tones.tint) +
      filledBox({ ...box, width: signWidth }, tone) +
      strokedLine([box.x, box.y], [page.right, box.y], { tone, width: 1.2 }) +
      strokedLine([box.x, book.y], [page.right, book.y], { tone, width: 1.2 }) +
      outcomeSign(outcome, [box.x + signWidth / 2, box.y + height / 2], tones.paper),
  );
  const wordY = book.y - 37;
  const noteX = page.right - inset - book.textWidth(note, noteLook.style);
  book.within('P', () => {
    const label = book.text('Conclusion: ', { style: styles.label, tone: tones.muted }, { x, y: book.y - 15 });
    page.mark(book.parent, label + book.text(word, wordLook, { x, y: wordY }));
  });
  if (note !== '')
    book.within('P', () => page.mark(book.parent, book.text(note, noteLook, { x: noteX, y: book.y - 15 })));
  book.within('P', () => {
    const drawn = lines.map((line, index) => book.text(line, meaningLook, { x, y: wordY - 19 - index * lineHeight }));
    page.mark(book.parent, drawn.join(''));
  });
  book.y = box.y - 12;
}
