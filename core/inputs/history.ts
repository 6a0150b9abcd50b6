// What a run takes from earlier accepted runs: the last population, open findings, and every identity ever seen.
import * as z from 'zod/mini';
import { accountStatuses } from '../application/account.ts';
import { severities, storedCode } from '../names/codes.ts';
import { decisions } from '../names/decisions.ts';
import { signOffStages } from '../names/sign-off.ts';
import { situations } from '../names/situations.ts';
import type { Instant } from '../values/instant.ts';
import { matchKey } from '../values/login.ts';
import type { CanonicalLogin } from '../values/login.ts';
import { storedDay, storedInstant } from '../values/stored.ts';
import { schemaReader } from './schema-reader.ts';

const text = z.string();
/** Checked less strictly than `storedLogin`. */
const login = z.custom<CanonicalLogin>((value) => typeof value === 'string' && value !== '');

const knownAccountSchema = z.object({
  login,
  row: z.number(),
  status: z.enum(accountStatuses),
  role: z.nullable(text),
  situation: z.enum(situations),
  /** What else tells it apart, as its row gives it; absent where that tells nothing, and before 0.21.0. */
  name: z.exactOptional(text),
  employeeId: z.exactOptional(text),
  /** An instant, or a day alone. */
  createdAt: z.exactOptional(text),
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
  /** `continued`: the same matter goes on under another code of the same account. */
  state: z.enum(['open', 'reopened', 'vanished', 'closed', 'continued']),
  /**
   * What else than the export told it, `leavers file` or the id of a directory, or that number and name in its row did;
   * absent where only its `directory` did.
   */
  restsOn: z.exactOptional(z.array(text)),
  /** The role that it is about, as its id spells it; absent of every other finding, and before 0.20.0. */
  role: z.exactOptional(text),
});

const ledgerEntrySchema = z.object({
  directory: text,
  id: text,
  name: z.nullable(text),
  /** NameID and logins, as keys; no aliases: an alias moves from a leaver to a successor. */
  logins: z.array(login),
  /** Accounts that this identity was a candidate of. */
  accounts: z.array(login),
  employeeId: z.nullable(text),
  createdAt: z.nullable(storedInstant),
  firstSeen: storedInstant,
  /** When the last snapshot that held it was taken. */
  lastSeen: storedInstant,
  /** Set when that snapshot already said that the person had left. */
  left: z.nullable(
    z.object({ notBefore: z.nullable(storedInstant), notAfter: z.nullable(storedInstant), source: text }),
  ),
  /** The leave date that it told and that was still to come; absent where it told none, and before 0.15.0. */
  leaves: z.exactOptional(z.object({ at: storedInstant, source: text })),
  /**
   * Logins that it bears no longer, when accepted runs last saw each with it, an export before that included, and as whom:
   * whose the account is that passed on with one. Absent where there are none, and before 0.17.0.
   */
  former: z.exactOptional(
    z.array(z.object({ login, borne: storedInstant, name: z.nullable(text), employeeId: z.nullable(text) })),
  ),
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
  /** Of the export that showed the account gone; `null` while none did, and where it was live again after that. */
  provenAt: z.nullable(storedInstant),
});

/** What the last signed review stood on when it ended: what changed since is outside of every review. */
const signedReviewSchema = z.object({
  review: text,
  signedAt: storedInstant,
  /** Of its closing, where that tells what changed since the signature; the run is then the one to which it reached. */
  closedAt: z.exactOptional(storedInstant),
  /** To which the signature was rolled forward; the run under review where it was not. */
  run: z.object({ id: text, asOf: storedInstant, exportedAt: storedInstant }),
  /** Its population; absent where it is that of the last accepted run. */
  accounts: z.exactOptional(z.array(knownAccountSchema)),
  /** Accounts in work orders that stand, of any review. */
  orders: z.array(orderedSchema),
  /**
   * Accounts that are otherwise in a review of a later run, as that put them before whoever decided; absent in histories of
   * versions that took any later decision for one that had seen the change.
   */
  seen: z.exactOptional(
    z.array(z.object({ login, review: text, status: z.enum(accountStatuses), role: z.nullable(text) })),
  ),
});

/** When a review did what it had to; of a period that nobody reviewed, all but its due day is empty. */
const reviewedPeriodSchema = z.object({
  review: text,
  exportedAt: z.nullable(storedInstant),
  signed: z.array(z.object({ stage: z.enum(signOffStages), by: text, at: storedInstant })),
  /** Accounts to remove, in orders or not. */
  toRemove: z.number(),
  ordered: z.number(),
  /** Of the last order. */
  orderedAt: z.nullable(storedInstant),
  proven: z.number(),
  /** Of the export that proved the last removal. */
  provenAt: z.nullable(storedInstant),
  /** Its due day, where that passed without a review. */
  notPerformed: z.nullable(storedDay),
});

export const historySchema = z.object({
  schema: z.literal(1),
  /** The last accepted run with an earlier as-of; `null` for the first run of all. */
  run: z.nullable(
    z.object({ id: text, asOf: storedInstant, exportedAt: storedInstant, period: text, rowsRead: z.number() }),
  ),
  /** When the newest export that was compared was taken; absent while it is that of the last run. */
  newestExportedAt: z.exactOptional(storedInstant),
  /** Every export of a declared time that accepted runs compared, with when it was taken at the latest; absent before 0.10.0. */
  exports: z.exactOptional(z.array(z.object({ sha256: text, takenBy: storedInstant }))),
  accounts: z.array(knownAccountSchema),
  /** Absent where there are none, and before 0.21.0. */
  renamed: z.exactOptional(z.array(renamedAccountSchema)),
  directories: z.array(
    z.object({
      id: text,
      identities: z.number(),
      assignments: z.number(),
      /** Of the identities those who can sign in, as far as anything tells; absent before 0.20.0. */
      able: z.exactOptional(z.number()),
      /** When its snapshot was taken; absent in histories of versions that did not ask who of it reappears. */
      takenAt: z.exactOptional(storedInstant),
      /** The app of a gate that required no assignment and had none, which somebody accepted; absent otherwise. */
      openApp: z.exactOptional(text),
    }),
  ),
  findings: z.array(knownFindingSchema),
  ledger: z.array(ledgerEntrySchema),
  decisions: z.array(knownDecisionSchema),
  /** The digest of the policy when its present approval was first used. */
  approval: z.nullable(z.object({ by: text, on: text, sha256: text })),
  trend: z.array(
    z.object({ label: text, critical: z.number(), high: z.number(), medium: z.number(), low: z.number() }),
  ),
  /**
   * Digests of configurations whose approval is an event of an earlier review; absent when there is none.
   * It stands where a run writes it: a run that is done again writes what it read in the order of this schema.
   */
  approvals: z.exactOptional(z.array(z.object({ by: text, at: storedInstant, sha256: text }))),
  /** Absent where no review was signed before, and in histories of versions that did not look. */
  signed: z.exactOptional(signedReviewSchema),
  /** Every review so far, this period's own included; absent where there is none. */
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

/** When the newest export was taken that accepted runs compared; `null` before the first. */
export function newestExport({ run, newestExportedAt }: Pick<History, 'run' | 'newestExportedAt'>): Instant | null {
  return newestExportedAt ?? run?.exportedAt ?? null;
}

/** Earlier versions kept keys with a final sigma of its own (`matchKey`). */
export function keyedAsNow(history: History): History {
  if (history.ledger.every(({ logins }) => logins.every((key) => keyNow(key) === key))) return history;
  return { ...history, ledger: history.ledger.map((entry) => ({ ...entry, logins: entry.logins.map(keyNow) })) };
}

function keyNow(key: CanonicalLogin): CanonicalLogin {
  return matchKey(key, 'distinct');
}

export type KnownPopulation = Pick<History, 'run' | 'accounts' | 'renamed'>;

const plainHistory = schemaReader(historySchema);

/** As `historySchema` gives it, in less time: the history of a large company is the largest file of a run. @throws ZodError */
export function historyOf(json: unknown): History {
  return plainHistory(json) ?? z.parse(historySchema, json);
}

const populationSchema = z.pick(historySchema, { run: true, accounts: true, renamed: true });
const plainPopulation = schemaReader(populationSchema);

/** The accounts of the run that left it, which is all that most reviews ask. @throws ZodError */
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

/** What the first run of all starts from. */
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
