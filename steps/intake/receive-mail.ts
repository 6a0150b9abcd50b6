// Takes in a message that SES received. Its files go where exports are uploaded; otherwise the whole message goes to
// quarantine and the owner is told.
import { sha256Of } from '../../core/values/digest.ts';
import { periodOf, todayOf } from '../../core/config/calendar.ts';
import type { Config } from '../../core/config/config.ts';
import { cameBack } from '../../core/inputs/intake/came-back.ts';
import type { Declared } from '../../core/inputs/intake/declared.ts';
import type { ReceivedMessage } from '../../core/inputs/intake/message.ts';
import { verdictsOfReceipt } from '../../core/inputs/intake/ses-receipt.ts';
import type { SesReceipt } from '../../core/inputs/intake/ses-receipt.ts';
import { incomingKey, mailedKey, messageKey, quarantineKey } from '../../core/names/object-keys.ts';
import type { ExportReader, Landing, MessageReader } from '../../core/ports/inputs.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { ComposedMail, Mailer } from '../../core/ports/telling.ts';
import type { Clock } from '../../core/ports/world.ts';
import { senderOf } from '../../core/values/addresses.ts';
import { instantFromMs, msOf } from '../../core/values/instant.ts';
import type { Instant } from '../../core/values/instant.ts';
import { ok } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { bytesOf } from '../bytes.ts';
import { judgeMessage, mailReceipt } from './judge-message.ts';
import type { JudgedFile, JudgedMessage } from './judge-message.ts';
import { keepReceipt, receiptsOf } from '../read/custody/keep-receipt.ts';
import { quarantine } from './quarantine.ts';

export interface ReceiveMailDependencies {
  /** Where messages arrive, and where quarantine lies. */
  readonly incoming: Objects;
  /** Where receipts and messages are kept under lock. */
  readonly evidence: Objects;
  readonly landing: Landing;
  readonly messageReader: MessageReader;
  readonly exportReader: ExportReader;
  readonly clock: Clock;
  readonly mailer: Mailer;
  readonly compose: (told: ToldOutcome) => ComposedMail;
}

/** What became of a message. The sender hears of it when its files are ingested; a stranger never gets an answer. */
export type MailOutcome =
  | { readonly kind: 'taken'; readonly files: readonly string[] }
  | {
      readonly kind: 'repeated';
      readonly from: string;
      readonly receivedAt: Instant;
      readonly files: readonly string[];
    }
  | {
      readonly kind: 'quarantined';
      readonly receivedAt: Instant;
      /** From as the message has it, which proves nothing. */
      readonly from: string;
      readonly refusals: readonly Refusal[];
      /** Where it lies. */
      readonly place: string;
    };

/** What the owner is told of. */
export type ToldOutcome = Exclude<MailOutcome, { readonly kind: 'taken' }>;

/**
 * Repeatable: the same message is judged alike and lands once. A file that an earlier message brought, or the same list
 * of leavers in the same period, is told to the owner and changes nothing, so that nobody makes anything new by sending
 * an old message again.
 */
export async function receiveMail(
  dependencies: ReceiveMailDependencies,
  receipt: SesReceipt,
  config: Config,
): Promise<MailOutcome> {
  const { incoming, clock } = dependencies;
  const stored = await incoming.get(incomingKey(receipt.mail.messageId));
  if (stored === null) throw new Error(`the message ${receipt.mail.messageId} is not there`);
  const bytes = await bytesOf(stored);
  const judged = await judge(dependencies, { receipt, bytes, config });
  if (judged.kind === 'ok') return take(dependencies, { ...judged.value, receipt, bytes, config });
  const { refusals } = judged;
  const name = receipt.mail.messageId;
  const { record } = await quarantine(incoming, { name, bytes }, { at: clock.now(), refusals });
  const from = receipt.mail.commonHeaders.from.join(', ');
  const outcome: ToldOutcome = {
    kind: 'quarantined',
    receivedAt: receipt.mail.timestamp,
    from,
    refusals,
    place: incoming.location(quarantineKey(record.sha256, 'bytes')),
  };
  // Not of our own mail, or a bounce of it: a mail about it would come back too, without end.
  if (!cameBack(bytes, senderOf(config.mail))) await tell(dependencies, outcome, { id: record.sha256, config });
  return outcome;
}

interface Arriving {
  readonly receipt: SesReceipt;
  readonly bytes: Uint8Array;
  readonly config: Config;
}

interface Judged {
  readonly message: ReceivedMessage;
  readonly judged: JudgedMessage;
}

async function judge(
  { messageReader, exportReader }: ReceiveMailDependencies,
  { receipt, bytes, config }: Arriving,
): Promise<Result<Judged>> {
  const message = await messageReader.read(bytes, receipt.mail.messageId);
  if (message.kind === 'refused') return message;
  const context = { config, exportReader, asOf: receipt.mail.timestamp };
  const judged = await judgeMessage(message.value, verdictsOfReceipt(receipt), context);
  return judged.kind === 'refused' ? judged : ok({ message: message.value, judged: judged.value });
}

/** The file is stored last: once it is there, its message and its receipt are under lock. */
async function take(
  dependencies: ReceiveMailDependencies,
  { message, judged, receipt, bytes, config }: Arriving & Judged,
): Promise<MailOutcome> {
  const { evidence, landing } = dependencies;
  const { sender, declared, files } = judged;
  const at = receipt.mail.timestamp;
  const fresh: JudgedFile[] = [];
  for (const file of files) {
    // Runs take no leavers of an earlier period. In a new period the same list therefore counts, and says that nobody
    // left since.
    const since = file.kind === 'leavers' ? periodOf(at, config.calendar).firstDay : null;
    const before = (await otherMessages(dependencies, file, message)).map((one) => todayOf(one, config));
    if (!before.some((day) => since === null || day >= since)) fresh.push(file);
  }
  for (const file of fresh) {
    await evidence.put(messageKey(message.sha256), bytes);
    const arrived = { message, verdicts: verdictsOfReceipt(receipt), sender, at: inWholeSeconds(at) };
    await keepReceipt(evidence, mailReceipt(file, arrived));
    const key = mailedKey(file.kind, message.sha256, file.name);
    await landing.land(key, { bytes: file.bytes, declared: metadataOf(file, sender, declared) });
  }
  const repeated = files.filter((file) => !fresh.includes(file)).map(({ name }) => name);
  if (repeated.length === 0) return { kind: 'taken', files: fresh.map(({ name }) => name) };
  const outcome: ToldOutcome = { kind: 'repeated', from: sender, receivedAt: at, files: repeated };
  await tell(dependencies, outcome, { id: message.sha256, config });
  return fresh.length === 0 ? outcome : { kind: 'taken', files: fresh.map(({ name }) => name) };
}

/**
 * In whole seconds, as the store of the uploads tells time, so that what was received first is never told as received
 * last.
 */
function inWholeSeconds(at: Instant): Instant {
  return instantFromMs(Math.floor(msOf(at) / 1000) * 1000);
}

/**
 * Whether other messages brought the file before. A receipt of this same message was left by a process that was killed.
 */
async function otherMessages(
  { evidence, clock }: ReceiveMailDependencies,
  { sha256 }: JudgedFile,
  message: ReceivedMessage,
): Promise<readonly Instant[]> {
  const receipts = await receiptsOf(evidence, sha256, clock.now());
  return receipts.flatMap((one) => (one.kind === 'mail' && one.messageSha256 !== message.sha256 ? [one.at] : []));
}

/**
 * Metadata for S3, which keeps ASCII only. An address in other letters is left out, and then the owner is told in place
 * of the sender.
 */
function metadataOf(
  { kind }: JudgedFile,
  sender: string,
  { exportedAt, exportedBy, countShown }: Declared,
): Readonly<Record<string, string>> {
  const said: Readonly<Record<string, string | null>> = {
    'uploaded-by': sender,
    'exported-at': kind === 'export' ? exportedAt : null,
    'exported-by': kind === 'export' ? exportedBy : null,
    'count-shown': kind === 'export' && countShown !== null ? String(countShown) : null,
  };
  const fit = Object.entries(said).flatMap(([name, value]): readonly (readonly [string, string])[] =>
    value !== null && /^[\x20-\x7e]+$/.test(value) ? [[name, value]] : [],
  );
  return Object.fromEntries(fit);
}

/** To those whom the configuration names. */
async function tell(
  { mailer, compose }: ReceiveMailDependencies,
  outcome: ToldOutcome,
  { id, config }: { readonly id: string; readonly config: Config },
): Promise<void> {
  if (config.mail.to.length === 0) return;
  const digest = sha256Of(`${outcome.kind} ${id}`);
  const addressed = { id: `intake-${digest.slice(0, 32)}`, from: senderOf(config.mail), to: config.mail.to };
  await mailer.send({ ...addressed, ...compose(outcome), attachments: [] });
}
