// Who is asked to do what by when about a period that nobody reviewed.
import { isOverdue } from '../not-performed.ts';
import type { NotPerformedReport } from '../not-performed.ts';
import { administrator, byDay, controlOwner, inOrder, whoRuns } from './asks.ts';
import type { Ask, Task } from './asks.ts';

/** Until the due day the review can be made up for; afterwards it can only be late, and says so. */
export function asksOfAbsence(report: NotPerformedReport): readonly Ask[] {
  const { period, waiting } = report;
  if (waiting !== undefined) return inOrder(tasksOfWaiting(waiting));
  const isOver = isOverdue(report);
  const due = isOver ? 'now' : byDay(period.dueDay);
  const taken: Task = {
    who: administrator,
    what: 'Export the users and hand the file in.',
    ...(isOver ? { when: 'now' } : {}),
  };
  return inOrder([
    taken,
    {
      who: whoRuns,
      what: 'Run the review on it; a late one says how late it is.',
      after: [taken],
      ...(isOver ? {} : { when: due }),
    },
    { who: controlOwner, what: 'Record why the control was not performed.', when: due },
  ]);
}

/** An export was compared, and nothing has to be handed in again: what is missing are the people's decisions. */
function tasksOfWaiting(run: string): readonly Task[] {
  const opened: Task = { who: whoRuns, what: `Open the review of the run ${run}, which was accepted.`, when: 'now' };
  return [
    opened,
    {
      who: `Reviewers, then ${controlOwner.toLowerCase()}`,
      what: 'Decide and sign; a late review says how late it is.',
      after: [opened],
    },
    { who: controlOwner, what: 'Record why the control was not performed.', when: 'now' },
  ];
}
