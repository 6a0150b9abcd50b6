// What the portal is given by the home that it stands in: it opens nothing itself.
import type { Config } from '../../core/config/config.ts';
import type { AccessRecord, Clock, ExportReader, Passing, SignIn } from '../../core/ports.ts';
import type { Report } from '../../core/report/report.ts';
import type { Assurance } from '../../core/review/events/event.ts';
import type { Result } from '../../core/values/result.ts';
import type { PromiseDependencies } from '../../steps/review/issue-promised.ts';
import type { LookDependencies } from '../../steps/show/look.ts';
import type { StartedRun } from '../../steps/show/started-run.ts';
import type { Verified } from '../../steps/verify/verify.ts';
import type { Role } from './route.ts';

export interface Ports extends PromiseDependencies, LookDependencies {
  readonly clock: Clock;
  readonly exportReader: ExportReader;
  readonly passing: Passing;
  readonly access: AccessRecord;
  readonly signIn: SignIn;
  /** `https://review.acme.com`: where the pages are, and the only place that writes may come from. */
  readonly origin: string;
  /** What a decision says of how its person was made sure of: `asserted` where the issuer asks for no password. */
  readonly assurance: Assurance;
  readonly tool: Report['tool'];
  /** The configuration for uploads and runs, and whom it gives which role. */
  readonly config: () => Promise<Config>;
  readonly rolesOf: (groups: readonly string[]) => ReadonlySet<Role>;
  readonly verifyReport: (file: { readonly pdf: Uint8Array; readonly fileName: string }) => Promise<Result<Verified>>;
  /** Compares an upload with the directories, beside the requests. */
  readonly runStarter: RunStarter;
}

export interface RunStarter {
  start(asked: {
    readonly export: string;
    readonly leavers: string | null;
    readonly by: string;
  }): Promise<Result<StartedRun>>;
  started(): readonly StartedRun[];
}
