// Every route of the portal's API by its name, below `/api`: what is not in this table does not exist.
import type { Route } from './route.ts';
import { attach, attached, commentOn, stagedAddress } from './routes/review/comments.ts';
import { decide, decideFiltered, delegate } from './routes/review/decisions.ts';
import { findingHistory, findings, leavers, nonHuman } from './routes/findings.ts';
import { lineFile, lineFilters, lines, lineStory, lineTable } from './routes/review/lines.ts';
import { me } from './routes/me.ts';
import { people, person } from './routes/people.ts';
import { changes, live, overview, periods } from './routes/periods.ts';
import { accessRecord, settings, trail } from './routes/record.ts';
import { remediation, workOrder } from './routes/review/remediation.ts';
import { download, evidenceZip, reports, verify } from './routes/reports.ts';
import {
  approvePolicy,
  close,
  open,
  rebase,
  sign,
  statement,
  voiding,
  withdrawSignature,
} from './routes/review/signatures.ts';
import {
  attachPicture,
  confirmCount,
  runs,
  startRun,
  uploadAddress,
  uploadExport,
  uploadLeavers,
  uploads,
} from './routes/uploads.ts';

/**
 * Answers are `application/json`; refusals `application/problem+json` (`problem` in `routes/values.ts`). A read answers
 * an ETag and takes `If-None-Match`. A write is refused unless it comes from the page itself (`Sec-Fetch-Site`,
 * `Origin`). Outside of `/api`: `GET /auth/sign-in?return=/path&fresh=1`, `GET /auth/callback`, `POST /auth/sign-out`.
 */
export const routes = {
  me,
  periods,
  overview,
  changes,
  live,
  lines,
  lineFilters,
  lineFile,
  lineTable,
  lineStory,
  findings,
  findingHistory,
  leavers,
  nonHuman,
  people,
  person,
  open,
  decide,
  decideFiltered,
  delegate,
  stagedAddress,
  attach,
  commentOn,
  attached,
  approvePolicy,
  statement,
  sign,
  withdrawSignature,
  rebase,
  voiding,
  close,
  remediation,
  workOrder,
  reports,
  download,
  evidenceZip,
  verify,
  uploads,
  uploadAddress,
  uploadExport,
  uploadLeavers,
  confirmCount,
  attachPicture,
  runs,
  startRun,
  trail,
  accessRecord,
  settings,
} as const satisfies Readonly<Record<string, Route>>;

export type Routes = typeof routes;

export type RouteName = keyof Routes;
