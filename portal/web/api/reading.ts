// Reads a route for a page, and again every few seconds where others may have changed it.
import { startTransition, useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from '../../api/routes/values.ts';
import { addressOf, read } from './client.ts';
import type { AnswerOf, Asked, ReadingName } from './client.ts';

export type Read<Answer> =
  | { readonly kind: 'reading' }
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** `lost`: what is shown may be old, because the last request had no answer. */
  | { readonly kind: 'read'; readonly answer: Answer; readonly etag: string | null; readonly lost: boolean };

export interface Reading<Answer> {
  readonly state: Read<Answer>;
  readonly again: () => Promise<void>;
  /** What is shown answers what was asked before, until the answer to what is asked now is here. */
  readonly turning: boolean;
}

export interface ReadingOptions {
  /** Asks again while the page is visible; 0 for once. */
  readonly everySeconds?: number;
  /** Keeps the answer before in its place while another is read: of one list, turned and filtered, nothing jumps. */
  readonly keepsLast?: boolean;
}

const unreachable: Problem = {
  type: 'about:blank',
  title: 'No connection',
  status: 0,
  detail: 'The server did not answer. This page tries again by itself.',
};

/** @param options or a number of seconds after which it asks again */
export function useReading<Name extends ReadingName>(
  name: Name,
  asked: Asked<Name> = {},
  options: ReadingOptions | number = {},
): Reading<AnswerOf<Name>> {
  const { everySeconds = 0, keepsLast = false } = typeof options === 'number' ? { everySeconds: options } : options;
  const address = addressOf(name, asked);
  const [held, setHeld] = useState<{ readonly address: string; readonly state: Read<AnswerOf<Name>> }>({
    address,
    state: { kind: 'reading' },
  });
  const latest = useRef({ address, asked, etag: null as string | null, underWay: 0 });
  if (latest.current.address !== address) latest.current = { address, asked, etag: null, underWay: 0 };
  const again = useCallback(async () => {
    const request = latest.current;
    request.underWay += 1;
    const outcome = await read(name, request.asked, request.etag);
    request.underWay -= 1;
    // An answer to what was asked before is no answer any more.
    if (latest.current !== request) return;
    switch (outcome.kind) {
      case 'answered':
        request.etag = outcome.etag;
        // A list is drawn row by row, between what a person does meanwhile.
        return startTransition(() => setHeld({ address, state: { ...outcome, kind: 'read', lost: false } }));
      case 'unchanged':
        return setHeld(({ state }) => ({ address, state: state.kind === 'read' ? { ...state, lost: false } : state }));
      case 'refused':
        return setHeld({ address, state: outcome });
      case 'unreachable':
        return setHeld(({ state }) => ({
          address,
          state: state.kind === 'read' ? { ...state, lost: true } : { kind: 'refused', problem: unreachable },
        }));
      default:
        return outcome satisfies never;
    }
  }, [name, address]);
  useEffect(() => {
    void again();
    if (everySeconds === 0) return undefined;
    const timer = setInterval(() => {
      // A server that is slow is not asked more for it.
      if (!document.hidden && latest.current.underWay === 0) void again();
    }, everySeconds * 1000);
    return () => {
      clearInterval(timer);
    };
  }, [again, everySeconds]);
  const turning = held.address !== address;
  const isShown = !turning || (keepsLast && held.state.kind === 'read');
  return { state: isShown ? held.state : { kind: 'reading' }, again, turning };
}
