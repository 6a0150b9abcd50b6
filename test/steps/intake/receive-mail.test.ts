// Messages that SES received: what lands among the uploads, what goes to quarantine, and who is told.
import { describe, expect, test } from 'vitest';
import { messageReader } from '../../../adapters/mail/read-message.ts';
import type { Config } from '../../../core/config/config.ts';
import { sesReceiptSchema } from '../../../core/inputs/intake/ses-receipt.ts';
import { incomingKey, mailedKey } from '../../../core/names/object-keys.ts';
import type { Objects } from '../../../core/ports/objects.ts';
import type { Mail } from '../../../core/ports/telling.ts';
import { quarantinedMail, repeatedMail } from '../../../drawing/mail/intake.ts';
import { receiveMail } from '../../../steps/intake/receive-mail.ts';
import type { MailOutcome } from '../../../steps/intake/receive-mail.ts';
import * as z from 'zod/mini';
import { sha256, textOf } from '../../support/bytes.ts';
import { csvPart, leavers, messageOf, mixed, parts, usualMessage, users, words } from '../../support/mime/messages.ts';
import { sesEvent } from '../../support/mime/ses-event.ts';
import type { SesSays } from '../../support/mime/ses-event.ts';
import { clockAt } from '../../support/time.ts';
import { aConfig, aWorld } from '../schedule/world.ts';

const config = aConfig({ intake: { senders: [{ address: 'jane@acme.com', sends: ['export'] }] } });

interface Landed {
  readonly bytes: string;
  readonly declared: Readonly<Record<string, string>>;
}

interface Post {
  readonly landed: ReadonlyMap<string, Landed>;
  readonly mails: readonly Mail[];
  readonly evidence: Objects;
  readonly incoming: Objects;
  receive(raw: Buffer, says?: SesSays): Promise<MailOutcome>;
}

async function aPost(others: Partial<Config> = {}): Promise<Post> {
  const world = await aWorld();
  const landed = new Map<string, Landed>();
  let received = 0;
  return {
    landed,
    mails: world.mails,
    evidence: world.objects,
    incoming: world.results,
    async receive(raw, says = {}) {
      received += 1;
      const messageId = says.messageId ?? `message${received}`;
      await world.results.put(incomingKey(messageId), raw);
      const [{ ses }] = z.parse(
        z.object({ Records: z.tuple([z.object({ ses: sesReceiptSchema })]) }),
        sesEvent(raw, { ...says, messageId }),
      ).Records;
      return receiveMail(
        {
          incoming: world.results,
          evidence: world.objects,
          landing: {
            land: async (key, { bytes, declared }) => {
              if (!landed.has(key)) landed.set(key, { bytes: Buffer.from(bytes).toString(), declared });
            },
          },
          messageReader: messageReader(),
          exportReader: world.exportReader,
          clock: clockAt('2026-10-05T08:02:00Z'),
          mailer: world.mailer,
          compose: (told) => (told.kind === 'quarantined' ? quarantinedMail(told) : repeatedMail(told)),
        },
        ses,
        { ...config, ...others },
      );
    },
  };
}

function listSentOn(day: string): Buffer {
  return messageOf(parts('b1', words, csvPart(leavers)), [`Date: ${day} 08:00:00 +0000`, mixed('b1')]);
}

describe('a message that is proven', () => {
  test('is kept apart when it declares a time that has not come', async () => {
    const post = await aPost();
    const said = ['Content-Type: text/plain', '', 'exported-at: 2027-10-05T07:40:00Z'];
    const raw = messageOf(parts('b', said, csvPart(users)), [mixed('b')], []);
    expect(await post.receive(raw)).toMatchObject({
      kind: 'quarantined',
      refusals: [{ what: 'a time that has not come', found: '2027-10-05T07:40:00Z' }],
    });
    expect([...post.landed]).toEqual([]);
  });

  test('lands with what it declares, the message and its receipt are kept, and nobody is told twice', async () => {
    const post = await aPost();
    const said = ['Content-Type: text/plain', '', 'exported-at: 2026-10-05T07:40:00Z', 'count-shown: 3'];
    const raw = messageOf(parts('b', said, csvPart(users)), [mixed('b')], []);
    expect(await post.receive(raw)).toEqual({ kind: 'taken', files: ['users.csv'] });
    expect([...post.landed]).toEqual([
      [
        `inbox/mail/${sha256(raw)}/users.csv`,
        {
          bytes: users,
          declared: { 'uploaded-by': 'jane@acme.com', 'exported-at': '2026-10-05T07:40:00Z', 'count-shown': '3' },
        },
      ],
    ]);
    expect(Buffer.from((await textOf(await post.evidence.get(`mail/${sha256(raw)}/message.eml`))) ?? '')).toEqual(raw);
    const [receipt = ''] = await post.evidence.list(`receipts/${sha256(users)}/`);
    expect(JSON.parse((await textOf(await post.evidence.get(receipt))) ?? '')).toMatchObject({
      kind: 'mail',
      at: '2026-10-05T08:01:00Z',
      from: 'jane@acme.com',
      messageSha256: sha256(raw),
      verdicts: { dmarc: 'pass', spf: 'pass', dkim: 'pass', spam: 'pass', virus: 'pass' },
      tls: true,
    });
    expect(post.mails).toEqual([]);
  });

  test('says nothing of an export where it brings a list of leavers alone', async () => {
    const post = await aPost(aConfig({ intake: { senders: [{ address: 'jane@acme.com', sends: ['leavers'] }] } }));
    const said = ['Content-Type: text/plain', '', 'exported-at: 2026-10-05T07:40:00Z', 'count-shown: 3'];
    await post.receive(messageOf(parts('b', said, csvPart(leavers)), [mixed('b')], []));
    expect([...post.landed.values()]).toEqual([{ bytes: leavers, declared: { 'uploaded-by': 'jane@acme.com' } }]);
  });

  test('handed over twice is one', async () => {
    const post = await aPost();
    const raw = usualMessage([], []);
    await post.receive(raw, { messageId: 'once' });
    expect(await post.receive(raw, { messageId: 'once' })).toEqual({ kind: 'taken', files: ['users.csv'] });
    expect(post.landed.size).toBe(1);
    expect(await post.evidence.list('receipts/')).toHaveLength(1);
    expect(post.mails).toEqual([]);
  });

  test('that brings what another brought lands nowhere, and the owner is told', async () => {
    const post = await aPost();
    await post.receive(usualMessage([], []));
    const again = usualMessage(['Subject: once more'], []);
    expect(await post.receive(again)).toMatchObject({ kind: 'repeated', from: 'jane@acme.com', files: ['users.csv'] });
    expect(post.landed.size).toBe(1);
    expect(await post.evidence.list('mail/')).toHaveLength(1);
    expect(post.mails).toMatchObject([{ to: ['grc@acme.com'], subject: 'People.ai access review: a file came again' }]);
  });

  test('that brings the list of leavers of an earlier period lands: nobody left since', async () => {
    const both = { intake: { senders: [{ address: 'jane@acme.com', sends: ['leavers' as const] }] } };
    const post = await aPost(aConfig(both));
    const first = listSentOn('Mon, 05 Oct 2026');
    await post.receive(first, { receivedAt: '2026-10-05T08:01:00.000Z' });
    const sameQuarter = listSentOn('Thu, 31 Dec 2026');
    expect(await post.receive(sameQuarter, { receivedAt: '2026-12-31T08:01:00.000Z' })).toMatchObject({
      kind: 'repeated',
    });
    const nextQuarter = listSentOn('Fri, 01 Jan 2027');
    expect(await post.receive(nextQuarter, { receivedAt: '2027-01-01T08:01:00.000Z' })).toMatchObject({
      kind: 'taken',
    });
    expect([...post.landed.keys()]).toEqual(
      [first, nextQuarter].map((raw) => mailedKey('leavers', sha256(raw), 'users.csv')),
    );
  });
});

describe('a message that is not', () => {
  test.each([
    ['DMARC failed', {}, { dmarcVerdict: 'FAIL' }, 'dmarc: the sender is not proven. Found: fail'],
    ['the domain has no DMARC', {}, { dmarcVerdict: 'GRAY' }, 'Found: gray'],
    ['SES says nothing of DMARC', {}, { dmarcVerdict: null }, 'Found: not told'],
    ['spam', {}, { spamVerdict: 'FAIL' }, 'spam: not cleared of spam'],
    ['a virus', {}, { virusVerdict: 'FAIL' }, 'virus: not cleared of viruses'],
    ['nothing was scanned', {}, { virusVerdict: 'DISABLED' }, 'Found: disabled'],
    ['a scan that failed', {}, { spamVerdict: 'PROCESSING_FAILED' }, 'Found: processing_failed'],
    ['a stranger who passed', { from: 'evil@attacker.example' }, {}, 'a sender who may not send'],
    ['another person of the company', { from: 'joe@acme.com' }, {}, 'a sender who may not send'],
    [
      'an old one sent again',
      { date: 'Thu, 01 Oct 2026 08:00:00 +0000' },
      {},
      'Date: not of the time. Found: 1 October 2026',
    ],
  ] as const)('goes to quarantine with its reasons, and the owner is told: %s', async (...[, says, verdicts, told]) => {
    const post = await aPost();
    const headers = [
      ...('from' in says ? [`From: ${says.from}`] : []),
      ...('date' in says ? [`Date: ${says.date}`] : []),
    ];
    const raw = usualMessage(headers, []);
    const outcome = await post.receive(raw, verdicts);
    expect(outcome).toMatchObject({ kind: 'quarantined' });
    expect(post.landed.size).toBe(0);
    expect(await post.evidence.list('')).toEqual([]);
    const record = (await textOf(await post.incoming.get(`quarantine/${sha256(raw)}/refused.json`))) ?? '';
    expect(record).not.toBe('');
    const [mail] = post.mails;
    expect(mail?.to).toEqual(['grc@acme.com']);
    expect(mail?.text).toContain(told);
  });

  test.each([
    [
      'our own mail',
      ['From: Review@acme.com', 'Auto-Submitted: auto-generated', 'X-Auto-Response-Suppress: OOF, AutoReply'],
    ],
    [
      'a bounce',
      [
        'From: MAILER-DAEMON@amazonses.com',
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      ],
    ],
  ])('is told to nobody when it came back, for the mail about it would come back too: %s', async (_what, headers) => {
    const post = await aPost({ mail: { from: 'review@acme.com', to: ['grc@acme.com'] } });
    const raw = Buffer.from([...headers, 'To: intake@acme.com', '', '--b', '', 'put aside', '--b--', ''].join('\r\n'));
    expect(await post.receive(raw)).toMatchObject({ kind: 'quarantined' });
    expect(await post.incoming.list(`quarantine/${sha256(raw)}/`)).toHaveLength(2);
    expect(post.mails).toEqual([]);
  });

  test.each([
    ['by a program of the sender', ['Auto-Submitted: auto-generated', 'X-Auto-Response-Suppress: All']],
    ['under the name of our sender', ['From: review@acme.com']],
  ])('is told when it was only sent %s', async (_what, headers) => {
    const post = await aPost({ mail: { from: 'review@acme.com', to: ['grc@acme.com'] } });
    await post.receive(usualMessage(headers, []), { dmarcVerdict: 'FAIL' });
    expect(post.mails).toHaveLength(1);
  });

  test('is not believed for headers that SES would have written', async () => {
    const forged = [
      'Authentication-Results: amazonses.com; spf=pass; dkim=pass; dmarc=pass header.from=acme.com',
      'X-SES-Spam-Verdict: PASS',
      'X-SES-Virus-Verdict: PASS',
    ];
    const post = await aPost();
    const outcome = await post.receive(usualMessage([], forged), { dmarcVerdict: 'FAIL', spamVerdict: 'GRAY' });
    expect(outcome).toMatchObject({ refusals: [{ found: 'fail' }, { found: 'gray' }] });
  });

  test('quotes a stranger in its mail as text, on one line', async () => {
    const post = await aPost();
    await post.receive(usualMessage(['From: <script>alert(1)</script>\u202e <evil@attacker.example>'], []));
    expect(post.mails[0]?.html).not.toContain('<script>');
    expect(post.mails[0]?.text).not.toContain('\u202e');
  });

  test('is taken from a sender whose name SES shows decoded', async () => {
    const post = await aPost();
    const raw = usualMessage(['From: =?utf-8?Q?Doe=2C_J=C3=A4ne?= <jane@acme.com>'], []);
    const headers = [{ name: 'From', value: 'Doe, J\u00e4ne <jane@acme.com>' }];
    expect(await post.receive(raw, { headers })).toMatchObject({ kind: 'taken' });
  });

  test('is refused when SES read another sender than stands in the message', async () => {
    const post = await aPost();
    const raw = usualMessage([], []);
    const outcome = await post.receive(raw, { headers: [{ name: 'From', value: 'evil@attacker.example' }] });
    expect(outcome).toMatchObject({
      kind: 'quarantined',
      refusals: [{ what: 'proven of another sender', found: 'attacker.example' }],
    });
  });
});

test('an upload by mail is called as the sender calls it, in characters that every store takes', () => {
  const digest = 'a'.repeat(64);
  expect(mailedKey('export', digest, 'Benutzer März.csv')).toBe(`inbox/mail/${digest}/Benutzer_M_rz.csv`);
  expect(mailedKey('leavers', digest, '../../.x.csv')).toBe(`leavers/mail/${digest}/_._.._.x.csv`);
});
