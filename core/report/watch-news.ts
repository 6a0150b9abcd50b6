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
  /** What this comparison cannot know, a sentence each. */
  readonly incomplete: readonly string[];
  /** Where the findings were written down. */
  readonly location: string;
}

/**
 * One of `incomplete` as a sentence of its own; some end with a full stop, being made of sentences, and some do not.
 *
 * @example unreadText('page 2 failed.') // 'Not everything could be read: page 2 failed.'
 */
export function unreadText(reason: string): string {
  return `Not everything could be read: ${reason.replace(/\.$/, '')}.`;
}
