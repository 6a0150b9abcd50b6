// What a graph is made of: what a run recorded, and in which order it is handed in.
import type { Config } from '../../config/config.ts';
import type { Finding } from '../../findings/finding.ts';
import type { MatchRule } from '../../findings/judge/match.ts';
import type { Totals } from '../../findings/totals.ts';
import type { UserRow } from '../../inputs/export/reading.ts';
import type { Identity, IdentityState, SnapshotHeader } from '../../inputs/snapshot.ts';
import type { Situation } from '../../names/situations.ts';
import type { RunRecord } from '../../run.ts';

/** What is known before the first node: as much as the directories, roles and findings are many, not the accounts. */
export interface GraphInput {
  readonly record: Pick<RunRecord, 'id' | 'asOf' | 'period' | 'status' | 'accepted'>;
  readonly config: Config;
  readonly headers: readonly SnapshotHeader[];
  readonly totals: Pick<Totals, 'rowsRead' | 'accounts' | 'live' | 'rejected' | 'duplicates'>;
  /** All roles of accounts, as they stand in the export. */
  readonly roles: ReadonlySet<string>;
  /** How many there are. */
  readonly findings: number;
  /** Those that are about a person, in their order. */
  readonly concerning: readonly Pick<Finding, 'id' | 'directory' | 'identity'>[];
  /** Logins of findings of which the export has no account. */
  readonly withoutAccount: ReadonlySet<string>;
}

export interface GraphAccount {
  readonly account: UserRow;
  readonly situation: Situation;
  readonly rule: MatchRule | null;
  readonly disputed: boolean;
  readonly person: readonly (MatchedIdentity & { readonly decisive: boolean })[];
  readonly replaced: readonly MatchedIdentity[];
}

export interface MatchedIdentity {
  readonly directory: string;
  /** The directory's own. */
  readonly id: string;
  /** As the run judged it. */
  readonly state: IdentityState;
}

/** Somebody of a directory's snapshot. */
export interface GraphPerson {
  readonly directory: string;
  readonly identity: Identity;
  /** Whether an account was matched to them, or to whoever replaced them. */
  readonly isMatched: boolean;
}
