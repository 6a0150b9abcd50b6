// A webhook of the company's own, signed as Standard Webhooks does, with one id however often it comes.
import { createHmac } from 'node:crypto';
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

export function webhookDesk({ url, secret, clock }: WebhookOptions): TicketDesk {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return {
    knowsRepeats: true,
    async send(notice) {
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
