// Whether whoever accepted a gate may, by what the run itself knows of them: a leaver or an account of nobody may not.
import { actorRefusal } from '../../../core/review/lines/actor.ts';
import { isAmong, ownLogins } from '../../../core/review/lines/own-logins.ts';
import { canonicalLogin, matchKey } from '../../../core/values/login.ts';
import type { Refusal } from '../../../core/values/result.ts';
import { knownSigners } from '../../read/people/known-signers.ts';
import type { RunInputs } from '../../read/run-inputs.ts';
import { goneAsOf } from '../../run/reconcile.ts';
import type { Reconciled } from '../../run/reconcile.ts';

/**
 * A name of which the run knows nothing is taken: where a directory is in doubt, whoever looks after it may be missing there.
 *
 * @returns what stands against each who may not, by name and reason; none where no gate was accepted
 */
export async function acceptorRefusals(
  inputs: RunInputs,
  reconciled: Pick<Reconciled, 'assessment' | 'leaverNumbers'>,
): Promise<readonly Refusal[]> {
  const { acceptedGates, snapshots, config } = inputs;
  if (acceptedGates.length === 0) return [];
  const { plusAddressing } = config.policy;
  const judged = goneAsOf(inputs, reconciled);
  const names = acceptedGates.map(({ by }) => by);
  const people = await knownSigners(snapshots, names, { plusAddressing, judged });
  const { judgements } = reconciled.assessment;
  const own = ownLogins({ judgements, config });
  const lines = judgements.map((judgement) => ({
    kind: 'account' as const,
    login: judgement.account.login,
    situation: judgement.situation,
    own: own(judgement),
  }));
  return acceptedGates.flatMap(({ gate, by: typed }) => {
    const where = `acceptance of the gate ${gate}`;
    const by = canonicalLogin(typed);
    if (by === null) return [{ what: 'no e-mail address', where, found: typed, expected: 'the address of a person' }];
    const isTold =
      judged.gone.has(matchKey(by, plusAddressing)) ||
      [...people, ...lines].some((known) => isAmong(by, known.own, plusAddressing));
    return (isTold ? actorRefusal({ by, people, gone: judged.gone, lines, config }, where) : null) ?? [];
  });
}
