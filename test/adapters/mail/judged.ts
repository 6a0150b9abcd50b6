// What becomes of a message: it is read, and judged by what the receiving server says of it.
import { messageReader } from '../../../adapters/mail/read-message.ts';
import { parseConfig } from '../../../core/config/parse.ts';
import type { IntakeConfig } from '../../../core/config/intake.ts';
import { judgedMessage } from '../../../core/inputs/intake/judged-message.ts';
import type { TakenMessage } from '../../../core/inputs/intake/judged-message.ts';
import { verdictsInHeaders } from '../../../core/inputs/intake/verdicts.ts';
import { refusalText } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';

export const intake = {
  senders: [{ address: 'jane@acme.com', sends: ['export', 'leavers'] }],
  receiver: { authservId: 'mx.acme.com', scansAll: true, requiresTls: true },
};

export function settings(given: object = intake): IntakeConfig {
  const parsed = parseConfig(
    { directories: [{ id: 'okta', kind: 'okta', orgUrl: 'https://acme.okta.com', appId: '0oa1' }], intake: given },
    'review.json',
  );
  if (parsed.kind === 'refused' || parsed.value.intake === undefined) throw new Error(JSON.stringify(parsed));
  return parsed.value.intake;
}

export async function judged(bytes: Uint8Array, config = settings()): Promise<Result<TakenMessage>> {
  const read = await messageReader().read(bytes, 'm.eml');
  return read.kind === 'refused'
    ? read
    : judgedMessage(read.value, verdictsInHeaders(read.value, config.receiver), config);
}

export async function refusals(bytes: Uint8Array, config = settings()): Promise<readonly string[]> {
  const result = await judged(bytes, config);
  return result.kind === 'refused' ? result.refusals.map(refusalText) : [];
}
