// Sends a file with its progress, under the digest that the browser worked out: to the portal, or to the store behind it.
import type { Instant } from '../../../core/values/instant.ts';
import type { AnswerOf, Outcome } from './client.ts';
import { addressOf, digestSaid, outcomeOf, read, write } from './client.ts';
import { digestOf } from './digest.ts';

/** In bytes. The network of a deployment lets no more through with a request. */
const mostSentBytes = 4_000_000;

/** Keeps a file that a comment is about to name. */
export async function attachFile(period: string, file: File): Promise<Outcome<AnswerOf<'attach'>>> {
  const ready = await readied(file);
  if (ready.kind !== 'answered') return ready;
  const { body, ...said } = ready.answer;
  const address = addressOf('attach', { params: { period }, query: { name: file.name, ...said } });
  try {
    const headers = { 'content-type': 'application/octet-stream', ...digestSaid(await digestOf(body)) };
    const response = await fetch(address, { method: 'POST', credentials: 'same-origin', headers, body });
    return outcomeOf('attach', { status: response.status, text: await response.text(), etag: null });
  } catch {
    return { kind: 'unreachable' };
  }
}

interface Readied {
  /** SHA-256 of the whole file. */
  readonly sha256: string;
  /** What the request brings: nothing where the file was put before. */
  readonly body: ArrayBuffer;
  readonly staged?: '1';
}

/** A file that is too large for a request is put where the portal takes it from; on a laptop every file is sent. */
async function readied(file: File): Promise<Outcome<Readied>> {
  const bytes = await file.arrayBuffer();
  const sha256 = await digestOf(bytes);
  const sent = { kind: 'answered', answer: { sha256, body: bytes }, etag: null } as const;
  if (bytes.byteLength <= mostSentBytes) return sent;
  const asked = await write('stagedAddress', { body: { sha256, bytes: bytes.byteLength } });
  if (asked.kind !== 'answered') return asked;
  const { put } = asked.answer;
  if (put === null) return sent;
  const { status } = await transfer({ method: 'PUT', ...put, bytes, progress: () => undefined });
  if (status === null) return { kind: 'unreachable' };
  // 412: the file is there already, put by a try whose answer was lost.
  if (status >= 400 && status !== 412) return { kind: 'refused', problem: { ...notTaken, status } };
  return { kind: 'answered', answer: { sha256, body: new ArrayBuffer(0), staged: '1' }, etag: null };
}

export interface Sending {
  readonly file: File;
  readonly kind: 'export' | 'leavers';
  /** As it was typed; empty where nothing was. */
  readonly countShown: string;
  readonly exportedAt: Instant | null;
  readonly exportedBy: string;
  /** Told from 0 to 100. `fetch` tells no progress, so files are sent by `XMLHttpRequest`. */
  readonly progress: (percent: number) => void;
}

type Sent = Outcome<AnswerOf<'uploadExport'>>;

export async function send(sending: Sending): Promise<Sent> {
  const { file, kind, progress } = sending;
  const bytes = await file.arrayBuffer();
  const sha256 = await digestOf(bytes);
  const about = { kind, name: file.name, sha256, bytes: bytes.byteLength };
  const asked = await write('uploadAddress', { body: { ...about, ...saidOf(sending) } });
  if (asked.kind !== 'answered') return asked;
  const { put } = asked.answer;
  if (put === null) return post(sending, { bytes, sha256 });
  const known = new Set((await verdictsOf(sha256)).map(({ uploadedAt }) => uploadedAt));
  const { status } = await transfer({ method: 'PUT', ...put, bytes, progress });
  if (status === null) return { kind: 'unreachable' };
  if (status >= 400) return { kind: 'refused', problem: { ...notTaken, status } };
  return judged(sha256, known);
}

const notTaken = {
  type: 'about:blank',
  title: 'The file was not taken',
  detail: 'It was cut or changed on its way, or the address was older than a minute. Hand it in again.',
};

/** What a person says of an export; of a leavers file nothing is asked. */
function saidOf({ kind, countShown, exportedAt, exportedBy }: Sending): {
  readonly countShown?: string;
  readonly exportedAt?: Instant;
  readonly exportedBy?: string;
} {
  if (kind === 'leavers') return {};
  return {
    ...(countShown === '' ? {} : { countShown }),
    ...(exportedAt === null ? {} : { exportedAt }),
    ...(exportedBy === '' ? {} : { exportedBy }),
  };
}

async function post(
  sending: Sending,
  { bytes, sha256 }: { readonly bytes: ArrayBuffer; readonly sha256: string },
): Promise<Sent> {
  const { file, kind, progress } = sending;
  const named = { name: file.name, sha256 };
  const address =
    kind === 'leavers'
      ? addressOf('uploadLeavers', { query: named })
      : addressOf('uploadExport', { query: { ...named, ...saidOf(sending) } });
  const type = file.name.toLowerCase().endsWith('.xlsx')
    ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    : 'text/csv';
  const headers = { 'content-type': type };
  const { status, text } = await transfer({ method: 'POST', address, headers, bytes, progress });
  return status === null ? { kind: 'unreachable' } : outcomeOf('uploadExport', { status, text, etag: null });
}

/** A picture of the page that shows the number of users; what it is, its first bytes tell the server. */
export async function sendPicture(id: string, file: File): Promise<Outcome<AnswerOf<'attachPicture'>>> {
  const ready = await readied(file);
  if (ready.kind !== 'answered') return ready;
  const { body: bytes, ...said } = ready.answer;
  const address = addressOf('attachPicture', { params: { id }, query: { name: file.name, ...said } });
  const headers = { 'content-type': 'application/octet-stream', ...digestSaid(await digestOf(bytes)) };
  const { status, text } = await transfer({ method: 'POST', address, headers, bytes, progress: () => undefined });
  return status === null ? { kind: 'unreachable' } : outcomeOf('attachPicture', { status, text, etag: null });
}

interface Transfer extends Pick<Sending, 'progress'> {
  readonly method: 'POST' | 'PUT';
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: ArrayBuffer;
}

/** @returns a status of `null` when nothing is known of what became of it */
async function transfer({ method, address, headers, bytes, progress }: Transfer) {
  return new Promise<{ readonly status: number | null; readonly text: string }>((resolve) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      progress(total === 0 ? 100 : Math.round((loaded / total) * 100));
    });
    request.addEventListener('error', () => {
      resolve({ status: null, text: '' });
    });
    request.addEventListener('load', () => {
      resolve({ status: request.status, text: request.responseText });
    });
    request.send(bytes);
  });
}

async function verdictsOf(sha256: string) {
  const outcome = await read('uploads');
  return outcome.kind === 'answered' ? outcome.answer.uploads.filter(({ id }) => id === sha256) : [];
}

const [lookEveryMs, mostLooks] = [2000, 30];

/** The store has the file; a function judges it as it lands, which takes seconds. */
async function judged(sha256: string, known: ReadonlySet<string>): Promise<Sent> {
  for (let look = 0; look < mostLooks; look += 1) {
    const answer = (await verdictsOf(sha256)).find(({ uploadedAt }) => !known.has(uploadedAt));
    if (answer !== undefined) return { kind: 'answered', answer, etag: null };
    await new Promise((resolve) => {
      setTimeout(resolve, lookEveryMs);
    });
  }
  return { kind: 'unreachable' };
}
