// Messages as rules, gateways and more mail programs hand them on: each changes another thing of what was sent.
import {
  base64,
  csvPart,
  messageOf,
  mixed,
  parts,
  proven,
  quotedPrintable,
  users,
  usualMessage,
  words,
} from './messages.ts';
import type { Form } from './messages.ts';

const html = (text: string): readonly string[] => ['Content-Type: text/html; charset=UTF-8', '', `<div>${text}</div>`];
const asText = (type: string, text: string): readonly string[] => [
  `Content-Type: ${type}; charset="utf-8"`,
  'Content-Transfer-Encoding: base64',
  '',
  ...base64(text),
];

const disclaimer = 'This e-mail is confidential.';

/** Every one of these brings the usual export, and is taken. */
export const taken: readonly Form[] = [
  {
    program: 'Exchange with a transport rule: a disclaimer within both texts, encoded anew',
    file: 'users.csv',
    bytes: messageOf(
      parts(
        '_002_',
        [
          'Content-Type: multipart/alternative;\r\n\tboundary="_000_"',
          ...parts(
            '_000_',
            asText('text/plain', `The users.\r\n\r\n${disclaimer}\r\n`),
            asText('text/html', `<p>The users.</p><p>${disclaimer}</p>`),
          ),
        ],
        csvPart(users, [
          'Content-Type: text/csv; name="users.csv"',
          'Content-Description: users.csv',
          'Content-Disposition: attachment; filename="users.csv"; size=94;',
          '\tcreation-date="Mon, 05 Oct 2026 07:59:00 GMT";',
          '\tmodification-date="Mon, 05 Oct 2026 07:59:00 GMT"',
        ]),
      ),
      [
        'Content-Type: multipart/mixed;\r\n\tboundary="_002_"',
        'Content-Transfer-Encoding: binary',
        'X-MS-Exchange-Transport-CrossTenantHeadersStamped: AM0PR0101MB0001',
        'X-MS-Exchange-Organization-SCL: -1',
      ],
    ),
  },
  {
    program: 'Gmail with a rule that forwards: the message as it was, with the way of it above',
    file: 'users.csv',
    bytes: usualMessage(
      [],
      [
        'Delivered-To: access-review@intake.acme.com',
        'X-Forwarded-To: access-review@intake.acme.com',
        'X-Forwarded-For: jane@acme.com access-review@intake.acme.com',
        'ARC-Seal: i=2; a=rsa-sha256; t=1791187200; cv=pass; d=google.com; s=arc; b=c2ln',
        'ARC-Authentication-Results: i=2; mx.google.com; dmarc=fail header.from=acme.com',
        proven,
        'Return-Path: <jane+caf_=access-review=intake.acme.com@acme.com>',
      ],
    ),
  },
  {
    program: 'Exchange with a rule that redirects: sent again by the mailbox, of the same sender',
    file: 'users.csv',
    bytes: usualMessage([
      'Resent-From: <users@acme.com>',
      'Resent-Date: Mon, 05 Oct 2026 08:00:30 +0000',
      'Resent-Message-ID: <2@acme.com>',
      'X-MS-Exchange-Inbox-Rules-Loop: users@acme.com',
    ]),
  },
  {
    program: 'Apple Mail in rich text: the file within one of the alternatives',
    file: 'users.csv',
    bytes: messageOf(
      parts('Apple-Mail-1', words, [
        'Content-Type: multipart/mixed;\r\n\tboundary="Apple-Mail-2"',
        ...parts(
          'Apple-Mail-2',
          html('The users:'),
          csvPart(users, [
            'Content-Disposition: attachment;',
            '\tfilename=users.csv',
            'Content-Type: text/csv;',
            '\tx-unix-mode=0644;',
            '\tname="users.csv"',
          ]),
          html('Jane'),
        ),
      ]),
      ['Content-Type: multipart/alternative;\r\n\tboundary="Apple-Mail-1"'],
    ),
  },
  {
    program: 'a phone: names without quotes, an address of the part',
    file: 'users.csv',
    bytes: messageOf(
      parts(
        'p1',
        words,
        csvPart(users, [
          'Content-Type: text/csv;',
          '\tname=users.csv;',
          '\tx-apple-part-url=5C4A8B9E-0000-4000-8000-0123456789AB',
          'Content-Disposition: attachment;',
          '\tfilename=users.csv',
        ]),
      ),
      ['Content-Type: multipart/mixed; boundary=p1'],
    ),
  },
  {
    program: 'Python: the name in Content-Disposition alone, in RFC 2231',
    file: 'Benutzer für März.csv',
    bytes: messageOf(
      parts(
        '===============1234567890==',
        words,
        csvPart(users, [
          'Content-Type: text/csv',
          "Content-Disposition: attachment; filename*=utf-8''Benutzer%20f%C3%BCr%20M%C3%A4rz.csv",
          'MIME-Version: 1.0',
        ]),
      ),
      [mixed('===============1234567890==')],
    ),
  },
  {
    program: '.NET: the name in Content-Type alone',
    file: 'users.csv',
    bytes: messageOf(
      parts(
        '--boundary_0_1a2b',
        words,
        csvPart(users, ['Content-Type: text/csv; name=users.csv', 'Content-Disposition: attachment']),
      ),
      ['Content-Type: multipart/mixed; boundary=--boundary_0_1a2b'],
    ),
  },
  {
    program: 'one that writes the name in ASCII beside the name as it is',
    file: 'Benutzer für März.csv',
    bytes: messageOf(
      parts(
        'b',
        words,
        csvPart(users, [
          'Content-Type: text/csv; name="=?iso-8859-1?Q?Benutzer_f=FCr_M=E4rz.csv?="',
          'Content-Disposition: attachment; filename="Benutzer fur Marz.csv";',
          " filename*=iso-8859-1'de'Benutzer%20f%FCr%20M%E4rz.csv",
        ]),
      ),
      [mixed('b')],
    ),
  },
  {
    program: 'one that writes the pieces of a name in another order',
    file: 'users-of-people-ai.csv',
    bytes: messageOf(
      parts(
        'b',
        words,
        csvPart(users, [
          'Content-Type: text/csv',
          'Content-Disposition: attachment; filename*1="people-"; filename*0="users-of-";',
          '\tfilename*2="ai.csv"',
        ]),
      ),
      [mixed('b')],
    ),
  },
  {
    program: 'Proton Mail: the key of the sender beside the file',
    file: 'users.csv',
    bytes: messageOf(
      parts('b', words, csvPart(users), [
        'Content-Type: application/pgp-keys; filename="publickey - jane@acme.com - 0x1234.asc"; name="publickey -',
        ' jane@acme.com - 0x1234.asc"',
        'Content-Disposition: attachment; filename="publickey - jane@acme.com - 0x1234.asc"; name="publickey -',
        ' jane@acme.com - 0x1234.asc"',
        'Content-Transfer-Encoding: base64',
        '',
        ...base64('key'),
      ]),
      [mixed('b')],
    ),
  },
  {
    program: 'Thunderbird with a signature of OpenPGP around everything',
    file: 'users.csv',
    bytes: messageOf(
      parts(
        'outer',
        [
          'Content-Type: multipart/mixed; boundary="inner"; protected-headers="v1"',
          ...parts('inner', words, csvPart(users)),
        ],
        [
          'Content-Type: application/pgp-signature; name="OpenPGP_signature.asc"',
          'Content-Description: OpenPGP digital signature',
          'Content-Disposition: attachment; filename="OpenPGP_signature"',
          '',
          '-----BEGIN PGP SIGNATURE-----',
          'wsB5BAABCAAjFiEE',
          '-----END PGP SIGNATURE-----',
        ],
      ),
      ['Content-Type: multipart/signed; micalg=pgp-sha256; protocol="application/pgp-signature"; boundary="outer"'],
    ),
  },
  {
    program: 'a list that adds its footer as a part of its own',
    file: 'users.csv',
    bytes: messageOf(
      parts(
        '===1==',
        [mixed('b'), ...parts('b', words, csvPart(users))],
        [
          'Content-Type: text/plain; charset="us-ascii"',
          'MIME-Version: 1.0',
          'Content-Transfer-Encoding: 7bit',
          'Content-Disposition: inline',
          '',
          '_______________________________________________',
          'reviews mailing list',
        ],
      ),
      [mixed('===1=='), 'List-Id: <reviews.acme.com>', 'Precedence: list'],
    ),
  },
];

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
export const refused: readonly { readonly form: string; readonly bytes: Buffer; readonly told: string }[] = [
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
        ['Content-Type: text/plain; charset=utf-8', '', disclaimer],
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
    bytes: messageOf(parts('b', words, html('<a href="https://drive.example/users.csv">users.csv</a>')), [
      'Content-Type: multipart/alternative; boundary="b"',
    ]),
    told: 'nothing attached',
  },
];
