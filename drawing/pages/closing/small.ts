// How the tables of a closing report look: a rank below those of the review.
export const small = { tag: 'H2', listed: true, size: 7.2, air: 0.38 } as const;
