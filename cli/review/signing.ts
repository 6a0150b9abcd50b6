// The actions of `review` that speak for the review as a whole: stand-ins, approval of the policy, signatures, closing.
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import { plural } from '../../core/values/text.ts';
import { dayText, instantText } from '../../core/values/time-text.ts';
import type { Refusal } from '../../core/values/result.ts';
import { foldPeriod, foldReview } from '../../core/review/events/folded.ts';
import { isSigned } from '../../core/review/events/state.ts';
import { signedStreams } from '../../core/review/signatures/signature.ts';
import { signatureBy } from '../../core/review/signatures/way-back.ts';
import { carriedBy } from '../../core/review/signatures/carried-by.ts';
import type { CarryingReport } from '../../core/review/signatures/carried-by.ts';
import { standInsOf } from '../../core/review/lines/reviewers.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import { closeReview } from '../../steps/review/close-review.ts';
import { approvePolicy, delegate } from '../../steps/review/record-review.ts';
import { openState } from '../../steps/review/standing/open-state.ts';
import type { OpenState } from '../../steps/review/standing/open-state.ts';
import { reportKey } from '../../steps/review/issue-report.ts';
import { signOff } from '../../steps/review/sign-off.ts';
import { copyFiles, notOurs } from '../terminal/copy-out.ts';
import type { ReviewOptions, ReviewRequest } from './request.ts';
import { exitCodes, refuse } from '../terminal/terminal.ts';
import type { ExitCode, Terminal } from '../terminal/terminal.ts';

/** Options of actions that always name the person who takes them. */
interface NamedOptions extends ReviewOptions {
  readonly by: string;
}

interface IssuingOptions extends NamedOptions {
  readonly out?: string | undefined;
  readonly overwrite?: boolean | undefined;
}

/**
 * The files in `--out` that the report would replace. Asked before the signature, which stands even if the report
 * cannot be copied.
 */
async function lostBy(
  { objects }: ReviewRequest['home'],
  { out, overwrite }: IssuingOptions,
  name: string,
): Promise<readonly Refusal[]> {
  return out === undefined ? [] : notOurs(objects, { out, names: [name], overwrite });
}

/** @returns where the report lies: in `--out` if that was asked for, otherwise in the home */
async function laidOut(
  { home: { objects }, options: { out }, terminal }: ReviewRequest<IssuingOptions>,
  file: { readonly key: string; readonly name: string },
): Promise<string> {
  if (out === undefined) return objects.location(file.key);
  await copyFiles(objects, [file], { folder: out, terminal });
  return `${out}/${file.name}`;
}

export async function signature(request: ReviewRequest<IssuingOptions>): Promise<ExitCode> {
  const { home, options, terminal } = request;
  const { review: period, by } = options;
  const lost = await lostBy(home, options, evidenceFiles.report.name);
  if (lost.length > 0) return refuse(terminal, lost);
  const done = await signOff({ ...home, ...(await home.issuing()) }, { period, by, assurance: 'asserted' });
  if (done.kind === 'refused') {
    await tellStanding(request);
    return refuse(terminal, done.refusals);
  }
  const { signed, reportKey: key } = done.value;
  const report = await laidOut(request, { key, name: evidenceFiles.report.name });
  const state = foldReview(await home.reviews.load(period));
  const final = state !== null && isSigned(state);
  if (options.json) terminal.out(JSON.stringify({ schema: 1, review: period, signed, final, report }, null, 2));
  else
    terminal.out(
      [
        `Signed as ${signed.stage} by ${signed.by}, typed and not authenticated: ${signed.statement}`,
        final ? `The review ${period} is signed.` : 'The control owner has not signed yet, so the report is a draft.',
        `Report: ${report}`,
      ].join('\n'),
    );
  return exitCodes.done;
}

/** Whoever signed before, and asks again because they do not know what became of it, is told where its report lies. */
async function tellStanding({
  home,
  options: { review: period, by },
  terminal,
}: ReviewRequest<NamedOptions>): Promise<void> {
  const events = await home.reviews.load(period);
  const state = foldReview(events);
  const signed = state === null ? null : signatureBy(state, by);
  const stream = signed === null ? undefined : signedStreams(events).findLast((one) => one.at(-1)?.event === signed);
  const then = stream === undefined ? null : foldReview(stream);
  if (signed === null || then === null) return;
  const report = home.objects.location(reportKey(period, then));
  terminal.err(
    `The signature of ${signed.by} as ${signed.stage} of ${instantText(signed.at)} stands. Report: ${report}\n`,
  );
}

export async function close(request: ReviewRequest<IssuingOptions>): Promise<ExitCode> {
  const { home, options, terminal } = request;
  const { review: period, by } = options;
  const lost = await lostBy(home, options, evidenceFiles.closingReport.name);
  if (lost.length > 0) return refuse(terminal, lost);
  const closed = await closeReview({ ...home, ...(await home.issuing()) }, { period, by });
  if (closed.kind === 'refused') return refuse(terminal, closed.refusals);
  const { state, reportKey } = closed.value;
  const { closed: end } = state;
  const { name } = evidenceFiles.closingReport;
  const report = reportKey === null ? null : await laidOut(request, { key: reportKey, name });
  if (options.json) terminal.out(JSON.stringify({ schema: 1, review: period, closed: end, report }, null, 2));
  else {
    terminal.out(`The review ${period} is closed${end === null ? '' : `, by ${end.by} on ${instantText(end.at)}`}.`);
    if (report !== null) terminal.out(`Closing report: ${report}`);
  }
  return exitCodes.done;
}

interface DelegateOptions extends NamedOptions {
  readonly reviewer: string;
  readonly to?: string | undefined;
  readonly until?: string | undefined;
  readonly reason: string;
}

export async function delegateLines({ home, options, terminal }: ReviewRequest<DelegateOptions>): Promise<ExitCode> {
  const { review: period, by, reviewer: from, to = null, until, reason } = options;
  const before = await openState(home, period);
  const waiting = before.kind === 'refused' ? 0 : waitingFor(from, before.value);
  const done = await delegate(home, { period, by, from, to, reason, ...(until === undefined ? {} : { until }) });
  if (done.kind === 'refused') return refuse(terminal, done.refusals);
  await tellWhenOver(home, period, terminal);
  if (options.json)
    terminal.out(JSON.stringify({ schema: 1, review: period, delegated: done.value, waiting }, null, 2));
  else {
    terminal.out(
      `The lines of ${from} in the review ${period} go to ${to ?? 'the fallback'}${until === undefined ? '' : ` until ${dayText(until)}`}.`,
    );
    // Says how many lines wait: after a mistyped name there are none, which the person would not notice otherwise.
    terminal.out(waiting === 0 ? 'None of them waits for a decision now.' : `Waiting: ${plural(waiting, 'decision')}.`);
  }
  return exitCodes.done;
}

/** How many lines wait for a person, as if they had delegated nothing: the new delegation replaces an earlier one. */
function waitingFor(person: CanonicalLogin, { undecided, state, config: { reviewers } }: OpenState): number {
  const delegations = new Map([...state.delegations].filter(([from]) => from !== person));
  const standIn = standInsOf({ delegations, reviewers });
  return undecided.filter(({ line }) => standIn(line.reviewer, line.own) === person).length;
}

export async function policyApproval({ home, options, terminal }: ReviewRequest<NamedOptions>): Promise<ExitCode> {
  const { review: period, by } = options;
  const approved = await approvePolicy(home, { period, by, assurance: 'asserted' });
  if (approved.kind === 'refused') return refuse(terminal, approved.refusals);
  await tellWhenOver(home, period, terminal);
  const { sha256, changes } = approved.value;
  if (options.json) terminal.out(JSON.stringify({ schema: 1, review: period, approved: approved.value }, null, 2));
  else
    terminal.out(
      [
        `Approved the policy with SHA-256 ${sha256}: ${changes.length === 0 ? 'no setting changed since the last signed review, or none was signed before' : `${plural(changes.length, 'setting')} changed since the last signed review`}.`,
        ...changes.map((change) => `  ${change}`),
      ].join('\n'),
    );
  return exitCodes.done;
}

const overSays: Readonly<Record<CarryingReport, string | null>> = {
  signature: null,
  closing: 'signed by every stage: of its reports only the one that closes it carries this',
  none: 'closed: its reports are issued, and none of them carries this',
};

async function tellWhenOver({ reviews }: ReviewRequest['home'], period: string, terminal: Terminal): Promise<void> {
  const { state } = foldPeriod(await reviews.load(period));
  const over = state === null ? null : overSays[carriedBy(state)];
  if (over !== null) terminal.err(`The review ${period} is ${over}.\n`);
}
