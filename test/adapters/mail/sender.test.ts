// Messages of those who want to be read as somebody else: whose word counts for who sent it.
import { describe, expect, test } from 'vitest';
import { intake, refusals, settings } from './judged.ts';
import { messageOf, proven, usualMessage } from '../../support/mime/messages.ts';

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
