// What a forger would change in a report: each change once, with what `verify` names first of it.
import type { Change } from './change.ts';
import { howItIsLaidDown, howItIsWritten } from './changes-laid-down.ts';
import { whatActs, whatShows } from './changes-seen.ts';
import { whatIsAttached, whatIsSaid } from './changes-told.ts';

export const changes: readonly Change[] = [
  ...whatShows,
  ...whatActs,
  ...whatIsAttached,
  ...whatIsSaid,
  ...howItIsLaidDown,
  ...howItIsWritten,
];
