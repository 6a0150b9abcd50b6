// Judges a message and every file that it brings, before anything of it is kept: taken whole, or not at all.
import { sha256Of } from '../../core/values/digest.ts';
import type { Config } from '../../core/config/config.ts';
import type { FileKind } from '../../core/config/intake.ts';
import type { Receipt } from '../../core/inputs/custody.ts';
import type { Declared } from '../../core/inputs/intake/declared.ts';
import { judgedMessage } from '../../core/inputs/intake/judged-message.ts';
import type { TakenMessage } from '../../core/inputs/intake/judged-message.ts';
import { kindOfTables } from '../../core/inputs/intake/kind.ts';
import { headerValues } from '../../core/inputs/intake/message.ts';
import type { ReceivedMessage } from '../../core/inputs/intake/message.ts';
import { notYetTaken } from '../../core/inputs/custody.ts';
import type { Verdicts } from '../../core/inputs/intake/verdicts.ts';
import type { ExportReader } from '../../core/ports/inputs.ts';
import type { Instant } from '../../core/values/instant.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import { each, ok, refused, within } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { quoted, visible } from '../../core/values/text.ts';
import { ingestExport } from '../read/ingest-export.ts';
import { ingestLeavers } from '../read/ingest-leavers.ts';

export interface JudgingContext {
  readonly config: Config;
  readonly exportReader: ExportReader;
  readonly asOf: Instant;
}

export interface JudgedFile {
  readonly name: string;
  readonly kind: FileKind;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly rows: number;
}

export interface JudgedMessage {
  readonly sender: CanonicalLogin;
  readonly files: readonly JudgedFile[];
  readonly declared: Declared;
}

const names: Readonly<Record<FileKind, string>> = { export: 'an export', leavers: 'a list of leavers' };

/**
 * Takes at most one file of each kind, and each must be readable to its end by the same reader as a file that is handed
 * in.
 */
export async function judgeMessage(
  message: ReceivedMessage,
  verdicts: Verdicts,
  context: JudgingContext,
): Promise<Result<JudgedMessage>> {
  const taken = judgedMessage(message, verdicts, context.config.intake);
  // The attachments of a message from an unknown sender are not opened.
  if (taken.kind === 'refused') return taken;
  const { sender, declared } = taken.value;
  const { exportedAt: at } = declared;
  const early = at === null ? null : notYetTaken({ where: `${message.name}, exported-at`, at }, context.asOf);
  if (early !== null) return refused(early);
  const judged: Result<JudgedFile>[] = [];
  for (const file of taken.value.files) judged.push(await ofMessage(file, { message, taken: taken.value, context }));
  const files = each(judged);
  if (files.kind === 'refused') return files;
  for (const kind of ['export', 'leavers'] as const) {
    const same = files.value.filter((file) => file.kind === kind);
    if (same.length > 1) {
      const found = same.map(({ name }) => quoted(visible(name))).join(' and ');
      return refused({ what: `more than ${names[kind]}`, where: message.name, found, expected: 'one of them' });
    }
  }
  return ok({ sender, declared, files: files.value });
}

async function ofMessage(
  file: TakenMessage['files'][number],
  asked: { readonly message: ReceivedMessage; readonly taken: TakenMessage; readonly context: JudgingContext },
): Promise<Result<JudgedFile>> {
  const { sends } = asked.taken;
  const meant = sends.length === 1 ? (sends[0] ?? null) : null;
  const read = within(asked.message.name, await judgeFile(file, meant, asked.context));
  if (read.kind === 'refused' || sends.includes(read.value.kind)) return read;
  return refused({
    what: 'a file that this sender may not send',
    where: `${asked.message.name}, ${visible(file.name)}`,
    found: names[read.value.kind],
    expected: `${sends.map((kind) => names[kind]).join(' or ')}, as intake.senders says`,
  });
}

/** @param meant the kind that is assumed where the file looks like neither */
export async function judgeFile(
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  meant: FileKind | null,
  { config, exportReader, asOf }: JudgingContext,
): Promise<Result<JudgedFile>> {
  const tables = await exportReader.tables(bytes, name);
  if (tables.kind === 'refused') return tables;
  const kind = kindOfTables(tables.value, config) ?? meant;
  const sha256 = sha256Of(bytes);
  if (kind === 'leavers') {
    const read = await ingestLeavers({ name, bytes }, { config, asOf, exportReader, isKept: true });
    return read.kind === 'refused' ? read : ok({ name, kind, bytes, sha256, rows: read.value.rows });
  }
  // A file that is neither is read as an export, so that the refusal names the missing column and the headers that
  // there are.
  const read = await ingestExport({ exportReader }, { name, bytes }, config);
  return read.kind === 'refused'
    ? read
    : ok({ name, kind: 'export', bytes, sha256, rows: read.value.population.rowsRead });
}

const longestId = 500;

/** How a file of the message came in. */
export function mailReceipt(
  file: JudgedFile,
  { message, verdicts, sender, at }: Arrived & { readonly sender: CanonicalLogin },
): Receipt {
  const [messageId = null] = headerValues(message, 'message-id');
  return {
    kind: 'mail',
    at,
    name: file.name,
    bytes: file.bytes.length,
    sha256: file.sha256,
    from: sender,
    messageId: messageId === null ? null : visible(messageId.slice(0, longestId)),
    messageSha256: message.sha256,
    place: null,
    verdicts: {
      dmarc: verdicts.dmarc.passed ? 'pass' : 'fail',
      dkim: verdictWord(verdicts.dkim),
      spf: verdictWord(verdicts.spf),
      virus: verdicts.virus.passed ? 'pass' : 'fail',
      spam: verdicts.spam.passed ? 'pass' : 'fail',
    },
    signedBy: verdicts.signedBy,
    tls: verdicts.tls.passed,
  };
}

interface Arrived {
  readonly message: ReceivedMessage;
  readonly verdicts: Verdicts;
  readonly at: Instant;
}

function verdictWord(told: string | null): 'pass' | 'fail' | 'none' | 'unknown' {
  if (told === 'pass' || told === 'none') return told;
  return told === 'fail' ? 'fail' : 'unknown';
}
