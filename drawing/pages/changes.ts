// What is other than at the last review: accounts that came, went, or changed.
import { instantText } from '../../core/values/instant.ts';
import type { Changes, Report } from '../../core/report/report.ts';
import type { Book } from '../layout/book.ts';
import { chapter, paragraph } from '../layout/prose.ts';
import { tableSection } from '../layout/table.ts';
import { orNothing, yesNo } from '../wording.ts';

export function* changes(book: Book, report: Report): Generator<void, void> {
  chapter(book, 'Changes since the last review', { short: true });
  const { since } = report.changes;
  if (since === null) {
    paragraph(book, 'This is the first accepted comparison: there is no earlier population to compare with.');
    return;
  }
  paragraph(book, `Compared with the accepted run ${since.run}, as of ${instantText(since.asOf)}.`);
  yield* added(book, report.changes);
  yield* removed(book, report.changes);
  yield* changed(book, report.changes);
}

function* added(book: Book, changes: Changes): Generator<void, void> {
  yield* tableSection(book, 'Accounts added', {
    columns: [
      { title: 'Login', share: 3 },
      { title: 'Role', share: 2 },
      { title: 'Privileged', share: 1 },
    ],
    rows: changes.added.map((account) => [account.login, orNothing(account.role), yesNo(account.privileged)]),
    empty: 'No account was added.',
  });
}

function* removed(book: Book, changes: Changes): Generator<void, void> {
  yield* tableSection(book, 'Accounts removed', {
    columns: [
      { title: 'Login', share: 3 },
      { title: 'Explained by', share: 4 },
    ],
    rows: changes.removed.map((account) => [account.login, account.explained]),
    empty: 'No account was removed.',
  });
}

function* changed(book: Book, changes: Changes): Generator<void, void> {
  yield* tableSection(book, 'Accounts changed', {
    columns: [
      { title: 'Login', share: 3 },
      { title: 'What', share: 1 },
      { title: 'Before', share: 2 },
      { title: 'Now', share: 2 },
    ],
    rows: changes.changed.map(({ login, field, before, after }) => [login, field, before, after]),
    empty: 'No account changed its role, status or situation.',
  });
}
