// What a watch run has to tell: the one value from which its mail is drawn.
import type { Finding } from '../findings/finding.ts';
import type { Instant } from '../values/instant.ts';

export interface WatchNews {
  readonly organisation: string;
  readonly asOf: Instant;
  readonly exportedAt: Instant;
  /** Open findings that neither the last accepted run nor an earlier watch run told. */
  readonly fresh: readonly Finding[];
  /** All that stand open now, as a run counts them: also those of which nobody is told as news. */
  readonly open: number;
  /** Why this comparison may be wrong or lack something, a sentence each. */
  readonly incomplete: readonly string[];
  /** Where the findings were written down. */
  readonly location: string;
}

/**
 * One of `incomplete` as a sentence of its own. It may be about a directory that was not read, and as well about rows of the
 * export or of the leavers file. Only some of the reasons end with a full stop.
 *
 * @example doubtText('page 2 failed.') // 'In doubt: page 2 failed.'
 */
export function doubtText(reason: string): string {
  return `In doubt: ${reason.replace(/\.$/, '')}.`;
}
