// The environment of each deployed function: one schema that whoever deploys it fills in and the function itself reads.
import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1, 'expected a value'));

function json<Schema extends z.ZodMiniType>(schema: Schema) {
  return z.pipe(
    z.string(),
    z.pipe(
      z.transform((value: string): unknown => JSON.parse(value)),
      schema,
    ),
  );
}

const textsById = json(z.record(z.string(), text));

const exportsBucket = { EXPORTS_BUCKET: text } as const;
const evidenceBucket = { EVIDENCE_BUCKET: text } as const;
const table = { TABLE_NAME: text } as const;

/**
 * The address by which auditors sign in and land on a report; absent when they have to sign in before they open one.
 */
const auditorsSignIn = { AUDITORS_SIGN_IN: z.optional(text) } as const;

/** The bus that events about findings go to; absent when nobody takes them. */
const eventBus = { EVENT_BUS: z.optional(text) } as const;

/** By which rules of EventBridge, and the permission of the functions, know these events. */
export const eventSource = 'access-review';

/** Lambda itself sets these. */
export const lambdaVariables = z.object({ AWS_REGION: text });

/** Stands in the address of sign-in for the page to land on, percent-encoded. */
export const signInDestination = '{destination}';

export const startVariables = z.object({ RUN_FUNCTION: text });

export const runVariables = z.object({
  /** JSON: the function that reads each directory, by the directory's id. */
  PULL_FUNCTIONS: textsById,
  RECONCILE_FUNCTION: text,
  PUBLISH_FUNCTION: text,
  DELIVER_FUNCTION: text,
  WATCH_FUNCTION: text,
  TICK_FUNCTION: text,
  /** Absent when work orders are handed over nowhere. */
  HAND_OVER_FUNCTION: z.optional(text),
});

/** Beside these, the variables of the directory's credentials that are no secret (`core/config/credentials.ts`). */
export const pullVariables = z.object({
  ...evidenceBucket,
  DIRECTORY: text,
  /** Id of the secret that holds the rest of the credentials, by the end of their names; absent with federation. */
  CREDENTIALS_SECRET: z.optional(text),
});

/** Of files that are fetched on schedule: from where, by the beginning of the key under which they land. */
const fetchedFrom = z.record(z.string(), z.object({ server: text, files: z.readonly(z.array(text)) }));
export type FetchedFrom = z.infer<typeof fetchedFrom>;

export const ingestExportVariables = z.object({
  ...exportsBucket,
  /** JSON; absent when nothing is fetched. */
  FETCHED_FROM: z._default(json(fetchedFrom), {}),
});

export const reconcileVariables = z.object({ ...exportsBucket, ...evidenceBucket, ...table });

/** For how long what is written is locked. */
const retention = {
  RETENTION_MODE: z.enum(['COMPLIANCE', 'GOVERNANCE']),
  RETENTION_YEARS: z.pipe(
    text.check(z.regex(/^[1-9]\d?$/, 'expected a number of years')),
    z.transform((value: string) => Number(value)),
  ),
} as const;

export const ingestMailVariables = z.object({ ...exportsBucket, ...evidenceBucket, ...retention });

export const publishVariables = z.object({
  ...exportsBucket,
  ...evidenceBucket,
  ...table,
  SIGNING_KEY_ID: text,
  ...auditorsSignIn,
  ...eventBus,
  ...retention,
});

export const deliverVariables = z.object({ ...evidenceBucket });

export const watchVariables = z.object({ ...exportsBucket, ...evidenceBucket, ...table, ...eventBus });

export const tickVariables = z.object({
  ...evidenceBucket,
  ...retention,
  ...table,
  ...auditorsSignIn,
  /** What performs the control: a review where people decide in the portal, a run where they decide elsewhere. */
  PERFORMED_BY: z.enum(['review', 'run']),
});

export const handOverVariables = z.object({
  ...evidenceBucket,
  ...table,
  /** After how many seconds the claim of a function that was killed is over. */
  CLAIM_SECONDS: z.pipe(
    text.check(z.regex(/^[1-9]\d{0,4}$/, 'expected a number of seconds')),
    z.transform((value: string) => Number(value)),
  ),
  /** JSON: the id of each place's secret, by the id of the place. */
  HAND_OVER_SECRETS: textsById,
});

/** Where people open the portal: `https://review.acme.com`. */
const portalOrigin = { PORTAL_ORIGIN: text } as const;

export const portalVariables = z.object({
  ...exportsBucket,
  ...evidenceBucket,
  ...table,
  ...retention,
  ...portalOrigin,
  /** Proves a report for whoever asks. */
  VERIFY_FUNCTION: text,
  /** Id of the secret that holds what the issuer gave the portal: `{ "CLIENT_SECRET": "…" }`. */
  SIGN_IN_SECRET: text,
});

export const verifyVariables = z.object({ ...evidenceBucket });

export const assistantsVariables = z.object({ ...evidenceBucket, ...table, ...portalOrigin });

/** Files that lie beside each bundle, and folders beside those that draw or hand documents out. */
export const bundledFiles = {
  config: 'review.json',
  tool: 'package.json',
  fonts: 'fonts',
  documents: 'documents',
  /** In which a report is read. */
  thread: 'read-pdf.mjs',
} as const;

/** Under which name and in which units the functions count what the alarms look at. */
export const metricsNamespace = 'AccessReview';
export const metricNames = {
  /** 1 for each scheduled run that reached its end. */
  runEnded: 'RunEnded',
  runHeld: 'RunHeld',
  controlNotPerformed: 'ControlNotPerformed',
  /** Minutes from the beginning of the run of a review to its end, whatever its as-of. */
  runMinutes: 'RunMinutes',
  watchEnded: 'WatchEnded',
  watchNewFindings: 'WatchNewFindings',
  watchIncomplete: 'WatchIncomplete',
  /** 1 for each tick with which the reviews moved on and people were told, were a mail or a report left undone. */
  tickEnded: 'TickEnded',
  /** Ended periods without a review whose due day is still to come, on each day. */
  reviewMissing: 'ReviewMissing',
  uploadAccepted: 'UploadAccepted',
  uploadRefused: 'UploadRefused',
  /** 1 for each run whose events about findings the bus did not take. */
  eventsNotTaken: 'EventsNotTaken',
  /** Work orders that a place did not take, or may not have, on each day. */
  handOverRefused: 'HandOverRefused',
  mailTaken: 'MailTaken',
  mailQuarantined: 'MailQuarantined',
  /** Requests to the portal that nobody expected to fail. */
  portalFailed: 'PortalFailed',
  /** Reports that are promised and not in place, on each day. */
  reportOwed: 'ReportOwed',
} as const;

export type MetricName = (typeof metricNames)[keyof typeof metricNames];
