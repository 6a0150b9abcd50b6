// How to do what a mail about a review asks for: on a page of the portal, or by a command where there is no portal.
import { application } from '../../core/application/applications.ts';
import type { Notice } from '../../core/review/notices/notice.ts';
import type { Place } from './place.ts';

/**
 * The page of the portal on which people do what a notice asks for; `null` for a notice that asks for nothing, and
 * without a portal.
 *
 * @param portal its address, as the configuration has it
 * @example portalPlace('2026-Q4', notice, 'https://review.acme.com')?.location // 'https://review.acme.com/2026-Q4/sign'
 */
export function portalPlace(review: string, notice: Notice, portal: string | undefined): Place | null {
  const page = pageOf(notice);
  if (portal === undefined || page === null) return null;
  const address = portal.replace(/\/+$/, '');
  if (page === 'upload')
    return {
      location: `${address}/upload`,
      page: 'Administrators upload the export here, after they signed in:',
      path: 'Administrators upload the export here:',
      link: 'Upload an export',
    };
  const { path, title } = pages[page];
  return {
    location: `${address}/${review}${path}`,
    page: 'Sign in and find it here:',
    path: 'It is found here:',
    link: `${review}: ${title}`,
  };
}

/**
 * Where files are found that a mail does not carry; `null` where there are none.
 *
 * @param apart where the first of them lies
 */
export function filesPlace(review: string, apart: string | undefined, portal: string | undefined): Place | null {
  if (apart === undefined) return null;
  if (portal !== undefined)
    return {
      location: `${portal.replace(/\/+$/, '')}/${review}${pages.remediation.path}`,
      page: 'Sign in and find them here:',
      path: 'They are found here:',
      link: `${review}: ${pages.remediation.title}`,
    };
  return {
    location: apart,
    page: 'The first of them is kept here, the others beside it, for those who may read them in the AWS account:',
    path: 'The first of them is kept here, the others beside it:',
    link: `Files of ${review}`,
  };
}

/** Pages of the portal about a review, with their titles and their paths. */
const pages = {
  overview: { title: 'Overview', path: '' },
  lines: { title: 'Review', path: '/review' },
  undecided: { title: 'Review', path: '/review?decision=undecided' },
  sign: { title: 'Sign', path: '/sign' },
  remediation: { title: 'Remediation', path: '/remediation' },
  trail: { title: 'Audit trail', path: '/trail' },
} as const;

type PageName = keyof typeof pages;

function pageOf(notice: Notice): PageName | 'upload' | null {
  switch (notice.kind) {
    case 'opening':
    case 'reminder':
    case 'escalation':
      return 'undecided';
    case 'review-moved':
      return notice.lines === 0 ? null : 'undecided';
    case 'cannot-decide':
    case 'sign-off-blocked':
      return 'overview';
    case 'sign-off':
      return 'sign';
    case 'exception-ending':
      return 'lines';
    case 'signature-withdrawn':
    case 'review-voided':
      return 'trail';
    case 'work-order-withdrawn':
      return notice.left === 0 ? null : 'remediation';
    case 'removal-reopened':
      return 'remediation';
    case 'review-missing':
      return notice.hasRun ? 'overview' : 'upload';
    case 'removal-overdue':
      return 'upload';
    case 'work-order':
    case 'closing':
    case 'not-performed':
      return null;
    default:
      return notice satisfies never;
  }
}

/** How something is done: on a page of the portal where there is one, by command otherwise. */
export interface Doing {
  /** @example act('Sign', { page: 'sign', command: 'sign-off' }) // 'Sign: access-review review sign-off --review 2026-Q4' */
  act(what: string, by: By): string;
  /** @param what as it goes on after who tells it: `says who took it back and why.` */
  told(what: string, by: By): string;
  readonly decide: readonly string[];
  readonly compareAnew: string;
  /** Whether what belongs to the notice is too large for the mail, and not in it. */
  readonly apart: boolean;
}

interface By {
  readonly page: PageName;
  /** Of `access-review review`. */
  readonly command: string;
}

function onPage({ page }: By): string {
  return `page “${pages[page].title}”`;
}

/** @example doingOf('2026-Q4', { hasPortal: true, apart: false }).decide // ['Decide them on the page “Review” of the portal.'] */
export function doingOf(
  review: string,
  { hasPortal, apart }: { readonly hasPortal: boolean; readonly apart: boolean },
): Doing {
  const command = (by: By): string => `access-review review ${by.command} --review ${review}`;
  return {
    act: (what, by) => (hasPortal ? `${what}, on the ${onPage(by)} of the portal.` : `${what}: ${command(by)}`),
    told: (what, by) => `${hasPortal ? `The ${onPage(by)} of the portal` : command(by)} ${what}`,
    compareAnew: hasPortal
      ? `Take an export from ${application.name}, upload it and start the run, on the page “Upload” of the portal.`
      : `Take an export from ${application.name} and run the review on it: access-review run, or upload it where runs are scheduled.`,
    decide: hasPortal
      ? ['Decide them on the page “Review” of the portal.']
      : [
          `Get your lines as a sheet: access-review review lines --review ${review} --reviewer YOUR_ADDRESS --out DIR`,
          'Fill in decision, until and reason, and hand it back: access-review decide --file FILE --by YOUR_ADDRESS',
        ],
    apart,
  };
}
