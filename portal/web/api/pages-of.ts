// Reads on where a page of the server ended: the pages so far stay, the next is added below.
import { useEffect, useRef, useState } from 'react';
import type { Outcome } from './client.ts';
import { isPassing, retrySeconds } from './reading.ts';
import type { Read } from './reading.ts';

interface Paged {
  /** `null` on the last page. */
  readonly next: string | null;
}

export interface PagesRead<Answer> {
  readonly state: Read<readonly Answer[]>;
  /** `null` when all is read. */
  readonly more: (() => void) | null;
}

/** @param subject when it changes, all is read anew */
export function usePages<Answer extends Paged>(
  subject: string,
  ask: (page: { readonly cursor?: string }) => Promise<Outcome<Answer>>,
): PagesRead<Answer> {
  const [state, setState] = useState<Read<readonly Answer[]>>({ kind: 'reading' });
  const load = async (before: readonly Answer[], isWanted: () => boolean) => {
    const cursor = before.at(-1)?.next ?? null;
    const outcome = await ask(cursor === null ? {} : { cursor });
    if (!isWanted()) return;
    if (outcome.kind === 'answered')
      setState({ kind: 'read', answer: [...before, outcome.answer], etag: outcome.etag, lost: false });
    else if (outcome.kind === 'refused' && (before.length === 0 || !isPassing(outcome.problem))) setState(outcome);
    else if (before.length > 0) setState({ kind: 'read', answer: before, etag: null, lost: true });
    else setState({ kind: 'refused', problem: unreachable });
  };
  useEffect(() => {
    let wanted = true;
    setState({ kind: 'reading' });
    void load([], () => wanted);
    return () => {
      wanted = false;
    };
  }, [subject]);
  const pages = state.kind === 'read' ? state.answer : [];
  const latest = useRef(pages);
  latest.current = pages;
  // Dropped when the list has changed meanwhile, or another answer has already been added to it.
  const readOn = () => void load(pages, () => latest.current === pages);
  const isLost = state.kind === 'read' && state.lost;
  useEffect(() => {
    if (!isLost) return undefined;
    const timer = setInterval(readOn, retrySeconds * 1000);
    return () => {
      clearInterval(timer);
    };
  }, [isLost, subject]);
  const more = (pages.at(-1)?.next ?? null) === null ? null : readOn;
  return { state, more };
}

const unreachable = {
  type: 'about:blank',
  title: 'No connection',
  status: 0,
  detail: 'The server did not answer. Reload the page.',
};
