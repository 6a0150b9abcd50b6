// What a closing report concludes: that a review is closed, and everything that keeps its end from being clean.
import { plural } from '../../values/text.ts';
import { isSince } from '../../versions.ts';
import { pressing } from '../../review/changes/roll-forward.ts';
import type { ClosingReport } from './closing.ts';
import { byDay, controlOwner, inOrder, nextReview, nothingLeft, whoRuns } from '../told/asks.ts';
import type { Ask } from '../told/asks.ts';
import { untilText } from '../told/conclusion.ts';
import type { Conclusion } from '../told/conclusion.ts';

/** Removals of accounts: a review closes only when each of them is proven. Keys are in no export, and stand as open. */
export function conclusionOfClosing(closing: ClosingReport): Conclusion {
  const reasons = reasonsOf(closing);
  return {
    outcome: reasons.length === 0 ? 'effective' : 'exceptions',
    word: reasons.length === 0 ? 'CLOSED' : 'CLOSED WITH EXCEPTIONS',
    note: noteOf(closing),
    meaning: `Every decision is signed for. ${removedText(closing)}${reasons.length === 0 ? ', and nothing stayed open.' : '; what is listed here stands.'}`,
    reasons,
  };
}

/** Since this version what was gone before its decision is told apart from what a later export proves. */
const apartSince = '0.19.0';

function noteOf({ decisions, removals, tool }: ClosingReport): string {
  if (decisions.revoke === 0) return 'nothing revoked';
  const revoked = plural(decisions.revoke, 'revocation');
  const gone = isSince(tool, apartSince) ? goneBefore({ removals }) : 0;
  const before = gone === 0 ? '' : `, ${gone} gone before`;
  return `${removals.length - gone} of ${revoked} proven${before}`;
}

function removedText({ removals }: ClosingReport): string {
  const gone = goneBefore({ removals });
  const later = removals.length - gone;
  if (removals.length === 0) return 'No account was to be removed';
  if (gone === 0) return `${later === 1 ? 'The one removal' : `Each of ${later} removals`} is proven by a later export`;
  const before = gone === 1 ? 'was gone before its decision' : 'were gone before their decisions';
  if (later === 0) return `Nothing had to be removed: ${plural(gone, 'revoked account')} ${before}`;
  return `${plural(later, 'removal')} ${later === 1 ? 'is' : 'are'} proven by a later export, ${plural(gone, 'revoked account')} ${before}`;
}

/** How many accounts an export from before the decision shows as gone, without a work order. */
export function goneBefore({ removals }: Pick<ClosingReport, 'removals'>): number {
  return removals.filter(({ order, hours }) => order === null && hours === null).length;
}

function reasonsOf({ exceptions, open, removals, since }: ClosingReport): readonly string[] {
  const left = since === undefined || since === null ? 0 : pressing(since).length;
  const late = removals.filter((removal) => removal.late).length;
  const renamed = open.filter(({ kind }) => kind === 'new login').length;
  const anew = open.filter(({ kind }) => kind === 'made anew').length;
  return [
    ...(exceptions.length === 0
      ? []
      : [`${plural(exceptions.length, 'exception')} in force${untilText(exceptions.map(({ until }) => until))}.`]),
    ...(open.length === 0 ? [] : [`${plural(open.length, 'matter')} stayed open; each is listed with its reason.`]),
    ...(renamed === 0 ? [] : [`${plural(renamed, 'live account')} may be a removed one under another login.`]),
    ...(anew === 0
      ? []
      : [`${plural(anew, 'account')} made anew under the login of a removed one, live, and decided by nobody.`]),
    ...(late === 0 ? [] : [`${plural(late, 'removal')} proven only after the day on which the work order was due.`]),
    ...(left === 0
      ? []
      : [
          `${plural(left, 'account')} whose person left, was disabled or is gone since the signature, and nobody decided.`,
        ]),
  ];
}

/** What is left to do when a review is closed, and until when. */
export function asksOfClosing({ exceptions, open, since }: ClosingReport): readonly Ask[] {
  const [ending] = exceptions.map(({ until }) => until).toSorted();
  const left = since === undefined || since === null ? 0 : pressing(since).length;
  const asks = [
    ...(left === 0
      ? []
      : [
          {
            who: whoRuns,
            what: `Have ${plural(left, 'account')} decided whose person left, was disabled or is gone since the signature.`,
            when: 'now',
          },
        ]),
    ...(ending === undefined
      ? []
      : [{ who: 'Reviewers', what: 'Decide anew when the first exception ends.', when: byDay(ending) }]),
    ...(open.length === 0
      ? []
      : [{ who: controlOwner, what: `Answer ${plural(open.length, 'matter')} that stayed open.`, when: nextReview }]),
  ];
  return inOrder(asks.length > 0 ? asks : [nothingLeft]);
}

/**
 * Hours from the decisions to the proofs, in the middle (of an even number between the two that stand there) and at the
 * end, and of how many; `null` when no removal has a time.
 */
export function hoursToClose({
  removals,
}: Pick<ClosingReport, 'removals'>): { timed: number; median: number; longest: number } | null {
  const hours = removals.flatMap((removal) => removal.hours ?? []).toSorted((a, b) => a - b);
  const [lower, upper] = [hours[Math.floor((hours.length - 1) / 2)], hours[Math.floor(hours.length / 2)]];
  const longest = hours.at(-1);
  if (lower === undefined || upper === undefined || longest === undefined) return null;
  return { timed: hours.length, median: (lower + upper) / 2, longest };
}
