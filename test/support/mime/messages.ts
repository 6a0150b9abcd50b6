// Messages as mail programs write them, byte for byte with CRLF: each program names, folds and encodes in a way of its own.
import { exportCsv } from '../inputs/export-builder.ts';

export const users = exportCsv(
  ['ann', 'bob', 'cho'].map((name) => ({ email: `${name}@acme.com`, role: 'User', createdAt: '2024-01-15' })),
);

export const leavers = 'email,last day\r\njoe@acme.com,2026-09-30\r\n';

/** As the company's own receiver writes it on top of what came. */
export const proven = 'Authentication-Results: mx.acme.com; dmarc=pass (p=reject) header.from=acme.com';

const sent = 'Date: Mon, 05 Oct 2026 08:00:00 +0000';

const from = 'From: Jane Doe <jane@acme.com>';

/** @param headers replaces those of a usual message whose names they bear */
export function messageOf(
  body: readonly string[],
  headers: readonly string[] = [],
  trace: readonly string[] = [proven],
): Buffer {
  const usual = [
    from,
    'To: access-review@intake.acme.com',
    'Subject: Users of People.ai',
    sent,
    'Message-ID: <1@acme.com>',
  ];
  const named = new Set(headers.map((line) => line.split(':')[0]?.toLowerCase()));
  const kept = usual.filter((line) => !named.has(line.split(':')[0]?.toLowerCase()));
  return Buffer.from([...trace, ...kept, 'MIME-Version: 1.0', ...headers, ...body].join('\r\n'), 'latin1');
}

export function base64(text: string | Uint8Array): readonly string[] {
  return (
    Buffer.from(text)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).map(String);
}

/** UTF-8 in quoted-printable, each line of the file a line (RFC 2045, 6.7). */
export function quotedPrintable(text: string): readonly string[] {
  return text.split('\r\n').flatMap((line) => {
    const bytes = [...Buffer.from(line)].map((byte) =>
      (byte >= 33 && byte <= 126 && byte !== 61) || byte === 32
        ? String.fromCharCode(byte)
        : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    );
    const lines: string[] = [];
    let current = '';
    for (const piece of bytes) {
      if (current.length + piece.length > 75) {
        lines.push(`${current}=`);
        current = '';
      }
      current += piece;
    }
    return [...lines, current];
  });
}

export function parts(boundary: string, ...each: readonly (readonly string[])[]): readonly string[] {
  return ['', ...each.flatMap((part) => [`--${boundary}`, ...part]), `--${boundary}--`, ''];
}

export const words: readonly string[] = ['Content-Type: text/plain; charset=UTF-8', '', 'The users, as of today.'];

export function csvPart(
  text: string,
  headers: readonly string[] = [
    'Content-Type: text/csv; charset=utf-8; name="users.csv"',
    'Content-Disposition: attachment; filename="users.csv"',
  ],
): readonly string[] {
  return [...headers, 'Content-Transfer-Encoding: base64', '', ...base64(text)];
}

export const mixed = (boundary: string): string => `Content-Type: multipart/mixed; boundary="${boundary}"`;

/** The usual message with one export. */
export function usualMessage(headers: readonly string[] = [], trace: readonly string[] = [proven]): Buffer {
  return messageOf(parts('b1', words, csvPart(users)), [...headers, mixed('b1')], trace);
}
