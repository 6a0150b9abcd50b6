// The situations of an account, in order of precedence (contract, section 6).

/** In order of precedence. */
export const situations = [
  'registered',
  'disputed',
  'linked',
  'unlinked',
  'suspended',
  'disabled',
  'deleted',
  'unmatched',
  'undetermined',
] as const;

export type Situation = (typeof situations)[number];
