// A webhook of the company's own, signed as Standard Webhooks does, with one id however often it comes.
import { createHmac } from 'node:crypto';
import { DeskRefused } from '../../core/ports/telling.ts';
import type { TicketDesk } from '../../core/ports/telling.ts';
import type { Clock } from '../../core/ports/world.ts';
import { msOf } from '../../core/values/instant.ts';
import { called, hostOf } from './call.ts';
import { wholeJson } from '../../core/values/text.ts';

export interface WebhookOptions {
  readonly url: string;
  /** Base64, with `whsec_` before it or not. */
  readonly secret: string;
  readonly clock: Clock;
}

/** Standard Webhooks, "Signature scheme": between 24 and 64 random bytes. */
const fewestBytes = 24;

export function webhookDesk({ url, secret, clock }: WebhookOptions): TicketDesk {
  return {
    knowsRepeats: true,
    async send(notice) {
      const key = keyIn(secret);
      const at = String(Math.floor(msOf(clock.now()) / 1000));
      const body = { type: 'work-order', ...notice };
      const signature = createHmac('sha256', key)
        .update(`${notice.key}.${at}.${wholeJson(body)}`)
        .digest('base64');
      const headers = { 'webhook-id': notice.key, 'webhook-timestamp': at, 'webhook-signature': `v1,${signature}` };
      await called({ url, headers, body });
      return { reference: null, where: hostOf(url) };
    },
    status: () => Promise.resolve(null),
  };
}

/**
 * What is no Base64 would be read as far as it is some, down to an empty key, by which anybody can sign.
 *
 * @throws DeskRefused, because nothing was sent
 */
function keyIn(secret: string): Buffer {
  const text = secret.replace(/^whsec_/, '');
  const key = Buffer.from(text, 'base64');
  const isBase64 =
    /^[A-Za-z0-9+/]+={0,2}$/.test(text) && key.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '');
  if (isBase64 && key.length >= fewestBytes) return key;
  throw new DeskRefused(`the secret of the webhook is not Base64 of at least ${fewestBytes} bytes`);
}
