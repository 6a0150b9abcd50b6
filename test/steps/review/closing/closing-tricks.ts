// What a forger writes into a closing report and its events in place of what is true.
import type { ClosedRemoval, ClosingReport } from '../../../../core/report/closing/closing.ts';
import type { ReviewEvent } from '../../../../core/review/events/event.ts';
import { changed } from '../forged-closing.ts';

export type ClosingChange = (closing: ClosingReport) => ClosingReport;
export type EventsChange = (events: readonly ReviewEvent[]) => readonly ReviewEvent[];

export function removing(change: (removal: ClosedRemoval) => Partial<ClosedRemoval>): ClosingChange {
  return (closing) => ({
    ...closing,
    removals: closing.removals.map((removal, index) => (index === 0 ? { ...removal, ...change(removal) } : removal)),
  });
}

export const added = (closing: ClosingReport): ClosingReport => ({
  ...closing,
  removals: closing.removals.flatMap((one) => [one, { ...one, login: `${one.login}.au` }]),
});

export const allReviewed = (closing: ClosingReport): ClosingReport => {
  const changes = closing.since?.changes.map((one) => ({ ...one, reviewed: true })) ?? [];
  return closing.since ? { ...closing, since: { ...closing.since, changes } } : closing;
};

export const withoutFirstPeriod = (closing: ClosingReport): ClosingReport => ({
  ...closing,
  ...(closing.timeliness && { timeliness: { ...closing.timeliness, rows: closing.timeliness.rows.slice(1) } }),
});

export const otherwiseCommented = (closing: ClosingReport): ClosingReport => ({
  ...closing,
  comments: (closing.comments ?? []).map((one) => ({ ...one, text: 'told by nobody' })),
});

export function firstOpen({ open, ...closing }: ClosingReport, change: object): ClosingReport {
  return { ...closing, open: open.map((one, index) => (index === 0 ? { ...one, ...change } : one)) };
}

export const unsigned: EventsChange = (events) =>
  events.filter((event) => event.kind !== 'signed' || event.stage !== 'control-owner');

export const signedIn = changed('closed', (event) => ({ ...event, assurance: 'oidc' }));

export const reachingNowhere = changed('closed', (event) => ({ ...event, rollForward: null }));

export const withoutReach = changed('closed', ({ rollForward: _rollForward, ...event }) => event);

/** As one of an earlier version: it tells nothing of what came after the signature, nor of comments. */
export function told({
  since: _since,
  timeliness: _timeliness,
  comments: _comments,
  ...old
}: ClosingReport): ClosingReport {
  return old;
}

export const claimed = ({ closed, ...closing }: ClosingReport): ClosingReport => ({
  ...closing,
  closed: { ...closed, assurance: 'oidc' },
});

export const later = ({ tool, ...closing }: ClosingReport): ClosingReport => ({
  ...closing,
  open: [],
  tool: { ...tool, version: '0.99.0' },
});
