// What the conclusions, severities, situations and other words mean, so that the report is read without the program's documents beside it.
import type { Severity } from '../../../core/names/codes.ts';
import type { Situation } from '../../../core/names/situations.ts';
import { situations } from '../../../core/names/situations.ts';
import { outcomeWords } from '../../../core/report/told/conclusion.ts';
import type { Outcome } from '../../../core/report/told/conclusion.ts';
import type { Book } from '../../layout/book.ts';
import type { Cell } from '../../layout/cell.ts';
import { bold, columnsOf } from '../../layout/columns.ts';
import { chapter } from '../../layout/prose.ts';
import { table } from '../../layout/table.ts';
import { severityPart } from '../../wording.ts';

const conclusions: readonly (readonly [outcome: Outcome, meaning: string])[] = [
  ['effective', 'every stage signed in time, an export shows all that was revoked as gone, and nothing of note stands'],
  ['exceptions', 'every stage signed and no critical finding stands; what does is listed on the first page'],
  ['in-progress', 'not every stage has signed; or all have, and a critical finding still stands'],
  ['held', 'the inputs do not fit together: a gate says why, and the run cannot be relied on'],
  ['incomplete', 'a source could not be read completely: what was not found is not proven to be absent'],
  ['not-performed', 'the due day passed without a review, or there was nothing to compare; it has a report of its own'],
];

/** Contract, sections 7 and 9: what a decision settles of each. */
const severityMeanings: readonly (readonly [Severity, string])[] = [
  ['critical', 'a person who left still has access, or used it: while one stands, no review is concluded'],
  ['high', 'access that probably nobody should have, or a control that is open: to keep it settles nothing'],
  ['medium', 'something to be looked at and answered: a decision that saw it settles it'],
  ['low', 'as medium, with less at stake'],
  ['info', 'to be known; nobody needs to act'],
];

const otherWords: readonly (readonly [word: string, meaning: string])[] = [
  ['gate, of a run', 'a check of the inputs before they are compared; where it objects, the run is held'],
  ['skew', 'the gate of an export and a snapshot that were taken further apart than the policy allows'],
  ['gate, of a directory', 'it lets people in to the application; one of "people" only knows who is there'],
  ['live', 'of an account: active, or invited and pending; not suspended'],
  ['line', 'what a reviewer decides on: a live account, or a key of the register'],
  ['asserted', 'typed by somebody, and not authenticated'],
];

/** Contract, section 6. */
const meanings: Readonly<Record<Situation, string>> = {
  registered: 'in the register of accounts that belong to no person',
  disputed: 'two or more people match it',
  linked: 'its person can sign in and is assigned to the application',
  unlinked: 'its person can sign in, and no directory that lets people in assigns them',
  suspended: 'its person is blocked for now in the directory',
  disabled: 'its person is disabled: a leaver or somebody on leave',
  deleted: 'its person has left, or the identity is deleted',
  unmatched: 'no identity has its login, now or in an earlier accepted run',
  undetermined: 'not to be told, because a directory was read in part or says what is not known',
};

const content = {
  size: 8,
  air: 0.28,
  evenEnd: true,
  columns: columnsOf({ Word: bold(1.5), Meaning: 4.5 }),
  rows: [
    ...conclusions.map(([outcome, meaning]): readonly Cell[] => [outcomeWords[outcome], meaning]),
    ...otherWords,
    ...severityMeanings.map(([severity, meaning]): readonly Cell[] => [severityPart(severity), meaning]),
    ...situations.map((situation): readonly Cell[] => [situation, meanings[situation]]),
  ],
} as const;

/**
 * The last chapter before the wide tables, which begin on a fresh page: `evenEnd` keeps the page before them from being
 * nearly empty.
 */
export function* words(book: Book): Generator<void, void> {
  chapter(book, 'What the words of this report mean', { short: true });
  yield* table(book, content);
}
