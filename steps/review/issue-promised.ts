// Issues what the events of a review promise and is not in place: a process may have been killed between the two.
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import { reviewKey } from '../../core/names/object-keys.ts';
import type { Objects } from '../../core/ports/objects.ts';
import { beforeClosing } from '../../core/report/closing/closing-of.ts';
import type { Closed, StoredReviewEvent } from '../../core/review/events/event.ts';
import { foldReview } from '../../core/review/events/folded.ts';
import { signedStreams } from '../../core/review/signatures/signature.ts';
import { isBefore } from '../../core/values/instant.ts';
import type { Instant } from '../../core/values/instant.ts';
import type { Refusal } from '../../core/values/result.ts';
import { layOrders } from '../remove/issue-work-order.ts';
import { EvidenceChanged } from '../run/stored-evidence.ts';
import { storedRuns } from '../run/stored-runs.ts';
import type { StoredRuns } from '../run/stored-runs.ts';
import { draftClosing } from './issue-closing.ts';
import { draftReport, layDraft, reportKey } from './issue-report.ts';
import type { DraftedReport, IssueDependencies } from './issue-report.ts';
import type { ReviewDependencies } from './open-review.ts';

export interface PromiseDependencies extends ReviewDependencies {
  /** Asked only when something is to be drawn: opening a key, or testing the program, costs time. */
  readonly issuing: () => Promise<IssueDependencies>;
}

export interface Issued {
  /** Keys of what was put in place just now. */
  readonly issued: readonly string[];
  /** Why something that is promised cannot be issued: its evidence is not what was recorded. */
  readonly withheld: readonly Refusal[];
}

/** One report that an event promises. */
interface Promised {
  readonly key: string;
  /** When it was promised. */
  readonly at: Instant;
  readonly draft: (dependencies: ReviewDependencies & IssueDependencies, stored: StoredRuns) => Promise<DraftedReport>;
}

/**
 * Work orders, the report of each signature, the closing report. Repeatable, by whoever comes next: each is a function
 * of the events and the evidence, so two who issue the same at once lay down the same bytes.
 */
export async function issuePromised(dependencies: PromiseDependencies, period: string): Promise<Issued> {
  const { objects, reviews } = dependencies;
  const events = await reviews.load(period);
  const state = foldReview(events);
  if (state === null) return { issued: [], withheld: [] };
  const stored = storedRuns(dependencies);
  const issued: string[] = [];
  const withheld: Refusal[] = [];
  const trying = async (issue: () => Promise<readonly string[]>): Promise<void> => {
    try {
      issued.push(...(await issue()));
    } catch (error) {
      if (!(error instanceof EvidenceChanged)) throw error;
      withheld.push(error.refusal);
    }
  };
  await trying(async () => layOrders(dependencies, { period, state, stored }));
  for (const { draft } of await missing(objects, promisedIn(period, events)))
    await trying(async () => [
      await layDraft(objects, await draft({ ...dependencies, ...(await dependencies.issuing()) }, stored)),
    ]);
  return { issued, withheld };
}

/**
 * Whether a report is promised that is not in place: for who may read and not sign, so that another one issues it.
 *
 * @param before only what was promised by then; by default whatever is, one of a minute ago too, which is being drawn
 */
export async function isReportOwed(
  { objects, reviews }: Pick<ReviewDependencies, 'objects' | 'reviews'>,
  period: string,
  before?: Instant,
): Promise<boolean> {
  const promised = promisedIn(period, await reviews.load(period));
  const asked = promised.filter(({ at }) => before === undefined || isBefore(at, before));
  return (await missing(objects, asked)).length > 0;
}

async function missing(objects: Objects, promised: readonly Promised[]): Promise<readonly Promised[]> {
  const absent: Promised[] = [];
  for (const one of promised) if ((await objects.get(one.key)) === null) absent.push(one);
  return absent;
}

function promisedIn(period: string, events: readonly StoredReviewEvent[]): readonly Promised[] {
  const signed = signedStreams(events).flatMap((stream): readonly Promised[] => {
    const state = foldReview(stream);
    if (state === null) return [];
    const draft: Promised['draft'] = async (dependencies, stored) =>
      draftReport(dependencies, { period, stream, stored });
    return [{ key: reportKey(period, state), at: stream.at(-1)?.event.at ?? state.openedAt, draft }];
  });
  const closing = events.map(({ event }) => event).find((event) => event.kind === 'closed');
  return closing?.closingSha256 === undefined ? signed : [...signed, closingPromised(period, events, closing)];
}

function closingPromised(period: string, events: readonly StoredReviewEvent[], closed: Closed): Promised {
  const { closingSha256: promised, ...closing } = closed;
  return {
    key: reviewKey(period, evidenceFiles.closingReport.name),
    at: closed.at,
    draft: async (dependencies, stored) => {
      const stream = beforeClosing(events);
      const { event, draft } = await draftClosing(dependencies, { period, stream, stored, closing });
      if (event.closingSha256 === promised) return draft;
      const where = `closing report of ${period}`;
      const found = `SHA-256 ${event.closingSha256 ?? 'none'}`;
      const expected = `SHA-256 ${promised ?? 'none'}, as recorded: the version of the program that closed the review`;
      throw new EvidenceChanged({ what: 'the closing does not come out as it was recorded', where, found, expected });
    },
  };
}
