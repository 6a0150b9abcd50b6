// Who answers each route of the table: a route without a handler does not compile. What answers is loaded with the first
// request that asks for it, so that whoever waits for a function to start waits for nothing else.
import type { Handlers } from './call.ts';
import type { RouteName } from './routes.ts';

const reading = async () => (await import('./answers/reading.ts')).readingHandlers;
const deciding = async () => (await import('./answers/review/decisions.ts')).decisionHandlers;
const leading = async () => (await import('./answers/review/signatures.ts')).signatureHandlers;
const uploading = async () => (await import('./answers/uploads.ts')).uploadHandlers;
const handingOut = async () => (await import('./answers/reports.ts')).reportHandlers;

export const handlers: { readonly [Name in RouteName]: () => Promise<Handlers<Name>> } = {
  me: reading,
  periods: reading,
  overview: reading,
  changes: reading,
  live: reading,
  lines: reading,
  lineFilters: reading,
  lineFile: reading,
  lineTable: reading,
  lineStory: reading,
  findings: reading,
  findingHistory: reading,
  leavers: reading,
  nonHuman: reading,
  people: reading,
  person: reading,
  remediation: reading,
  workOrder: reading,
  stagedAddress: reading,
  attach: reading,
  commentOn: reading,
  attached: reading,
  trail: reading,
  accessRecord: reading,
  settings: reading,
  decide: deciding,
  decideFiltered: deciding,
  delegate: deciding,
  open: leading,
  approvePolicy: leading,
  statement: leading,
  sign: leading,
  withdrawSignature: leading,
  rebase: leading,
  voiding: leading,
  close: leading,
  uploads: uploading,
  uploadAddress: uploading,
  uploadExport: uploading,
  uploadLeavers: uploading,
  confirmCount: uploading,
  attachPicture: uploading,
  runs: uploading,
  startRun: uploading,
  reports: handingOut,
  download: handingOut,
  evidenceZip: handingOut,
  verify: handingOut,
};
