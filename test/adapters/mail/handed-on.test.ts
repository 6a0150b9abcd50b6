// Messages as mail programs, rules and gateways hand them on: taken whole, or refused with the reason.
import { describe, expect, test } from 'vitest';
import { exportReader } from '../../../adapters/files/export-reader.ts';
import { messageReader } from '../../../adapters/mail/read-message.ts';
import { verdictsInHeaders } from '../../../core/inputs/intake/verdicts.ts';
import { refusalText } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';
import { judgeMessage } from '../../../steps/intake/judge-message.ts';
import type { JudgedMessage } from '../../../steps/intake/judge-message.ts';
import { taken } from '../../support/mime/handed-on.ts';
import { usualMessage, users } from '../../support/mime/messages.ts';
import { refused } from '../../support/mime/read-in-two-ways.ts';
import { at } from '../../support/time.ts';
import { aConfig } from '../../steps/schedule/world.ts';

const config = aConfig({
  intake: {
    senders: [{ address: 'jane@acme.com', sends: ['export', 'leavers'] }],
    receiver: { authservId: 'mx.acme.com', scansAll: true, requiresTls: true },
  },
});

async function judged(bytes: Uint8Array): Promise<Result<JudgedMessage>> {
  const read = await messageReader().read(bytes, 'm.eml');
  if (read.kind === 'refused') return read;
  const verdicts = verdictsInHeaders(read.value, config.intake?.receiver);
  const asOf = at('2026-10-05T08:05:00Z');
  return judgeMessage(read.value, verdicts, { config, exportReader: exportReader(), asOf });
}

describe('a message that was handed on', () => {
  test.each(taken)('is taken: $program', async ({ bytes, file }) => {
    const result = await judged(bytes);
    if (result.kind === 'refused') throw new Error(result.refusals.map(refusalText).join('\n'));
    expect(result.value.files.map(({ name, kind, rows }) => [name, kind, rows])).toEqual([[file, 'export', 3]]);
    expect(result.value.files.map(({ bytes: content }) => Buffer.from(content).toString())).toEqual([users]);
  });

  test.each(refused)('is refused, and says why: $form', async ({ bytes, told }) => {
    const result = await judged(bytes);
    const said = result.kind === 'refused' ? result.refusals.map(refusalText) : ['taken'];
    expect(said.join('\n')).toContain(told);
  });

  test('is told with everything that programs read differently in it', async () => {
    const dates = ['Date: Mon, 05 Oct 2026 08:00:00 +0000', 'Date: Mon, 12 Oct 2026 08:00:00 +0000'];
    const message = usualMessage(dates).toString('latin1').replace('filename="users.csv"', 'filename="a.csv"');
    const result = await judged(Buffer.from(message.replace(/=*\r\n--b1--/, '*\r\n--b1--'), 'latin1'));
    const said = result.kind === 'refused' ? result.refusals.map(({ where, found }) => `${where}: ${found}`) : [];
    expect(said).toEqual([
      'm.eml: more than one date',
      'm.eml, part 2: "a.csv" and "users.csv", names of one file',
      'm.eml, part 2: a sign that is no Base64 (2A)',
    ]);
  });
});
