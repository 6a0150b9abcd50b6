// Sends mail through a company's own relay, and never in the clear over a network.
import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { hasAsciiName, withAsciiDomain } from '../../core/values/addresses.ts';
import type { Mail, Mailer, ReachedRecipients } from '../../core/ports/telling.ts';
import type { Clock } from '../../core/ports/world.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { onOneLine } from '../../core/values/text.ts';
import { MailFailure } from './errors.ts';
import { composeMessage } from './message.ts';

interface Relay {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps:`); otherwise STARTTLS, required unless the relay is on this machine. */
  readonly secure: boolean;
  readonly credentials: { readonly user: string; readonly pass: string } | null;
}

const loopbackHosts = ['localhost', '127.0.0.1', '::1'];

/** A relay that is there answers within seconds; a run must not wait nodemailer's default of minutes for one that is not. */
const connectMs = 10_000;
const silenceMs = 60_000;

/** Of what a relay says to a refusal: it may go on for pages. */
const longestAnswer = 200;

/**
 * `send` answers the recipients and the relay. It throws MailRefused, or MailFailure when the relay does not take the
 * mail for every recipient: it names those that were refused with the relay's words, and says so where the connection
 * ended before an answer, for then the mail may have been taken. SMTP knows no repetition: a mail sent twice arrives
 * twice, with one Message-ID. A mail to addresses of which some have a letter beyond ASCII before the @ is sent as two.
 *
 * @param url `smtps://user:password@smtp.acme.com:465` or, with STARTTLS, `smtp://smtp.acme.com:587`; the relay's
 *   certificate is checked against the system's authorities and `NODE_EXTRA_CA_CERTS`
 */
export function smtpMailer(options: { readonly url: string; readonly clock: Clock }): Result<Mailer> {
  const relay = parseRelay(options.url);
  return relay.kind === 'refused' ? relay : ok(mailerOver(relay.value, options.clock));
}

function mailerOver(relay: Relay, clock: Clock): Mailer {
  const local = loopbackHosts.includes(relay.host);
  const transport = createTransport({
    host: relay.host,
    port: relay.port,
    secure: relay.secure,
    requireTLS: !local,
    // A relay on this machine often has a certificate that nobody vouches for, and nothing crosses a network.
    ignoreTLS: local,
    ...(relay.credentials === null ? {} : { auth: relay.credentials }),
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    dnsTimeout: connectMs,
    socketTimeout: silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  /** @returns those who have it, and what the relay said of each other */
  const sendOne = async (mail: Mail, message: Uint8Array): Promise<Sent> => {
    let isOffered = false;
    // Read once the relay is there and knows who sends: until then nothing can have been taken.
    const raw = Readable.from(
      (function* () {
        isOffered = true;
        yield message;
      })(),
    );
    const sent = await transport
      .sendMail({ envelope: { from: mail.from, to: mail.to.map(withAsciiDomain) }, raw })
      .catch((cause: unknown) => {
        const what = `broke off mail ${mail.id} and may have taken it`;
        const isUnanswered = isOffered && !isAnswer(cause);
        throw new MailFailure(`${relay.host} ${isUnanswered ? what : `did not take mail ${mail.id}`}`, cause);
      });
    // As the mail names them: what is told of recipients names their domains in ASCII and small letters.
    const [to, missed] = parted(mail.to, (one) => sent.accepted.includes(withAsciiDomain(one)));
    return { to, missed: missed.map((one) => ({ to: one, said: answerTo(one, sent) })) };
  };
  return {
    async send(mail: Mail, reached?: (some: ReachedRecipients) => Promise<void>): Promise<string> {
      const sentAt = clock.now();
      // All of them before the first goes out: a mail that no mailer may send goes to nobody.
      const messages = [];
      for (const part of partsOf(mail)) messages.push({ part, message: await composeMessage(part, sentAt) });
      const missed: Missed[] = [];
      const failures: unknown[] = [];
      for (const { part, message } of messages) {
        try {
          const sent = await sendOne(part, message);
          missed.push(...sent.missed);
          await reached?.({ to: sent.to, where: `${sent.to.join(', ')} by ${relay.host}` });
        } catch (error) {
          if (!(error instanceof MailFailure)) throw error;
          failures.push(error);
          missed.push(...part.to.map((to) => ({ to, said: error.message })));
        }
      }
      if (failures.length === messages.length) throw failures[0];
      if (missed.length > 0) {
        const told = missed.map(({ to, said }) => `${to} (${said})`).join(', ');
        const of = `for ${missed.length} of ${mail.to.length} recipients: ${told}; the others have it`;
        const who = missed.map(({ to }) => to);
        throw new MailFailure(`${relay.host} did not take mail ${mail.id} ${of}`, null, who);
      }
      return `${mail.to.join(', ')} by ${relay.host}`;
    },
  };
}

interface Sent {
  readonly to: readonly string[];
  readonly missed: readonly Missed[];
}

interface Missed {
  readonly to: string;
  readonly said: string;
}

/**
 * Whoever has a letter beyond ASCII before the @ gets a message of their own: such an address makes the headers UTF-8, and a
 * relay on the way to the others may know no such message (SMTPUTF8, RFC 6531).
 */
function partsOf(mail: Mail): readonly Mail[] {
  const parts = parted(mail.to, hasAsciiName).filter((to) => to.length > 0);
  return parts.length < 2 ? [mail] : parts.map((to) => ({ ...mail, to }));
}

function parted<Item>(all: readonly Item[], is: (item: Item) => boolean): readonly [Item[], Item[]] {
  return [all.filter(is), all.filter((item) => !is(item))];
}

interface Refused {
  readonly rejectedErrors?: readonly { readonly recipient?: string; readonly response?: string }[];
}

function answerTo(recipient: string, { rejectedErrors = [] }: Refused): string {
  const said = rejectedErrors.find((one) => one.recipient === withAsciiDomain(recipient))?.response;
  return said === undefined ? 'without a reason' : onOneLine(said).slice(0, longestAnswer);
}

/** Whether the relay itself said no, by a code of SMTP. */
function isAnswer(error: unknown): boolean {
  return error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number';
}

function parseRelay(text: string): Result<Relay> {
  const url = URL.parse(text);
  if (url === null) return refused(refusal('no address'));
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') return refused(refusal(`the scheme ${url.protocol}`));
  if (url.hostname === '') return refused(refusal('no host'));
  // Libraries read options from here, and one of them switches the check of certificates off.
  if (url.search !== '' || url.hash !== '' || !['', '/'].includes(url.pathname))
    return refused(refusal('more than a host'));
  const [user, pass] = [decoded(url.username), decoded(url.password)];
  if (user === null || pass === null) return refused(refusal('a user or password that is not percent-encoded'));
  const secure = url.protocol === 'smtps:';
  const usualPort = secure ? 465 : 587;
  return ok({
    host: url.hostname.replaceAll(/[[\]]/g, ''),
    port: url.port === '' ? usualPort : Number(url.port),
    secure,
    credentials: user === '' ? null : { user, pass },
  });
}

/** What was found is described, never quoted: the address may hold a password. */
function refusal(found: string): Refusal {
  return {
    what: 'no address of a mail relay',
    where: 'SMTP URL',
    found,
    expected: 'smtps://USER:PASSWORD@HOST:PORT or smtp://…',
  };
}

/** @returns `null` for text that percent-encoding of UTF-8 cannot have made */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
