// What `verify` says that a report does not prove although it holds: whoever reads on must not take it for more.
import { refusalText } from '../../core/values/result.ts';
import { some } from '../../core/values/text.ts';
import { dayInMs, msOf } from '../../core/values/instant.ts';
import { instantText } from '../../core/values/time-text.ts';
import { provenRemovals } from '../../core/review/removals/proof.ts';
import { askedBy } from '../../core/verification/reviewed/asked.ts';
import { allRules, rulesOf } from '../../core/versions.ts';
import type { ToldToday } from '../../core/verification/mended.ts';
import type { SignOff } from '../../core/names/sign-off.ts';
import { isDraft } from '../../core/report/report.ts';
import type { Report } from '../../core/report/report.ts';
import type { VerifiedRun } from '../../steps/verify/verify.ts';
import type { CheckedReview } from '../../steps/verify/review.ts';

/**
 * Whether events say so of anybody. Whoever has the store and the key could record a sign-in that never was, and whoever
 * works at the machine could type any name.
 */
function says({ stream }: Pick<CheckedReview, 'stream'>, assurance: SignOff['assurance']): boolean {
  return stream.some(({ event }) => 'assurance' in event && event.assurance === assurance);
}

/** What a report does not prove although it holds, in the order of the checks. */
export function limits(verified: VerifiedRun, tool: Report['tool']): readonly string[] {
  const said = [
    ...limitsOfVersion(verified, tool),
    ...limitsOfReview(verified),
    ...limitsOfRun(verified),
    ...limitsOfLaterRuns(verified),
    ...missingSignatures(verified),
  ];
  // An accepted gate is listed once for each directory, and said once.
  return [...new Set(said)];
}

function limitsOfVersion(
  { writtenBy, lacking, closing, unasked, pages, otherwise, today }: VerifiedRun,
  tool: Report['tool'],
): readonly string[] {
  const said: string[] = [];
  if (lacking.length > 0) {
    said.push(`not in the folder, and checked as attached to the report: ${lacking.join(', ')}`);
  }
  if (pages === null) {
    const { name, version } = closing?.tool ?? writtenBy;
    said.push(
      `the report was written by ${name} ${version}, this is ${tool.name} ${tool.version}: the findings were recomputed by this version, and pages were not compared: what they print beside what is listed here, and how its letters look, only that version can tell`,
    );
    if (otherwise.length > 0)
      said.push(
        `written otherwise than this version would, and not held against the run as a whole: ${otherwise.join(', ')}`,
      );
  }
  if (rulesOf({ tool: writtenBy }).size < allRules.size) said.push(rulesNote(writtenBy, today));
  if (unasked !== null)
    said.push(
      `the version that wrote it asked less of who acted and when, and this one would refuse: ${refusalText(unasked)}`,
    );
  return said;
}

function limitsOfReview({ review }: VerifiedRun): readonly string[] {
  const said: string[] = [];
  if (review !== null && says(review, 'asserted'))
    said.push('a name that is asserted was typed: nobody made sure of who decided, or signed, under it');
  if (review !== null && says(review, 'oidc'))
    said.push(
      'that somebody signed in through the identity provider is what the events record: the sign-in itself is not in the file, and the log of the provider shows it',
    );
  if (review !== null && review.state.rebases.length > 0)
    said.push(
      'of an earlier run that the review was on only its lines are attached: what was decided on them and asked again was not proven, and counts for nothing',
    );
  return said;
}

/** A run is dated by its beginning, and the first key is made when its report is sealed. */
const longestRunInMs = dayInMs;

function limitsOfRun({ report, signature, sealedAt }: VerifiedRun): readonly string[] {
  const said: string[] = [];
  if (msOf(sealedAt) + longestRunInMs < msOf(signature.validFrom))
    said.push(
      `by its own data it was sealed on ${instantText(sealedAt)}, more than a day before its certificate begins: a clock was set, or the key was made later`,
    );
  for (const { gate, accepted } of report.gates)
    if (accepted !== null)
      said.push(
        `the gate ${gate} was accepted by ${accepted.by}, whose word is all that is known of it: ${accepted.reason}`,
      );
  if (report.status !== 'complete') said.push(`the run is ${report.status}: it proves nothing to be absent`);
  said.push(
    report.history === null
      ? 'it names no accepted run before it: that there was none, nothing in the file shows'
      : `the history comes from the accepted run ${report.history.run}: verify the report of that run too`,
    'what the export, the directories and the lists said is taken as it came in: whether somebody altered it before, no check of the file shows',
  );
  return said;
}

/** A note for each later run that proves a removal. */
function limitsOfLaterRuns({ report, review, closing, writtenBy }: VerifiedRun): readonly string[] {
  const proving = closing?.exports ?? (review === null ? [] : provenRemovals(review.state).map(({ proof }) => proof));
  const later = new Set(proving.map(({ run }) => run).filter((run) => run !== report.run.id));
  const isAttached = closing !== null || askedBy(writtenBy).attachesProofs;
  return [...later].map((run) => provingNote(run, isAttached));
}

function missingSignatures({ report, review }: VerifiedRun): readonly string[] {
  if (review === null) return ['a draft: no decisions are attached, and nobody has signed off'];
  return isDraft(report) ? ['a draft: not every stage has signed'] : [];
}

function rulesNote({ name, version }: Report['tool'], today: ToldToday | null): string {
  const judged = `the run was judged again by the rules that ${name} ${version} had, of which some were mended since`;
  if (today === null) return `${judged}: by those of this version the same findings stand`;
  const told = [
    ...(today.more.length === 0 ? [] : [`these would stand as well: ${some(today.more, mostNamed, '; ')}`]),
    ...(today.fewer.length === 0 ? [] : [`these would not stand: ${some(today.fewer, mostNamed, '; ')}`]),
    ...(today.held.length === 0 ? [] : [`the run would be held: ${some(today.held, mostNamed, '; ')}`]),
  ];
  return `${judged}: by those of this version ${told.join(', and ')}`;
}

/** More stand in `--json`. */
const mostNamed = 5;

function provingNote(run: string, isAttached: boolean): string {
  return isAttached
    ? `removals are proven by the run ${run}, of which the export is attached: verify the report of that run too`
    : `removals are proven by the run ${run} as the events tell it; nothing of that run is attached: ask for its report`;
}
