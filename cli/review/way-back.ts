// The actions of `review` that lead back: a signature taken back, a move onto a later run, a review that was opened in error.
import { instantText } from '../../core/values/time-text.ts';
import { plural } from '../../core/values/text.ts';
import type { VoidedReview } from '../../core/review/events/state.ts';
import { rebaseReview } from '../../steps/review/ways-back/rebase-review.ts';
import { takeBackSignature } from '../../steps/review/ways-back/take-back-signature.ts';
import type { WayBackRequest } from '../../steps/review/ways-back/take-back-signature.ts';
import { voidReview } from '../../steps/review/ways-back/void-review.ts';
import type { ReviewOptions, ReviewRequest } from './request.ts';
import { exitCodes, refuse } from '../terminal/terminal.ts';
import type { ExitCode } from '../terminal/terminal.ts';

interface WayBackOptions extends ReviewOptions {
  readonly by: string;
  readonly reason: string;
}

export async function withdrawSignature({ home, options, terminal }: ReviewRequest<WayBackOptions>): Promise<ExitCode> {
  const done = await takeBackSignature(home, wayBack(options));
  if (done.kind === 'refused') return refuse(terminal, done.refusals);
  const { review: period } = options;
  const { stage, by } = done.value;
  if (options.json) terminal.out(JSON.stringify({ schema: 1, review: period, withdrawn: done.value }, null, 2));
  else
    terminal.out(
      `${by}, typed and not authenticated, took back the signature as ${stage} of the review ${period}. The decisions stay; the stage is to be signed again.`,
    );
  return exitCodes.done;
}

export async function rebase({ home, options, terminal }: ReviewRequest<WayBackOptions>): Promise<ExitCode> {
  const done = await rebaseReview(home, wayBack(options));
  if (done.kind === 'refused') return refuse(terminal, done.refusals);
  const { review: period } = options;
  const { run, carried, again, gone } = done.value;
  if (options.json) terminal.out(JSON.stringify({ schema: 1, review: period, rebased: done.value }, null, 2));
  else
    terminal.out(
      [
        `The review ${period} stands on the run ${run} now: ${plural(carried, 'decision')} carried, ${again.length} asked again.`,
        ...again.map((login) => `  asks again, because its line changed: ${login}`),
        ...gone.map((login) => `  no line any more, so its decision falls: ${login}`),
        `What is to be decided: access-review review lines --review ${period}`,
      ].join('\n'),
    );
  return exitCodes.done;
}

export async function voiding({ home, options, terminal }: ReviewRequest<WayBackOptions>): Promise<ExitCode> {
  const done = await voidReview(home, wayBack(options));
  if (done.kind === 'refused') return refuse(terminal, done.refusals);
  const { review: period } = options;
  terminal.out(
    options.json
      ? JSON.stringify({ schema: 1, review: period, voided: voidedDocument(done.value) }, null, 2)
      : voidedLines(period, done.value).join('\n'),
  );
  return exitCodes.done;
}

/** What is told of a voided review: who voided it and why, and which orders it leaves behind. */
export function voidedDocument({ at, by, assurance, reason, state }: VoidedReview): object {
  const { run, openedAt, openedBy, decisions, workOrders } = state;
  const orders = workOrders.map(({ number }) => number);
  return { at, by, assurance, reason, run, openedAt, openedBy, decisions: decisions.size, workOrders: orders };
}

export function voidedLines(period: string, { at, by, reason, state }: VoidedReview): readonly string[] {
  const { run, openedAt, decisions, workOrders } = state;
  return [
    `${period}: voided by ${by} on ${instantText(at)}: ${reason}`,
    `The review opened on ${instantText(openedAt)} on the run ${run} counts for nothing, with ${plural(decisions.size, 'decision')}; all of it stays on record.`,
    ...workOrders.map(({ number }) => `Do not import the files of work order ${number}.`),
    `Another can be opened: access-review review open --review ${period}`,
  ];
}

function wayBack({ review: period, by, reason }: ReviewRequest<WayBackOptions>['options']): WayBackRequest {
  return { period, by, reason, assurance: 'asserted' };
}
