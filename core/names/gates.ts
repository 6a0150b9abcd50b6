// The gates of a run in their order, and what a run is called that one of them holds (contract, section 8).

export type RunStatus = 'complete' | 'incomplete' | 'held';

interface Gate {
  /** Whether a person may accept it, with a name and a reason. */
  readonly acceptable: boolean;
  /**
   * What is in doubt: what a directory says, whether every row of the right environment is there, or whom the leavers file
   * names. `null` for a gate that only asks when the export was taken.
   */
  readonly doubts: 'directory' | 'rows' | 'leavers' | null;
  /** What a run is called that it holds; `incomplete` outranks `held`. */
  readonly status: Exclude<RunStatus, 'complete'>;
}

/** Contract, section 8, in its order. */
const gates = {
  incomplete: { acceptable: false, doubts: 'directory', status: 'incomplete' },
  'limited-information': { acceptable: false, doubts: 'directory', status: 'incomplete' },
  'app-disabled': { acceptable: false, doubts: 'directory', status: 'held' },
  /** The compared file is not the one that was received: no reason makes it that. */
  custody: { acceptable: false, doubts: 'rows', status: 'held' },
  'empty-directory': { acceptable: true, doubts: 'directory', status: 'held' },
  'drop-identities': { acceptable: true, doubts: 'directory', status: 'held' },
  'drop-assignments': { acceptable: true, doubts: 'directory', status: 'held' },
  'wrong-tenant': { acceptable: true, doubts: 'directory', status: 'held' },
  'drop-rows': { acceptable: true, doubts: 'rows', status: 'held' },
  skew: { acceptable: true, doubts: null, status: 'held' },
  period: { acceptable: true, doubts: null, status: 'held' },
  'wrong-instance': { acceptable: true, doubts: 'rows', status: 'held' },
  'mixed-rows': { acceptable: true, doubts: 'rows', status: 'held' },
  'mixed-leavers': { acceptable: true, doubts: 'leavers', status: 'held' },
  count: { acceptable: true, doubts: 'rows', status: 'held' },
} as const satisfies Readonly<Record<string, Gate>>;

export type GateName = keyof typeof gates;

export const gateNames = Object.keys(gates) as readonly GateName[];

export function isGateName(name: string): name is GateName {
  return Object.hasOwn(gates, name);
}

export function isAcceptable(gate: GateName): boolean {
  return gates[gate].acceptable;
}

export function questionedBy(gate: GateName): Gate['doubts'] {
  return gates[gate].doubts;
}

/** What a run is called that these gates hold. */
export function statusUnder(held: readonly GateName[]): RunStatus {
  if (held.length === 0) return 'complete';
  return held.some((gate) => gates[gate].status === 'incomplete') ? 'incomplete' : 'held';
}
