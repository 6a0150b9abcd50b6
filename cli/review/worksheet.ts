// The action `review lines`: what is undecided, on stdout or as worksheets in a folder, one workbook a reviewer.
import { join } from 'node:path';
import { sha256Of } from '../../core/values/digest.ts';
import { todayOf } from '../../core/config/calendar.ts';
import type { OpenLine } from '../../core/review/decisions/standing.ts';
import { ok, refusedAll } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { plural, some } from '../../core/values/text.ts';
import { worksheetCsv } from '../../drawing/csv/worksheet.ts';
import { openState } from '../../steps/review/standing/open-state.ts';
import type { OpenState } from '../../steps/review/standing/open-state.ts';
import { folderArgument } from '../terminal/files.ts';
import { exitCodes, refuse } from '../terminal/terminal.ts';
import type { ExitCode } from '../terminal/terminal.ts';
import { writeNew } from '../terminal/write-new.ts';
import type { NewFile } from '../terminal/write-new.ts';
import type { ReviewOptions, ReviewRequest } from './request.ts';

export interface LinesOptions extends ReviewOptions {
  readonly out?: string | undefined;
  readonly reviewer?: string | undefined;
  readonly overwrite?: boolean | undefined;
}

/** Without it Excel reads a CSV in the code page of the machine. */
const byteOrderMark = '\uFEFF';

export async function lines(request: ReviewRequest<LinesOptions>): Promise<ExitCode> {
  const { options, terminal } = request;
  const handed = await handOutLines(request);
  if (handed.kind === 'refused') return refuse(terminal, handed.refusals);
  const { lines: theirs, files } = handed.value;
  if (options.json) terminal.out(JSON.stringify({ schema: 1, review: options.review, lines: theirs, files }, null, 2));
  else if (files === undefined) terminal.table([...worksheetCsv(theirs)].join(''));
  else terminal.out(handedOutText(handed.value));
  return exitCodes.done;
}

export interface HandedOutLines {
  readonly lines: readonly OpenLine[];
  /** The worksheets that were written; absent where no folder is named. */
  readonly files?: readonly string[];
}

/** What is undecided, as worksheets where a folder is named. */
export async function handOutLines({
  home,
  options,
  terminal,
}: ReviewRequest<LinesOptions>): Promise<Result<HandedOutLines>> {
  const { out, reviewer = null, overwrite = false } = options;
  const review = await openState(home, options.review);
  if (review.kind === 'refused') return review;
  const theirs = review.value.undecided.filter((line) => reviewer === null || line.reviewer === reviewer);
  if (reviewer !== null && theirs.length === 0) terminal.err(`${nothingOf(reviewer, review.value.undecided)}\n`);
  if (out === undefined) return ok({ lines: theirs });
  const folder = await folderArgument('--out', out);
  if (folder.kind === 'refused') return folder;
  const today = todayOf(home.clock.now(), review.value.config);
  const files = await worksheets(review.value, { lines: theirs, reviewer, out, today });
  const lost = await writeNew(files, overwrite);
  if (lost.length === 0) return ok({ lines: theirs, files: files.map(({ path }) => path) });
  terminal.err('No worksheet was written.\n');
  return refusedAll(lost);
}

export function handedOutText({ lines: theirs, files = [] }: HandedOutLines): string {
  return `${plural(theirs.length, 'line')} to decide: ${files.join(', ')}. Fill in decision, until and reason, and hand it back with decide --file.`;
}

/** Said in place of an empty worksheet, which would mean that all is done: the address may be mistyped. */
function nothingOf(reviewer: string, undecided: readonly OpenLine[]): string {
  const others = [...new Set(undecided.flatMap((line) => line.reviewer ?? []))].toSorted();
  const whose = others.length === 0 ? '' : ` Lines wait for ${some(others, 5)}.`;
  return `No line waits for ${reviewer}.${whose}`;
}

interface Asked {
  readonly lines: readonly OpenLine[];
  /** `null` for the lines of everybody. */
  readonly reviewer: string | null;
  readonly out: string;
  readonly today: ReturnType<typeof todayOf>;
}

async function worksheets(
  { period, state }: OpenState,
  { lines: asked, reviewer, out, today }: Asked,
): Promise<readonly NewFile[]> {
  // Loaded by the command that needs it: nothing else writes workbooks.
  const { worksheetWorkbook } = await import('../../drawing/workbook/worksheet.ts');
  const name = (whose: string | null): string => join(out, `worksheet-${period}${whose === null ? '' : `-${whose}`}`);
  const text = `${byteOrderMark}${[...worksheetCsv(asked)].join('')}`;
  const files = [{ path: `${name(reviewer === null ? null : fileNameOf(reviewer))}.csv`, bytes: Buffer.from(text) }];
  const byReviewer = Map.groupBy(asked, (line) => line.reviewer);
  if (reviewer !== null && byReviewer.size === 0) byReviewer.set(asked[0]?.reviewer ?? null, []);
  for (const [whose, theirs] of byReviewer) {
    const bytes = await worksheetWorkbook({
      review: period,
      reviewer: whose ?? reviewer,
      openedAt: state.openedAt,
      today,
      lines: theirs,
    });
    files.push({ path: `${name(fileNameOf(whose ?? reviewer))}.xlsx`, bytes: Buffer.from(bytes) });
  }
  return files;
}

/**
 * The address as part of a file name. Characters that a file name may not hold are replaced, and then a digest keeps
 * two addresses apart.
 */
function fileNameOf(reviewer: string | null): string {
  if (reviewer === null) return 'nobody';
  const plain = reviewer.replaceAll(/[^a-z0-9@._+-]/g, '_');
  return plain === reviewer ? plain : `${plain}-${sha256Of(reviewer).slice(0, 8)}`;
}
