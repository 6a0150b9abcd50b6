// What changed between the run under review and the last signature, each with whether a decision has seen it.
import type { Report } from '../../../core/report/report.ts';
import type { RollForwardChange } from '../../../core/review/changes/roll-forward.ts';
import { isWatchId } from '../../../core/run.ts';
import { evidenceFiles } from '../../../core/names/evidence-files.ts';
import { instantText } from '../../../core/values/time-text.ts';
import type { Book } from '../../layout/book.ts';
import { columnsOf } from '../../layout/columns.ts';
import { chapter, paragraph } from '../../layout/prose.ts';
import { table } from '../../layout/table.ts';
import { loginPart } from '../told.ts';
import type { Told } from '../told.ts';
import { counted, orNothing } from '../../wording.ts';

/** Not drawn where no signature asked how far it reaches. */
export function* rollForward(book: Book, told: Told): Generator<void, void> {
  const { report } = told;
  const forward = report.review?.forward;
  if (forward === undefined) return;
  chapter(book, 'Roll-forward to the signature', { short: true });
  if (forward === null) {
    paragraph(book, unknownText(report));
    return;
  }
  const { from, to, changes, doubt } = forward;
  paragraph(
    book,
    `From the run under review, as of ${instantText(from.asOf)}, to the ${isWatchId(to.run) ? 'watch run' : 'run'} ${to.run}, as of ${instantText(to.asOf)}, the latest complete one ` +
      `of the same configuration before the last signature; its export was taken on ${instantText(to.exportedAt)}. ` +
      (isWatchId(to.run)
        ? 'A watch run compares the directories of its day with the last export that was accepted. '
        : '') +
      `${changes.length === 0 ? 'Nothing changed' : counted(changes.length, 'change')}. What changed after it is not known. ` +
      `The same stands in ${evidenceFiles.rollForward.name}.`,
  );
  if (doubt !== null) paragraph(book, `The export of that run is to be read with care: ${doubt}.`);
  yield* changesTable(book, told, changes);
}

/** @param told where logins lead to; a closing report leads nowhere */
export function* changesTable(
  book: Book,
  told: Pick<Told, 'anchors'>,
  changes: readonly RollForwardChange[],
): Generator<void, void> {
  if (changes.length === 0) return;
  yield* table(book, {
    size: 7,
    air: 0.28,
    columns: columnsOf({
      Account: 2.3,
      What: 1.3,
      Before: 0.85,
      Then: 1.4,
      Reviewed: 0.85,
      'Which decision there is': 3.3,
    }),
    rows: changes.map(({ login, kind, before, after, reviewed, how }) => [
      loginPart(told, login),
      kindWords[kind],
      orNothing(before),
      orNothing(after),
      reviewed ? 'yes' : { text: 'NO', face: 'bold' as const },
      how,
    ]),
  });
}

function unknownText({ run }: Report): string {
  return (
    `No complete run of the same configuration is known between the run under review, as of ${instantText(run.asOf)}, and the ` +
    'last signature: what changed in the directories and in the export after it is not known.'
  );
}

const kindWords: Readonly<Record<RollForwardChange['kind'], string>> = {
  created: 'account created',
  recreated: 'account made anew',
  deleted: 'account deleted',
  suspended: 'account suspended',
  reactivated: 'account let in again',
  role: 'role changed',
  assigned: 'person assigned, no account',
  joined: 'person joined, no account yet',
  left: 'person left',
  disabled: 'person disabled',
  orphaned: 'no person any more',
  unassigned: 'assignment gone',
  blocked: 'person blocked for now',
};
