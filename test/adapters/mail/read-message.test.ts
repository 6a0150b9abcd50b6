// Messages as mail programs write them, and as those write them who want something else to be read.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalText } from '../../../core/values/result.ts';
import { judged, refusals } from './judged.ts';
import { formsOf } from '../../support/mime/forms.ts';
import {
  base64,
  csvPart,
  leavers,
  messageOf,
  mixed,
  parts,
  proven,
  usualMessage,
  users,
  words,
} from '../../support/mime/messages.ts';

describe('a message of a sender who may send', () => {
  test.each(formsOf(users))('is taken as it is written by $program', async ({ bytes, file, text = users }) => {
    const result = await judged(bytes);
    if (result.kind === 'refused') throw new Error(result.refusals.map(refusalText).join('\n'));
    expect(result.value.sender).toBe('jane@acme.com');
    const files = result.value.files.map(({ name, bytes: content }) => [
      name,
      Buffer.from(content).toString().trimEnd(),
    ]);
    expect(files).toEqual([[file, text.trimEnd()]]);
  });

  test('may bring the export and the leavers, and say when the export was taken', async () => {
    const list = csvPart(leavers, ['Content-Type: text/csv; name=left.csv', 'Content-Disposition: attachment']);
    const said = [
      'Content-Type: text/plain; charset=UTF-8',
      '',
      'exported-at: 2026-10-05T07:40:00Z',
      'Count-Shown: 3',
      '',
      '> count-shown: 9',
      '-- ',
      'exported-by: somebody@acme.com',
    ];
    const result = await judged(messageOf(parts('b', said, csvPart(users), list), [mixed('b')]));
    expect(result).toMatchObject({
      kind: 'ok',
      value: {
        files: [{ name: 'users.csv' }, { name: 'left.csv' }],
        declared: { exportedAt: '2026-10-05T07:40:00Z', exportedBy: null, countShown: 3 },
      },
    });
  });
});

const attached = (...headers: readonly string[]): Buffer =>
  messageOf(parts('b', words, [...headers, 'Content-Transfer-Encoding: base64', '', ...base64('something')]), [
    mixed('b'),
  ]);

/** @param more behind the name of the file */
function withFile(body: readonly string[], more = ''): Buffer {
  const head = [
    'Content-Type: text/csv; name="users.csv"',
    `Content-Disposition: attachment; filename="users.csv"${more}`,
    'Content-Transfer-Encoding: base64',
  ];
  return messageOf(parts('b', words, [...head, '', ...body]), [mixed('b')]);
}

describe('what is attached and no file of a table', () => {
  test.each([
    ['winmail.dat', attached('Content-Type: application/ms-tnef; name="winmail.dat"'), 'not as Rich Text'],
    ['an archive', attached('Content-Type: application/zip; name="users.zip"'), 'the file itself attached'],
    ['an old workbook', attached('Content-Type: application/vnd.ms-excel; name="users.xls"'), 'an .xlsx'],
    ['an encrypted message', attached('Content-Type: application/pkcs7-mime; name="smime.p7m"'), 'not encrypted'],
    ['a program', attached('Content-Type: application/octet-stream; name="users.csv.exe"'), 'users.csv.exe'],
    [
      'a name that reads backwards',
      attached("Content-Type: text/csv; name*=utf-8''users%E2%80%AEvsc.exe.csv"),
      'a name that is not what it looks like',
    ],
    ['an empty file', messageOf(parts('b', csvPart('')), [mixed('b')]), '0 bytes'],
    ['nothing', messageOf(['', 'The users, as of today.']), 'nothing attached'],
    [
      'a list in the text of the message',
      messageOf(parts('b', ['Content-Type: text/plain', '', ...users.split('\r\n')]), [mixed('b')]),
      'nothing attached',
    ],
    [
      'a forwarded message that holds the file',
      messageOf(
        parts('b', words, ['Content-Type: message/rfc822', '', ...usualMessage().toString('latin1').split('\r\n')]),
        [mixed('b')],
      ),
      'the file itself attached',
    ],
    [
      'a file with another beside it that is none',
      messageOf(parts('b', csvPart(users), ['Content-Type: application/pdf; name=page.pdf', '', 'PDF']), [mixed('b')]),
      'page.pdf',
    ],
  ])('is told: %s', async (_what, bytes, told) => {
    const said = await refusals(bytes);
    expect(said.join('\n')).toContain(told);
    expect(said.every((one) => one.startsWith('m.eml'))).toBe(true);
  });
});

describe('a message that cannot be read whole', () => {
  const whole = usualMessage();
  test.each([
    ['cut before its last boundary', whole.subarray(0, whole.length - 10), 'the message was cut'],
    ['cut within its file', whole.subarray(0, whole.length - 150), 'the message was cut'],
    [
      'cut where a part within has a boundary that begins as the last one does',
      messageOf(['', '--b', mixed('b--x'), '', '--b--x', ...csvPart(users).slice(0, -1)], [mixed('b')]),
      'the message was cut',
    ],
    [
      'without a boundary',
      messageOf(parts('b', csvPart(users)), ['Content-Type: multipart/mixed']),
      'without a boundary',
    ],
    [
      'of thousands of parts',
      messageOf(parts('b', ...Array.from({ length: 5_000 }, () => words)), [mixed('b')]),
      'more than 500',
    ],
    ['of parts within parts', nested(60), 'nesting depth'],
    ['of a million empty lines', messageOf(['', '\r\n'.repeat(1_000_000)]), 'more than 50000 lines'],
    ['of headers without end', usualMessage([`X-Long: ${'a '.repeat(200_000)}`]), 'header size'],
    ['that is none', Buffer.from(users), 'no header of a message'],
    ['of nothing', Buffer.alloc(0), 'no header of a message'],
    ['of null bytes', Buffer.alloc(10_000), 'no header of a message'],
  ])('is refused: %s', async (_what, bytes, told) => {
    expect((await refusals(bytes)).join('\n')).toContain(told);
  });

  test('or was changed at random, is read or refused, and never ends the program', async () => {
    const mutation = fc.record({ at: fc.nat(whole.length), drop: fc.nat(40), bytes: fc.uint8Array({ maxLength: 40 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 6 }), async (mutations) => {
        let bytes = Buffer.from(whole);
        for (const { at, drop, bytes: put } of mutations)
          bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + drop)]);
        expect(['ok', 'refused']).toContain((await judged(bytes)).kind);
      }),
      { numRuns: 300 },
    );
  });

  const forged = `${proven}\r\n`;
  test.each([
    ['after a line feed alone', `X-Note: a\n${forged}`, 'end in two ways'],
    ['after a carriage return alone', `X-Note: a\r${forged}`, 'a carriage return within a header'],
    ['after an end that only some see', `X-Note: a\r\r${forged}`, 'a carriage return within a header'],
    ['after an empty line that ends in a line feed alone', `X-Note: a\r\n\n${forged}`, 'end in two ways'],
    ['after a line of blanks', `X-Note: a\r\n \t\r\n${forged}`, 'a line of blanks'],
    ['with a blank before its colon', forged.replace(':', ' :'), 'a blank between the name'],
  ])('is refused where a header may be none, and the receiver left it: %s', async (_where, line, told) => {
    const smuggled = Buffer.concat([Buffer.from(line), usualMessage([], [])].map((one) => Uint8Array.from(one)));
    expect((await refusals(smuggled)).join('\n')).toContain(told);
  });

  test.each([
    ['Content-Type', mixed('other')],
    ['Content-Transfer-Encoding', 'Content-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64'],
    ['Content-Disposition', 'Content-Disposition: inline\r\nContent-Disposition: attachment; filename=other.csv'],
  ])('is refused with two headers that decide how its parts are read: %s', async (name, header) => {
    expect((await refusals(usualMessage([header]))).join('\n')).toContain(`more than one ${name.toLowerCase()}`);
  });

  describe('in which Base64 was cut between two of its groups', () => {
    const many = `${users}${'dan@acme.com,User,2024-01-15\r\n'.repeat(1000)}`;
    const lines = base64(many);

    test.each([
      [
        'within a line',
        lines.map((line, at) => (at === 5 ? line.slice(0, 40) : line)),
        '40 signs in line 6, and 76 in',
      ],
      [
        'and what follows was joined to its line',
        [...lines.slice(0, 5), `${lines[5]}${lines[6]}`],
        '152 signs in line 6',
      ],
    ])('is refused by its lines: %s', async (_, body, told) => {
      expect((await refusals(withFile(body))).join('\n')).toContain(told);
    });

    test.each([`size=${many.length}`, `SIZE="${many.length + 8000}"; creation-date="x"`])(
      'is refused by the size that is told of it, where most of it is gone: %s',
      async (size) => {
        const told = (await refusals(withFile(lines.slice(0, 100), `; ${size}`))).join('\n');
        expect(told).toContain(`5700 bytes, where Content-Disposition tells`);
        expect(await refusals(withFile(lines, `; ${size}`))).toEqual([]);
      },
    );

    test('passes behind a full line where nobody tells its size, which the count of users shows', async () => {
      expect(await refusals(withFile(lines.slice(0, 100)))).toEqual([]);
    });
  });

  test.each(['Y', 'YQ', 'YQ=', 'Y==='])(
    'is refused whose Base64 ends in %s, which is no whole group',
    async (ending) => {
      const said = await refusals(withFile([...base64(users).slice(0, 1), ending]));
      expect(said.join('\n')).toContain('Base64 that ends within a group of four');
    },
  );

  test('takes no line of a header that goes on for another', async () => {
    expect(await refusals(usualMessage(['X-Name: a\r\n From: evil@attacker.example']))).toEqual([]);
  });
});

function nested(depth: number): Buffer {
  const open = Array.from({ length: depth }, (_, index) => [`--n${index}`, mixed(`n${index + 1}`), '']).flat();
  const close = Array.from({ length: depth + 1 }, (_, index) => `--n${depth - index}--`);
  return messageOf(['', ...open, `--n${depth}`, ...csvPart(users), ...close, ''], [mixed('n0')]);
}
