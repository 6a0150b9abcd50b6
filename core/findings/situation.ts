// placeholder replaced below
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
