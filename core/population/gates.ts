// placeholder: gate outcome type
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

export interface GateOutcome {
  readonly gate: GateName;
  /** The directory that it is about; `null` when it is about the export. */
  readonly directory: string | null;
  /** What was found and what was expected, as one sentence. */
  readonly reason: string;
  readonly acceptable: boolean;
  /** Who accepted it and why; `null` while it holds the run. */
  readonly accepted: { readonly by: string; readonly reason: string } | null;
}
