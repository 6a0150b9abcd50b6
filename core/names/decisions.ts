// What a person can decide about an account: it stays, it goes, or it stays until a day.

export const decisions = ['keep', 'revoke', 'except'] as const;

export type DecisionWord = (typeof decisions)[number];
