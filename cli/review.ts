// The command `review`: opens the review of a period, tells how it stands, and hands the revoked accounts over.
import { dirname } from 'node:path';
import { reviewKey } from '../core/contract/objects.ts';
import { plural } from '../core/findings/words.ts';
import { instantText } from '../core/instant.ts';
import type { Calendar } from '../core/review/calendar.ts';
import { parsePeriod } from '../core/review/calendar.ts';
import { openReview } from '../steps/open-review.ts';
import { issueWorkOrder } from '../steps/issue-work-order.ts';
import { reviewStatus } from '../steps/review-status.ts';
import { exportReader } from '../adapters/files/export-reader.ts';
import { emailArgument } from './arguments.ts';
import { copyFiles } from './copy-out.ts';
import { openHome, systemClock } from './services.ts';
import type { HomeServices } from './services.ts';
import { exitCodes, refuse } from './terminal.ts';
import type { ExitCode, Terminal } from './terminal.ts';

export interface ReviewOptions {
  readonly review: string;
  readonly by?: string;
  readonly out?: string;
  readonly home: string;
  readonly json: boolean;
}

export type ReviewAction = 'open' | 'status' | 'work-order';

/** Only to check the form of a period id; which days it spans is the configuration's matter. */
const calendarQuarters: Calendar = { timeZone: 'UTC', fiscalYearStart: 1 };

export async function reviewCommand(
  action: ReviewAction,
  options: ReviewOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const period = parsePeriod(options.review, calendarQuarters);
  if (period.kind === 'refused') return refuse(terminal, period.refusals);
  const by = options.by === undefined ? null : emailArgument('--by', options.by);
  if (by?.kind === 'refused') return refuse(terminal, by.refusals);
  const request = { period: period.value.id, by: by?.value ?? null };
  const home = await openHome(options.home);
  try {
    switch (action) {
      case 'open':
        return await open(request, { home, options, terminal });
      case 'status':
        return await status(request.period, { home, options, terminal });
      case 'work-order':
        return await workOrder(request, { home, options, terminal });
      default:
        return action satisfies never;
    }
  } finally {
    home.close();
  }
}

interface Context {
  readonly home: HomeServices;
  readonly options: ReviewOptions;
  readonly terminal: Terminal;
}

interface Request {
  readonly period: string;
  readonly by: string | null;
}

async function open(request: Request, { home, options, terminal }: Context): Promise<ExitCode> {
  const opened = await openReview({ ...home, clock: systemClock }, request);
  if (opened.kind === 'refused') return refuse(terminal, opened.refusals);
  const { state, openedNow } = opened.value;
  if (options.json)
    terminal.out(
      JSON.stringify(
        {
          schema: 1,
          review: request.period,
          run: state.run,
          openedAt: state.openedAt,
          openedNow,
          accounts: state.accounts,
        },
        null,
        2,
      ),
    );
  else
    terminal.out(
      `The review ${request.period} ${openedNow ? 'is open' : `has been open since ${instantText(state.openedAt)}`}: ${plural(state.accounts, 'account')} of the run ${state.run}.`,
    );
  return exitCodes.done;
}

async function status(period: string, { home, options, terminal }: Context): Promise<ExitCode> {
  const found = await reviewStatus(home, period);
  if (found.kind === 'refused') return refuse(terminal, found.refusals);
  const { state, live, undecided, excepted } = found.value;
  if (options.json) {
    const decisions = [...state.decisions.values()];
    terminal.out(
      JSON.stringify(
        {
          schema: 1,
          review: period,
          run: state.run,
          openedAt: state.openedAt,
          live,
          undecided,
          decisions,
          workOrders: state.workOrders,
        },
        null,
        2,
      ),
    );
    return exitCodes.done;
  }
  const having = (decision: string): number =>
    [...state.decisions.values()].filter((one) => one.decision === decision).length;
  terminal.out(
    [
      `Review ${period}, open since ${instantText(state.openedAt)}, on the run ${state.run}`,
      `Live accounts ${live}: ${undecided.length} undecided, ${having('keep')} keep, ${having('revoke')} revoke, ${having('except')} except`,
      ...undecided
        .slice(0, 10)
        .map(({ login, codes }) => `  undecided: ${login}${codes.length === 0 ? '' : ` (${codes.join(', ')})`}`),
      ...(undecided.length > 10 ? [`  and ${undecided.length - 10} more`] : []),
      ...excepted.map(({ login, until, by }) => `  excepted until ${until}: ${login}, by ${by}`),
      ...state.workOrders.map(
        ({ number, logins, at }) => `Work order ${number} of ${instantText(at)}: ${plural(logins.length, 'account')}`,
      ),
    ].join('\n'),
  );
  return exitCodes.done;
}

async function workOrder(request: Request, { home, options, terminal }: Context): Promise<ExitCode> {
  const issued = await issueWorkOrder({ ...home, clock: systemClock, exportReader: exportReader() }, request);
  if (issued.kind === 'refused') return refuse(terminal, issued.refusals);
  const { order, left } = issued.value;
  const folder = order === null ? null : `work-order-${order.number}`;
  const where =
    order === null || folder === null
      ? null
      : (options.out ?? dirname(home.objects.location(reviewKey(request.period, `${folder}/work-order.txt`))));
  if (order !== null && options.out !== undefined) {
    await copyFiles(
      home.objects,
      order.names.map((name) => ({ key: reviewKey(request.period, `${folder}/${name}`), name })),
      options.out,
    );
  }
  if (options.json)
    terminal.out(JSON.stringify({ schema: 1, review: request.period, order, folder: where, left }, null, 2));
  else {
    terminal.out(
      order === null
        ? 'No revoked account is left to hand over.'
        : `Work order ${order.number}: ${plural(order.accounts, 'account')}, ${order.names.join(', ')}\nFiles: ${where}`,
    );
    for (const { login, why } of left) terminal.out(`  not handed over: ${login} ${why}`);
  }
  return exitCodes.done;
}
