// What a run proves beside its findings: use after the end, changes outside the process, and the timeliness of every review.
import type { Judgement } from '../../findings/judge/judgement.ts';
import { useJudge } from '../../findings/judge/use.ts';
import type { UseFacts, UseSinceEnd } from '../../findings/judge/use.ts';
import { outsideOf } from './outside.ts';
import type { Outside, OutsideInput } from './outside.ts';
import { periodsTimed } from './timeliness.ts';
import type { Timeliness, TimelinessInput } from './timeliness.ts';
import type { AccountStatus } from '../../application/account.ts';

/** One account whose access should have ended. */
export interface UseRow extends UseSinceEnd {
  readonly login: string;
  readonly row: number;
  readonly name: string | null;
  readonly status: AccountStatus;
}

export interface Proofs {
  readonly use: readonly UseRow[];
  readonly outside: Outside;
  /** Of this period, what was done when the run was made; a signed report works out the rest. */
  readonly timeliness: Timeliness;
}

export interface ProofsInput {
  readonly judgements: readonly Judgement[];
  readonly use: UseFacts;
  readonly outside: Omit<OutsideInput, 'judgements'>;
  readonly timeliness: TimelinessInput;
}

export function proofsOf({ judgements, use, outside, timeliness }: ProofsInput): Proofs {
  const useOf = useJudge(use);
  return {
    use: judgements.flatMap((judgement) => {
      const found = useOf(judgement);
      const { login, row, name, status } = judgement.account;
      return found === null ? [] : [{ login, row, name, status, ...found }];
    }),
    outside: outsideOf({ ...outside, judgements }),
    timeliness: periodsTimed(timeliness),
  };
}

/** proofs.json */
export function proofsDocument(run: string, proofs: Proofs): string {
  return `${JSON.stringify({ schema: 1, run, ...proofs }, null, 2)}\n`;
}
