// Messages that lie in a folder, taken in on a laptop by the rules of the deployment.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { sha256 } from '../../support/bytes.ts';
import { exportCsv } from '../../support/inputs/export-builder.ts';
import { csvPart, messageOf, mixed, parts, proven, usualMessage, users, words } from '../../support/mime/messages.ts';
import { digestsBelow } from '../../support/program/run-files.ts';
import { anInbox } from './inbox.ts';
import type { Inbox } from './inbox.ts';

let inbox: Inbox;
beforeEach(async () => {
  inbox = await anInbox();
});

describe('a message that lies in the folder', () => {
  const said = [...words.slice(0, 2), 'exported-at: 2026-10-05T07:40:00Z', 'count-shown: 3'];
  const declaring = messageOf(parts('b', said, csvPart(users)), [mixed('b')]);

  test('is kept as it came, and its file is an upload of the sender with how it came', async () => {
    await inbox.lies('m.eml', declaring);
    expect(await inbox.take()).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('m.eml, users.csv: taken as export, 3 rows'),
    });
    expect(await readFile(inbox.company.path(join('home', 'mail', sha256(declaring), 'message.eml')))).toEqual(
      declaring,
    );
    expect(await inbox.uploadOf(users)).toMatchObject({
      uploadedBy: 'jane@acme.com',
      exportedAt: '2026-10-05T07:40:00Z',
      countShown: 3,
    });
    expect(await inbox.receiptsOf(users)).toMatchObject([
      {
        kind: 'mail',
        name: 'users.csv',
        from: 'jane@acme.com',
        messageId: '<1@acme.com>',
        messageSha256: sha256(declaring),
        verdicts: { dmarc: 'pass', spam: 'pass', virus: 'pass', spf: 'unknown', dkim: 'unknown' },
        tls: true,
      },
    ]);
  });

  test('whose taking was cut off loses neither how its file came nor the number that it told', async () => {
    await inbox.lies('m.eml', declaring);
    await inbox.take();
    const kept = await digestsBelow(inbox.company.path('home/counts'));
    for (const left of ['receipts', 'counts']) await rm(inbox.company.path(`home/${left}`), { recursive: true });
    expect((await inbox.take()).stdout).toContain('m.eml, users.csv: taken as export, 3 rows');
    expect(await inbox.receiptsOf(users)).toMatchObject([{ kind: 'mail', messageSha256: sha256(declaring) }]);
    expect(Object.keys(await digestsBelow(inbox.company.path('home/counts')))).toEqual(Object.keys(kept));
  });

  test('says nothing anew of a file that came before, also where no record tells how it came', async () => {
    await inbox.lies('m.eml', declaring);
    await inbox.take();
    await rm(inbox.company.path('home/receipts'), { recursive: true });
    const before = await digestsBelow(inbox.company.path('home/uploads'));
    const later = [...words.slice(0, 2), 'exported-at: 2026-10-05T09:40:00Z', 'count-shown: 3'];
    await inbox.lies('m.eml', messageOf(parts('b', later, csvPart(users)), [mixed('b')]));
    expect((await inbox.take()).stdout).toContain('nothing was changed');
    expect(await digestsBelow(inbox.company.path('home/uploads'))).toEqual(before);
  });

  test.each([
    ['forged', usualMessage([], [proven.replace('=pass', '=fail')]), 'dmarc: the sender is not proven. Found: fail'],
    ['without the word of the receiver', usualMessage([], []), 'dmarc: the sender is not proven. Found: not told'],
    [
      'of a stranger',
      usualMessage(['From: x@attacker.example']),
      'a sender who may not send. Found: x@attacker.example',
    ],
    [
      'of somebody who sends leavers',
      usualMessage(['From: hr@acme.com']),
      'a file that this sender may not send. Found: an export',
    ],
    [
      'of two exports',
      messageOf(parts('b', csvPart(users), csvPart(exportCsv([{ email: 'dan@acme.com' }]))), [mixed('b')]),
      'more than an export. Found: "users.csv" and "users.csv"',
    ],
    [
      'of a file whose end is missing',
      Buffer.from(
        usualMessage()
          .toString('latin1')
          .replace(/.{3}=*\r\n--b1--/, '\r\n--b1--'),
        'latin1',
      ),
      'm.eml, part 2: message not readable. Found: Base64 that ends within a group of four',
    ],
    [
      'of two dates',
      usualMessage(['Date: Mon, 05 Oct 2026 08:00:00 +0000', 'Date: Mon, 12 Oct 2026 08:00:00 +0000']),
      'm.eml: message not readable. Found: more than one date',
    ],
    [
      'of a file with two names',
      Buffer.from(usualMessage().toString('latin1').replace('filename="users.csv"', 'filename="users.txt"'), 'latin1'),
      '"users.txt" and "users.csv", names of one file',
    ],
    [
      'of a file that is no list',
      messageOf(parts('b', csvPart('Name\r\nAnn\r\n')), [mixed('b')]),
      'm.eml, users.csv, row 1: no e-mail column',
    ],
  ])('is put aside whole when it is %s', async (_what, bytes, told) => {
    await inbox.lies('m.eml', bytes);
    const { exit, stdout, stderr } = await inbox.take();
    expect(exit).toBe(2);
    expect(stdout).toContain('m.eml: in quarantine, ');
    expect(stderr).toContain(told);
    const kept = Object.keys(await digestsBelow(inbox.company.path('home'))).filter((path) =>
      /^(?:uploads|mail|receipts)\//.test(path),
    );
    expect(kept).toEqual([]);
    expect(await readFile(inbox.company.path(join('home', 'quarantine', sha256(bytes), 'bytes')))).toEqual(bytes);
  });
});
