// What the facts speak for, with the reason: a help for the reviewer, never a decision.
import { application } from '../../application/applications.ts';
import type { Policy } from '../../config/config.ts';
import { codes } from '../../names/codes.ts';
import { dayText } from '../../values/time-text.ts';
import type { Recommendation, ReviewLine } from './line.ts';

type Facts = Pick<
  ReviewLine,
  'kind' | 'situation' | 'codes' | 'severity' | 'privileged' | 'changes' | 'lastDecision' | 'match'
>;

/** Codes that speak against an account even where the policy does not propose its suspension. */
const speaksAgainst = ['UNASSIGNED_ACCOUNT', 'DORMANT_ACCOUNT', 'DUPLICATE_ACCOUNT'] as const;

interface Against extends Pick<Policy, 'propose'> {
  /** The review since which changes are known; `null` where there is none. */
  readonly since: string | null;
  /** Whether the account was made after the last decision about its login. */
  readonly isAnother: boolean;
  /** How the accepted run before this one saw it; `null` where it saw it live, or there was none. */
  readonly before: 'suspended' | 'gone' | null;
}

/** @example recommendationOf(orphan, { propose: ['ORPHANED_ACCOUNT'], since: '2026-Q3', isAnother: false, before: null }).decision // 'revoke' */
export function recommendationOf(facts: Facts, { propose, since, isAnother, before }: Against): Recommendation {
  if (facts.kind === 'api-key')
    return { decision: 'look', reason: `Compare it with the keys that ${application.name} shows.` };
  if (facts.severity === 'info') return { decision: 'look', reason: 'A finding stands on it, for information only.' };
  const against = facts.codes.find((code) => propose.includes(code) || speaksAgainst.some((one) => one === code));
  if (against !== undefined) return { decision: 'revoke', reason: `${codes[against].title}.` };
  if (facts.lastDecision !== null && isAnother) {
    const { by, decision, review } = facts.lastDecision;
    return { decision: 'look', reason: `Made anew since ${by} decided ${decision} about its login in ${review}.` };
  }
  const revoked = facts.lastDecision?.decision === 'revoke' ? facts.lastDecision : null;
  if (revoked !== null) {
    const live = before === null ? ' and is live, still or again' : `, was ${before}, and is live again`;
    return { decision: 'revoke', reason: `It was revoked in ${revoked.review} by ${revoked.by}${live}.` };
  }
  const found = facts.codes.find((code) => code !== 'PRIVILEGED_ACCOUNT');
  if (found !== undefined) return { decision: 'look', reason: `${codes[found].title}.` };
  if (facts.privileged) return { decision: 'look', reason: 'Privileged: is this role still needed?' };
  if (facts.changes.length > 0) return { decision: 'look', reason: `Changed: ${facts.changes.join(', ')}.` };
  if (facts.lastDecision?.decision === 'except')
    return { decision: 'look', reason: `${decidedText(facts.lastDecision)}: is it still needed?` };
  return { decision: 'keep', reason: keepReason(facts, since) };
}

function keepReason({ match, lastDecision }: Facts, since: string | null): string {
  if (lastDecision === null) return `${match}; nothing was found.`;
  const { review } = lastDecision;
  const decided = decidedText(lastDecision);
  if (since === review) return `${match}; nothing was found or changed since ${decided}.`;
  const reach = since === null ? 'what changed since is not known' : `nothing changed since ${since}`;
  return `${match}; nothing was found; ${decided}, and ${reach}.`;
}

function decidedText({ by, decision, review, until }: NonNullable<Facts['lastDecision']>): string {
  return `${by} decided ${decision}${until === null ? '' : ` until ${dayText(until)}`} in ${review}`;
}
