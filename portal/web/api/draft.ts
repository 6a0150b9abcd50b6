// What a person types and has not handed over yet: kept in this browser, so that neither a session that ends nor a reload
// loses it.
import { useState } from 'react';
import * as z from 'zod/mini';
import { decision } from '../../api/routes/values.ts';

/** A decision under way: neither staged nor recorded, and perhaps not chosen yet. */
export const decisionDraft = z.object({ decision: z.nullable(decision), until: z.string(), reason: z.string() });
export type DecisionDraft = z.infer<typeof decisionDraft>;

export const textDraft = z.string();

/** To whom lines are to be handed over. */
export const handOverDraft = z.object({ from: z.string(), to: z.string(), until: z.string() });

/** About an export that is to be handed in, as it was typed. */
export const exportDraft = z.object({ exportedAt: z.string(), exportedBy: z.string(), countShown: z.string() });
export type ExportDraft = z.infer<typeof exportDraft>;

export interface DraftOf {
  /** Who types. Whoever signs in afterwards does not see it. */
  readonly login: string;
  /** The period; the name of the page where it is about none. */
  readonly period: string;
  /** The login of the line, or `several lines`; for the reason of an act, the name of the act. */
  readonly line: string;
  readonly what: 'decision' | 'comment' | 'reason' | 'hand-over' | 'export';
}

export interface Draft<Value> {
  /** `null` where nothing is under way. */
  readonly value: Value | null;
  /** @param value `null` when it is handed over or given up */
  readonly keep: (value: Value | null) => void;
}

export function useDraft<Value>(of: DraftOf, schema: z.ZodMiniType<Value>): Draft<Value> {
  const key = ['access-review.draft', of.login, of.period, of.line, of.what].join('.');
  const [value, setValue] = useState<Value | null>(() => stored(key, schema));
  return {
    value,
    keep: (value) => {
      setValue(value);
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
    },
  };
}

function stored<Value>(key: string, schema: z.ZodMiniType<Value>): Value | null {
  const text = localStorage.getItem(key);
  if (text === null) return null;
  try {
    const result = schema.safeParse(JSON.parse(text));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
}
