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
  /** Draws and seals what a signature promises, asked only then; or starts whoever may. */
  readonly issuing: (() => Promise<IssueDependencies>) | IssuedElsewhere;
  /** Where files are too large for a request: the browser exchanges them with the store itself. Absent otherwise. */
  readonly direct?: DirectFiles;
  /** `once` where an answer has to end: who listens is told how it stands, and asks again. */
  readonly live?: 'once';
  readonly exportReader: ExportReader;
  readonly passing: Passing;
  readonly access: AccessRecord;
  readonly signIn: SignIn;
  /** `https://review.acme.com`: where the pages are, and the only place that writes may come from. */
  readonly origin: string;
  /** What a decision says of how its person was made sure of: `asserted` where the issuer asks for no password. */
  readonly assurance: Assurance;
  readonly tool: Report['tool'];
  /** What describes the API, as JSON: worked out of the routes, or as that was written down. */
  readonly openApi: () => string;
  /** The configuration for uploads and runs, and whom it gives which role. */
  readonly config: () => Promise<Config>;
  readonly rolesOf: (groups: readonly string[]) => ReadonlySet<Role>;
  /** SHA-256 of the certificate that seals reports here, as viewers show it; absent where another process seals them. */
  readonly fingerprint?: () => Promise<string>;
  /** Proves a report of the store. @param key where it lies */
  readonly verifyReport: (key: string) => Promise<Result<VerifiedReport>>;
  /** Compares an upload with the directories, beside the requests. */
  readonly runStarter: RunStarter;
}

/** For a process that may record a signature and may not seal a report. */
export interface IssuedElsewhere {
  readonly proving: () => Promise<ProveDependencies>;
  /** Returns once it is started; what is owed and was not started is found by the tick. */
  readonly start: (period: string) => Promise<void>;
}

export interface DirectFiles {
  /** Of the store that reports lie in. */
  readonly evidence: ObjectAddresses;
  /** Of the store that uploads land in, where each is judged as it lands. */
  readonly uploads: ObjectAddresses;
  /** What became of each upload. */
  readonly results: Objects;
}
