// Reads a route for a page, and again every few seconds where others may have changed it.
import { startTransition, useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from '../../api/routes/values.ts';
import { addressOf, read } from './client.ts';
import type { AnswerOf, Asked, Outcome, ReadingName } from './client.ts';

export type Read<Answer> =
  | { readonly kind: 'reading' }
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** `lost`: what is shown may be old, because the last request had no answer. */
  | { readonly kind: 'read'; readonly answer: Answer; readonly etag: string | null; readonly lost: boolean };

export interface Reading<Answer> {
  readonly state: Read<Answer>;
  readonly again: () => Promise<void>;
  /** What is shown is still the answer to the question before; the answer to the present one is on its way. */
  readonly turning: boolean;
}

export interface ReadingOptions {
  /** Seconds after which it asks again, while the page is visible; 0 to ask once. */
  readonly everySeconds?: number;
  /** Shows the answer before until the next one has come, so that a list does not jump when it is paged or filtered. */
  readonly keepsLast?: boolean;
}

const unreachable: Problem = {
  type: 'about:blank',
  title: 'No connection',
  status: 0,
  detail: 'The server did not answer. This page tries again by itself.',
};

/** All requests of one question. They are numbered from 1, in the order in which they are sent. */
interface Requests<Name extends ReadingName> {
  readonly address: string;
  readonly asked: Asked<Name>;
  /** Of the answer that is shown; `null` before the first. */
  etag: string | null;
  /** How many have no answer yet. */
  underWay: number;
  /** The number of the last one that was sent. */
  sent: number;
  /** The highest number of those that were answered. */
  answered: number;
}

function requestsFor<Name extends ReadingName>(address: string, asked: Asked<Name>): Requests<Name> {
  return { address, asked, etag: null, underWay: 0, sent: 0, answered: 0 };
}

/** Seconds after which a page whose last request had no answer asks again, even one that asks only once. */
export const retrySeconds = 5;

/** @returns whether the server failed or is asked too much, and will probably answer in a moment */
export function isPassing({ status }: Problem): boolean {
  return status >= 500 || status === 429;
}

/** What is shown, and the address whose answer it is. */
interface Held<Answer> {
  readonly address: string;
  readonly state: Read<Answer>;
}

function heldAfter<Answer>(
  outcome: Outcome<Answer>,
  held: Held<Answer>,
  { address, keepsLast }: { readonly address: string; readonly keepsLast: boolean },
): Held<Answer> {
  const { state } = held;
  /** What is shown stays and is marked as old, unless it answers another question. */
  const lost = (problem: Problem): Held<Answer> =>
    state.kind === 'read' && (keepsLast || held.address === address)
      ? { ...held, state: { ...state, lost: true } }
      : { address, state: { kind: 'refused', problem } };
  switch (outcome.kind) {
    case 'answered':
      return { address, state: { ...outcome, kind: 'read', lost: false } };
    case 'unchanged':
      return { address, state: state.kind === 'read' ? { ...state, lost: false } : state };
    case 'refused':
      return isPassing(outcome.problem) ? lost(outcome.problem) : { address, state: outcome };
    case 'unreachable':
      return lost(unreachable);
    default:
      return outcome satisfies never;
  }
}

/** @param options or a number of seconds after which it asks again */
export function useReading<Name extends ReadingName>(
  name: Name,
  asked: Asked<Name> = {},
  options: ReadingOptions | number = {},
): Reading<AnswerOf<Name>> {
  const { everySeconds = 0, keepsLast = false } = typeof options === 'number' ? { everySeconds: options } : options;
  const address = addressOf(name, asked);
  const [held, setHeld] = useState<Held<AnswerOf<Name>>>({ address, state: { kind: 'reading' } });
  const latest = useRef(requestsFor(address, asked));
  if (latest.current.address !== address) latest.current = requestsFor(address, asked);
  const again = useCallback(async () => {
    const request = latest.current;
    request.underWay += 1;
    request.sent += 1;
    const number = request.sent;
    const outcome = await read(name, request.asked, request.etag);
    request.underWay -= 1;
    // Dropped when something else is asked by now, or when the answer to a later request came first.
    if (latest.current !== request || number < request.answered) return;
    request.answered = number;
    if (outcome.kind === 'answered') request.etag = outcome.etag;
    const settle = (): void => setHeld((held) => heldAfter(outcome, held, { address, keepsLast }));
    // Drawn as a transition: what the person does meanwhile comes first.
    if (outcome.kind === 'answered') startTransition(settle);
    else settle();
  }, [name, address, keepsLast]);
  useEffect(() => void again(), [again]);
  const { state } = held;
  const isLost = state.kind === 'read' ? state.lost : state.kind === 'refused' && state.problem === unreachable;
  const pause = everySeconds === 0 && isLost ? retrySeconds : everySeconds;
  useEffect(() => {
    if (pause === 0) return undefined;
    const timer = setInterval(() => {
      // No second request while one is under way, so that a slow server is not asked more often.
      if (!document.hidden && latest.current.underWay === 0) void again();
    }, pause * 1000);
    return () => {
      clearInterval(timer);
    };
  }, [again, pause]);
  const turning = held.address !== address;
  const isShown = !turning || (keepsLast && held.state.kind === 'read');
  return { state: isShown ? held.state : { kind: 'reading' }, again, turning };
}
