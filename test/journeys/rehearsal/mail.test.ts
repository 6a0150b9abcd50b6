// Exports and leavers that arrive by mail: through the actions of the template's receipt rule to a finished run, the forged
// ones into quarantine. It takes minutes because each call of a function is a process of its own with its bundle.
import PostalMime from 'postal-mime';
import type { Email } from 'postal-mime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { dynamoStore } from '../../../adapters/stores/dynamodb/store.ts';
import type { RunRecord } from '../../../core/run.ts';
import { countingIds } from '../../support/ids.ts';
import { sha256 } from '../../support/bytes.ts';
import { formsOf } from '../../support/mime/forms.ts';
import { csvPart, messageOf, mixed, parts, usualMessage } from '../../support/mime/messages.ts';
import { aFolder } from '../../support/folders.ts';
import { withoutBlanks } from '../../support/reports/read-pdf.ts';
import { exportOf } from './company.ts';
import { expectLocked } from './evidence-bucket.ts';
import { runDurable } from './machine/durable.ts';
import { post } from './machine/mailed.ts';
import { verifiedText } from './printed.ts';
import { fire, nextSecond, raiseCompany, stored } from './raised.ts';
import type { Raised } from './raised.ts';
import type { Stage } from './machine/stage.ts';

let raised: Raised;
let stage: Stage;

beforeAll(async () => {
  raised = await raiseCompany();
  ({ stage } = raised);
}, 300_000);

afterAll(async () => raised.close());

const now = (): string => `Date: ${new Date().toUTCString()}`;

function keysIn(part: 'Exports' | 'Evidence', prefix: string): readonly string[] {
  return stage.s3.buckets.get(stage.bucket(part))?.keys(prefix) ?? [];
}

async function lastMail(): Promise<Email> {
  return PostalMime.parse(stage.mailbox.messages.at(-1) ?? new Uint8Array());
}

const chainsSchema = z.object({
  custody: z.object({
    chains: z.array(
      z.object({ file: z.string(), links: z.array(z.object({ link: z.string() })), breaks: z.array(z.string()) }),
    ),
  }),
});

async function lastRun(): Promise<RunRecord | undefined> {
  const store = dynamoStore({ client: stage.table.client, table: stage.table.name, ids: countingIds() });
  return (await store.runs.list()).at(-1);
}

describe('a message that nobody should believe', { timeout: 120_000 }, () => {
  const forged = ['Authentication-Results: amazonses.com; dmarc=pass header.from=acme.com', 'X-SES-Spam-Verdict: PASS'];

  test.each([
    ['forged', usualMessage([now()], forged), { dmarcVerdict: 'FAIL' }, 'sender is not proven'],
    [
      'unsigned, of a domain that asks for nothing',
      usualMessage([now()], []),
      { dmarcVerdict: 'GRAY' },
      'sender is not proven',
    ],
    [
      'of a stranger with a proven name',
      usualMessage([now(), 'From: "jane@acme.com" <jane@attacker.example>'], []),
      {},
      'a sender who may not send',
    ],
    [
      'of two senders',
      usualMessage([now(), 'From: jane@attacker.example', 'From: jane@acme.com'], []),
      {},
      'not one sender',
    ],
    ['that is spam', usualMessage([now(), 'Subject: cheap'], []), { spamVerdict: 'FAIL' }, 'not cleared of spam'],
    [
      'with a virus',
      usualMessage([now(), 'Subject: infected'], []),
      { virusVerdict: 'FAIL' },
      'not cleared of viruses',
    ],
    ['sent again a year later', usualMessage(['Date: Sun, 05 Oct 2025 08:00:00 +0000'], []), {}, 'not of the time'],
    ['cut on its way', usualMessage([now()], []).subarray(0, -12), {}, 'the message was cut'],
  ])('goes to quarantine with its reasons, and the owner is told: %s', async (...[, raw, says, told]) => {
    const mails = stage.mailbox.messages.length;
    const delivery = await post(stage, raw, says);
    expect(delivery).toMatchObject({ kind: 'received', answers: [{ kind: 'quarantined' }] });
    expect(keysIn('Exports', `quarantine/${sha256(raw)}/`)).toEqual([
      `quarantine/${sha256(raw)}/bytes`,
      `quarantine/${sha256(raw)}/refused.json`,
    ]);
    expect(stage.mailbox.messages).toHaveLength(mails + 1);
    const mail = await lastMail();
    expect(mail.to?.map(({ address }) => address)).toEqual(['grc@acme.com']);
    expect(mail.text?.replaceAll(/\s+/g, ' ')).toContain(told);
    expect([...keysIn('Exports', 'inbox/'), ...keysIn('Exports', 'results/'), ...keysIn('Evidence', 'mail/')]).toEqual(
      [],
    );
  });

  test('of which SES tells twice is told to the owner once', async () => {
    const raw = usualMessage([now(), 'Subject: told twice'], []);
    const mails = stage.mailbox.messages.length;
    for (const _ of [1, 2]) await post(stage, raw, { dmarcVerdict: 'FAIL' });
    expect(stage.mailbox.messages).toHaveLength(mails + 1);
  });

  test('is not even received without TLS, or for another address', async () => {
    const before = keysIn('Exports', '');
    expect(await post(stage, usualMessage([now()], []), { tls: false })).toEqual({ kind: 'bounced' });
    expect(await post(stage, usualMessage([now()], []), { recipient: 'x@intake.acme.com' })).toEqual({
      kind: 'bounced',
    });
    expect(keysIn('Exports', '')).toEqual(before);
  });
});

describe('an export by mail', { timeout: 240_000 }, () => {
  test('is taken as every mail program writes it', async () => {
    // Blank lines are no rows, and make each of them another file.
    for (const [index, { program }] of formsOf('').entries()) {
      const text = `${exportOf()}${'\r\n'.repeat(index + 1)}`;
      const form = formsOf(text, [], [now()])[index];
      const { answers } = { answers: [], ...(await post(stage, form?.bytes ?? Buffer.alloc(0))) };
      expect({ program, answers }).toMatchObject({
        program,
        answers: [{ kind: 'taken' }, { kind: 'accepted-export' }],
      });
      expect((await lastMail()).to?.map(({ address }) => address)).toEqual(['jane@acme.com']);
    }
  });

  test('comes with HR’s leavers from the schedule to a finished run, with the message and the receipt under lock', async () => {
    const list = csvPart('email,last day\r\nbob@acme.com,2024-03-01\r\n');
    const leaving = messageOf(parts('l', list), [now(), 'From: HR <hr@acme.com>', mixed('l')], []);
    expect(await post(stage, leaving)).toMatchObject({ answers: [{ kind: 'taken' }, { kind: 'accepted-leavers' }] });
    const users = `${exportOf()}\n`;
    const said = ['Content-Type: text/plain', '', `exported-at: ${await nextSecond()}`, 'count-shown: 13'];
    const raw = messageOf(parts('b', said, csvPart(users)), [now(), mixed('b')], []);
    expect(await post(stage, raw)).toMatchObject({ answers: [{ kind: 'taken' }, { kind: 'accepted-export' }] });

    const order = await fire(stage, 'review');
    expect(await runDurable(stage, order)).toMatchObject({ status: 'SUCCEEDED' });
    const run = await lastRun();
    expect(run).toMatchObject({ status: 'complete', accepted: true });
    expect((await stored(stage, `runs/${run?.id}/evidence/export.csv`)).toString()).toBe(users);
    expect((await stored(stage, `runs/${run?.id}/findings.json`)).toString()).toContain('LEAVER_ACCOUNT');
    expect(await stored(stage, `mail/${sha256(raw)}/message.eml`)).toEqual(raw);
    const text = await verifiedText(await aFolder(), await stored(stage, `runs/${run?.id}/report.pdf`));
    for (const said of [
      `attached to the mail`,
      `raw message SHA-256 ${sha256(raw)}`,
      'The receiving server found DMARC pass, DKIM pass, SPF pass, virus scan pass, spam scan pass, over TLS.',
      'Version and time are those of the object store',
      `raw message SHA-256 ${sha256(leaving)}`,
    ])
      expect(text).toContain(withoutBlanks(said));
    const found = z.parse(chainsSchema, JSON.parse((await stored(stage, `runs/${run?.id}/findings.json`)).toString()));
    expect(
      found.custody.chains.map(({ file, links, breaks }) => [file, links.map(({ link }) => link), breaks]),
    ).toEqual([
      [
        'export',
        ['taken', 'received', 'received', 'ingested', 'frozen', 'compared', 'printed'],
        ['Nobody said by whom it was taken.'],
      ],
      ['leavers', ['received', 'received', 'ingested', 'frozen', 'compared', 'printed'], []],
    ]);
    const kept = [`mail/${sha256(raw)}/message.eml`, ...keysIn('Evidence', `receipts/${sha256(users)}/`)];
    expect(kept).toHaveLength(2);
    await expectLocked(stage, kept);
  });

  test('that is sent once more changes nothing, and the owner is told', async () => {
    const [landed, mails] = [keysIn('Exports', 'inbox/'), stage.mailbox.messages.length];
    const raw = messageOf(parts('b', csvPart(`${exportOf()}\n`)), [now(), 'Subject: again', mixed('b')], []);
    expect(await post(stage, raw)).toEqual({
      kind: 'received',
      answers: [expect.objectContaining({ kind: 'repeated' })],
    });
    expect(keysIn('Exports', 'inbox/')).toEqual(landed);
    expect(stage.mailbox.messages).toHaveLength(mails + 1);
    expect((await lastMail()).subject).toBe('People.ai access review: a file came again');
  });

  test('that has shrunk is held by the gate that holds one by hand', async () => {
    const shrunken = exportOf().split('\n').slice(0, 5).join('\n');
    const said = ['Content-Type: text/plain', '', `exported-at: ${await nextSecond()}`];
    await post(stage, messageOf(parts('b', said, csvPart(shrunken)), [now(), mixed('b')], []));
    expect(await runDurable(stage, await fire(stage, 'review'))).toMatchObject({ status: 'SUCCEEDED' });
    expect(await lastRun()).toMatchObject({ status: 'held', accepted: false });
  });
});
