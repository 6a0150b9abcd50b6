// A decision that is staged, and what of them is left when the server has answered.
import * as z from 'zod/mini';
import type { Refusal } from '../../../core/values/result.ts';
import { code, decision } from '../../api/routes/values.ts';

export const staged = z.object({
  login: z.string(),
  decision,
  until: z.nullable(z.string()),
  reason: z.string(),
  /** Those that stood on the line when it was decided; absent of what an earlier page staged. */
  codes: z.optional(z.array(code)),
  /** What the server said against it, when it was sent. */
  refused: z.nullable(z.string()),
});

export type Staged = z.infer<typeof staged>;

/** A line as whoever decides sees it. */
export type ShownLine = Pick<Staged, 'login' | 'codes'>;

/** What the server says of the decisions that it was sent. */
export interface Settled {
  readonly recorded: readonly Pick<Staged, 'login'>[];
  /** Lines that somebody else decided; `where` is the login. */
  readonly taken: readonly Pick<Refusal, 'what' | 'where' | 'found'>[];
}

/**
 * What is still staged once the server has answered. What was staged anew while the answer was on its way is another
 * decision than the one that was sent: it stays.
 *
 * @param now as it is staged when the answer comes
 * @param sent as it was staged when it was sent
 */
export function stillStaged(
  now: readonly Staged[],
  sent: readonly Staged[],
  { recorded, taken }: Settled,
): readonly Staged[] {
  const told = new Map(taken.map(({ where, what, found }) => [where, `${what}: ${found}`]));
  const before = new Map(sent.map((one) => [one.login, one]));
  const done = new Set(recorded.map(({ login }) => login));
  return now.flatMap((one) => {
    if (!isSame(one, before.get(one.login))) return [one];
    const refused = told.get(one.login);
    if (refused !== undefined) return [{ ...one, refused }];
    return done.has(one.login) ? [] : [one];
  });
}

/**
 * What is refused of decisions that were sent, by the logins of their lines: nobody knows which the seventeenth was.
 *
 * @example named([{ where: 'decisions[1].reason', … }], sent) // where: 'bob@acme.com, reason'
 */
export function named(refusals: readonly Refusal[], sent: readonly Staged[]): readonly Refusal[] {
  return refusals.map((refusal) => {
    const [, at, cell = 'login'] = atDecision.exec(refusal.where) ?? [];
    const one = at === undefined ? undefined : sent[Number(at)];
    if (one === undefined) return refusal;
    return { ...refusal, where: cell === 'login' ? one.login : `${one.login}, ${cell}` };
  });
}

/** What is staged once the server has refused all of it: each with what was said against it. */
export function withRefusals(
  now: readonly Staged[],
  sent: readonly Staged[],
  refusals: readonly Refusal[],
): readonly Staged[] {
  const told = Map.groupBy(refusals, ({ where }) => sent[Number(atDecision.exec(where)?.[1] ?? 'NaN')]?.login ?? where);
  const before = new Map(sent.map((one) => [one.login, one]));
  return now.map((one) => {
    if (!isSame(one, before.get(one.login))) return one;
    const own = told.get(one.login) ?? [];
    return { ...one, refused: own.length === 0 ? null : own.map(({ what, found }) => `${what}: ${found}`).join('; ') };
  });
}

const atDecision = /^decisions\[(\d+)\](?:\.(\w+))?$/;

function isSame(one: Staged, other: Staged | undefined): boolean {
  return (['decision', 'until', 'reason'] as const).every((name) => one[name] === other?.[name]);
}
