// What changed with findings, as a SIEM takes it: the rules that OCSF states for the class, in words of our own.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { complianceFindingOf } from '../../../core/formats/ocsf/compliance-finding.ts';
import { anyCompany, reviewOf } from '../../support/review/random-company.ts';
import { aReview } from '../../support/review/review-builder.ts';
import { at } from '../../support/time.ts';

const asOf = at('2026-10-05T08:00:00Z');
const by = {
  run: '20261005T080000Z-1a2b3c4d',
  period: '2026-Q4',
  asOf,
  before: new Map(),
  tool: { name: 'a tool', version: '1.0.0' },
};

const ms = z.number().check(z.int(), z.gte(Date.UTC(2000, 0)));

/** Source: events/findings/compliance_finding.json and the objects it names, of ocsf/ocsf-schema. */
const schema = z.strictObject({
  activity_id: z.enum({ create: 1, update: 2, close: 3 }),
  activity_name: z.enum(['Create', 'Update', 'Close']),
  category_uid: z.literal(2),
  category_name: z.literal('Findings'),
  class_uid: z.literal(2003),
  class_name: z.literal('Compliance Finding'),
  type_uid: z.number(),
  type_name: z.string(),
  time: ms,
  severity_id: z.number().check(z.int(), z.gte(1), z.lte(5)),
  severity: z.enum(['Informational', 'Low', 'Medium', 'High', 'Critical']),
  status_id: z.number().check(z.int(), z.gte(1), z.lte(4)),
  status: z.enum(['New', 'In Progress', 'Resolved']),
  message: z.string(),
  metadata: z.strictObject({
    version: z.literal('1.3.0'),
    uid: z.string(),
    product: z.strictObject({
      name: z.string(),
      vendor_name: z.string(),
      version: z.string(),
      feature: z.strictObject({ name: z.string() }),
    }),
  }),
  finding_info: z.strictObject({
    uid: z.string(),
    title: z.string(),
    desc: z.string(),
    types: z.array(z.string()),
    first_seen_time: ms,
    data_sources: z.array(z.string()),
  }),
  compliance: z.strictObject({
    status_id: z.number().check(z.int(), z.gte(1), z.lte(3)),
    status: z.enum(['Pass', 'Warning', 'Fail']),
    standards: z.array(z.string()),
    control: z.string(),
    requirements: z.array(z.string()),
  }),
  resources: z.array(
    z.strictObject({ uid: z.string(), name: z.string(), type: z.literal('Account'), namespace: z.string() }),
  ),
  unmapped: z.record(z.string(), z.unknown()),
});

test('each change of a finding is one event by the rules of its class, and what did not change is none', () => {
  fc.assert(
    fc.property(anyCompany, (company) => {
      const { findings } = aReview(reviewOf(company)).assessment;
      const events = findings.flatMap((finding) => complianceFindingOf(finding, by) ?? []);
      const changed = findings.filter(
        ({ state, continues }) => state !== 'excepted' && (state !== 'open' || continues),
      );
      expect(events).toHaveLength(changed.length);
      expect(new Set(events.map(({ metadata }) => metadata.uid)).size).toBe(events.length);
      for (const event of events) {
        const known = z.parse(schema, event);
        expect(known.type_uid).toBe(known.class_uid * 100 + known.activity_id);
        expect(known.type_name).toBe(`${known.class_name}: ${known.activity_name}`);
        expect(known.activity_id === 3).toBe(known.status === 'Resolved');
      }
    }),
  );
});
