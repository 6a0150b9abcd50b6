// Which test files are begun first: those that take longest, so that no worker is left with one of them at the end.
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/**
 * By the time that each took in a whole run (`.test-results.json`), down to about eight seconds; shorter files fill the
 * gaps. Files that mostly wait, such as those with a browser, stand apart: side by side they would leave the machine
 * idle.
 */
const longest = [
  'portal/web/quarter',
  'journeys/rehearsal/rehearsal',
  'steps/verify/forger/forger',
  'journeys/rehearsal/trials/killed',
  'drawing/standards',
  'portal/web/everybody/everybody',
  'journeys/rehearsal/portal',
  'portal/web/review/lines',
  'journeys/rehearsal/trials/killed-functions',
  'steps/review/year/year-dynamodb',
  'portal/web/review/interrupted',
  'journeys/causes/not-whole/look-whole',
  'journeys/causes/people/blank',
  'steps/verify/forger/tricks',
  'steps/verify/versions',
  'adapters/evidence/report-pdf',
  'steps/review/telling/earlier-runs',
  'steps/review/telling/told-once',
  'steps/remove/handed-over-once',
  'drawing/headings',
  'steps/review/closing/closing-report',
  'steps/verify/forger/mutated',
  'steps/verify/reviews/decisions',
  'journeys/rehearsal/mail',
  'steps/review/commands',
  'cli/terminal/full-disk',
  'cli/review/deciding/entitled',
  'steps/review/telling/rolled-forward',
  'journeys/rehearsal/sample',
  'journeys/rehearsal/hand-over',
  'cli/run/killed',
  'portal/hostile',
  'drawing/every-report',
  'sample/sample',
  'journeys/causes/not-whole/pages',
  'adapters/objects/s3-endpoint',
  'mcp/stdio',
  'steps/verify/verify',
  'drawing/filled-pages',
  'portal/year/api-year',
  'cli/inputs/huge-inputs',
  'adapters/signing/local-key',
  'steps/verify/reviews/ways-back',
  'portal/web/weight',
  'drawing/printed-pages',
  'portal/assistants/assistants',
  'journeys/causes/not-whole/damaged-answers',
  'cli/review/work-orders/hand-over',
  'steps/verify/forger/set-back',
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
