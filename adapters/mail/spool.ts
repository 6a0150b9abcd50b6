// Writes mail down for another process to send: who composes a report's mail need not be allowed to send any.
import { ObjectConflict } from '../../core/ports.ts';
import type { Clock, Mail, Mailer, Objects } from '../../core/ports.ts';
import { composeMessage } from './message.ts';

/**
 * Keeps each mail as one object, the message as it will be sent. A mail that is there already counts as kept and stays
 * as it is, so that a repetition sends what the first attempt composed.
 *
 * `send` answers the key; it throws MailRefused, and what the store throws.
 *
 * @param keyOf where a mail stands, by its id
 * @example spoolMailer({ objects, clock, keyOf: (id) => workKey(execution, `${id}.eml`) })
 */
export function spoolMailer(options: {
  readonly objects: Objects;
  readonly clock: Clock;
  readonly keyOf: (id: string) => string;
}): Mailer {
  const { objects, clock, keyOf } = options;
  return {
    async send(mail: Mail): Promise<string> {
      const message = await composeMessage(mail, clock.now());
      const key = keyOf(mail.id);
      try {
        await objects.put(key, message);
      } catch (error) {
        if (!(error instanceof ObjectConflict)) throw error;
      }
      return key;
    },
  };
}
