// Messages of which one program reads less than another, or another file: each is refused with its reason.
import { base64, csvPart, messageOf, mixed, parts, quotedPrintable, users, usualMessage, words } from './messages.ts';

export interface RefusedForm {
  readonly form: string;
  readonly bytes: Buffer;
  /** Stands in the refusal. */
  readonly told: string;
}

const message = (...body: readonly (readonly string[])[]): Buffer =>
  messageOf(parts('b', words, ...body), [mixed('b')]);
const whole = base64(users);
const encoded = (encoding: string, ...lines: readonly string[]): Buffer =>
  message([
    'Content-Type: text/csv; name="users.csv"',
    'Content-Disposition: attachment; filename="users.csv"',
    `Content-Transfer-Encoding: ${encoding}`,
    '',
    ...lines,
  ]);
const named = (...headers: readonly string[]): Buffer => message(csvPart(users, headers));
const other = users.replace('cho@acme.com', 'eve@acme.com');

/** Each of these would be read shorter, or as another file, by one program or the other. */
export const refused: readonly RefusedForm[] = [
  {
    form: 'Base64 of which the end is missing',
    bytes: encoded('base64', ...whole.slice(0, -1), (whole.at(-1) ?? '').slice(0, 2).replaceAll('=', 'A')),
    told: 'm.eml, part 2: message not readable. Found: Base64 that ends within a group of four',
  },
  {
    form: 'Base64 with a letter that is none',
    bytes: encoded('base64', ...whole.map((line, index) => (index === 0 ? line.replace(/.$/, '*') : line))),
    told: 'a sign that is no Base64 (2A)',
  },
  {
    form: 'Base64 in the letters of addresses of the web',
    bytes: encoded('base64', ...whole.map((line) => `${line.slice(0, -1)}_`)),
    told: 'a sign that is no Base64 (5F)',
  },
  {
    form: 'a list that appends its footer to the Base64',
    bytes: encoded('base64', ...base64('a;b'), '', '____', 'reviews mailing list'),
    told: 'a sign that is no Base64 (5F)',
  },
  {
    form: 'a second file behind the padding of the first',
    bytes: encoded('base64', ...base64('ab'), ...whole),
    told: 'text behind the end of the Base64',
  },
  {
    form: 'quoted-printable that was cut within a sign',
    bytes: encoded('quoted-printable', ...quotedPrintable(users), 'd=C', 'x'),
    told: 'an equals sign that means nothing',
  },
  {
    form: 'an encoding that is none',
    bytes: encoded('x-uuencode', 'begin 644 users.csv', 'end'),
    told: 'content-transfer-encoding "x-uuencode". Expected: one of 7bit, 8bit, binary, base64, quoted-printable',
  },
  {
    form: 'an encoding with a word behind it',
    bytes: encoded('base64 (7bit)', ...whole),
    told: 'content-transfer-encoding "base64 (7bit)"',
  },
  {
    form: 'two encodings of one part',
    bytes: encoded('7bit\r\nContent-Transfer-Encoding: base64', ...whole),
    told: 'm.eml, part 2: message not readable. Found: more than one content-transfer-encoding',
  },
  {
    form: 'parts that are encoded as one',
    bytes: messageOf(parts('b', words, csvPart(users)), [mixed('b'), 'Content-Transfer-Encoding: base64']),
    told: 'content-transfer-encoding "base64". Expected: one of 7bit, 8bit, binary',
  },
  {
    form: 'two dates',
    bytes: usualMessage(['Date: Mon, 05 Oct 2026 08:00:00 +0000', 'Date: Mon, 12 Oct 2026 08:00:00 +0000']),
    told: 'm.eml: message not readable. Found: more than one date',
  },
  {
    form: 'two names of the message',
    bytes: usualMessage(['Message-ID: <1@acme.com>', 'Message-ID: <2@acme.com>']),
    told: 'more than one message-id',
  },
  {
    form: 'a name in Content-Type and another in Content-Disposition',
    bytes: named('Content-Type: text/csv; name="users.csv"', 'Content-Disposition: attachment; filename="users.exe"'),
    told: '"users.exe" and "users.csv", names of one file',
  },
  {
    form: 'a plain name and another in RFC 2231',
    bytes: named(
      'Content-Type: text/csv',
      `Content-Disposition: attachment; filename="users.csv"; filename*=utf-8''leavers.csv`,
    ),
    told: '"users.csv" and "leavers.csv", names of one file',
  },
  {
    form: 'a name in ASCII that ends otherwise than the one with all letters',
    bytes: named(
      'Content-Type: text/csv',
      `Content-Disposition: attachment; filename="users.csv"; filename*=utf-8''m%C3%A4rz.xlsx`,
    ),
    told: 'names of one file',
  },
  {
    form: 'a name that stands twice',
    bytes: named('Content-Type: text/csv', 'Content-Disposition: attachment; filename="a.csv"; filename="b.csv"'),
    told: 'Expected: each parameter once, in quotes',
  },
  {
    form: 'a name with a piece missing',
    bytes: named('Content-Type: text/csv', 'Content-Disposition: attachment; filename*0="users"; filename*2=".csv"'),
    told: 'each parameter once, in quotes',
  },
  {
    form: 'a name with blanks and without quotes',
    bytes: named('Content-Type: text/csv', 'Content-Disposition: attachment; filename=users (1).csv'),
    told: 'each parameter once, in quotes',
  },
  {
    form: 'a name in an encoding that is none',
    bytes: named('Content-Type: text/csv', `Content-Disposition: attachment; filename*=x-none''users.csv`),
    told: 'each parameter once, in quotes',
  },
  {
    form: 'two boundaries of one part',
    bytes: messageOf(parts('b', words, csvPart(users)), ['Content-Type: multipart/mixed; boundary=b; boundary=c']),
    told: 'each parameter once, in quotes',
  },
  {
    form: 'parts that only a program sees that reads past a comment',
    bytes: messageOf(parts('b', words, csvPart(users)), ['Content-Type: (x) multi(y)part/mixed; boundary=b']),
    told: 'each parameter once, in quotes',
  },
  {
    form: 'a part within that was cut',
    bytes: messageOf(parts('b', [mixed('c'), '', '--c', ...csvPart(users)], words), [mixed('b')]),
    told: 'm.eml, part 1: message not readable. Found: an end without the last boundary',
  },
  {
    form: 'alternatives that are two lists',
    bytes: message(['Content-Type: multipart/alternative; boundary=c', ...parts('c', csvPart(users), csvPart(other))]),
    told: 'm.eml: more than an export. Found: "users.csv" and "users.csv"',
  },
  {
    form: 'a list that is shown as text beside another that is attached',
    bytes: message(
      ['Content-Type: text/plain; name="users.csv"', 'Content-Disposition: inline; filename="users.csv"', '', users],
      csvPart(other),
    ),
    told: '"users.csv", written into the text of the message',
  },
  {
    form: 'Outlook with a message in Rich Text',
    bytes: message([
      'Content-Type: application/ms-tnef; name="winmail.dat"',
      'Content-Disposition: attachment; filename="winmail.dat"',
      'Content-Transfer-Encoding: base64',
      '',
      ...base64('tnef'),
    ]),
    told: 'winmail.dat, into which Outlook packed what was attached',
  },
  {
    form: 'Outlook with a message that is encrypted as a whole',
    bytes: messageOf(
      ['', ...base64('enveloped')],
      [
        'Content-Type: application/pkcs7-mime; name="smime.p7m"; smime-type=enveloped-data',
        'Content-Disposition: attachment; filename="smime.p7m"',
        'Content-Transfer-Encoding: base64',
      ],
    ),
    told: 'an encrypted or sealed message',
  },
  {
    form: 'Thunderbird with a message that OpenPGP encrypts',
    bytes: messageOf(
      parts(
        'b',
        ['Content-Type: application/pgp-encrypted', '', 'Version: 1'],
        [
          'Content-Type: application/octet-stream; name="encrypted.asc"',
          'Content-Disposition: inline; filename="encrypted.asc"',
          '',
          '-----BEGIN PGP MESSAGE-----',
          '-----END PGP MESSAGE-----',
        ],
      ),
      ['Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="b"'],
    ),
    told: 'an encrypted or sealed message',
  },
  {
    form: 'Exchange with a disclaimer around the message that it may not change',
    bytes: messageOf(
      parts(
        'b',
        ['Content-Type: text/plain; charset=utf-8', '', 'This e-mail is confidential.'],
        [
          'Content-Type: message/rfc822',
          'Content-Disposition: attachment',
          '',
          ...usualMessage().toString('latin1').split('\r\n'),
        ],
      ),
      [mixed('b')],
    ),
    told: 'a forwarded message',
  },
  {
    form: 'a rule that forwards as an attachment, with the boundary of the message within',
    bytes: messageOf(
      parts('b1', words, [
        'Content-Type: message/rfc822; name="Users.eml"',
        '',
        ...usualMessage().toString('latin1').split('\r\n'),
      ]),
      [mixed('b1')],
    ),
    told: 'm.eml',
  },
  {
    form: 'Thunderbird with a file that was deleted from the message',
    bytes: message([
      'Content-Type: text/x-moz-deleted; name="Deleted: users.csv"',
      'Content-Disposition: inline; filename="Deleted: users.csv"',
      'X-Mozilla-Altered: AttachmentDeleted',
      '',
      'You deleted an attachment from this message.',
    ]),
    told: 'm.eml',
  },
  {
    form: 'Gmail and Outlook with a link to a file that lies elsewhere',
    bytes: messageOf(
      parts('b', words, [
        'Content-Type: text/html; charset=UTF-8',
        '',
        '<div><a href="https://drive.example/users.csv">users.csv</a></div>',
      ]),
      ['Content-Type: multipart/alternative; boundary="b"'],
    ),
    told: 'nothing attached',
  },
];
