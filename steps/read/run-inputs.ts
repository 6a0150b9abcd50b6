// Everything that a run is a function of (contract, section 2).
import type { Period } from '../../core/config/calendar.ts';
import type { Config } from '../../core/config/config.ts';
import type { AcceptedGate } from '../../core/inputs/gates.ts';
import type { Custody } from '../../core/inputs/custody.ts';
import type { History } from '../../core/inputs/history.ts';
import type { LeaversFile } from '../../core/inputs/leavers/leavers.ts';
import type { Kept } from '../../core/ports/objects.ts';
import type { Instant } from '../../core/values/instant.ts';
import type { JudgingRules } from '../../core/versions.ts';
import type { IngestedExport } from './ingest-export.ts';
import type { OpenSnapshot } from './open-snapshot.ts';

export interface RunInputs {
  readonly config: Config;
  readonly export: IngestedExport;
  readonly exportedAt: { readonly at: Instant; readonly declared: boolean; readonly by: string | null };
  readonly countShown: number | null;
  readonly leavers: (LeaversFile & { readonly bytes: Uint8Array; readonly sha256: string }) | null;
  /** One for each configured directory. */
  readonly snapshots: readonly OpenSnapshot[];
  readonly asOf: Instant;
  readonly asOfSetByOperator: boolean;
  readonly period: Period;
  readonly acceptedGates: readonly AcceptedGate[];
  readonly history: History;
  /** `null` in runs of programs that recorded nothing of how their files came. */
  readonly custody: KeptCustody | null;
  /** Of a run that is done again, those of its version; absent in a new one, which has all. */
  readonly rules?: JudgingRules;
  /** By directory, of a run of another version: the snapshots as that one wrote them into its evidence. */
  readonly written?: ReadonlyMap<string, Kept>;
}

export interface KeptCustody {
  readonly record: Custody;
  /** The bytes of the picture that the record names; `null` when it names none. */
  readonly picture: Uint8Array | null;
}
