// What an action of `review` is asked, checked before the home is opened for it.
import { reviewing } from './reviewing.ts';
import type { Reviewing } from './reviewing.ts';
import type { Day } from '../../core/values/instant.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import { all, ok } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { dayArgument, emailArgument, periodArgument, reasonArgument } from '../terminal/arguments.ts';
import { refuse } from '../terminal/terminal.ts';
import type { ExitCode, Terminal } from '../terminal/terminal.ts';

/** What actions are given; one that needs an option says so in its request. */
export interface ReviewOptions {
  readonly review: string;
  readonly by?: string | undefined;
  readonly reviewer?: string | undefined;
  readonly to?: string | undefined;
  readonly until?: string | undefined;
  readonly reason?: string | undefined;
  readonly home: string;
  readonly json: boolean;
}

/** What was typed, as it was read: no action reads it again. */
interface ReadOptions {
  readonly by: CanonicalLogin | undefined;
  readonly reviewer: CanonicalLogin | undefined;
  readonly to: CanonicalLogin | undefined;
  readonly until: Day | undefined;
  readonly reason: string | undefined;
}

export interface ReviewRequest<Options extends ReviewOptions = ReviewOptions> {
  readonly home: Reviewing;
  /** `review` is a period. */
  readonly options: Options & ReadOptions;
  readonly terminal: Terminal;
}

export type ReviewAction<Options extends ReviewOptions> = (request: ReviewRequest<Options>) => Promise<ExitCode>;

export async function reviewCommand<Options extends ReviewOptions>(
  action: ReviewAction<Options>,
  options: Options,
  terminal: Terminal,
): Promise<ExitCode> {
  const { by, reviewer, to, until, reason } = options;
  // Of every action, so that all that is wrong with its options is told at once.
  const told = all({
    review: periodArgument(options.review),
    by: given(by, (text) => emailArgument('--by', text)),
    reviewer: given(reviewer, (text) => emailArgument('--reviewer', text)),
    to: given(to, (text) => emailArgument('--to', text)),
    reason: given(reason, (text) => reasonArgument('--reason', text)),
    until: given(until, (text) => dayArgument('--until', text)),
  });
  if (told.kind === 'refused') return refuse(terminal, told.refusals);
  const checked = { ...options, ...told.value };
  return reviewing({ home: options.home, terminal }, (home) => action({ home, options: checked, terminal }));
}

function given<Value>(text: string | undefined, read: (text: string) => Result<Value>): Result<Value | undefined> {
  return text === undefined ? ok(undefined) : read(text);
}
