// Which test files are begun first: those that take longest, so that no worker is left with one of them at the end.
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** Each takes over ten seconds of a processor; the rest of the suite fills what is left beside them. */
const longest = [
  'portal/web/quarter',
  'journeys/rehearsal/portal',
  'portal/web/pages',
  'journeys/rehearsal/killed',
  'journeys/rehearsal/rehearsal',
  'journeys/rehearsal/killed-functions',
  'drawing/standards',
  'cdk/template',
  'journeys/rehearsal/sample',
  'steps/verify/forger/forger',
  'portal/api-year-dynamodb',
  'steps/review/rolled-forward',
  'sample/sample',
  'cdk/intake',
  'steps/review/commands',
  'cli/killed',
  'steps/review/year-dynamodb',
  'mcp/stdio',
  'steps/verify/forger/tricks',
  'journeys/rehearsal/mail',
  'steps/review/closing-report',
  'cli/huge-inputs',
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
