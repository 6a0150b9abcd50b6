// What SES says about a message that it took in. It comes from SES itself, so no header of the message can forge it.
import * as z from 'zod/mini';
import { canonicalLogin, domainOf } from '../../values/login.ts';
import { instant } from '../../values/schemas/written.ts';
import type { Verdict, Verdicts } from './verdicts.ts';

/** PASS, FAIL, GRAY, PROCESSING_FAILED or DISABLED. Only PASS clears a message. */
const verdict = z.object({ status: z.string() });

/** The parts that are read of a notification (Amazon SES, "Contents of notifications for email receiving"). */
export const sesReceiptSchema = z.object({
  mail: z.object({
    timestamp: instant,
    /** The id that is part of the name of the object in which SES stored the message. */
    messageId: z.string().check(z.regex(/^[A-Za-z0-9]{1,200}$/, 'expected the id of a message')),
    /**
     * The headers that SES reads itself. Its list of all headers is cut after 10 KB, which messages of Exchange exceed.
     */
    commonHeaders: z.object({ from: z._default(z.array(z.string()), []) }),
  }),
  receipt: z.object({
    spamVerdict: verdict,
    virusVerdict: verdict,
    spfVerdict: z.optional(verdict),
    dkimVerdict: z.optional(verdict),
    /** Absent where SES could not tell, for example when there is no From. */
    dmarcVerdict: z.optional(verdict),
  }),
});

export type SesReceipt = z.infer<typeof sesReceiptSchema>;

/**
 * What SES found, as a verdict. The receipt rule asks for TLS and for scans (`cdk/intake/by-mail.ts`), and nothing
 * without them comes here.
 */
export function verdictsOfReceipt({ mail, receipt }: SesReceipt): Verdicts {
  return {
    by: 'amazonses.com',
    receivedAt: mail.timestamp,
    dmarcDomain: mail.commonHeaders.from.length === 1 ? domainIn(mail.commonHeaders.from[0] ?? '') : null,
    spf: receipt.spfVerdict?.status.toLowerCase() ?? null,
    dkim: receipt.dkimVerdict?.status.toLowerCase() ?? null,
    // SES says that some key signed the message, but not whose.
    signedBy: null,
    dmarc: passed(receipt.dmarcVerdict),
    spam: passed(receipt.spamVerdict),
    virus: passed(receipt.virusVerdict),
    tls: { passed: true, said: 'pass: the receipt rule takes nothing else' },
  };
}

/**
 * The domain of From as SES read it. Whether there is one sender is judged on the message itself, because SES may have
 * decoded the name beside the address.
 */
function domainIn(from: string): string | null {
  const login = canonicalLogin(/<([^<>\s]+)>\s*$/.exec(from)?.[1] ?? from);
  return login === null ? null : domainOf(login);
}

function passed(told: z.infer<typeof verdict> | undefined): Verdict {
  return { passed: told?.status === 'PASS', said: told?.status.toLowerCase() ?? 'not told' };
}
