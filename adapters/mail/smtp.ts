// Sends mail through a company's own relay, and never in the clear over a network.
import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { withAsciiDomain } from '../../core/values/addresses.ts';
import type { Mail, Mailer } from '../../core/ports/telling.ts';
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
 * twice, with one Message-ID.
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

  return {
    async send(mail: Mail): Promise<string> {
      const message = await composeMessage(mail, clock.now());
      let isOffered = false;
      // Read once the relay is there and knows who sends: until then nothing can have been taken.
      const raw = Readable.from(
        (function* () {
          isOffered = true;
          yield message;
        })(),
      );
      const failure = `${relay.host} did not take mail ${mail.id}`;
      const sent = await transport
        .sendMail({ envelope: { from: mail.from, to: mail.to.map(withAsciiDomain) }, raw })
        .catch((cause: unknown) => {
          const isUnanswered = isOffered && !isAnswer(cause);
          throw new MailFailure(
            isUnanswered ? `${relay.host} broke off mail ${mail.id} and may have taken it` : failure,
            cause,
          );
        });
      // As the mail names them: what is told of recipients names their domains in ASCII and small letters.
      const missed = mail.to.filter((one) => !sent.accepted.includes(withAsciiDomain(one)));
      if (missed.length > 0) {
        const told = missed.map((recipient) => `${recipient} (${answerTo(recipient, sent)})`);
        const of = `for ${missed.length} of ${mail.to.length} recipients`;
        throw new MailFailure(`${failure} ${of}: ${told.join(', ')}; the others have it`, null, missed);
      }
      return `${mail.to.join(', ')} by ${relay.host}`;
    },
  };
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
