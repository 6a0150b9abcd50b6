// Decides what is done with each attachment: a file to be read, something that goes with every mail, or something that
// must not be passed over in silence.
import { refused, refusedAll, ok } from '../../values/result.ts';
import type { Refusal, Result } from '../../values/result.ts';
import { quoted, some, visible } from '../../values/text.ts';
import type { Attached, ReceivedMessage } from './message.ts';

export interface MessageFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const tableName = /\.(?:csv|tsv|xlsx)$/i;
const tableTypes: ReadonlySet<string> = new Set([
  'text/csv',
  'application/csv',
  'text/comma-separated-values',
  'text/tab-separated-values',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
]);

/**
 * What mail programs attach by themselves: pictures of a signature, the sender's card, an invitation, a signature of
 * the message, a resource fork of macOS.
 */
const decoration =
  /^(?:image\/.*|text\/(?:plain|html|enriched|rtf|calendar|vcard|x-vcard|directory)|application\/(?:ics|applefile|(?:x-)?pkcs7-signature|pgp-signature|pgp-keys))$/;

/** Attachments that are not taken, by the kind that they claim to be, with the reason. */
const unfit: readonly { readonly is: RegExp; readonly found: string; readonly expected: string }[] = [
  {
    is: /ms-tnef|winmail\.dat$/i,
    found: 'winmail.dat, into which Outlook packed what was attached',
    expected: 'the message sent as HTML or plain text, not as Rich Text',
  },
  {
    is: /^message\/|\.(?:eml|msg)$/i,
    found: 'a forwarded message',
    expected: 'the file itself attached, not a message that holds it',
  },
  {
    is: /pkcs7-mime|pgp-encrypted|\.p7m$/i,
    found: 'an encrypted or sealed message',
    expected: 'a message that is not encrypted; TLS protects it on its way',
  },
  { is: /zip|compressed|\.(?:zip|7z|rar|gz|tgz)$/i, found: 'an archive', expected: 'the file itself attached' },
  { is: /ms-excel|\.xlsb?$|\.xlsm$/i, found: 'another kind of workbook', expected: 'the CSV as exported, or an .xlsx' },
];

const expectedFile = 'the export or the leavers file as CSV or XLSX';

/** Control, bidirectional and other characters that are not visible in a name. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

const longestName = 200;

/**
 * The files of a message, each content once. Any other attachment that does not go with every mail refuses the message
 * by its name, because it may be what the sender wanted to hand in.
 */
export function attachedFiles(message: Pick<ReceivedMessage, 'name' | 'attached'>): Result<readonly MessageFile[]> {
  const files: MessageFile[] = [];
  const refusals: Refusal[] = [];
  message.attached.forEach((one, index) => {
    const read = fileOf(one, `${message.name}, attachment ${index + 1}`, index);
    if (read.kind === 'refused') for (const refusal of read.refusals) refusals.push(refusal);
    else if (read.value !== null && !files.some(({ bytes }) => isSame(bytes, one.bytes))) files.push(read.value);
  });
  if (files.length === 0 && refusals.length === 0) {
    const found = message.attached.length === 0 ? 'nothing attached' : `only ${listed(message.attached)}`;
    refusals.push({
      what: 'no file in the message',
      where: message.name,
      found,
      expected: `${expectedFile}, attached`,
    });
  }
  return refusals.length > 0 ? refusedAll(refusals) : ok(files);
}

/** @returns `null` for what goes with every mail */
function fileOf({ name, mediaType, bytes }: Attached, where: string, index: number): Result<MessageFile | null> {
  const called = (name ?? '').trim();
  const isTable = tableName.test(called) || (tableTypes.has(mediaType) && !/\.\w{1,5}$/.test(called));
  if (mediaType === 'application/applefile') return ok(null);
  if (!isTable && decoration.test(mediaType)) return ok(null);
  if (unseen.test(called) || called.length > longestName) {
    const found = quoted(visible(called.slice(0, longestName)));
    return refused({ what: 'a name that is not what it looks like', where, found, expected: 'a plain file name' });
  }
  if (!isTable) {
    const why = unfit.find(({ is }) => is.test(mediaType) || is.test(called));
    const label = called === '' ? mediaType : `${quoted(called)} (${mediaType})`;
    const found = why === undefined ? label : `${label}: ${why.found}`;
    return refused({ what: 'attached and not taken', where, found, expected: why?.expected ?? expectedFile });
  }
  // A name may come with the path under which the sender keeps the file. Only its last part names the file.
  const file = called.slice(Math.max(called.lastIndexOf('/'), called.lastIndexOf('\\')) + 1);
  if (bytes.length === 0) {
    return refused({ what: 'empty file', where, found: `${quoted(file)} with 0 bytes`, expected: expectedFile });
  }
  return ok({ name: file === '' ? `attachment-${index + 1}` : file, bytes });
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

function listed(attached: readonly Attached[]): string {
  const names = attached.map(({ name, mediaType }) => (name === null ? mediaType : quoted(visible(name.slice(0, 80)))));
  return some(names, 5);
}
