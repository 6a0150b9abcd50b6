// What the commands about a review work with: the home, reading of exports, the machine's clock; closed when done.
import type { ReviewDependencies } from '../steps/open-review.ts';
import { silentProgress } from './progress.ts';
import { openHome, openReading, systemClock } from './services.ts';
import type { HomeServices } from './services.ts';
import type { ExitCode } from './terminal.ts';

export type Reviewing = ReviewDependencies & HomeServices;

export async function reviewing(home: string, work: (services: Reviewing) => Promise<ExitCode>): Promise<ExitCode> {
  const services = await openHome(home);
  try {
    const reading = await openReading();
    try {
      return await work({ ...services, ...reading, clock: systemClock, progress: silentProgress });
    } finally {
      await reading.scratch.close();
    }
  } finally {
    services.close();
  }
}
