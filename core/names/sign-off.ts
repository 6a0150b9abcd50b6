// The stages that sign a review, in their order, and what a signature says.
import type { Instant } from '../values/instant.ts';

/** What a stage of the review signed for; empty lists mean that nobody has signed, and the report is a draft. */
export interface SignOff {
  readonly stage: 'reviewer' | 'control-owner';
  readonly by: string;
  readonly at: Instant;
  readonly statement: string;
  readonly digest: string;
  readonly assurance: 'asserted' | 'oidc';
}

export const signOffStages = ['reviewer', 'control-owner'] as const satisfies readonly SignOff['stage'][];
