// A whole comparison in a few lines: a test names the accounts, the people and the one thing that it is about.
import * as z from 'zod/mini';
import { parseConfig } from '../../../core/config/parse.ts';
import type { Config } from '../../../core/config/config.ts';
import { assess } from '../../../core/findings/assess.ts';
import type { Assessment, StillToMake } from '../../../core/findings/assess.ts';
import { allTold } from '../../../core/findings/rules/context.ts';
import type { ExportTells } from '../../../core/findings/rules/context.ts';
import type { Code } from '../../../core/names/codes.ts';
import type { Finding } from '../../../core/findings/finding.ts';
import { identityCollector } from '../../../core/findings/collect/identity-index.ts';
import type { Judgement } from '../../../core/findings/judge/judgement.ts';
import type { Instant } from '../../../core/values/instant.ts';
import type { Account } from '../../../core/inputs/account.ts';
import type { AcceptedGate, GateInput } from '../../../core/inputs/gates.ts';
import type { GateName } from '../../../core/names/gates.ts';
import { emptyHistory, historySchema } from '../../../core/inputs/history.ts';
import type { History, KnownDecision } from '../../../core/inputs/history.ts';
import { readLeavers } from '../../../core/inputs/leavers/leavers.ts';
import type { Leavers } from '../../../core/inputs/leavers/leavers.ts';
import type { CanonicalLogin } from '../../../core/values/login.ts';
import type { Identity, SnapshotHeader } from '../../../core/inputs/snapshot.ts';
import { parsePeriod, periodOf } from '../../../core/config/calendar.ts';
import { given } from '../given.ts';
import { aHeader, anAccount, anIdentity, login } from '../inputs/population-builder.ts';
import { jsonSha256 } from '../../../core/values/canonical-json.ts';
import { rulesOf } from '../../../core/versions.ts';
import { at } from '../time.ts';

export interface ReviewSays {
  readonly accounts?: readonly (Account | string)[];
  readonly entra?: readonly (Identity | string)[];
  readonly okta?: readonly (Identity | string)[];
  /** People directories besides the two gates, by id. */
  readonly people?: Readonly<Record<string, readonly (Identity | string)[]>>;
  /** What the directories say of how they were read, by id. */
  readonly headers?: Readonly<Record<string, Partial<SnapshotHeader>>>;
  /** Domains that a directory is authoritative for, by id. */
  readonly authoritative?: Readonly<Record<string, readonly string[]>>;
  /** The version whose rules judge; by default that of now. */
  readonly version?: string;
  readonly policy?: object;
  /** Other keys of the configuration, as the file has them. */
  readonly config?: object;
  /** E-mail and last day, as HR's file has them. */
  readonly leavers?: Readonly<Record<string, string>>;
  readonly asOf?: string;
  readonly exportedAt?: string;
  readonly takenAt?: string;
  /** The period; that of the export unless the test names another. */
  readonly period?: string;
  readonly accept?: readonly GateName[];
  readonly countShown?: number;
  readonly rejected?: number;
  /** When the export came in; by default nothing tells. */
  readonly received?: string;
  /** Exports of one name are the same file; by default each run has its own. */
  readonly file?: string;
  readonly editedSigns?: readonly string[];
  /** Which columns the export has; all unless the test says that it lacks one. */
  readonly tells?: Partial<ExportTells>;
  /** Told of what is still to be made; what it throws ends the run. */
  readonly room?: (toCome: StillToMake) => void;
  /** The run before this one; its history is taken over. */
  readonly after?: Reviewed;
  readonly decisions?: readonly (Partial<KnownDecision> & { readonly login: CanonicalLogin })[];
}

export interface Reviewed {
  readonly assessment: Assessment;
  readonly config: Config;
  judgement(login: string): Judgement;
  situation(login: string): Judgement['situation'];
  /** Codes of the account or person, in the order of the findings; closed ones left out. */
  codes(login: string | null): readonly Code[];
  /** Throws when there is none. */
  finding(code: Code, login?: string | null): Finding;
  /** The history that the next run takes over. A held run hands on what it had taken over itself. */
  readonly history: History;
}

/**
 * Runs the real collector and the real assessment over two gates, `entra` and `okta`. A directory of a test may be
 * empty, so the gate `empty-directory` is accepted unless the test accepts others.
 *
 * @example aReview({ accounts: ['jane@acme.com'], entra: ['jane@acme.com'] }).situation('jane@acme.com') // 'linked'
 */
export function aReview(says: ReviewSays): Reviewed {
  const config = configOf(says);
  const asOf = at(says.asOf ?? '2026-10-05T08:00:00Z');
  const exportedAt = at(says.exportedAt ?? says.asOf ?? '2026-10-05T07:00:00Z');
  const accounts = (says.accounts ?? []).map((one, index) => {
    const account = typeof one === 'string' ? anAccount({ login: one }) : one;
    return account.row === 0 ? { ...account, row: index + 2 } : account;
  });
  const history = historyBefore(says);
  const { calendar } = config;
  const period = says.period === undefined ? periodOf(exportedAt, calendar) : given(parsePeriod(says.period, calendar));
  const rejected = Array.from({ length: says.rejected ?? 0 }, (_, row) => ({ row, reason: 'no e-mail', cells: [] }));
  const rowsRead = accounts.length + rejected.length;
  const sha256 = jsonSha256(says.file ?? [exportedAt, asOf]);
  const assessment = assess({
    config,
    asOf,
    exportedAt,
    exportedAtDeclared: true,
    period,
    export: {
      sha256,
      rowsRead,
      accounts,
      rejected,
      duplicates: [],
      editedSigns: says.editedSigns ?? [],
      tells: { ...allTold, ...says.tells },
    },
    countShown: says.countShown ?? null,
    headers: config.directories.map(({ id }) =>
      aHeader({ directory: id, takenAt: at(says.takenAt ?? exportedAt), ...says.headers?.[id] }),
    ),
    index: indexOf({ says, accounts, config, history, exportedAt }),
    leavers: leaversOf(says, config, asOf),
    leaversCompared: says.leavers !== undefined,
    history,
    acceptedGates: (says.accept ?? ['empty-directory']).map(acceptedGate),
    ...(says.received === undefined ? {} : { custody: receivedAt(says.received, sha256) }),
    ...(says.room === undefined ? {} : { room: says.room }),
    ...(says.version === undefined ? {} : { rules: rulesOf({ tool: { version: says.version } }) }),
  });
  const run = { id: `run of ${asOf}`, asOf, exportedAt, period: period.id, rowsRead };
  return reviewed(assessment, config, assessment.next === null ? history : { ...assessment.next, run });
}

function receivedAt(instant: string, sha256: string): NonNullable<GateInput['custody']> {
  const receipt = { kind: 'by-hand', at: at(instant), name: 'users.csv', bytes: 1, sha256, by: null } as const;
  const record = { schema: 1, export: { toldSha256: null, receipts: [receipt] }, leavers: null, count: null } as const;
  return {
    record: { ...record, export: { ...record.export, receipts: [receipt] } },
    compared: { export: sha256, leavers: null },
  };
}

function acceptedGate(gate: GateName): AcceptedGate {
  return { gate, by: 'grc@acme.com', reason: 'looked into it' };
}

function reviewed(assessment: Assessment, config: Config, history: History): Reviewed {
  const judgement = (of: string): Judgement => {
    const found = assessment.judgements.find(({ account }) => account.login === login(of));
    if (found === undefined) throw new Error(`no account ${of} was judged`);
    return found;
  };
  return {
    assessment,
    config,
    judgement,
    situation: (of) => judgement(of).situation,
    codes: (of) =>
      assessment.findings.flatMap(({ login: found, code, state }) => (found === of && state !== 'closed' ? code : [])),
    finding: (code, of) => {
      const found = assessment.findings.find((one) => one.code === code && (of === undefined || one.login === of));
      if (found === undefined) throw new Error(`no finding ${code} about ${of ?? 'anybody'}`);
      return found;
    },
    // As the store gives it back: written as JSON and checked when it is read.
    get history() {
      return z.parse(historySchema, JSON.parse(JSON.stringify(history)));
    },
  };
}

function configOf(says: ReviewSays): Config {
  const authoritativeFor = (id: string): readonly string[] => says.authoritative?.[id] ?? [];
  const entra = { id: 'entra', kind: 'entra', tenantId: 'tenant', appId: 'app' };
  const okta = { id: 'okta', kind: 'okta', orgUrl: 'https://acme.okta.example', appId: 'app' };
  const people = Object.keys(says.people ?? {}).map((id) => ({ ...okta, id, role: 'people', appId: undefined }));
  return given(
    parseConfig(
      {
        ...says.config,
        directories: [entra, okta, ...people].map((one) => ({ ...one, authoritativeFor: authoritativeFor(one.id) })),
        policy: says.policy ?? {},
      },
      'review.json',
    ),
  );
}

function historyBefore({ after, decisions }: ReviewSays): History {
  const before = after?.history ?? emptyHistory;
  if (decisions === undefined) return before;
  const made = decisions.map((says) => ({
    review: '2026-Q3',
    decision: 'revoke' as const,
    until: null,
    by: 'grc@acme.com',
    at: at('2026-07-20T00:00:00Z'),
    codesSeen: [],
    ...says,
  }));
  return { ...before, decisions: made };
}

interface Collected {
  readonly says: ReviewSays;
  readonly accounts: readonly Account[];
  readonly config: Config;
  readonly history: History;
  readonly exportedAt: Instant;
}

function indexOf({ says, ...input }: Collected): ReturnType<ReturnType<typeof identityCollector>['index']> {
  const directories = Object.entries({ entra: says.entra ?? [], okta: says.okta ?? [], ...says.people });
  const collector = identityCollector(input);
  do {
    for (const [directory, identities] of directories) {
      for (const one of identities) {
        collector.offer(directory, typeof one === 'string' ? anIdentity({ login: one }) : one);
      }
    }
  } while (collector.another());
  return collector.index();
}

function leaversOf({ leavers = {} }: ReviewSays, config: Config, asOf: Instant): Leavers {
  const rows = Object.entries(leavers).map((cells, index) => ({ kind: 'row' as const, row: index + 1, cells }));
  const { timeZone } = config.calendar;
  const { plusAddressing } = config.policy;
  if (rows.length === 0) return new Map();
  const tables = [{ sheet: null, encoding: 'utf-8', rows: () => rows }];
  return given(readLeavers({ tables, fileName: 'leavers.csv', timeZone, asOf, plusAddressing })).gone;
}
