// Which of what is attached to a message is a file, which goes with every mail, and which refuses the message.
import { describe, expect, test } from 'vitest';
import { attachedFiles } from '../../../../core/inputs/intake/attachments.ts';
import type { Attached } from '../../../../core/inputs/intake/message.ts';
import { refusalText } from '../../../../core/values/result.ts';

function attached(name: string | null, mediaType: string, text = 'Email,Status\n'): Attached {
  return { name, mediaType, bytes: new TextEncoder().encode(text) };
}

/** The names of the files, or all refusals. */
function read(...all: readonly Attached[]): readonly string[] {
  const files = attachedFiles({ name: 'message.eml', attached: all });
  return files.kind === 'ok' ? files.value.map(({ name }) => name) : files.refusals.map(refusalText);
}

const picture = attached('logo.png', 'image/png', 'picture');

describe('a table', () => {
  test.each(['text/csv', 'text/plain', 'text/html', 'application/octet-stream', 'application/vnd.ms-excel'])(
    'is a file by its name, whatever a mail program calls it: %s',
    (mediaType) => {
      expect(read(attached('users.csv', mediaType), attached('Users.XLSX', mediaType, 'other'))).toEqual([
        'users.csv',
        'Users.XLSX',
      ]);
    },
  );

  test('is one without a name by its type, and by no type where its name is that of another kind', () => {
    expect(read(picture, attached(null, 'text/csv'))).toEqual(['attachment-2']);
    expect(read(attached('users.txt', 'text/csv'))).toEqual([expect.stringContaining('attached and not taken')]);
  });

  test('is called without the path where the sender keeps it', () => {
    expect(
      read(attached('C:\\exports\\users.csv', 'text/csv'), attached('a/b/other.csv', 'text/csv', 'other')),
    ).toEqual(['users.csv', 'other.csv']);
  });

  test('is one however often it is attached, and two where a byte differs', () => {
    const users = attached('users.csv', 'text/csv');
    expect(read(users, { ...users, name: 'copy.csv' })).toEqual(['users.csv']);
    expect(read(users, attached('more.csv', 'text/csv', 'Email,Status\n\n'))).toEqual(['users.csv', 'more.csv']);
  });

  test('has a name of two hundred characters at most', () => {
    const longest = `${'n'.repeat(196)}.csv`;
    expect(read(attached(longest, 'text/csv'))).toEqual([longest]);
    expect(read(attached(`n${longest}`, 'text/csv'))).toEqual([expect.stringContaining('not what it looks like')]);
  });

  test('without a byte refuses the message', () => {
    expect(read(attached('users.csv', 'text/csv', ''))).toEqual([
      expect.stringMatching(/^message\.eml, attachment 1: empty file\. Found: "users\.csv" with 0 bytes/),
    ]);
  });
});

describe('what is no table', () => {
  const users = attached('users.csv', 'text/csv');

  test.each(['image/png', 'text/plain', 'text/calendar', 'application/pkcs7-signature'])(
    'goes with every mail as %s',
    (mediaType) => {
      expect(read(attached('part', mediaType, 'part'), users)).toEqual(['users.csv']);
      expect(read(attached('part', mediaType, 'part'))).toEqual([
        expect.stringMatching(/^message\.eml: no file in the message\. Found: only "part"\. Expected: .*attached\.$/),
      ]);
    },
  );

  test('goes with a mail of macOS, called as the file whose resources it holds', () => {
    expect(read(attached('users.csv', 'application/applefile', 'fork'), users)).toEqual(['users.csv']);
  });

  test.each([
    ['users.zip', 'application/zip', 'an archive'],
    ['users.zip', 'application/octet-stream', 'an archive'],
    ['export', 'application/zip', 'an archive'],
    ['users.xls', 'application/vnd.ms-excel', 'another kind of workbook'],
    ['mail.eml', 'message/rfc822', 'a forwarded message'],
    ['winmail.dat', 'application/ms-tnef', 'into which Outlook packed'],
  ])('refuses the message and is all that does: %s as %s', (name, mediaType, found) => {
    expect(read(attached(name, mediaType))).toEqual([expect.stringContaining(found)]);
    expect(read(users, attached(name, mediaType, 'other'))).toEqual([
      expect.stringMatching(/^message\.eml, attachment 2: attached and not taken\./),
    ]);
  });

  test('is missing where nothing is attached', () => {
    expect(read()).toEqual([expect.stringContaining('Found: nothing attached')]);
  });
});
