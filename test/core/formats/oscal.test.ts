// A signed review as OSCAL assessment results: what holds for every company, and how its parts are told.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { assessmentResults } from '../../../core/formats/oscal/assessment-results.ts';
import { oscalProse } from '../../../core/formats/oscal/part.ts';
import { oscalUuid } from '../../../core/formats/oscal/uuid.ts';
import { populationRows } from '../../../core/report/rows.ts';
import type { Report } from '../../../core/report/report.ts';
import { anyText } from '../../support/any-text.ts';
import { sha256 } from '../../support/bytes.ts';
import { oscalFaults } from '../../support/formats/oscal.ts';
import { aReport } from '../../support/reports/report-builder.ts';
import { anyCompany, reviewOf } from '../../support/review/random-company.ts';
import { aReview } from '../../support/review/review-builder.ts';
import { stateAfter } from '../../support/review/review-line.ts';
import { aSignedReport } from '../../support/reports/signed-report.ts';
import { at } from '../../support/time.ts';

const signed = stateAfter(
  ...(['reviewer', 'control-owner'] as const).map((stage) => ({
    kind: 'signed' as const,
    stage,
    at: at('2026-10-20T08:00:00Z'),
    by: `${stage}@acme.com`,
    assurance: 'asserted' as const,
    statement: 'I have reviewed every account.\nAll of them.',
    evidenceSha256: sha256('manifest'),
    decisionsSha256: sha256('head'),
  })),
);

const files = ['population.csv', 'evidence/export.csv', 'evidence/policy.json', 'evidence/snapshot-okta.jsonl'].map(
  (name) => ({ name, bytes: 10, sha256: sha256(name) }),
);

function documentOf(report: Report): unknown {
  return JSON.parse(JSON.stringify(assessmentResults({ report: { ...report, files }, state: signed })));
}

const property = z.object({ name: z.string(), value: z.string() });
const shape = z.object({
  'assessment-results': z.object({
    results: z.array(
      z.object({
        props: z.array(property),
        observations: z.array(z.object({ title: z.string() })),
        findings: z.optional(
          z.array(
            z.object({
              props: z.array(property),
              target: z.object({ 'target-id': z.string(), status: z.object({ state: z.string() }) }),
            }),
          ),
        ),
      }),
    ),
  }),
});

function resultOf(document: unknown) {
  const [result] = z.parse(shape, document)['assessment-results'].results;
  if (result === undefined) throw new Error('the document has no result');
  return result;
}

function valueOf(props: readonly z.infer<typeof property>[], name: string): string | undefined {
  return props.find((one) => one.name === name)?.value;
}

test('the document of every company keeps the rules of the schema, and its counts are those of the report', () => {
  fc.assert(
    fc.property(anyCompany, (company) => {
      const { assessment, config } = aReview(reviewOf(company));
      const { findings, totals } = assessment;
      const report = { ...aReport({ population: populationRows(assessment, config), findings }), totals };
      const document = documentOf(report);
      expect(oscalFaults(document)).toEqual([]);
      const { props, observations, findings: told = [] } = resultOf(document);
      expect(told.map((one) => valueOf(one.props, 'id'))).toEqual(findings.map(({ id }) => id));
      expect(observations).toHaveLength(findings.length + 1);
      expect(valueOf(props, 'accounts')).toBe(String(totals.accounts));
      expect(valueOf(props, 'live')).toBe(String(totals.live));
      expect(valueOf(props, 'rows-read')).toBe(String(totals.rowsRead));
    }),
    { numRuns: 150 },
  );
});

test('whatever stands in texts of others, the document keeps the rules', () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      const report = aSignedReport();
      const hostile = {
        ...report,
        organisation: text,
        findings: report.findings.map((finding) => ({ ...finding, login: text, reason: text })),
        decisions: report.decisions?.map((decision) => ({ ...decision, login: text, reason: text })) ?? [],
      };
      const faults = oscalFaults(documentOf({ ...hostile, findings: hostile.findings.slice(0, 1) }));
      expect(faults).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test.each([
  ['[pay](https://evil.example)', String.raw`\[pay\](https://evil.example)`],
  ['![x](https://evil.example/x.png)', String.raw`!\[x\](https://evil.example/x.png)`],
  ['{{ insert: param, pm-9_prm_1 }}', String.raw`\{\{ insert: param, pm-9_prm_1 \}\}`],
  ['<img src=x> &amp; *b* _i_ ~s~ ^t^ `c`', String.raw`\<img src=x\> \&amp; \*b\* \_i\_ \~s\~ \^t\^ \`c\``],
  [String.raw`\*b*`, String.raw`\\\*b\*`],
  ['# head', String.raw`\# head`],
  ['1. one\n2. two', String.raw`1\. one 2. two`],
  ['svc_sync@acme.com', 'svc_sync@acme.com'],
])('in prose, which readers take for Markdown, %s is told as those characters', (text, told) => {
  expect(oscalProse(text)).toBe(told);
});

test('a name makes no link in any part of a document that is prose', () => {
  const link = '[pay](https://evil.example)';
  const report = aSignedReport();
  const findings = report.findings.map((finding) => ({
    ...finding,
    login: link,
    reason: link,
    evidence: { ...finding.evidence, facts: [{ label: 'name', value: link }] },
  }));
  const told: string[] = [];
  const walk = (value: unknown, name: string): void => {
    if (typeof value === 'string' && ['title', 'description', 'prose', 'remarks'].includes(name)) told.push(value);
    else if (typeof value === 'object' && value !== null)
      for (const [key, member] of Object.entries(value)) walk(member, key);
  };
  walk(documentOf({ ...report, findings: findings.slice(0, 1) }), '');
  expect(told.filter((text) => text.includes('evil'))).toHaveLength(5);
  expect(told.join('\n')).not.toMatch(/(?<!\\)\[/);
});

test('a finding says under which control it stands, whether that is satisfied, and what was decided', () => {
  const { findings = [], props } = resultOf(documentOf(aSignedReport()));
  const orphan = findings.find((one) => valueOf(one.props, 'code') === 'ORPHANED_ACCOUNT');
  expect(orphan?.target).toEqual({ 'target-id': 'ac-2.3_smt.b', status: { state: 'not-satisfied' } });
  expect(valueOf(orphan?.props ?? [], 'decision')).toBe('revoke');
  expect(valueOf(props, 'decided-revoke')).toBe('2');
});

test('the same subject has the same id, another has another', () => {
  expect(oscalUuid('finding', 'a')).toBe(oscalUuid('finding', 'a'));
  expect(oscalUuid('finding', 'a')).not.toBe(oscalUuid('finding', 'b'));
  expect(oscalUuid('finding', 'a', 'b')).not.toBe(oscalUuid('finding', 'ab'));
});

function broken(change: (text: string) => string): readonly string[] {
  return oscalFaults(JSON.parse(change(JSON.stringify(documentOf(aSignedReport())))));
}

test('a rule that is broken is noticed', () => {
  expect(broken((text) => text)).toEqual([]);
  expect(broken((text) => text.replace('"name":"code"', '"name":"the code"'))).toHaveLength(1);
  expect(broken((text) => text.replace('"severity","ns"', '"severity","more":1,"ns"'))).toHaveLength(1);
  expect(broken((text) => text.replace('2026-10-20T08:00:00Z', '2026-10-20T08:00:00'))).toHaveLength(1);
  expect(broken((text) => text.replace('"methods":["TEST"]', '"methods":[]'))).toHaveLength(1);
  expect(broken((text) => text.replace('"title":"Reviewer"', '"name":"Reviewer"'))).toHaveLength(2);
  expect(broken((text) => text.replace(/"observation-uuid":"./, '"observation-uuid":"x')).length).toBeGreaterThan(1);
});
