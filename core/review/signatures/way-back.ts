// Who may take back a signature, move a review onto a later run, or void it, and every reason against it.
import type { Config } from '../../config/config.ts';
import { isSigned } from '../events/state.ts';
import type { ReviewState } from '../events/state.ts';
import { mostPutAside } from '../events/event.ts';
import type { Rebased, Signed } from '../events/event.ts';
import { actingFor } from '../lines/reviewers.ts';
import { canonicalLogin } from '../../values/login.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import type { Refusal } from '../../values/result.ts';
import { instantText } from '../../values/time-text.ts';

export interface WayBackFacts {
  readonly period: string;
  readonly state: ReviewState;
  readonly by: CanonicalLogin;
}

/** @returns everything that stands against taking back a signature; empty when it may be taken back */
export function takingBackRefusals({ period, state, by }: WayBackFacts): readonly Refusal[] {
  const where = `signature of ${period}`;
  if (isSigned(state)) return [final(where, state)];
  if (signatureBy(state, by) !== null) return [];
  const signers = state.signatures.map((signed) => `${signed.by} as ${signed.stage}`);
  const back = state.takenBack.findLast((one) => canonicalLogin(one.by) === by);
  const before =
    back === undefined ? '' : `; ${by} took back theirs as ${back.stage} on ${instantText(back.at)}: ${back.reason}`;
  return [
    {
      what: 'no signature to take back',
      where,
      found: `${signers.length === 0 ? 'nobody has signed' : `signed by ${signers.join(', ')}, not by ${by}`}${before}`,
      expected: 'a signature that the same person gave, under the name that they gave it with',
    },
  ];
}

/** @returns the standing signature of this person; `null` where they gave none, or gave it under another name */
export function signatureBy({ signatures }: Pick<ReviewState, 'signatures'>, by: string): Signed | null {
  return signatures.find((signed) => canonicalLogin(signed.by) === canonicalLogin(by)) ?? null;
}

interface LeadingFacts extends WayBackFacts {
  /** Of the run that the review stands on, or is to stand on. */
  readonly reviewers: Config['reviewers'];
}

/** @param putAside what the move would change; `null` while that is not worked out yet */
export function rebaseRefusals(
  facts: LeadingFacts,
  putAside: Pick<Rebased, 'again' | 'gone'> | null,
): readonly Refusal[] {
  const where = `rebase of ${facts.period}`;
  const asides = putAside === null ? 0 : putAside.again.length + putAside.gone.length;
  return [
    ...(isSigned(facts.state) ? [final(where, facts.state)] : []),
    ...leaderRefusals(facts, where),
    ...(asides <= mostPutAside
      ? []
      : [
          {
            what: 'too much changed',
            where,
            found: `${asides} decisions whose line is not what it was`,
            expected: `at most ${mostPutAside}; void the review and open it on the later run`,
          },
        ]),
  ];
}

export function voidRefusals(facts: LeadingFacts): readonly Refusal[] {
  const where = `voiding of ${facts.period}`;
  return [...(isSigned(facts.state) ? [final(where, facts.state)] : []), ...leaderRefusals(facts, where)];
}

function final(where: string, { signatures }: ReviewState): Refusal {
  return {
    what: 'review signed already',
    where,
    found: `every stage has signed: ${signatures.map(({ by }) => by).join(', ')}`,
    expected: 'a correction in the next review: what was signed for stays as it is',
  };
}

/** Where nobody is named, nobody can be told apart. */
function leaderRefusals({ state, by, reviewers }: LeadingFacts, where: string): readonly Refusal[] {
  const leaders = leadersOf(state, reviewers);
  if (leaders.length === 0 || leaders.includes(by)) return [];
  return [
    {
      what: 'not entitled',
      where,
      found: by,
      expected: `${leaders.join(' or ')}: who opened the review, or the control owner (reviewers.controlOwner, or who stands in)`,
    },
  ];
}

/** Whoever opened the review, and the control owner or who stands in for them. */
export function leadersOf(
  { openedBy, delegations }: Pick<ReviewState, 'openedBy' | 'delegations'>,
  reviewers: Config['reviewers'],
): readonly CanonicalLogin[] {
  const named = [canonicalLogin(openedBy ?? ''), actingFor(reviewers.controlOwner, { delegations, reviewers })];
  return [...new Set(named.filter((one) => one !== null))];
}
