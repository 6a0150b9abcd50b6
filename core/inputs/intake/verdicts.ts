// What is known about a message from somebody who is believed: the company's own receiver, and nobody else.
import type { IntakeConfig } from '../../config/intake.ts';
import type { Instant } from '../../values/instant.ts';
import { canonicalLogin, domainOf } from '../../values/login.ts';
import { visibleLine } from '../../values/text.ts';
import { readAuthenticationResults } from './authentication-results.ts';
import type { AuthenticationResult } from './authentication-results.ts';
import { headerValues } from './message.ts';
import type { ReceivedMessage } from './message.ts';

export const checks = ['dmarc', 'spam', 'virus', 'tls'] as const;

export type Check = (typeof checks)[number];

export interface Verdict {
  readonly passed: boolean;
  /** The receiver's own word: `pass`, or why it did not pass. */
  readonly said: string;
}

export interface Verdicts extends Readonly<Record<Check, Verdict>> {
  /** Who says so: `amazonses.com`, or the id of the configured receiver; `null` where neither says anything. */
  readonly by: string | null;
  /** When the receiver took the message; `null` where only the message itself tells it. */
  readonly receivedAt: Instant | null;
  /** The domain of From for which DMARC was worked out, in ASCII; `null` where the receiver names none, or several. */
  readonly dmarcDomain: string | null;
  /** The results from which DMARC was worked out. They are reported, and nothing depends on them. */
  readonly spf: string | null;
  readonly dkim: string | null;
  /** The domain whose key signed the message (DKIM, d=), where one did. */
  readonly signedBy: string | null;
}

/**
 * Headers that scanners write. Nobody would forge a bad word about their own message, so it counts whoever wrote it.
 */
const warnings: readonly { readonly name: string; readonly bad: RegExp; readonly check: 'spam' | 'virus' }[] = [
  { name: 'x-spam-flag', bad: /^\s*yes\b/i, check: 'spam' },
  { name: 'x-spam-status', bad: /^\s*yes\b/i, check: 'spam' },
  { name: 'x-ses-spam-verdict', bad: /^\s*(?!pass\b)\S/i, check: 'spam' },
  { name: 'x-virus-status', bad: /^\s*infected\b/i, check: 'virus' },
  { name: 'x-ses-virus-verdict', bad: /^\s*(?!pass\b)\S/i, check: 'virus' },
];

/**
 * The verdict on a message that lies in a folder, from its headers. A header is believed only from the configured
 * receiver, which removes those that others wrote under its name (RFC 8601, 5). Where it wrote several, all have to say
 * the same.
 */
export function verdictsInHeaders(
  message: Pick<ReceivedMessage, 'headers'>,
  receiver: IntakeConfig['receiver'],
): Verdicts {
  const told = headerValues(message, 'authentication-results').map(readAuthenticationResults);
  const ours = told.filter(({ authservId }) => authservId !== null && authservId === receiver?.authservId);
  const by = ours.length === 0 ? null : (receiver?.authservId ?? null);
  const dmarc = ours.flatMap(({ results }) => results.filter(({ method }) => method === 'dmarc'));
  const domains = new Set(dmarc.map(({ properties }) => asDomain(properties.get('header.from') ?? '')));
  const [domain = null] = domains;
  const others = [...new Set(told.map(({ authservId }) => authservId ?? 'nobody'))];
  return {
    by,
    receivedAt: null,
    dmarcDomain: domains.size === 1 ? domain : null,
    ...signatureIn(ours.flatMap(({ results }) => results)),
    dmarc: dmarcOf(
      dmarc.map(({ result }) => result),
      { by, domains: domains.size, others },
    ),
    spam: scanned(message, 'spam', by !== null && receiver?.scansAll === true),
    virus: scanned(message, 'virus', by !== null && receiver?.scansAll === true),
    tls:
      by !== null && receiver?.requiresTls === true
        ? { passed: true, said: 'pass: the receiver takes nothing else' }
        : { passed: false, said: 'not told' },
  };
}

function signatureIn(results: readonly AuthenticationResult[]): Pick<Verdicts, 'spf' | 'dkim' | 'signedBy'> {
  const of = (method: string): AuthenticationResult | undefined => {
    const told = results.filter((one) => one.method === method);
    return told.find(({ result }) => result === 'pass') ?? told[0];
  };
  const dkim = of('dkim');
  const domain = dkim?.result === 'pass' ? asDomain(dkim.properties.get('header.d') ?? '') : '';
  return { spf: of('spf')?.result ?? null, dkim: dkim?.result ?? null, signedBy: domain === '' ? null : domain };
}

function dmarcOf(
  results: readonly string[],
  { by, domains, others }: { readonly by: string | null; readonly domains: number; readonly others: readonly string[] },
): Verdict {
  if (by === null) {
    const said = others.length === 0 ? 'not told' : `told by ${visibleLine(others.join(', ').slice(0, 200))} alone`;
    return { passed: false, said };
  }
  if (results.length === 0) return { passed: false, said: `not told by ${by}` };
  if (domains > 1) return { passed: false, said: `told by ${by} of ${domains} domains` };
  const passed = results.every((result) => result === 'pass');
  return { passed, said: [...new Set(results)].join(' and ') };
}

function scanned(message: Pick<ReceivedMessage, 'headers'>, check: 'spam' | 'virus', declared: boolean): Verdict {
  const warning = warnings.find(
    ({ name, bad, check: about }) => about === check && headerValues(message, name).some((value) => bad.test(value)),
  );
  if (warning !== undefined) return { passed: false, said: `${warning.name} warns` };
  return declared ? { passed: true, said: 'pass: the receiver scans everything' } : { passed: false, said: 'not told' };
}

function asDomain(text: string): string {
  const login = canonicalLogin(`x@${text.replace(/^@/, '')}`);
  return login === null ? '' : (domainOf(login) ?? '');
}
