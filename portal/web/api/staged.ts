// Decisions that a person made and the server has not recorded: kept in the browser, so that nothing is lost by a reload.
import { useCallback, useSyncExternalStore } from 'react';
import * as z from 'zod/mini';
import type { Refusal } from '../../../core/values/result.ts';
import { staged, stillStaged, withRefusals } from './still-staged.ts';
import type { Settled, Staged } from './still-staged.ts';

export type { ShownLine, Staged } from './still-staged.ts';

const listeners = new Set<() => void>();
const parsed = new Map<string, { readonly text: string; readonly value: readonly Staged[] }>();
const none: readonly Staged[] = [];

function load(key: string): readonly Staged[] {
  const text = localStorage.getItem(key);
  if (text === null) return none;
  const before = parsed.get(key);
  if (before?.text === text) return before.value;
  const value = valueOf(text);
  parsed.set(key, { text, value });
  return value;
}

function valueOf(text: string): readonly Staged[] {
  try {
    const result = z.array(staged).safeParse(JSON.parse(text));
    return result.success ? result.data : none;
  } catch {
    return none;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
}

/** By person and period: who signs in after somebody else sees none of theirs. */
export function useStaged(login: string, period: string) {
  const key = `access-review.staged.${login}.${period}`;
  const all = useSyncExternalStore(subscribe, () => load(key));
  const store = useCallback(
    (value: readonly Staged[]) => {
      if (value.length === 0) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
      for (const listener of listeners) listener();
    },
    [key],
  );
  const put = useCallback(
    (changes: readonly Staged[]) => {
      const logins = new Set(changes.map(({ login }) => login));
      store([...load(key).filter(({ login }) => !logins.has(login)), ...changes]);
    },
    [key, store],
  );
  const drop = useCallback(
    (logins: readonly string[]) => {
      store(load(key).filter(({ login }) => !logins.includes(login)));
    },
    [key, store],
  );
  const settle = useCallback(
    (sent: readonly Staged[], answer: Settled) => {
      store(stillStaged(load(key), sent, answer));
    },
    [key, store],
  );
  const refuse = useCallback(
    (sent: readonly Staged[], refusals: readonly Refusal[]) => {
      store(withRefusals(load(key), sent, refusals));
    },
    [key, store],
  );
  return { all, put, drop, settle, refuse };
}
