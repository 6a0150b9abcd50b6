// Which test files are begun first: those that take longest, so that no worker is left with one of them at the end.
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** Each takes over ten seconds of a processor; the rest of the suite fills what is left beside them. */
const longest = [
  'portal/web/quarter',
  'portal/web/pages',
  'journeys/rehearsal/portal',
  'steps/verify/forger/forger',
  'journeys/rehearsal/killed',
  'journeys/rehearsal/rehearsal',
  'journeys/rehearsal/killed-functions',
  'drawing/standards',
  'journeys/rehearsal/sample',
  'journeys/rehearsal/mail',
  'steps/review/closing-forgeries',
  'steps/verify/forger/mutated',
  'steps/review/rolled-forward',
  'steps/review/commands',
  'steps/verify/forgeries',
  'steps/verify/decisions',
  'steps/verify/ways-back',
  'steps/verify/forger/set-back',
  'steps/verify/versions',
  'steps/review/year-dynamodb',
  'portal/api-year-dynamodb',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- the method of the sequencer, not of an array
    const usual = await super.sort(files);
    return usual.toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = longest.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
  return place === -1 ? longest.length : place;
}
