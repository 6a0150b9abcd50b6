// What SES says about a message that it took in: its own word, which no header of the message can forge.
import * as z from 'zod/mini';
import { canonicalLogin, domainOf } from '../../values/login.ts';
import { instant } from '../../values/schemas/written.ts';
import type { Verdict, Verdicts } from './verdicts.ts';

/** PASS, FAIL, GRAY, PROCESSING_FAILED or DISABLED; only the first clears anything. */
const verdict = z.object({ status: z.string() });

/** Amazon SES, "Contents of notifications for email receiving", as far as it is read. */
export const sesReceiptSchema = z.object({
  mail: z.object({
    timestamp: instant,
    /** By which SES names the object that it stored. */
    messageId: z.string().check(z.regex(/^[A-Za-z0-9]{1,200}$/, 'expected the id of a message')),
    /** Those that SES reads itself: the list of all is cut after 10 KB, which messages of Exchange exceed. */
    commonHeaders: z.object({ from: z._default(z.array(z.string()), []) }),
  }),
  receipt: z.object({
    spamVerdict: verdict,
    virusVerdict: verdict,
    spfVerdict: z.optional(verdict),
    dkimVerdict: z.optional(verdict),
    /** Absent where SES could not tell, such as without a From. */
    dmarcVerdict: z.optional(verdict),
  }),
});

export type SesReceipt = z.infer<typeof sesReceiptSchema>;

/** The receipt rule asks for TLS and for scans (`cdk/intake/by-mail.ts`), so that nothing else comes this far. */
export function verdictsOfReceipt({ mail, receipt }: SesReceipt): Verdicts {
  return {
    by: 'amazonses.com',
    receivedAt: mail.timestamp,
    dmarcDomain: mail.commonHeaders.from.length === 1 ? domainIn(mail.commonHeaders.from[0] ?? '') : null,
    spf: receipt.spfVerdict?.status.toLowerCase() ?? null,
    dkim: receipt.dkimVerdict?.status.toLowerCase() ?? null,
    // SES says that a key signed, and not whose.
    signedBy: null,
    dmarc: passed(receipt.dmarcVerdict),
    spam: passed(receipt.spamVerdict),
    virus: passed(receipt.virusVerdict),
    tls: { passed: true, said: 'pass: the receipt rule takes nothing else' },
  };
}

/** Whether the message has one sender is judged on the message itself; SES may have decoded the name beside it. */
function domainIn(from: string): string | null {
  const login = canonicalLogin(/<([^<>\s]+)>\s*$/.exec(from)?.[1] ?? from);
  return login === null ? null : domainOf(login);
}

function passed(told: z.infer<typeof verdict> | undefined): Verdict {
  return { passed: told?.status === 'PASS', said: told?.status.toLowerCase() ?? 'not told' };
}
