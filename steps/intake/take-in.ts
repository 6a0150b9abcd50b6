// Takes in what lies in a folder, files and messages alike: kept as an upload with how it came, or put aside with the reason.
import { sha256Of } from '../../core/values/digest.ts';
import type { FileKind } from '../../core/config/intake.ts';
import type { Receipt } from '../../core/inputs/custody.ts';
import type { Declared } from '../../core/inputs/intake/declared.ts';
import { verdictsInHeaders } from '../../core/inputs/intake/verdicts.ts';
import { messageKey } from '../../core/names/object-keys.ts';
import type { MessageReader } from '../../core/ports/inputs.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Instant } from '../../core/values/instant.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import { ok, refusalText, refusedAll } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import type { Config } from '../../core/config/config.ts';
import { judgeFile, judgeMessage, mailReceipt } from './judge-message.ts';
import type { JudgedFile } from './judge-message.ts';
import { anotherNumber, keptCount } from '../read/custody/keep-count.ts';
import { receiptsOf } from '../read/custody/keep-receipt.ts';
import { keepUpload, keptUpload } from '../read/keep-upload.ts';
import type { KeepDependencies, KeptUpload } from '../read/keep-upload.ts';
import { quarantine } from './quarantine.ts';

export interface TakeInDependencies extends KeepDependencies {
  readonly messageReader: MessageReader;
}

export interface LyingFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface TakenFile {
  readonly name: string;
  readonly kind: FileKind;
  /** Its digest, by which the upload is named. */
  readonly sha256: string;
  readonly rows: number;
  /** When the same bytes first came, and from whom; nothing was changed then. `null` for a new file. */
  readonly before: { readonly at: Instant; readonly by: string } | null;
}

export type TakenIn =
  | { readonly kind: 'taken'; readonly name: string; readonly files: readonly TakenFile[] }
  | {
      readonly kind: 'quarantined';
      readonly name: string;
      readonly sha256: string;
      /** When it was first refused; `null` where that is now. */
      readonly since: Instant | null;
      readonly refusals: readonly Refusal[];
    };

export interface TakingContext {
  readonly config: Config;
  /** The person who takes in what lies there; files, unlike messages, name no sender. */
  readonly by: CanonicalLogin;
  /** What that person declares about the export. */
  readonly declared: Declared;
}

/**
 * Takes in one file of the folder and leaves it where it is. Repeatable: what came before is told and changes nothing.
 */
export async function takeIn(
  dependencies: TakeInDependencies,
  lying: LyingFile,
  context: TakingContext,
): Promise<TakenIn> {
  const at = dependencies.clock.now();
  const read = /\.eml$/i.test(lying.name)
    ? await ofMessage(dependencies, lying, { ...context, at })
    : await ofFile(dependencies, lying, { ...context, at });
  const judged = read.kind === 'refused' ? read : await counted(dependencies, read.value, lying.name);
  if (judged.kind === 'refused') {
    const { refusals } = judged;
    const { record, before } = await quarantine(dependencies.objects, lying, { at, refusals });
    return {
      kind: 'quarantined',
      name: lying.name,
      sha256: record.sha256,
      since: before ? record.at : null,
      refusals,
    };
  }
  const { files, raw } = judged.value;
  const taken: TakenFile[] = [];
  for (const file of files) taken.push(await keep(dependencies, file, { raw, config: context.config }));
  return { kind: 'taken', name: lying.name, files: taken };
}

interface Taking extends TakingContext {
  readonly at: Instant;
}

/** A file that is taken, and how it came. */
interface Arrival {
  readonly file: JudgedFile;
  readonly receipt: Receipt;
  readonly by: CanonicalLogin;
  readonly declared: Declared;
}

interface Arrived {
  readonly files: readonly Arrival[];
  /** Of a message. */
  readonly raw: Uint8Array | null;
}

type Arrivals = Result<Arrived>;

async function ofMessage(
  { messageReader, exportReader }: TakeInDependencies,
  { name, bytes }: LyingFile,
  { config, at }: Taking,
): Promise<Arrivals> {
  const message = await messageReader.read(bytes, name);
  if (message.kind === 'refused') return message;
  const verdicts = verdictsInHeaders(message.value, config.intake?.receiver);
  const judged = await judgeMessage(message.value, verdicts, { config, exportReader, asOf: at });
  if (judged.kind === 'refused') return judged;
  const { sender, declared, files } = judged.value;
  const arrived = { message: message.value, verdicts, sender, at };
  return {
    kind: 'ok',
    value: {
      raw: bytes,
      files: files.map((file) => ({ file, receipt: mailReceipt(file, arrived), by: sender, declared })),
    },
  };
}

async function ofFile(
  { exportReader }: TakeInDependencies,
  lying: LyingFile,
  { config, by, declared, at }: Taking,
): Promise<Arrivals> {
  const judged = await judgeFile(lying, null, { config, exportReader, asOf: at });
  if (judged.kind === 'refused') return judged;
  const { name, bytes, sha256 } = judged.value;
  const receipt: Receipt = { kind: 'folder', at, name, bytes: bytes.length, sha256, by };
  return { kind: 'ok', value: { raw: null, files: [{ file: judged.value, receipt, by, declared }] } };
}

/** A message does not overrule a number that somebody typed beside the same bytes before. */
async function counted({ objects }: TakeInDependencies, arrivals: Arrived, where: string): Promise<Arrivals> {
  const refusals: Refusal[] = [];
  for (const { file, declared } of arrivals.files) {
    const { countShown } = declared;
    const before = file.kind === 'export' ? await keptCount(objects, file.sha256, null) : null;
    if (before === null || countShown === null || before.shown === countShown) continue;
    refusals.push(anotherNumber(`${where}, count-shown`, countShown, before));
  }
  return refusals.length > 0 ? refusedAll(refusals) : ok(arrivals);
}

/** The message is stored before the upload that it brought. */
async function keep(
  dependencies: TakeInDependencies,
  { file, receipt, by, declared }: Arrival,
  { raw, config }: { readonly raw: Uint8Array | null; readonly config: Config },
): Promise<TakenFile> {
  const { objects } = dependencies;
  const { name, kind, bytes, sha256, rows } = file;
  const known = await keptUpload(objects, sha256, kind);
  const told = { name, kind, sha256, rows };
  const nothing = { exportedAt: null, exportedBy: null, countShown: null } as const;
  const said = kind === 'export' ? declared : nothing;
  // A message whose file came before declares nothing any more, because anybody may send it again.
  const isPlain = known !== null && (raw !== null || !isDeclaredAnew(known, said));
  if (isPlain && !(await isCutOff(objects, known, { raw, by, said })))
    return { ...told, before: { at: known.uploadedAt, by: known.uploadedBy } };
  if (raw !== null) await objects.put(messageKey(sha256Of(raw)), raw);
  // DMARC proves the domain of a sender, not the person.
  const handed = { kind, name, bytes, sha256, by, assurance: 'asserted', receipt, ...said } as const;
  const kept = await keepUpload(dependencies, handed, config);
  if (kept.kind === 'refused') throw new Error(`${name}: ${kept.refusals.map(refusalText).join(' ')}`);
  return { ...told, before: null };
}

interface Said {
  readonly raw: Uint8Array | null;
  readonly by: CanonicalLogin;
  readonly said: Pick<Declared, 'exportedAt' | 'countShown'>;
}

/**
 * Whether the file came before and its receipt is missing: the receipt is kept last, so the process that took the file
 * in was killed, or was of a version that kept none. A message then continues only with what says the same.
 */
async function isCutOff(objects: Objects, known: KeptUpload, { raw, by, said }: Said): Promise<boolean> {
  if ((await receiptsOf(objects, known.id, null)).length > 0) return false;
  const { uploadedBy, exportedAt, countShown } = known;
  return raw === null || (uploadedBy === by && exportedAt === said.exportedAt && countShown === said.countShown);
}

function isDeclaredAnew({ exportedAt, count }: KeptUpload, said: Pick<Declared, 'exportedAt' | 'countShown'>): boolean {
  const isAnother = said.exportedAt !== null && said.exportedAt !== exportedAt;
  return isAnother || (said.countShown !== null && count === null);
}
