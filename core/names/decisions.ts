// What a person can decide about an account: it stays, it goes, or it stays until a day.

export const decisions = ['keep', 'revoke', 'except'] as const;

export type DecisionWord = (typeof decisions)[number];

/** How many of each. */
export function decisionCounts(
  decided: readonly { readonly decision: DecisionWord }[],
): Readonly<Record<DecisionWord, number>> {
  const having = (word: DecisionWord): number => decided.filter(({ decision }) => decision === word).length;
  return { keep: having('keep'), revoke: having('revoke'), except: having('except') };
}
