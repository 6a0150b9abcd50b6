// Shapes that several tools take and give.
import * as z from 'zod';
import type { Finding } from '../../core/findings/finding.ts';
import { codes, severities } from '../../core/names/codes.ts';
import { periodName } from '../../core/values/period-name.ts';
import { data, dataOrNone, untrusted, untrustedOrNone } from '../untrusted.ts';

export const period = z.string().max(20).overwrite(periodName).describe('A review period, such as 2026-Q4');

export const runQuestion = {
  period: period.optional().describe('A review period, such as 2026-Q4; by default that of the latest accepted run'),
  run: z.string().max(60).optional().describe('The id of one run, in place of a period'),
};

export const runAnswer = {
  run: z.string(),
  period: z.string(),
  asOf: z.string().describe('As of when the run compared: what changed since is not in the answer'),
  status: z
    .enum(['complete', 'incomplete', 'held'])
    .describe('Other than complete, a gate held the run: nothing follows from what it does not list'),
};

export const login = z.string().min(1).max(320).describe('The login of an account, as the export has it');

export const findingShape = z.strictObject({
  id: z.string(),
  code: z.string(),
  title: z.string(),
  severity: z.enum(severities),
  state: z.string(),
  login: untrustedOrNone,
  row: z.nullable(z.int()),
  situation: z.nullable(z.string()),
  reason: untrusted,
  directory: z.nullable(z.string()),
  firstSeen: z.string(),
  reviewsOpen: z.int(),
  evidence: z.strictObject({
    exportSha256: z.nullable(z.string()),
    snapshots: z.array(z.strictObject({ directory: z.string(), takenAt: z.string() })),
    facts: z.array(z.strictObject({ label: z.string(), value: untrusted })),
  }),
  decideAt: z.nullable(z.string()).describe('Where a person who is signed in decides; nobody else can'),
});

/** @param link where the line of the finding's account is decided */
export function findingOf(finding: Finding, link: string | null): z.input<typeof findingShape> {
  const { id, code, severity, state, row, situation, directory, firstSeen, reviewsOpen, evidence } = finding;
  return {
    id,
    code,
    title: codes[code].title,
    severity,
    state,
    login: dataOrNone(finding.login),
    row,
    situation,
    reason: data(finding.reason),
    directory,
    firstSeen,
    reviewsOpen,
    evidence: {
      exportSha256: evidence.export?.sha256 ?? null,
      snapshots: evidence.snapshots.map(({ directory: of, takenAt }) => ({ directory: of, takenAt })),
      facts: evidence.facts.map(({ label, value }) => ({ label, value: data(value) })),
    },
    decideAt: link,
  };
}
