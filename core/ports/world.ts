// What the steps may ask of the moment: the time, a fresh id, somebody who watches.
import type { Instant } from '../values/instant.ts';

export interface Clock {
  now(): Instant;
}

export interface Ids {
  /** A fresh id that nobody can guess; for message ids and temporary names, never for findings or runs. */
  next(): string;
}

/** Tells a person how far long work has come. */
export interface Progress {
  /** Begins a stage; `total` when it is known how many units there are. */
  stage(label: string, total: number | null): void;
  advance(units: number): void;
}
