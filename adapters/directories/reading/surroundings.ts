// What a connector needs from outside itself: time, ids, patience and somebody to tell.
import type { Clock, Ids } from '../../../core/ports/world.ts';

/** The machine's own time, for waiting and for tokens; a fixed review clock must not reach either. */
export interface Machine {
  /** Milliseconds since 1970. */
  nowMs(): number;
  sleep(ms: number): Promise<void>;
}

/** What a connector tells while it works: ids, counts and durations, never rows or tokens. */
export type DirectoryEvent =
  | { readonly kind: 'page'; readonly directory: string; readonly call: string; readonly rows: number }
  | {
      readonly kind: 'wait';
      readonly directory: string;
      readonly call: string;
      readonly ms: number;
      readonly why: string;
    }
  /** The directory's clock says another time than its snapshot will state. */
  | { readonly kind: 'clock'; readonly directory: string; readonly why: string };

export interface Limits {
  /** One attempt, from the first byte sent to the last byte received. */
  readonly timeoutMs: number;
  /** Of one answer; more is a server that never ends. */
  readonly bytes: number;
  /** Further attempts after an error of the server or the network. */
  readonly retries: number;
  /** Further attempts after "too many requests": being asked to slow down is no failure. */
  readonly throttles: number;
  /** A server that asks to wait longer than this ends the reading. */
  readonly longestWaitMs: number;
  /** Requests in flight at once. */
  readonly lanes: number;
  /** Pages of one list; more is a server that never ends. */
  readonly pages: number;
}

export const defaultLimits: Limits = {
  timeoutMs: 30_000,
  // A page of a thousand people is a few million, and the engine holds a text of half a thousand million.
  bytes: 64_000_000,
  retries: 3,
  throttles: 8,
  longestWaitMs: 120_000,
  lanes: 4,
  pages: 5_000,
};

/** What AWS lends to a function in place of secrets. */
export interface Lent {
  /** A statement by STS about who runs (audience `api://AzureADTokenExchange`). */
  readonly webIdentity?: () => Promise<string>;
  /** Signs with a KMS key: RSASSA-PKCS1-v1_5 with SHA-256 over the data. */
  readonly sign?: (kmsKeyId: string, data: Uint8Array) => Promise<Uint8Array>;
}

export interface Surroundings {
  /** The time that a snapshot states. */
  readonly clock: Clock;
  readonly ids: Ids;
  readonly machine: Machine;
  readonly limits: Limits;
  readonly log: (event: DirectoryEvent) => void;
}
