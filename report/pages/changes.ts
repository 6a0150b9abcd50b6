// What is other than at the last review: accounts that came, went, or changed.
import { instantText } from '../../core/instant.ts';
import type { Report } from '../../core/report.ts';
import type { Book } from '../layout/book.ts';
import { chapter, paragraph, section } from '../layout/prose.ts';
import { tableOr } from '../layout/table.ts';
import { orNothing, yesNo } from './wording.ts';

export function* changes(book: Book, { changes: changed }: Report): Generator<void, void> {
  chapter(book, 'Changes since the last review', { short: true });
  if (changed.since === null) {
    paragraph(book, 'This is the first accepted comparison: there is no earlier population to compare with.');
    return;
  }
  const { since } = changed;
  paragraph(book, `Compared with the accepted run ${since.run}, as of ${instantText(since.asOf)}.`);
  section(book, 'Accounts added');
  yield* tableOr(
    book,
    {
      columns: [
        { title: 'Login', share: 3 },
        { title: 'Role', share: 2 },
        { title: 'Privileged', share: 1 },
      ],
      rows: changed.added.map((account) => [account.login, orNothing(account.role), yesNo(account.privileged)]),
    },
    'No account was added.',
  );
  section(book, 'Accounts removed');
  yield* tableOr(
    book,
    {
      columns: [
        { title: 'Login', share: 3 },
        { title: 'Explained by', share: 4 },
      ],
      rows: changed.removed.map((account) => [account.login, account.explained]),
    },
    'No account was removed.',
  );
  section(book, 'Accounts changed');
  yield* tableOr(
    book,
    {
      columns: [
        { title: 'Login', share: 3 },
        { title: 'What', share: 1 },
        { title: 'Before', share: 2 },
        { title: 'Now', share: 2 },
      ],
      rows: changed.changed.map(({ login, field, before, after }) => [login, field, before, after]),
    },
    'No account changed its role, status or situation.',
  );
}
