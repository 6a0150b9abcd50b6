// What was recorded of the files of a run, as tests write it: whole by default.
import type { CountSaid, Custody, Receipt } from '../../../core/inputs/custody.ts';
import type { KeptCustody } from '../../../steps/read/run-inputs.ts';
import { sha256 } from '../bytes.ts';
import { at } from '../time.ts';

/** As small as a PNG can be: one pixel. */
export const onePixel: Buffer = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export function aMailReceipt(of: string, over: Partial<Extract<Receipt, { readonly kind: 'mail' }>> = {}): Receipt {
  return {
    kind: 'mail',
    at: at('2026-10-05T08:20:00Z'),
    name: 'users.csv',
    bytes: 200,
    sha256: of,
    from: 'ana.admin@acme.com',
    messageId: '<1@acme.com>',
    messageSha256: sha256('raw message'),
    place: { key: 'mail/1', version: 'v1' },
    verdicts: { dmarc: 'pass', dkim: 'pass', spf: 'pass', virus: 'pass', spam: 'pass' },
    signedBy: 'acme.com',
    tls: true,
    ...over,
  };
}

export function aPortalReceipt(of: string, over: Partial<Extract<Receipt, { readonly kind: 'portal' }>> = {}): Receipt {
  return {
    kind: 'portal',
    at: at('2026-10-05T08:30:00Z'),
    name: 'users.csv',
    bytes: 200,
    sha256: of,
    by: 'jane@acme.com',
    assurance: 'oidc',
    browserSha256: of,
    ...over,
  };
}

/** Typed by one person and confirmed by another, with a picture. */
export function aCount(of: string, over: Partial<CountSaid> = {}): CountSaid {
  return {
    exportSha256: of,
    shown: 4,
    typed: { by: 'jane@acme.com', at: at('2026-10-05T08:05:00Z'), assurance: 'asserted' },
    confirmed: { by: 'root@acme.com', at: at('2026-10-05T08:10:00Z'), assurance: 'asserted' },
    picture: {
      name: 'page.png',
      mediaType: 'image/png',
      bytes: onePixel.length,
      sha256: sha256(onePixel),
      by: 'jane@acme.com',
      at: at('2026-10-05T08:06:00Z'),
    },
    ...over,
  };
}

/** @param of digest of the export */
export function aCustody(of: string, over: Partial<Custody> = {}): KeptCustody {
  const record: Custody = {
    schema: 1,
    export: { toldSha256: null, receipts: [aMailReceipt(of)] },
    leavers: { receipts: [] },
    count: aCount(of),
    ...over,
  };
  return { record, picture: record.count?.picture === null || record.count === null ? null : onePixel };
}
