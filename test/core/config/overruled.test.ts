// Settings of which another one takes the effect: taken, because configurations have had them, and told.
import { describe, expect, test } from 'vitest';
import { overruledIn } from '../../../core/config/meaningless.ts';
import { parseConfig } from '../../../core/config/parse.ts';
import { refusalText } from '../../../core/values/result.ts';
import { given } from '../../support/given.ts';

const okta = { id: 'okta', kind: 'okta', orgUrl: 'https://acme.okta.com', appId: '0oa1' };

function overruled(says: object): readonly string[] {
  return overruledIn(given(parseConfig({ directories: [okta], ...says }, 'review.json'))).map(refusalText);
}

describe('a setting of which another one takes the effect', () => {
  test.each([
    ['everything', { team: '*', reviewer: 'manager' }, { role: 'Admin', reviewer: 'grc@acme.com' }],
    ['what says nothing', { reviewer: 'manager' }, { team: 'Sales', reviewer: 'grc@acme.com' }],
    ['its team', { team: ' SALES', reviewer: 'manager' }, { team: 'Sales', role: 'Admin', reviewer: 'grc@acme.com' }],
    ['the same lines', { role: 'Admin', reviewer: 'manager' }, { role: 'admin', reviewer: 'grc@acme.com' }],
  ])('takes a rule behind one for %s, and tells that it never applies', (_what, wider, narrower) => {
    const reviewers = { rules: [wider, narrower], fallback: 'grc@acme.com' };
    expect(overruled({ reviewers })).toEqual([
      expect.stringMatching(/^reviewers\.rules\[1\]: rule that never applies\. Found: .+ reviewers\.rules\[0\]/),
    ]);
  });

  test('says nothing of a narrower rule before a wider one, nor of two of which neither is wider', () => {
    const [admin, sales] = [{ role: 'Admin' }, { team: 'Sales' }].map((on) => ({ ...on, reviewer: 'manager' }));
    const everything = { team: '*', reviewer: 'manager' };
    expect(overruled({ reviewers: { rules: [admin, sales, everything] } })).toEqual([]);
    expect(overruled({ reviewers: { rules: [sales, admin] } })).toEqual([]);
  });

  test('takes a domain that is the company’s and the vendor’s, and tells that it is the vendor’s', () => {
    const [instance, policy] = [
      { vendorDomains: ['vendor.example'] },
      { companyDomains: ['acme.com', 'VENDOR.example'] },
    ];
    expect(overruled({ instance, policy })).toEqual([
      expect.stringContaining('policy.companyDomains[1]: domain of the company and the vendor'),
    ]);
    expect(overruled({ policy: { companyDomains: ['people.ai'] } })).toHaveLength(1);
    expect(overruled({ policy: { companyDomains: ['acme.com'] } })).toEqual([]);
  });
});
