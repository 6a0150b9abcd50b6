// Long answers come in pages: a limit that is asked for and held, and a cursor that says where the next one begins.
import * as z from 'zod';
import { ok, refused } from '../core/values/result.ts';
import type { Result } from '../core/values/result.ts';

const mostInAPage = 200;

export const pageQuestion = {
  limit: z.int().min(1).max(mostInAPage).default(50).describe('How many at most'),
  cursor: z.string().max(20).optional().describe('nextCursor of the page before'),
};

export const pageAnswer = {
  total: z.int().describe('How many there are on all pages'),
  nextCursor: z.nullable(z.string()).describe('null on the last page'),
};

export interface PageQuestion {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export function offsetOf({ cursor }: PageQuestion): Result<number> {
  if (cursor === undefined) return ok(0);
  const [, offset] = /^from-(\d{1,9})$/.exec(cursor) ?? [];
  if (offset !== undefined) return ok(Number(offset));
  return refused({
    what: 'no cursor',
    where: 'cursor',
    found: 'another text',
    expected: 'nextCursor of the page before',
  });
}

/**
 * @returns a page of the list, how long all of it is, and where the next page begins; a refusal of a cursor that no page
 *   gave
 */
export function pageOf<Item>(
  all: readonly Item[],
  question: PageQuestion,
): Result<{ readonly items: readonly Item[]; readonly total: number; readonly nextCursor: string | null }> {
  const offset = offsetOf(question);
  if (offset.kind === 'refused') return offset;
  const items = all.slice(offset.value, offset.value + question.limit);
  return ok({ items, ...after(offset.value + question.limit, all.length) });
}

/** @param next where the next page would begin */
export function after(next: number, total: number): { readonly total: number; readonly nextCursor: string | null } {
  return { total, nextCursor: next < total ? `from-${next}` : null };
}
