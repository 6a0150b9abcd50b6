// What the commands about a review work with: the home, reading of exports, what draws and signs; closed when done.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { passedSelfTest } from '../../core/findings/self-test/self-test.ts';
import type { IssueDependencies } from '../../steps/review/issue-report.ts';
import type { PromiseDependencies } from '../../steps/review/issue-promised.ts';
import { silentProgress } from '../terminal/progress.ts';
import { databaseName, openHome, openReading, systemClock } from '../../homes/laptop.ts';
import type { HomeServices } from '../../homes/laptop.ts';
import { folderArgument } from '../terminal/files.ts';
import { refuse } from '../terminal/terminal.ts';
import type { ExitCode, Terminal } from '../terminal/terminal.ts';
import { toolVersion } from '../terminal/tool.ts';

export type Reviewing = PromiseDependencies & HomeServices;

/** Refuses a home that holds nothing: a mistyped path must not become an empty home. */
export async function reviewing(
  { home, terminal }: { readonly home: string; readonly terminal: Terminal },
  work: (services: Reviewing) => Promise<ExitCode>,
): Promise<ExitCode> {
  if (!existsSync(join(home, databaseName))) {
    const expected = 'the home of an earlier access-review run';
    return refuse(terminal, [{ what: 'no home', where: `--home ${home}`, found: `no ${databaseName}`, expected }]);
  }
  const folder = await folderArgument('--home', home);
  if (folder.kind === 'refused') return refuse(terminal, folder.refusals);
  const services = await openHome(home);
  try {
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
