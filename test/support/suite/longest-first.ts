// Which test files are begun first: those that take longest, so that no worker is left with one of them at the end.
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** Each takes ten seconds or more, or five in a single test; the rest of the suite fills what is left beside them. */
const longest = [
  'portal/web/quarter',
  'portal/web/pages',
  'journeys/rehearsal/portal',
  'journeys/rehearsal/hand-over',
  'journeys/rehearsal/trials/killed',
  'drawing/standards',
  'journeys/rehearsal/rehearsal',
  'journeys/rehearsal/trials/killed-functions',
  'journeys/rehearsal/sample',
  'steps/verify/forger/forger',
  'steps/review/telling/rolled-forward',
  'cdk/template',
  'steps/verify/forger/tricks',
  'cli/review/entitled',
  'steps/review/year/year-dynamodb',
  'portal/hostile',
  'sample/sample',
  'portal/year/api-year-dynamodb',
  'journeys/rehearsal/mail',
  'steps/review/closing/closing-report',
  'mcp/stdio',
  'steps/verify/forger/mutated',
  'cli/review/hand-over',
  'steps/verify/custody',
  'drawing/completeness',
  'steps/review/commands',
  'steps/verify/decisions',
  'adapters/objects/s3-endpoint',
  'cli/run/killed',
  'cli/inputs/huge-inputs',
  'portal/web/weight',
  'cdk/intake',
  'portal/year/api-year',
  'steps/review/year/year',
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
