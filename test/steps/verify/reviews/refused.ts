// What `verify` says of a review of a whole run that is not lawful: of a whole report, or of its events alone.
import { expect } from 'vitest';
import type { ReviewLines } from '../../../../core/review/lines/line.ts';
import type { ReviewEvent } from '../../../../core/review/events/event.ts';
import type { AskedOfVersion } from '../../../../core/verification/reviewed/asked.ts';
import { refusalText } from '../../../../core/values/result.ts';
import { unlawfulIn } from '../../../../steps/review/standing/unlawful.ts';
import { chained, decidedBy, finalReport, linesOf, run, signedBy } from '../final-report.ts';
import type { Final } from '../final-report.ts';
import { verified } from '../verified.ts';
import type { Run } from '../issued-report.ts';

export const lines = linesOf(run);
export const decided = decidedBy('grc@acme.com');
export const signatures = [signedBy('grc@acme.com', 'reviewer'), signedBy('cfo@acme.com', 'control-owner')] as const;

/** As the command says it, of a whole report. */
export async function refusal(events: readonly ReviewEvent[], final: Final = {}): Promise<string> {
  const { exit, out, err } = await verified(await finalReport(chained(events), final));
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  return err;
}

interface Held {
  readonly of?: Run;
  /** Where another version asked otherwise. */
  readonly asked?: Partial<AskedOfVersion>;
}

/** What `verify` finds once the run was done again: without drawing a PDF for each. */
export async function brokenIn(
  events: readonly ReviewEvent[],
  frozen: ReviewLines = lines,
  { of = run, asked = {} }: Held = {},
): Promise<string> {
  const broken = await unlawfulIn({ earlier: [], stream: chained(events, of, frozen), frozen }, of.worked, {
    same: true,
    asksWho: true,
    asksFarther: true,
    asksForm: false,
    asksMembers: false,
    asksSince: true,
    judgesActors: true,
    attachesProofs: true,
    asksNames: true,
    endsExceptions: true,
    asksEnded: true,
    uncovers: true,
    carriesRespelled: true,
    regardsDecisions: true,
    ...asked,
    ends: 'signed',
    ahead: null,
  });
  return broken === null ? 'nothing' : refusalText(broken);
}
