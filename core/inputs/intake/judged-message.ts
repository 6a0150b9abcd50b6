// Whether a message is taken in. It depends on who sent it, what the receiver found, its size and age, and what is
// attached.
import type { FileKind, IntakeConfig } from '../../config/intake.ts';
import { instantFromMs, msOf, hourInMs } from '../../values/instant.ts';
import { instantText } from '../../values/time-text.ts';
import { canonicalLogin, domainOf } from '../../values/login.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import { all, ok, refused, refusedAll } from '../../values/result.ts';
import type { Refusal, Result } from '../../values/result.ts';
import { plural, visibleLine } from '../../values/text.ts';
import { attachedFiles } from './attachments.ts';
import type { MessageFile } from './attachments.ts';
import { declaredIn } from './declared.ts';
import type { Declared } from './declared.ts';
import { headerValues } from './message.ts';
import type { ReceivedMessage } from './message.ts';
import { messageSender } from './sender.ts';
import { openSignatures } from './signed-part.ts';
import { checks } from './verdicts.ts';
import type { Check, Verdicts } from './verdicts.ts';

export interface TakenMessage {
  readonly sender: CanonicalLogin;
  /** Which kinds of file the sender may send. */
  readonly sends: readonly FileKind[];
  readonly files: readonly MessageFile[];
  readonly declared: Declared;
}

const asked: Readonly<Record<Check, { readonly what: string; readonly expected: string }>> = {
  dmarc: { what: 'the sender is not proven', expected: 'DMARC pass, told by our own mail receiver' },
  spam: { what: 'not cleared of spam', expected: 'pass, told by our own mail receiver' },
  virus: { what: 'not cleared of viruses', expected: 'pass, told by our own mail receiver' },
  tls: { what: 'not proven to have come over TLS', expected: 'a receiver that takes mail over TLS only' },
};

/**
 * Gives every reason why the message is not taken at once, so that whoever mends one sees the others. The attachments
 * are judged even when the sender is refused.
 *
 * @returns what may be read of the message, or the reasons for which it goes to quarantine
 */
export function judgedMessage(
  message: ReceivedMessage,
  verdicts: Verdicts,
  config: IntakeConfig | undefined,
): Result<TakenMessage> {
  const sender = messageSender(message);
  const domain = sender.kind === 'ok' ? domainOf(sender.value) : null;
  const judged = all({
    sender,
    sends: sender.kind === 'ok' ? allowed(message, sender.value, config) : ok([]),
    verdicts: proven(message, verdicts, domain),
    size: sized(message, config),
    age: fresh(message, verdicts, config),
    files: attachedFiles(message),
    declared: declaredIn(message.text, message.name),
  });
  if (judged.kind === 'refused') return judged;
  const { sends, files, declared } = judged.value;
  return ok({ sender: judged.value.sender, sends, files, declared });
}

function allowed(
  { name }: ReceivedMessage,
  sender: CanonicalLogin,
  config: IntakeConfig | undefined,
): Result<readonly FileKind[]> {
  const known = config?.senders.filter(({ address }) => canonicalLogin(address) === sender) ?? [];
  if (known.length > 0) return ok([...new Set(known.flatMap(({ sends }) => sends))]);
  const expected = 'an address of intake.senders in the configuration';
  return refused({ what: 'a sender who may not send', where: `${name}, From`, found: visibleLine(sender), expected });
}

function proven(message: ReceivedMessage, verdicts: Verdicts, domain: string | null): Result<null> {
  const { name } = message;
  const refusals = checks.flatMap((check): readonly Refusal[] => {
    const { passed, said } = verdicts[check];
    return passed ? [] : [{ ...asked[check], where: `${name}, ${check}`, found: visibleLine(said) }];
  });
  const { dmarc, dmarcDomain } = verdicts;
  if (domain !== null) for (const refusal of openSignatures(message, domain)) refusals.push(refusal);
  if (dmarc.passed && domain !== null && dmarcDomain !== domain) {
    refusals.push({
      what: 'proven of another sender',
      where: `${name}, dmarc`,
      found: dmarcDomain === null || dmarcDomain === '' ? 'no domain' : visibleLine(dmarcDomain),
      expected: `${domain}, the domain of From`,
    });
  }
  return refusals.length > 0 ? refusedAll(refusals) : ok(null);
}

function sized({ name, bytes }: ReceivedMessage, config: IntakeConfig | undefined): Result<null> {
  if (config === undefined || bytes <= config.maxBytes) return ok(null);
  const expected = `at most ${config.maxBytes} bytes (intake.maxBytes); a larger file is uploaded by hand`;
  return refused({ what: 'message too large', where: name, found: `${bytes} bytes`, expected });
}

/**
 * Refuses an old message. A DKIM signature never ends, so somebody who got hold of a message could send it again as
 * new.
 */
function fresh(message: ReceivedMessage, { receivedAt }: Verdicts, config: IntakeConfig | undefined): Result<null> {
  if (receivedAt === null || config === undefined) return ok(null);
  const where = `${message.name}, Date`;
  const dates = headerValues(message, 'date');
  const ms = Date.parse(dates[0] ?? '');
  const hours = plural(config.maxHours, 'hour');
  const expected = `one Date within ${hours} of ${instantText(receivedAt)}, when it was received`;
  if (dates.length !== 1 || Number.isNaN(ms)) {
    const found = dates.length === 1 ? visibleLine((dates[0] ?? '').slice(0, 100)) : `${dates.length} Date headers`;
    return refused({ what: 'no certain date', where, found, expected });
  }
  if (Math.abs(msOf(receivedAt) - ms) <= config.maxHours * hourInMs) return ok(null);
  return refused({ what: 'not of the time', where, found: instantText(instantFromMs(ms)), expected });
}
