// Sends a file with its progress, under the digest that the browser worked out.
import type { AnswerOf, Outcome } from './client.ts';
import { addressOf, outcomeOf } from './client.ts';
import { digestOf } from './digest.ts';

/** Keeps a file that a comment is about to name. */
export async function attachFile(period: string, file: File): Promise<Outcome<AnswerOf<'attach'>>> {
  const bytes = await file.arrayBuffer();
  const address = addressOf('attach', {
    params: { period },
    query: { name: file.name, sha256: await digestOf(bytes) },
  });
  try {
    const headers = { 'content-type': 'application/octet-stream' };
    const response = await fetch(address, { method: 'POST', credentials: 'same-origin', headers, body: bytes });
    return outcomeOf('attach', { status: response.status, text: await response.text(), etag: null });
  } catch {
    return { kind: 'unreachable' };
  }
}

export interface Sending {
  readonly file: File;
  readonly kind: 'export' | 'leavers';
  readonly countShown: string;
  /** From 0 to 100; `fetch` tells none, so it is sent the older way. */
  readonly progress: (percent: number) => void;
}

export async function send({ file, kind, countShown, progress }: Sending): Promise<Outcome<AnswerOf<'uploadExport'>>> {
  const bytes = await file.arrayBuffer();
  const sha256 = await digestOf(bytes);
  const named = { name: file.name, sha256 };
  const address =
    kind === 'leavers'
      ? addressOf('uploadLeavers', { query: named })
      : addressOf('uploadExport', { query: { ...named, ...(countShown === '' ? {} : { countShown }) } });
  const isWorkbook = file.name.toLowerCase().endsWith('.xlsx');
  const mediaType = isWorkbook ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv';
  return post('uploadExport', { address, bytes, mediaType, progress });
}

/** A picture of the page that shows the number of users; what it is, its first bytes tell the server. */
export async function sendPicture(id: string, file: File): Promise<Outcome<AnswerOf<'attachPicture'>>> {
  const bytes = await file.arrayBuffer();
  const query = { name: file.name, sha256: await digestOf(bytes) };
  const address = addressOf('attachPicture', { params: { id }, query });
  return post('attachPicture', { address, bytes, mediaType: 'application/octet-stream', progress: () => undefined });
}

interface Posting extends Pick<Sending, 'progress'> {
  readonly address: string;
  readonly bytes: ArrayBuffer;
  readonly mediaType: string;
}

async function post<Name extends 'uploadExport' | 'attachPicture'>(
  name: Name,
  { address, bytes, mediaType, progress }: Posting,
): Promise<Outcome<AnswerOf<Name>>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.setRequestHeader('content-type', mediaType);
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      progress(total === 0 ? 100 : Math.round((loaded / total) * 100));
    });
    request.addEventListener('error', () => {
      resolve({ kind: 'unreachable' });
    });
    request.addEventListener('load', () => {
      resolve(outcomeOf(name, { status: request.status, text: request.responseText, etag: null }));
    });
    request.send(bytes);
  });
}
