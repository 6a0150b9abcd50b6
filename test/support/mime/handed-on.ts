// Messages as rules, gateways and more mail programs hand them on: each changes another thing of what was sent.
import { base64, csvPart, messageOf, mixed, parts, proven, users, usualMessage, words } from './messages.ts';
import type { Form } from './forms.ts';

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
