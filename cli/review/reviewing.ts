// What the commands about a review work with: the home, reading of exports, what draws and signs; closed when done.
import { passedSelfTest } from '../../core/findings/self-test/self-test.ts';
import type { IssueDependencies } from '../../steps/review/issue-report.ts';
import type { PromiseDependencies } from '../../steps/review/issue-promised.ts';
import { silentProgress } from '../terminal/progress.ts';
import { openHome, openReading, systemClock } from '../../homes/laptop.ts';
import type { HomeServices } from '../../homes/laptop.ts';
import { homeArgument, tellOlderDatabase } from '../terminal/home.ts';
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
  const services = await openHome(home);
  try {
    await tellOlderDatabase(services, terminal);
    const reading = await openReading();
    try {
      const issuing = async (): Promise<IssueDependencies> => issuingWith(services);
      return await work({ ...services, ...reading, clock: systemClock, progress: silentProgress, issuing });
    } finally {
      await reading.scratch.close();
    }
  } finally {
    services.close();
  }
}

/** Tested before anything is signed: a program that finds the wrong accounts must not say so under a signature. */
async function issuingWith(services: HomeServices): Promise<IssueDependencies> {
  const tested = passedSelfTest();
  return { ...services, sealer: await services.sealer(), tool: toolVersion(), selfTest: tested };
}
