// The keys of objects in the buckets, as grants name them. A star stands for names that a run or an upload makes.
import {
  announcedPrefix,
  asksPrefix,
  confirmationsPrefix,
  countedPrefix,
  handedPrefix,
  inboxPrefix,
  incomingPrefix,
  leaversPrefix,
  mailedPrefixes,
  quarantinePrefix,
  sendingPrefix,
  stagedPrefix,
  uploadResultsPrefix,
} from '../../core/names/object-keys.ts';

export const uploadedLeavers = `${leaversPrefix}*`;
export const uploads = [`${inboxPrefix}*`, uploadedLeavers];
export const uploadResults = `${uploadResultsPrefix}*`;

/** What browsers said of files before they put them, as the portal wrote it down. */
export const announced = `${announcedPrefix}*`;

/** What a message passes through in the bucket of uploads. */
export const mailed = {
  incoming: `${incomingPrefix}*`,
  quarantine: `${quarantinePrefix}*`,
  uploads: Object.values(mailedPrefixes).map((prefix) => `${prefix}*`),
} as const;

/** Whom a mail reached, of those that one function sends. */
export const sending = {
  ofUploads: `${sendingPrefix}upload-*`,
  ofMessages: `${sendingPrefix}intake-*`,
  ofReviews: `${sendingPrefix}review-*`,
  ofRuns: `${sendingPrefix}run-*`,
  ofWatch: `${sendingPrefix}watch-*`,
} as const;

/**
 * The receipts of files. With the messages that brought files (`mail/*`) they are kept under lock, beside the evidence.
 */
export const receipts = 'receipts/*';
export const custodyKeys = ['mail/*', receipts];

/** Only what is in here becomes evidence, and only the publisher writes it. */
export const evidenceKeys = ['runs/*', 'history/*', 'certificates/*', 'reviews/*'];

/**
 * What complete watch runs leave to signatures that are rolled forward. It expires, because reports carry what they
 * rest on.
 */
export const watchedRuns = 'watched/*';

/** The findings of earlier runs and watch runs, which say when the export was taken that people signed for. */
export const foundBefore = { byRuns: 'runs/*/findings.json', byWatchRuns: 'watched/*/findings.json' } as const;

/** What a watch run compares again: the export of the last accepted run. */
export const acceptedExport = 'runs/*/evidence/export.*';

/** How the files of the last accepted run came, and the picture of the page. */
export const acceptedCustody = ['runs/*/evidence/custody.json', 'runs/*/evidence/count-page.*'] as const;

/** What the streams of reviews are held against: how far each went, and the decisions that reports were issued on. */
export const witnesses = { heads: 'reviews/*/heads/*', decisions: 'reviews/*/review.jsonl' } as const;

/** What is about to be handed over, what came of it, and how its tickets stood: beside the work order, and no part of it. */
export const handedOver = ['handing-over', 'handed-over', 'refused', 'status'].map(
  (name) => `reviews/*/work-order-*/${name}-*.json`,
);

/** What the portal lays down when people open, move and hand over, each under its digest or number. */
export const laidByPeople = [
  'reviews/*/lines-*.json',
  'reviews/*/work-order-*',
  // What somebody attaches to a comment, under its digest.
  'reviews/*/attached/*',
] as const;

/** What people said of the number of users beside an export, the picture of the page among it. */
export const counts = `${countedPrefix}*`;

/** Who typed the number of users again, as earlier versions kept it: read, and not written any more. */
export const confirmations = `${confirmationsPrefix}*`;

/** What the portal made for somebody to take within a minute. */
export const handed = `${handedPrefix}*`;

/** What a browser put that was too large for a request, until the portal takes it from there. */
export const staged = `${stagedPrefix}*`;

/** What the portal asks the runs for. */
export const asks = `${asksPrefix}*`;

/** What functions hand to one another, each under the name of its execution. */
export const passing = {
  snapshots: snapshotOf('*'),
  unmatched: 'work/*/unmatched.json',
  lookedUp: lookedUpOf('*'),
  inputs: 'work/*/inputs.json',
  told: 'work/*/told.json',
  mailOfRuns: 'work/*/run-*.json',
  mailOfWatch: 'work/*/watch-*.json',
  mailOfReviews: 'work/*/review-*.json',
} as const;

export function snapshotOf(directory: string): string {
  return `work/*/snapshot-${directory}.jsonl`;
}

/** The same snapshot, with those whom only their login found. */
export function lookedUpOf(directory: string): string {
  return `work/*/looked-up-${directory}.jsonl`;
}
