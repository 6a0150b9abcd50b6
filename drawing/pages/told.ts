// What every chapter is drawn from: the report, what core works out of it for a reader, and the anchors that links lead to.
import type { Attachment } from '../../core/ports/drawing.ts';
import type { Conclusion } from '../../core/report/told/conclusion.ts';
import type { Report } from '../../core/report/report.ts';
import { storiesOf } from '../../core/report/told/stories.ts';
import type { Story } from '../../core/report/told/stories.ts';
import type { Book } from '../layout/book.ts';
import type { CellPart } from '../layout/cell.ts';
import { anAnchor } from '../layout/link.ts';
import type { Anchor } from '../layout/link.ts';

export interface Told {
  readonly report: Report;
  readonly conclusion: Conclusion;
  /** Everything that travels in the PDF. */
  readonly attachments: readonly Attachment[];
  readonly stories: readonly Story[];
  /** By login: where the story of an account stands. */
  readonly anchors: ReadonlyMap<string, Anchor>;
  /** By reviewer: where the decisions on their lines stand. */
  readonly lineAnchors: ReadonlyMap<string | null, Anchor>;
}

export function toldOf(book: Book, of: Pick<Told, 'report' | 'conclusion' | 'attachments'>): Told {
  const { report } = of;
  const stories = storiesOf(report);
  const anchors = new Map(stories.map(({ login }) => [login, anAnchor(book)]));
  const reviewers = new Set((report.decisions ?? []).map(({ reviewer }) => reviewer));
  const lineAnchors = new Map([...reviewers].map((reviewer) => [reviewer, anAnchor(book)]));
  return { ...of, stories, anchors, lineAnchors };
}

/** A login that leads to the story of its account, where it has one. */
export function loginPart({ anchors }: Pick<Told, 'anchors'>, login: string, more: Partial<CellPart> = {}): CellPart {
  const to = anchors.get(login);
  return to === undefined ? { text: login, ...more } : { text: login, ...more, link: { to, says: `Account ${login}` } };
}
