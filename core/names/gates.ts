// The gates of a run, in the order of the contract (section 8), and what a run is called that one of them holds.

export type RunStatus = 'complete' | 'incomplete' | 'held';

/** Contract, section 8, in its order. */
export const gateNames = [
  'incomplete',
  'limited-information',
  'app-disabled',
  'empty-directory',
  'drop-identities',
  'drop-assignments',
  'drop-rows',
  'skew',
  'period',
  'wrong-instance',
  'count',
] as const;

export type GateName = (typeof gateNames)[number];

const neverAcceptable: ReadonlySet<GateName> = new Set(['incomplete', 'limited-information', 'app-disabled']);

export function isGateName(name: string): name is GateName {
  return gateNames.some((gate) => gate === name);
}

export function isAcceptable(gate: GateName): boolean {
  return !neverAcceptable.has(gate);
}
