// What a run takes over from earlier accepted runs: the last population, the findings, and every identity ever seen.
import * as z from 'zod/mini';
import { accountStatuses } from '../application/account.ts';
import { severities, storedCode } from '../names/codes.ts';
import { decisions } from '../names/decisions.ts';
import { signOffStages } from '../names/sign-off.ts';
import { situations } from '../names/situations.ts';
import type { Instant } from '../values/instant.ts';
import { matchKey } from '../values/login.ts';
import type { CanonicalLogin } from '../values/login.ts';
import { earlierLogin as login, storedDay, storedInstant } from '../values/stored.ts';
import { ledgerEntrySchema } from './ledger-entry.ts';
import { schemaReader } from '../values/schemas/schema-reader.ts';

const text = z.string();

const knownAccountSchema = z.object({
  login,
  row: z.number(),
  status: z.enum(accountStatuses),
  role: z.nullable(text),
  situation: z.enum(situations),
  /** What else tells it apart, as its row gives it; absent where that tells nothing, and before 0.21.0. */
  name: z.exactOptional(text),
  employeeId: z.exactOptional(text),
  /** When it was created at the earliest. */
  createdAt: z.exactOptional(storedInstant),
});

const renamedAccountSchema = z.object({
  /** That no export holds any more. */
  login,
  /** That of the live account which it may be. */
  now: login,
  /** `number`: by the employee number; `creation`: by the name and the time of creation. */
  by: z.enum(['number', 'creation']),
  /** As-of of the run that found it first. */
  since: storedInstant,
});

const knownFindingSchema = z.object({
  id: text,
  code: storedCode,
  severity: z.enum(severities),
  login: z.nullable(text),
  row: z.nullable(z.number()),
  situation: z.nullable(z.enum(situations)),
  reason: text,
  directory: z.nullable(text),
  identity: z.nullable(text),
  firstSeen: storedInstant,
  periods: z.array(text),
  /** `continued`: the matter goes on in a finding of another code about the same account. */
  state: z.enum(['open', 'reopened', 'vanished', 'closed', 'continued']),
  /**
   * What told the finding besides its `directory`: `leavers file`, the id of another directory, or the number and name
   * in its row. Absent where nothing else did.
   */
  restsOn: z.exactOptional(z.array(text)),
  /**
   * The role that the finding is about, spelled as in its id. Absent for all other findings, and in histories before
   * 0.20.0.
   */
  role: z.exactOptional(text),
});

const knownDecisionSchema = z.object({
  login,
  review: text,
  decision: z.enum(decisions),
  until: z.nullable(storedDay),
  by: text,
  at: storedInstant,
  codesSeen: z.array(storedCode),
});

const orderedSchema = z.object({
  login,
  review: text,
  number: z.number(),
  at: storedInstant,
  /** When the export that showed the account gone was taken; `null` while none did, or it is live again since. */
  provenAt: z.nullable(storedInstant),
});

/** The state of the last signed review when it ended. What changed since is not covered by any review. */
const signedReviewSchema = z.object({
  review: text,
  signedAt: storedInstant,
  /**
   * When the review was closed, where its closing tells what changed since the signature. `run` is then the last run
   * that the closing covers.
   */
  closedAt: z.exactOptional(storedInstant),
  /** The run to which the signature was rolled forward, or else the run under review. */
  run: z.object({ id: text, asOf: storedInstant, exportedAt: storedInstant }),
  /** The accounts of that run; absent where it is the last accepted run, whose accounts the history has. */
  accounts: z.exactOptional(z.array(knownAccountSchema)),
  /** Accounts of the work orders of any review, but for those that were withdrawn. */
  orders: z.array(orderedSchema),
  /**
   * Accounts of which a review of a later run showed another state to those who decided. Absent in histories of
   * versions that took every later decision for one that had seen the change.
   */
  seen: z.exactOptional(
    z.array(z.object({ login, review: text, status: z.enum(accountStatuses), role: z.nullable(text) })),
  ),
});

/** When each step of a review was done. For a period that nobody reviewed, only the due day is known. */
const reviewedPeriodSchema = z.object({
  review: text,
  exportedAt: z.nullable(storedInstant),
  signed: z.array(z.object({ stage: z.enum(signOffStages), by: text, at: storedInstant })),
  /** How many accounts are to be removed, whether in a work order or not. */
  toRemove: z.number(),
  ordered: z.number(),
  /** When the last work order was issued. */
  orderedAt: z.nullable(storedInstant),
  proven: z.number(),
  /** When the export was taken that proved the last removal. */
  provenAt: z.nullable(storedInstant),
  /** The due day, where it passed without a review; otherwise `null`. */
  notPerformed: z.nullable(storedDay),
});

export const historySchema = z.object({
  schema: z.literal(1),
  /** The last accepted run with an earlier as-of; `null` for the first run. */
  run: z.nullable(
    z.object({ id: text, asOf: storedInstant, exportedAt: storedInstant, period: text, rowsRead: z.number() }),
  ),
  /** When the newest of the compared exports was taken; absent where the last run compared it. */
  newestExportedAt: z.exactOptional(storedInstant),
  /**
   * Every export with a declared time that accepted runs compared, and the latest instant at which it can have been
   * taken. Absent in histories before 0.10.0.
   */
  exports: z.exactOptional(z.array(z.object({ sha256: text, takenBy: storedInstant }))),
  accounts: z.array(knownAccountSchema),
  /** Absent where there are none, and before 0.21.0, as are those that are gone and were made after a decision about their login. */
  renamed: z.exactOptional(z.array(renamedAccountSchema)),
  remade: z.exactOptional(z.array(z.object({ login, createdAt: storedInstant }))),
  directories: z.array(
    z.object({
      id: text,
      identities: z.number(),
      assignments: z.number(),
      /**
       * Those of the identities that can sign in, or of which the directory does not say; absent in histories before
       * 0.20.0.
       */
      able: z.exactOptional(z.number()),
      /** When the snapshot was taken; absent in histories of versions that did not compare who reappears. */
      takenAt: z.exactOptional(storedInstant),
      /**
       * The app of a gate that required no assignment and had none, where a run was accepted like this; absent
       * otherwise.
       */
      openApp: z.exactOptional(text),
    }),
  ),
  findings: z.array(knownFindingSchema),
  ledger: z.array(ledgerEntrySchema),
  decisions: z.array(knownDecisionSchema),
  /** The digest of the policy at the time when its present approval was first used. */
  approval: z.nullable(z.object({ by: text, on: text, sha256: text })),
  trend: z.array(
    z.object({ label: text, critical: z.number(), high: z.number(), medium: z.number(), low: z.number() }),
  ),
  /**
   * Configurations that an event of an earlier review approved, by digest; absent when there are none.
   * A run that is done again writes members in the order of this schema, so this one has to stand where runs write it.
   */
  approvals: z.exactOptional(z.array(z.object({ by: text, at: storedInstant, sha256: text }))),
  /** Absent where no review was signed before, and in histories of versions that did not look for one. */
  signed: z.exactOptional(signedReviewSchema),
  /** Every review so far, the one of this period included; absent where there is none. */
  reviews: z.exactOptional(z.array(reviewedPeriodSchema)),
});

export type History = z.infer<typeof historySchema>;
export type KnownFinding = History['findings'][number];
export type KnownAccount = History['accounts'][number];
export type RenamedAccount = NonNullable<History['renamed']>[number];
export type KnownDecision = History['decisions'][number];
export type SignedPopulation = NonNullable<History['signed']>;
export type ReviewedPeriod = NonNullable<History['reviews']>[number];
export type LedgerEntry = History['ledger'][number];

/** When the newest export that accepted runs compared was taken; `null` before the first run. */
export function newestExport({ run, newestExportedAt }: Pick<History, 'run' | 'newestExportedAt'>): Instant | null {
  return newestExportedAt ?? run?.exportedAt ?? null;
}

/**
 * The history with logins as this version writes them. Earlier versions kept a final sigma (ς) apart from σ
 * (`matchKey`).
 */
export function keyedAsNow(history: History): History {
  if (history.ledger.every(({ logins }) => logins.every((key) => keyNow(key) === key))) return history;
  return { ...history, ledger: history.ledger.map((entry) => ({ ...entry, logins: entry.logins.map(keyNow) })) };
}

function keyNow(key: CanonicalLogin): CanonicalLogin {
  return matchKey(key, 'distinct');
}

export type KnownPopulation = Pick<History, 'run' | 'accounts' | 'renamed'>;

const plainHistory = schemaReader(historySchema);

/**
 * Reads a history as `historySchema` does, in less time: of a large company it is the largest file of a run.
 *
 * @throws ZodError
 */
export function historyOf(json: unknown): History {
  return plainHistory(json) ?? z.parse(historySchema, json);
}

const populationSchema = z.pick(historySchema, { run: true, accounts: true, renamed: true });
const plainPopulation = schemaReader(populationSchema);

/** Reads only the accounts of the run that left the history; most reviews ask for nothing else. @throws ZodError */
export function populationOf(json: unknown): KnownPopulation {
  return plainPopulation(json) ?? z.parse(populationSchema, json);
}

const ledgerSchema = z.pick(historySchema, { ledger: true });
const plainLedger = schemaReader(ledgerSchema);

/** @throws ZodError */
export function ledgerOf(json: unknown): Pick<History, 'ledger'> {
  return plainLedger(json) ?? z.parse(ledgerSchema, json);
}

const findingsSchema = z.pick(historySchema, { findings: true });
const plainFindings = schemaReader(findingsSchema);

/** @throws ZodError */
export function knownFindingsOf(json: unknown): Pick<History, 'findings'> {
  return plainFindings(json) ?? z.parse(findingsSchema, json);
}

const comparedSchema = z.pick(historySchema, { newestExportedAt: true, exports: true });
const plainCompared = schemaReader(comparedSchema);

export type ComparedExports = Pick<History, 'newestExportedAt' | 'exports'>;

/** @throws ZodError */
export function comparedOf(json: unknown): ComparedExports {
  return plainCompared(json) ?? z.parse(comparedSchema, json);
}

/** The history of the first run. */
export const emptyHistory: History = {
  schema: 1,
  run: null,
  accounts: [],
  directories: [],
  findings: [],
  ledger: [],
  decisions: [],
  approval: null,
  trend: [],
};
