// What holds for every company, however its logins collide: order does not matter, nothing is lost, nothing is guessed.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Code } from '../../../core/names/codes.ts';
import type { Finding } from '../../../core/findings/finding.ts';
import { plainSituation } from '../../support/review/plain-model.ts';
import { anyCompany, reviewOf } from '../../support/review/random-company.ts';
import type { AnyCompany } from '../../support/review/random-company.ts';
import { aReview } from '../../support/review/review-builder.ts';
import type { Reviewed } from '../../support/review/review-builder.ts';

const drops = ['empty-directory', 'drop-identities', 'drop-assignments', 'drop-rows', 'wrong-instance'] as const;

/** What of a finding does not depend on the place of a row in the export. */
function essence({ id, code, severity, login, situation, directory, identity, state }: Finding): object {
  return { id, code, severity, login, situation, directory, identity, state };
}

function essences({ assessment }: Reviewed): readonly object[] {
  return assessment.findings.map(essence);
}

/** The same things in another order, that of their random weights. */
function shuffled<T>(all: readonly T[], weights: readonly number[]): readonly T[] {
  return all
    .map((one, index) => ({ one, weight: weights[index % weights.length] ?? 0 }))
    .toSorted((a, b) => a.weight - b.weight)
    .map(({ one }) => one);
}

const weights = fc.array(fc.nat(1000), { minLength: 8, maxLength: 8 });
const runs = { numRuns: 250 };

/** After an accepted run of the whole company, one in which Okta was read only in part. */
function incompleteRun(company: AnyCompany, kept: number, completeness: 'partial' | 'unread'): Reviewed {
  const first = aReview({ ...reviewOf(company), asOf: '2026-09-28T08:00:00Z' });
  const okta = company.okta.slice(0, kept);
  const headers = { okta: { completeness } };
  return aReview({ ...reviewOf({ ...company, okta }), headers, after: first, accept: drops });
}

test('the situation of every account is that of a plain reading of the contract', () => {
  fc.assert(
    fc.property(anyCompany, (company) => {
      const review = aReview(reviewOf(company));
      for (const account of company.accounts) {
        expect(`${account.login} ${review.situation(account.login)}`).toBe(
          `${account.login} ${plainSituation(account, company)}`,
        );
      }
    }),
    { numRuns: 1000 },
  );
});

test('the order of rows and of identities does not matter', () => {
  fc.assert(
    fc.property(anyCompany, weights, (company, order) => {
      const other = {
        ...company,
        accounts: shuffled(company.accounts, order),
        entra: shuffled(company.entra, order),
        okta: shuffled(company.okta, order),
        hr: shuffled(company.hr, order),
      };
      expect(essences(aReview(reviewOf(other)))).toEqual(essences(aReview(reviewOf(company))));
    }),
    runs,
  );
});

test('every row is counted, and no finding stands twice', () => {
  fc.assert(
    fc.property(anyCompany, fc.nat(3), (company, rejected) => {
      const { totals, judgements, findings } = aReview({ ...reviewOf(company), rejected }).assessment;
      expect(totals.rowsRead).toBe(totals.accounts + totals.rejected + totals.duplicates);
      expect(Object.values(totals.situations).reduce((sum, count) => sum + count, 0)).toBe(totals.accounts);
      expect(judgements.map(({ account }) => account.login)).toEqual(company.accounts.map(({ login }) => login));
      expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
    }),
    runs,
  );
});

test('the same inputs have the same result', () => {
  fc.assert(
    fc.property(anyCompany, (company) => {
      expect(aReview(reviewOf(company)).assessment).toEqual(aReview(reviewOf(company)).assessment);
    }),
    { numRuns: 100 },
  );
});

test('a run on the same facts finds the same again, all of it open', () => {
  fc.assert(
    fc.property(anyCompany, (company) => {
      const first = aReview(reviewOf(company));
      const again = aReview({
        ...reviewOf(company),
        after: first,
        asOf: '2026-10-05T08:00:01Z',
        exportedAt: '2026-10-05T07:00:00Z',
      });
      expect(again.assessment.findings.map(({ id, state, reviewsOpen }) => ({ id, state, reviewsOpen }))).toEqual(
        first.assessment.findings.map(({ id }) => ({ id, state: 'open', reviewsOpen: 1 })),
      );
    }),
    runs,
  );
});

/**
 * The first is told of a person by their login, which can be that of an account that is tied to somebody else; the second
 * of two accounts, the other of which can be tied to whoever is gone.
 */
const toldOfOthersToo: ReadonlySet<Code> = new Set(['ASSIGNED_WITHOUT_ACCOUNT', 'DUPLICATE_ACCOUNT']);

test('an identity less takes no finding from an account that it was never tied to', () => {
  fc.assert(
    fc.property(anyCompany, fc.nat(3), (company, index) => {
      const gone = company.entra[index];
      const says = { ...company, aliases: [] };
      const before = aReview(reviewOf(says));
      const after = aReview(reviewOf({ ...says, entra: company.entra.filter((one) => one !== gone) }));
      // By a login that somebody bears in its own directory a deleted one joins nobody.
      const borne = gone?.logins.concat(gone.nameId ?? []) ?? [];
      const untouched = before.assessment.judgements.filter(
        ({ match, remaining }) =>
          remaining?.there.id !== gone?.id &&
          [...match.person, ...match.replaced, ...match.candidates].every(
            ({ known: { identity }, state }) =>
              identity.id !== gone?.id &&
              !(
                state === 'deleted' &&
                identity.logins.concat(identity.nameId ?? []).some((login) => borne.includes(login))
              ),
          ),
      );
      for (const { account } of untouched) {
        const codes = before.codes(account.login).filter((code) => !toldOfOthersToo.has(code));
        expect(after.codes(account.login)).toEqual(expect.arrayContaining(codes));
      }
    }),
    runs,
  );
});

describe('an incomplete snapshot', () => {
  /** Claims that somebody is not there, has gone or may not: only a complete reading can make them. */
  const claims: readonly Code[] = [
    'ORPHANED_ACCOUNT',
    'LEAVER_ACCOUNT',
    'ACCESS_AFTER_LEAVING',
    'LATE_REMOVAL',
    'DISABLED_IDENTITY',
    'SUSPENDED_IDENTITY',
    'UNASSIGNED_ACCOUNT',
  ];
  const part = fc.record({ company: anyCompany, kept: fc.nat(4), completeness: fc.constantFrom('partial', 'unread') });

  test('claims nobody gone, unknown or unassigned, and closes nothing', () => {
    fc.assert(
      fc.property(part, ({ company, kept, completeness }) => {
        const { findings, status, next, proposals } = incompleteRun(company, kept, completeness).assessment;
        expect(findings.filter(({ code }) => claims.includes(code))).toEqual([]);
        expect(findings.filter(({ state }) => state === 'closed' || state === 'vanished')).toEqual([]);
        expect({ status, next, proposed: proposals.proposed }).toEqual({
          status: 'incomplete',
          next: null,
          proposed: [],
        });
      }),
      runs,
    );
  });

  test('counts every finding of before as found again or as not judged', () => {
    fc.assert(
      fc.property(part, ({ company, kept, completeness }) => {
        const { assessment, history } = incompleteRun(company, kept, completeness);
        const now = new Set(assessment.findings.map(({ id, continues }) => continues ?? id));
        const found = new Set(assessment.findings.map(({ id }) => id));
        const before = history.findings.filter(({ state }) => state === 'open');
        expect(assessment.notJudged).toBe(before.filter(({ id }) => !now.has(id) && !found.has(id)).length);
      }),
      runs,
    );
  });
});

test('everybody who may use People.ai is a candidate of an account or is reported', () => {
  fc.assert(
    fc.property(anyCompany, (company) => {
      const { assessment } = aReview(reviewOf(company));
      const owners = assessment.judgements.flatMap(({ match }) =>
        [...match.person, ...match.replaced].map(({ known }) => known.identity.id),
      );
      const told = assessment.findings.filter(({ code }) => code === 'ASSIGNED_WITHOUT_ACCOUNT');
      for (const { identity } of told) expect(owners).not.toContain(identity);
      const lonely = assessment.judgements.length === 0 && told.length === 0;
      const mayUse = company.entra.filter(
        (one) =>
          one.state === 'active' &&
          one.left === null &&
          one.assignments.some(({ via, blocked }) => via !== 'nested-group' && blocked === null) &&
          !one.logins.concat(one.nameId ?? []).some((name) => Object.hasOwn(company.leavers, name)),
      );
      if (lonely) expect(mayUse).toEqual([]);
      // The first directory speaks for a person, so everybody of it who has no account is named by their own login.
      const named = new Set(told.map(({ login }) => login));
      for (const one of mayUse) {
        expect(owners.includes(one.id) || named.has(one.nameId ?? one.logins[0] ?? null)).toBe(true);
      }
    }),
    runs,
  );
});
