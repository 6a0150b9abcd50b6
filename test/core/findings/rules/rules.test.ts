import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSettled } from '../../../../core/findings/finding.ts';
import { followsFromSituation, rules } from '../../../../core/findings/rules/rules.ts';
import { anyCompany, reviewOf } from '../../../support/review/random-company.ts';
import { aReview } from '../../../support/review/review-builder.ts';

test('a code without a rule does not compile', () => {
  const { LATE_REMOVAL: _, ...others } = rules;
  // @ts-expect-error -- the rule of one code is missing
  const incomplete: typeof rules = others;
  expect(Object.keys(incomplete)).toHaveLength(Object.keys(rules).length - 1);
});

test('an account has at most one finding that follows from its situation', () => {
  fc.assert(
    fc.property(anyCompany, (company) => {
      const { findings } = aReview(reviewOf(company)).assessment;
      const logins = findings
        .filter((finding) => followsFromSituation(finding.code) && !isSettled(finding))
        .map(({ login }) => login);
      expect(logins).toEqual([...new Set(logins)]);
    }),
    { numRuns: 250 },
  );
});
