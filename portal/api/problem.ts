// What is answered in place of what was asked: RFC 9457, with every refusal there is.
import { StoreBusy } from '../../core/ports/stores.ts';
import type { Refusal } from '../../core/values/result.ts';
import { kindsOf } from '../../steps/noted-reviews.ts';
import type { NotedEvent } from '../../steps/noted-reviews.ts';

const titles = {
  400: 'The request is not understood',
  401: 'Nobody is signed in',
  403: 'Not yours to do',
  404: 'Not there',
  409: 'Somebody else was first',
  412: 'What was looked at has changed',
  413: 'Too large',
  415: 'Not a form that is taken',
  422: 'Refused',
  428: 'What was looked at is not said',
  429: 'Too many at once',
  500: 'Something unexpected happened',
  503: 'Not answered at this moment',
} as const;

export type ProblemStatus = keyof typeof titles;

export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: ProblemStatus;
  readonly refusals: readonly Refusal[];
  constructor(status: ProblemStatus, refusals: readonly Refusal[]) {
    super(refusals.map(({ what }) => what).join(', '));
    this.status = status;
    this.refusals = refusals;
  }
}

export function refuse(status: ProblemStatus, refusal: Refusal): Refused {
  return new Refused(status, [refusal]);
}

/** Something is recorded, be it what somebody did or what exports prove, and what follows could not be done. */
export class RecordedAllTheSame extends Error {
  override readonly name = 'RecordedAllTheSame';
  readonly refusal: Refusal;
  constructor(period: string, recorded: readonly NotedEvent[], cause: unknown) {
    super(`recorded in the review ${period}, and not carried on`, { cause });
    this.refusal = {
      what: 'recorded, and not carried on',
      where: `the review ${period}`,
      found: kindsOf(recorded),
      expected:
        'what is recorded not to be done again, because it stands, and what it promises is issued with the next tick; whatever else was asked is not done, and can be asked again',
    };
  }
}

/**
 * Tells the operator of an error that nobody expected. @returns what of it the caller may be told; empty for nothing
 */
export type ReportError = (error: unknown) => readonly Refusal[];

/** What is answered when something was thrown. */
export function thrownResponse(error: unknown, report: ReportError): Response {
  if (error instanceof Refused) return problemResponse(error);
  if (error instanceof RecordedAllTheSame)
    return problemResponse({ status: 500, refusals: [error.refusal, ...report(error.cause)] });
  // It says that nothing was done, and that it can be asked again.
  return problemResponse({ status: error instanceof StoreBusy ? 503 : 500, refusals: report(error) });
}

export function problemResponse({ status, refusals }: Pick<Refused, 'status' | 'refusals'>): Response {
  const [first] = refusals;
  const detail =
    first === undefined ? titles[status] : `${first.what}. Found: ${first.found}. Expected: ${first.expected}.`;
  const body = {
    type: 'about:blank',
    title: titles[status],
    status,
    detail,
    refusals,
    ...(status === 401 ? { signIn: '/auth/sign-in' } : {}),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(status === 429 ? { 'retry-after': '60' } : {}),
      ...(status === 503 ? { 'retry-after': '5' } : {}),
    },
  });
}
