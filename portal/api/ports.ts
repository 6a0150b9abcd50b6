// What the portal is given by the home that it stands in: it opens nothing itself.
import type { Config } from '../../core/config/config.ts';
import type { ExportReader } from '../../core/ports/inputs.ts';
import type { ObjectAddresses, Objects } from '../../core/ports/objects.ts';
import type { SignIn } from '../../core/ports/sign-in.ts';
import type { AccessRecord, Passing } from '../../core/ports/stores.ts';
import type { Clock } from '../../core/ports/world.ts';
import type { Report } from '../../core/report/report.ts';
import type { Assurance } from '../../core/review/events/event.ts';
import type { Result } from '../../core/values/result.ts';
import type { IssueDependencies, ProveDependencies } from '../../steps/review/issue-report.ts';
import type { ReviewDependencies } from '../../steps/review/open-review.ts';
import type { LookDependencies } from '../../steps/show/look.ts';
import type { RunStarter } from '../../steps/show/started-run.ts';
import type { VerifiedReport } from '../../steps/verify/prove-stored.ts';
import type { Role } from './route.ts';

export interface Ports extends ReviewDependencies, LookDependencies {
  readonly clock: Clock;
  /**
   * What draws and seals the report that a signature promises, put together when it is needed; or what has another
   * function do it.
   */
  readonly issuing: (() => Promise<IssueDependencies>) | IssuedElsewhere;
  /** Where files are too large for a request: the browser exchanges them with the store itself. Absent otherwise. */
  readonly direct?: DirectFiles;
  /** `once` where an answer has to end: whoever listens for events is told their number once, and asks again. */
  readonly live?: 'once';
  readonly exportReader: ExportReader;
  readonly passing: Passing;
  readonly access: AccessRecord;
  readonly signIn: SignIn;
  /** `https://review.acme.com`: where the pages are, and the only place that writes may come from. */
  readonly origin: string;
  /** The assurance that decisions record: `asserted` where the issuer asks for no password. */
  readonly assurance: Assurance;
  readonly tool: Report['tool'];
  /** The OpenAPI document as JSON: worked out of the routes, or read where it was written down. */
  readonly openApi: () => string;
  /** The configuration by which uploads are judged and runs are started, and which says who has which role. */
  readonly config: () => Promise<Config>;
  readonly rolesOf: (groups: readonly string[]) => ReadonlySet<Role>;
  /** SHA-256 of the certificate that seals reports here, as viewers show it; absent where another process seals them. */
  readonly fingerprint?: () => Promise<string>;
  /** Proves a report of the store. @param key where it lies */
  readonly verifyReport: (key: string) => Promise<Result<VerifiedReport>>;
  /** Compares an upload with the directories, beside the requests. */
  readonly runStarter: RunStarter;
}

/** The ports without what this process remembers, so that what is recorded is worked out from the evidence again. */
export function afresh({ kept: _kept, ...ports }: Ports): Omit<Ports, 'kept'> {
  return ports;
}

/** For a process that may record a signature but not seal a report. */
export interface IssuedElsewhere {
  readonly proving: () => Promise<ProveDependencies>;
  /**
   * Has the reports of a period issued, and returns once that is started. Where the start fails, the tick finds what is
   * owed.
   */
  readonly start: (period: string) => Promise<void>;
}

export interface DirectFiles {
  /** Addresses in the store of reports. */
  readonly evidence: ObjectAddresses;
  /** Addresses in the store of uploads, where each file is judged as it lands. */
  readonly uploads: ObjectAddresses;
  /** What became of each upload. */
  readonly results: Objects;
}
