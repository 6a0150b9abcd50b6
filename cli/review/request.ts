// What an action of `review` is asked, checked before the home is opened for it.
import { reviewing } from './reviewing.ts';
import type { Reviewing } from './reviewing.ts';
import { emailArgument, periodArgument } from '../terminal/arguments.ts';
import { refuse } from '../terminal/terminal.ts';
import type { ExitCode, Terminal } from '../terminal/terminal.ts';

/** What every action is given; one that needs more says so in its request. */
export interface ReviewOptions {
  readonly review: string;
  readonly by?: string | undefined;
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
  const review = periodArgument(options.review);
  if (review.kind === 'refused') return refuse(terminal, review.refusals);
  const by = options.by === undefined ? null : emailArgument('--by', options.by);
  if (by?.kind === 'refused') return refuse(terminal, by.refusals);
  const checked = { ...options, review: review.value, ...(by === null ? {} : { by: by.value }) };
  return reviewing({ home: options.home, terminal }, (home) => action({ home, options: checked, terminal }));
}
