// Writes mail down for another process to send: who has something to say need not be allowed to send mail.
import { buffer } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { readStored } from '../../core/values/stored.ts';
import { ObjectConflict } from '../../core/ports/objects.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Mail, Mailer } from '../../core/ports/telling.ts';

const spooledSchema = z.strictObject({
  id: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  attachments: z.array(z.strictObject({ name: z.string(), mediaType: z.string(), base64: z.string() })),
});

/**
 * Keeps each mail as one object. One that is there already counts as kept and stays as it is, so that a repetition
 * sends what the first attempt said.
 *
 * `send` answers the key; it throws what the store throws. Whether the mail can be sent is judged when it is.
 *
 * @param keyOf where a mail stands, by its id
 * @example spoolMailer({ objects, keyOf: (id) => workKey(execution, `${id}.json`) })
 */
export function spoolMailer(options: { readonly objects: Objects; readonly keyOf: (id: string) => string }): Mailer {
  const { objects, keyOf } = options;
  return {
    async send(mail: Mail): Promise<string> {
      const attachments = mail.attachments.map(({ body, ...attachment }) => ({
        ...attachment,
        base64: Buffer.from(body).toString('base64'),
      }));
      const key = keyOf(mail.id);
      try {
        await objects.put(key, Buffer.from(JSON.stringify({ ...mail, attachments })));
      } catch (error) {
        if (!(error instanceof ObjectConflict)) throw error;
      }
      return key;
    },
  };
}

/** @throws Error when there is no such mail, StoredRecordUnreadable when it is damaged */
export async function readSpooled(objects: Objects, key: string): Promise<Mail> {
  const stored = await objects.get(key);
  if (stored === null) throw new Error(`the mail ${objects.location(key)} is not there`);
  const mail = readStored(spooledSchema, (await buffer(stored)).toString('utf8'), `the mail ${key}`);
  const attachments = mail.attachments.map(({ base64, ...attachment }) => ({
    ...attachment,
    body: Buffer.from(base64, 'base64'),
  }));
  return { ...mail, attachments };
}
