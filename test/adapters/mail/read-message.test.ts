// Messages as mail programs write them, and as those write them who want to be read as somebody else.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messageReader } from '../../../adapters/mail/read-message.ts';
import { parseConfig } from '../../../core/config/parse.ts';
import type { IntakeConfig } from '../../../core/config/intake.ts';
import { judgedMessage } from '../../../core/inputs/intake/judged-message.ts';
import type { TakenMessage } from '../../../core/inputs/intake/judged-message.ts';
import { verdictsInHeaders } from '../../../core/inputs/intake/verdicts.ts';
import { refusalText } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';
import {
  base64,
  csvPart,
  formsOf,
  leavers,
  messageOf,
  mixed,
  parts,
  proven,
  usualMessage,
  users,
  words,
} from '../../support/mime/messages.ts';

const intake = {
  senders: [{ address: 'jane@acme.com', sends: ['export', 'leavers'] }],
  receiver: { authservId: 'mx.acme.com', scansAll: true, requiresTls: true },
};

function settings(given: object = intake): IntakeConfig {
  const parsed = parseConfig(
    { directories: [{ id: 'okta', kind: 'okta', orgUrl: 'https://acme.okta.com', appId: '0oa1' }], intake: given },
    'review.json',
  );
  if (parsed.kind === 'refused' || parsed.value.intake === undefined) throw new Error(JSON.stringify(parsed));
  return parsed.value.intake;
}

async function judged(bytes: Uint8Array, config = settings()): Promise<Result<TakenMessage>> {
  const read = await messageReader().read(bytes, 'm.eml');
  return read.kind === 'refused'
    ? read
    : judgedMessage(read.value, verdictsInHeaders(read.value, config.receiver), config);
}

async function refusals(bytes: Uint8Array, config = settings()): Promise<readonly string[]> {
  const result = await judged(bytes, config);
  return result.kind === 'refused' ? result.refusals.map(refusalText) : [];
}

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

describe('the sender', () => {
  const evil = 'evil@attacker.example';
  test.each([
    ['two From headers', [`From: ${evil}`, 'From: jane@acme.com']],
    ['two From headers in the other order', ['From: jane@acme.com', `From: ${evil}`]],
    ['two addresses', [`From: jane@acme.com, ${evil}`]],
    ['an address as its name', [`From: "jane@acme.com" <${evil}>`]],
    ['an address as its name without quotes', [`From: jane@acme.com <${evil}>`]],
    ['two in brackets', [`From: <${evil}> <jane@acme.com>`]],
    ['a group', ['From: Admins: jane@acme.com;']],
    ['a comment', [`From: ${evil} (jane@acme.com)`]],
    ['a comment in the address', ['From: jane(@attacker.example)@acme.com']],
    ['a quoted local part', [`From: "jane@acme.com "@attacker.example`]],
    ['a look-alike letter', ['From: Jane <j\u00e0ne@acme.com>']],
    ['a null byte', ['From: jane@acme.com\u0000@attacker.example']],
    ['a header that only looks like From', ['\u00a0From: jane@acme.com', `From: ${evil}`]],
    ['nobody', ['From:']],
    ['a folded address that goes on', ['From: Jane\r\n <jane@acme.com>\r\n <evil@attacker.example>']],
  ])('is nobody who may send with %s', async (_what, from) => {
    const said = await refusals(usualMessage(from));
    expect(said.join('\n')).toMatch(
      /, From: (not one sender|a sender who may not send|no e-mail address|an address with)/,
    );
  });

  test('is read whatever name stands before the address', async () => {
    const names = [
      '"CFO, the <boss@acme.com>" <jane@acme.com>',
      '=?utf-8?Q?J=C3=A4ne?= <jane@acme.com>',
      '<Jane@ACME.com>',
    ];
    for (const name of names) expect(await refusals(usualMessage([`From: ${name}`]))).toEqual([]);
  });
});

describe('the word of the receiver', () => {
  const other = 'Authentication-Results: mx.attacker.example; dmarc=pass header.from=acme.com';
  test.each([
    ['nobody', [], 'dmarc: the sender is not proven. Found: not told'],
    ['somebody else', [other], 'told by mx.attacker.example alone'],
    [
      'nobody by name, as Exchange Online',
      ['Authentication-Results: dmarc=pass header.from=acme.com'],
      'told by nobody alone',
    ],
    ['the receiver, in a version that nobody reads', [proven.replace(';', ' 2;')], 'told by nobody alone'],
    ['the receiver, of a failure', [proven.replace('dmarc=pass', 'dmarc=fail')], 'Found: fail'],
    ['the receiver, of SPF and DKIM alone', [proven.replace('dmarc', 'dkim')], 'not told by mx.acme.com'],
    [
      'the receiver, of another domain',
      [proven.replace('header.from=acme.com', 'header.from=attacker.example')],
      'attacker.example',
    ],
    ['the receiver, of no domain', [proven.replace('header.from=acme.com', '')], 'no domain'],
    ['the receiver, with a forged one beside it', [proven.replace('=pass', '=fail'), proven], 'fail and pass'],
    [
      'the receiver in a comment',
      ['Authentication-Results: mx.attacker.example (mx.acme.com); dmarc=pass header.from=acme.com'],
      'mx.attacker.example',
    ],
    [
      'the receiver, in a comment of its own',
      ['Authentication-Results: mx.acme.com; (dmarc=pass header.from=acme.com)'],
      'not told by mx.acme.com',
    ],
    [
      'the receiver, in a reason',
      ['Authentication-Results: mx.acme.com; dkim=fail reason="x; dmarc=pass header.from=acme.com"'],
      'not told',
    ],
    ['a scanner that warns', [proven, 'X-Spam-Flag: YES'], 'x-spam-flag warns'],
    ['a scanner that found a virus', [proven, 'X-SES-Virus-Verdict: FAIL'], 'x-ses-virus-verdict warns'],
  ])('is not enough from %s', async (_who, trace, told) => {
    expect((await refusals(usualMessage([], trace))).join('\n')).toContain(told);
  });

  test('is enough in several headers of its own, a program each', async () => {
    const trace = [
      'Authentication-Results: mx.acme.com; spf=pass',
      'Authentication-Results: MX.ACME.com 1; dkim=pass',
      proven,
      other,
    ];
    expect(await refusals(usualMessage([], trace))).toEqual([]);
  });

  test('says nothing of scans and of TLS where the configuration does not vouch for the receiver', async () => {
    const config = settings({ ...intake, receiver: { authservId: 'mx.acme.com' } });
    expect(await refusals(usualMessage(), config)).toEqual([
      'm.eml, spam: not cleared of spam. Found: not told. Expected: pass, told by our own mail receiver.',
      'm.eml, virus: not cleared of viruses. Found: not told. Expected: pass, told by our own mail receiver.',
      'm.eml, tls: not proven to have come over TLS. Found: not told. Expected: a receiver that takes mail over TLS only.',
    ]);
  });

  test('is told of with everything else that is wrong', async () => {
    const said = await refusals(
      messageOf(['', 'exported-at: yesterday'], ['From: evil@attacker.example'], []),
      settings({ ...intake, maxBytes: 1000 }),
    );
    expect(said.map((one) => one.split('. Found')[0])).toEqual([
      'm.eml, From: a sender who may not send',
      'm.eml, dmarc: the sender is not proven',
      'm.eml, spam: not cleared of spam',
      'm.eml, virus: not cleared of viruses',
      'm.eml, tls: not proven to have come over TLS',
      'm.eml: no file in the message',
      'm.eml, exported-at: time of the export not understood',
    ]);
  });

  test('does not help a message that is too large', async () => {
    const [first = ''] = await refusals(
      usualMessage([`X-Filler: ${'x'.repeat(900)}`]),
      settings({ ...intake, maxBytes: 1000 }),
    );
    expect(first).toMatch(/^m\.eml: message too large\. Found: \d+ bytes\. Expected: at most 1000 bytes/);
  });
});

function signature(tags: string): string {
  return `DKIM-Signature: v=1; a=rsa-sha256; s=k1; ${tags}; bh=aGFzaA==; b=c2ln`;
}

describe('a signature that passed', () => {
  const whole = 'd=acme.com; h=From:To:Subject:Date:Message-ID:MIME-Version';

  test.each([
    ['a length', `${whole}; l=1200`, 'a signature that covers a part only'],
    ['a folded length', `${whole};\r\n\t l = 1200`, 'a signature that covers a part only'],
    ['no date', 'd=acme.com; h=From:Subject', 'a signature that leaves the date open'],
    ['a list that is told twice', `${whole}; h=From:Date`, 'a signature that leaves the date open'],
    [
      'a length, of another host of the company',
      `${whole}; l=0`.replace('d=', 'd=mail.'),
      'a signature that covers a part only',
    ],
    ['a length, of two domains', `${whole}; d=lists.example; l=0`, 'a signature that covers a part only'],
  ])('is not enough with %s', async (_what, tags, told) => {
    const [said = '', ...more] = await refusals(usualMessage([], [proven, signature(tags)]));
    expect(said).toContain(`m.eml, DKIM-Signature: ${told}`);
    expect(more).toEqual([]);
  });

  test('is enough when it covers the date and everything, whatever a service adds of its own', async () => {
    const service = signature('d=lists.example; h=From; l=10');
    expect(await refusals(usualMessage([], [proven, service, signature(whole)]))).toEqual([]);
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

  test('takes no line of a header that goes on for another', async () => {
    expect(await refusals(usualMessage(['X-Name: a\r\n From: evil@attacker.example']))).toEqual([]);
  });
});

function nested(depth: number): Buffer {
  const open = Array.from({ length: depth }, (_, index) => [`--n${index}`, mixed(`n${index + 1}`), '']).flat();
  const close = Array.from({ length: depth + 1 }, (_, index) => `--n${depth - index}--`);
  return messageOf(['', ...open, `--n${depth}`, ...csvPart(users), ...close, ''], [mixed('n0')]);
}
