// What an action of `review` is asked, checked before the home is opened for it.
import { reviewing } from './reviewing.ts';
import type { Reviewing } from './reviewing.ts';
import { all, ok } from '../../core/values/result.ts';
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

export interface ReviewRequest<Options extends ReviewOptions = ReviewOptions> {
  readonly home: Reviewing;
  /** `review` is a period, `by` the canonical login of a person. */
  readonly options: Options;
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
    by: by === undefined ? ok(null) : emailArgument('--by', by),
    reviewer: reviewer === undefined ? ok(null) : emailArgument('--reviewer', reviewer),
    to: to === undefined ? ok(null) : emailArgument('--to', to),
    reason: reason === undefined ? ok(null) : reasonArgument('--reason', reason),
    until: until === undefined ? ok(null) : dayArgument('--until', until),
  });
  if (told.kind === 'refused') return refuse(terminal, told.refusals);
  const { review, by: named } = told.value;
  const checked = { ...options, review, ...(named === null ? {} : { by: named }) };
  return reviewing({ home: options.home, terminal }, (home) => action({ home, options: checked, terminal }));
}
