// SES on this machine: aws-ses-v2-local judges each request, and what it takes is kept as the bytes that were sent.
import * as z from 'zod/mini';
import { startChild } from './child-service.ts';
import { startService } from './json-service.ts';
import type { ServiceStandIn } from './json-service.ts';

const sendSchema = z.object({
  FromEmailAddress: z.string(),
  Destination: z.object({ ToAddresses: z.array(z.string()) }),
  Content: z.object({ Raw: z.object({ Data: z.string() }) }),
});

export interface Mailbox extends ServiceStandIn {
  readonly messages: readonly Uint8Array[];
  /** From whom and to whom each was sent, whatever its headers say. */
  readonly envelopes: readonly { readonly from: string; readonly to: readonly string[] }[];
}

export async function startMailbox(): Promise<Mailbox> {
  let judge: ReturnType<typeof startChild> | null = null;
  const messages: Uint8Array[] = [];
  const envelopes: Mailbox['envelopes'][number][] = [];
  const service = await startService(async ({ method, path, body, headers }) => {
    // Started with the first mail, because the start takes longer than all that it is asked.
    judge ??= startChild('ses-process.ts');
    const url = `${(await judge).endpoint}${path}`;
    const reply = await fetch(url, {
      method,
      body: new Uint8Array(body),
      headers: { 'content-type': 'application/json', authorization: headers['authorization'] ?? '' },
    });
    if (reply.ok) {
      const { FromEmailAddress: from, Destination, Content } = z.parse(sendSchema, JSON.parse(body.toString()));
      messages.push(Buffer.from(Content.Raw.Data, 'base64'));
      envelopes.push({ from, to: Destination.ToAddresses });
    }
    return { status: reply.status, type: 'application/json', body: await reply.text() };
  });
  return {
    endpoint: service.endpoint,
    messages,
    envelopes,
    close: async () => {
      await service.close();
      await (await judge)?.close();
    },
  };
}
