// Lines and streams of a review, of which a test names only what it is about.
import { chainEvent, chainStart } from '../../../core/review/events/chain.ts';
import type { ReviewLine } from '../../../core/review/lines/line.ts';
import type { ReviewEvent, StoredReviewEvent } from '../../../core/review/events/event.ts';
import { foldReview } from '../../../core/review/events/folded.ts';
import type { ReviewState } from '../../../core/review/events/state.ts';
import { login } from '../inputs/population-builder.ts';
import { opened } from '../inputs/records.ts';

export type LineSays = Partial<Omit<ReviewLine, 'login' | 'own'>> & {
  readonly login: string;
  readonly own?: readonly string[];
};

/** A linked user on whom nothing was found and whom nobody reviewed before. */
export function aLine({ login: name, own = [], ...says }: LineSays): ReviewLine {
  return {
    login: login(name),
    kind: 'account',
    name: null,
    role: 'User',
    team: null,
    status: 'active',
    situation: 'linked',
    match: 'Jane <jane@acme.com> in okta by the rule name-id',
    lastLogin: null,
    ageDays: 100,
    privileged: false,
    codes: [],
    severity: null,
    changes: [],
    lastDecision: null,
    recommendation: { decision: 'keep', reason: 'nothing was found' },
    reviewer: null,
    own: [login(name), ...own.map(login)],
    ...says,
  };
}

/** Events as a store keeps them, after the one that opens the review. */
export function streamOf(...events: readonly ReviewEvent[]): readonly StoredReviewEvent[] {
  const stream: StoredReviewEvent[] = [];
  for (const event of [opened, ...events]) {
    stream.push(chainEvent(stream.at(-1)?.sha256 ?? chainStart, stream.length + 1, event));
  }
  return stream;
}

export function stateAfter(...events: readonly ReviewEvent[]): ReviewState {
  const state = foldReview(streamOf(...events));
  if (state === null) throw new Error('the stream opens a review');
  return state;
}
