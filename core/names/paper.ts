// The sizes of paper that a report is drawn for.

export const papers = ['A4', 'Letter'] as const;

export type Paper = (typeof papers)[number];
