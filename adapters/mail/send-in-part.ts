// A mail that some have and others not: who has none yet is told, so that nobody is sent it twice.
import type { Mail, Mailer } from '../../core/ports/telling.ts';
import { MailFailure } from './errors.ts';

/**
 * Sends it, for whoever records how far it came: a mail that some have is not sent to them again.
 *
 * @returns who has no mail yet, in their order; nobody when all have
 * @throws what the mailer throws, when nobody has it
 */
export async function sendInPart(mailer: Mailer, mail: Mail): Promise<readonly string[]> {
  try {
    await mailer.send(mail);
    return [];
  } catch (error) {
    if (error instanceof MailFailure && error.refusedRecipients.length > 0) return error.refusedRecipients;
    throw error;
  }
}
