// Why a mail was not sent. By themselves, so that who only tells them apart does not load what composes messages.

/** A mail that no mailer may send as it is; the message names the field and never quotes a body. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
  constructor(field: string, expected: string) {
    super(`mail cannot be sent: ${field} is not ${expected}`);
  }
}

/** The folder, the relay or the network did not take the mail. */
export class MailFailure extends Error {
  override readonly name = 'MailFailure';
  /** Recipients for whom the mail was not taken while it was for others; empty where nobody has it. */
  readonly refusedRecipients: readonly string[];
  constructor(what: string, cause: unknown, refusedRecipients: readonly string[] = []) {
    super(cause instanceof Error ? `${what}: ${cause.message}` : what, { cause });
    this.refusedRecipients = refusedRecipients;
  }
}
