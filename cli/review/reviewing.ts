// What the commands about a review work with: the home, reading of exports, what draws and signs; closed when done.
import { passedSelfTest } from '../../core/findings/self-test/self-test.ts';
import type { IssueDependencies } from '../../steps/review/issue-report.ts';
import type { PromiseDependencies } from '../../steps/review/issue-promised.ts';
import { kindsOf, notedReviews } from '../../steps/noted-reviews.ts';
import type { NotedEvent } from '../../steps/noted-reviews.ts';
import { silentProgress } from '../terminal/progress.ts';
import { openHome, openReading, systemClock } from '../../homes/laptop.ts';
import type { HomeServices } from '../../homes/laptop.ts';
import { homeArgument, tellOlderDatabase, tellWait } from '../terminal/home.ts';
import { refuse } from '../terminal/terminal.ts';
import type { ExitCode, Terminal } from '../terminal/terminal.ts';
import { toolVersion } from '../terminal/tool.ts';

export type Reviewing = PromiseDependencies & HomeServices;

export async function reviewing(
  { home, terminal }: { readonly home: string; readonly terminal: Terminal },
  work: (services: Reviewing) => Promise<ExitCode>,
): Promise<ExitCode> {
  const folder = await homeArgument(home);
  if (folder.kind === 'refused') return refuse(terminal, folder.refusals);
  const opened = await openHome(home, { onWait: tellWait(terminal) });
  const recorded: NotedEvent[] = [];
  const services = { ...opened, reviews: notedReviews(opened.reviews, recorded) };
  try {
    await tellOlderDatabase(services, terminal);
    const reading = await openReading();
    try {
      const issuing = async (): Promise<IssueDependencies> => issuingWith(services);
      const world = { clock: systemClock, progress: silentProgress, tool: toolVersion() };
      return await work({ ...services, ...reading, ...world, issuing });
    } finally {
      await reading.scratch.close();
    }
  } catch (error) {
    tellRecorded(recorded, terminal);
    throw error;
  } finally {
    services.close();
  }
}

/** A command that ends early has not done nothing: a signature that is given is not given again. */
function tellRecorded(recorded: readonly NotedEvent[], terminal: Terminal): void {
  for (const [review, events] of Map.groupBy(recorded, (one) => one.review)) {
    terminal.err(
      `Recorded in the review ${review} before what follows, and it stands: ${kindsOf(events)}. To see how it stands: access-review review status --review ${review}\n`,
    );
  }
}

/** What draws and seals. The self-test runs first, so that a program that finds the wrong accounts signs nothing. */
async function issuingWith(services: HomeServices): Promise<IssueDependencies> {
  const tested = passedSelfTest();
  return { ...services, sealer: await services.sealer(), tool: toolVersion(), selfTest: tested };
}
