// One export as each mail program attaches it: how it nests parts, names the file and encodes it.
import { base64, csvPart, messageOf, mixed, parts, proven, quotedPrintable, words } from './messages.ts';

export interface Form {
  readonly program: string;
  readonly bytes: Buffer;
  /** What the attached file is called, once it is read. */
  readonly file: string;
  /** The text of the file. Where it is not encoded, its line ends are those of the message. */
  readonly text?: string;
}

const apple = 'Apple-Mail=_A1B2C3D4-0000-4000-8000-0123456789AB';
const outlook = '_004_AM0PR0101MB0001ABCDEF0123456789ABCDEFAM0PR0101MB0001eurp_';

/** Every one of these brings the same export, and is taken. */
export function formsOf(
  users: string,
  trace: readonly string[] = [proven],
  headers: readonly string[] = [],
): readonly Form[] {
  const message = (body: readonly string[], own: readonly string[]): Buffer =>
    messageOf(body, [...headers, ...own], trace);
  return [
    {
      program: 'Gmail: alternatives within mixed, an id of the attachment',
      file: 'users.csv',
      bytes: message(
        parts(
          '000000000000a1b2c3',
          [
            'Content-Type: multipart/alternative; boundary="000000000000d4e5f6"',
            ...parts('000000000000d4e5f6', words, [
              'Content-Type: text/html; charset="UTF-8"',
              '',
              '<div dir="ltr">The users, as of today.</div>',
            ]),
          ],
          csvPart(users, [
            'Content-Type: text/csv; charset="US-ASCII"; name="users.csv"',
            'Content-Disposition: attachment; filename="users.csv"',
            'X-Attachment-Id: f_m1abcdef0',
            'Content-ID: <f_m1abcdef0>',
          ]),
        ),
        [mixed('000000000000a1b2c3')],
      ),
    },
    {
      program: 'Outlook and Exchange: a name in RFC 2231 that goes on, pictures of a signature in related',
      file: 'Benutzer für People.ai.csv',
      bytes: message(
        parts(
          outlook,
          [
            'Content-Type: multipart/related; boundary="_003_rel_"; type="multipart/alternative"',
            ...parts(
              '_003_rel_',
              ['Content-Type: multipart/alternative; boundary="_000_alt_"', ...parts('_000_alt_', words, words)],
              [
                'Content-Type: image/png; name="image001.png"',
                'Content-Description: image001.png',
                'Content-Disposition: inline; filename="image001.png"; size=1234;',
                '\tcreation-date="Mon, 05 Oct 2026 07:59:00 GMT"',
                'Content-ID: <image001.png@01DD0000.00000000>',
                'Content-Transfer-Encoding: base64',
                '',
                ...base64('no picture'),
              ],
            ),
          ],
          csvPart(users, [
            'Content-Type: application/vnd.ms-excel;',
            "\tname*0*=utf-8''Benutzer%20f%C3%BCr%20;",
            '\tname*1*=People.ai.csv',
            'Content-Description: =?utf-8?B?QmVudXR6ZXIgZsO8ciBQZW9wbGUuYWkuY3N2?=',
            'Content-Disposition: attachment;',
            "\tfilename*0*=utf-8''Benutzer%20f%C3%BCr%20;",
            '\tfilename*1*=People.ai.csv; size=321;',
            '\tmodification-date="Mon, 05 Oct 2026 07:59:00 GMT"',
          ]),
        ),
        [
          `Content-Type: multipart/mixed;\r\n\tboundary="${outlook}"`,
          'Thread-Topic: Users',
          'X-MS-Has-Attach: yes',
          'X-MS-TNEF-Correlator:',
        ],
      ),
    },
    {
      program: 'Apple Mail: the file inline between texts',
      file: 'users.csv',
      bytes: message(
        parts(
          apple,
          ['Content-Transfer-Encoding: 7bit', 'Content-Type: text/plain; charset=us-ascii', '', 'The users:'],
          csvPart(users, [
            'Content-Disposition: inline;',
            '\tfilename=users.csv',
            'Content-Type: text/csv;',
            '\tx-unix-mode=0644;',
            '\tname="users.csv"',
          ]),
          ['Content-Transfer-Encoding: 7bit', 'Content-Type: text/plain; charset=us-ascii', '', 'Jane'],
        ),
        [`Content-Type: multipart/mixed;\r\n\tboundary="${apple}"`, 'Mime-Version: 1.0 (Mac OS X Mail 16.0)'],
      ),
    },
    {
      program: 'Apple Mail: an AppleDouble with its resource fork',
      file: 'users.csv',
      bytes: message(
        parts('m1', words, [
          'Content-Type: multipart/appledouble; boundary="d1"',
          'Content-Disposition: attachment',
          ...parts(
            'd1',
            [
              'Content-Transfer-Encoding: base64',
              'Content-Type: application/applefile; name="users.csv"',
              'Content-Disposition: attachment; filename="users.csv"',
              '',
              ...base64(new Uint8Array([0, 5, 22, 7, 0, 2, 0, 0])),
            ],
            csvPart(users),
          ),
        ]),
        [mixed('m1')],
      ),
    },
    {
      program: 'Thunderbird: flowed text, the file in quoted-printable',
      file: 'users.csv',
      text: users.replaceAll('\r\n', '\n'),
      bytes: message(
        parts(
          '------------tb0123456789',
          [
            'Content-Type: text/plain; charset=UTF-8; format=flowed',
            'Content-Transfer-Encoding: 7bit',
            '',
            'The users, ',
            'as of today.',
          ],
          [
            'Content-Type: text/csv; charset=UTF-8; name="users.csv"',
            'Content-Disposition: attachment; filename="users.csv"',
            'Content-Transfer-Encoding: quoted-printable',
            '',
            ...quotedPrintable(users),
          ],
        ),
        [
          'Content-Type: multipart/mixed; boundary="------------tb0123456789"',
          'User-Agent: Mozilla Thunderbird',
          'Content-Language: en-US',
        ],
      ),
    },
    {
      program: 'a rule that forwards: flowed text above, the file beside it, names in encoded words',
      file: 'Liste für März.csv',
      bytes: message(
        parts(
          'fw',
          words,
          csvPart(users, [
            'Content-Type: application/octet-stream;',
            ' name="=?utf-8?Q?Liste_f=C3=BCr_M=C3=A4rz=2Ecsv?="',
            'Content-Disposition: attachment;',
            ' filename="=?utf-8?Q?Liste_f=C3=BCr_M=C3=A4rz=2Ecsv?="',
          ]),
        ),
        [mixed('fw'), 'Auto-Submitted: auto-forwarded'],
      ),
    },
    {
      program: 'a script: the file as the whole message, not encoded',
      file: 'users.csv',
      text: users.replaceAll('\r\n', '\n'),
      bytes: message(
        ['', ...users.split('\r\n')],
        [
          'Content-Type: text/csv; charset=utf-8; name=users.csv',
          'Content-Disposition: attachment; filename=users.csv',
          'Content-Transfer-Encoding: 8bit',
        ],
      ),
    },
    {
      program: 'a signed message: the signature beside the file',
      file: 'users.csv',
      bytes: message(
        parts(
          'sig',
          [mixed('in'), ...parts('in', words, csvPart(users))],
          [
            'Content-Type: application/pkcs7-signature; name="smime.p7s"',
            'Content-Disposition: attachment; filename="smime.p7s"',
            'Content-Transfer-Encoding: base64',
            '',
            ...base64('signature'),
          ],
        ),
        ['Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary="sig"'],
      ),
    },
    {
      program: 'one that attaches the same file twice',
      file: 'users.csv',
      bytes: message(parts('two', words, csvPart(users), csvPart(users)), [mixed('two')]),
    },
    {
      program: 'one that writes line feeds alone, and text after the last boundary',
      file: 'users.csv',
      bytes: Buffer.from(
        `${message(parts('b1', words, csvPart(users)), [mixed('b1')])
          .toString('latin1')
          .replaceAll('\r\n', '\n')}\nSent by a list\n`,
        'latin1',
      ),
    },
  ];
}
