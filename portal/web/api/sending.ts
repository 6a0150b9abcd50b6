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
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.setRequestHeader(
      'content-type',
      file.name.toLowerCase().endsWith('.xlsx')
        ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
        : 'text/csv',
    );
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      progress(total === 0 ? 100 : Math.round((loaded / total) * 100));
    });
    request.addEventListener('error', () => {
      resolve({ kind: 'unreachable' });
    });
    request.addEventListener('load', () => {
      resolve(outcomeOf('uploadExport', { status: request.status, text: request.responseText, etag: null }));
    });
    request.send(bytes);
  });
}
