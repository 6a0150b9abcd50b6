// Reports of every kind and in every state, for tests of what must hold whatever a report says.
import type { NotPerformedReport } from '../../../core/report/not-performed.ts';
import type { Report } from '../../../core/report/report.ts';
import { aFullReport } from './full-report.ts';
import { aFinding, aPopulation, aPopulationRow, aReport, findingsOf } from './report-builder.ts';
import { aCleanReport, aSignedReport } from './signed-report.ts';
import { markup, names } from './hostile-names.ts';
import { someForward, someProofs } from '../review/some-proofs.ts';
import { at, onDay } from '../time.ts';

const many = aPopulation(90);
const international = names.map((name, index) =>
  aPopulationRow({ row: index + 2, name, login: `u${index}@bücher.de` }),
);
const longReason = 'The reason goes on for ten pages and loses nothing. '.repeat(900);

function proven(accounts: number): Report {
  const population = aPopulation(accounts);
  const changes = { since: { run: 'a run', asOf: at('2026-07-05T08:00:00Z') }, added: [], removed: [], changed: [] };
  return aReport({ population, findings: findingsOf(population), proofs: someProofs, changes });
}

export const everyReport: Readonly<Record<string, Report>> = {
  'without-findings': aReport(),
  'full-and-incomplete': aFullReport({ status: 'incomplete', reasons: ['The directory okta was read in part.'] }),
  'one-finding': aReport({ findings: [aFinding()] }),
  ninety: aReport({
    population: many,
    findings: many.map(({ login, row }) => aFinding({ login, row })),
    trend: [
      { label: '2026-Q3', critical: 1, high: 2, medium: 3, low: 4 },
      { label: '2026-Q4', critical: 0, high: 90, medium: 0, low: 0 },
    ],
  }),
  'held-and-signed': aReport({
    status: 'held',
    reasons: ['The export has 40 % fewer rows than the last one.'],
    population: many.slice(0, 30),
    findings: findingsOf(many.slice(0, 30)),
    signOffs: (['reviewer', 'control-owner'] as const).map((stage) => ({
      stage,
      by: 'cfo@acme.com',
      at: at('2026-10-06T08:00:00Z'),
      statement: 'I have reviewed every account.',
      digest: '0'.repeat(64),
      assurance: 'asserted',
    })),
  }),
  international: aReport({
    organisation: 'Ålesund Müller & Söhne 株式会社',
    population: international,
    privileged: international,
    findings: international.map(({ login, name, row }) => aFinding({ login, row, reason: `Account of ${name}.` })),
  }),
  markup: aReport({
    organisation: markup,
    reasons: [markup],
    population: [aPopulationRow({ name: markup, role: markup, login: markup })],
    findings: [aFinding({ login: markup, reason: markup })],
  }),
  'signed-with-open-removals': aSignedReport(),
  'closed-on-letter': { ...aCleanReport(), paper: 'Letter' },
  'signed-by-the-reviewer': aSignedReport({ stages: ['reviewer'] }),
  'signed-with-proofs': aSignedReport({ report: proven(30), forward: someForward }),
  'signed-without-roll-forward': aSignedReport({ report: proven(30), forward: null }),
  'signed-without-asking': aSignedReport({ report: proven(30) }),
  'long-reason': aReport({ findings: [aFinding({ reason: longReason })] }),
};

/** Of a period that nobody reviewed, in as many words as fit and more. */
const wordy: NotPerformedReport = {
  organisation: markup,
  controlOwner: { mail: 'cfo@bücher.de', name: markup, title: null },
  paper: 'Letter',
  day: onDay('2027-01-16'),
  period: aReport().period,
  occasion: { kind: 'due-day', dueDay: aReport().period.dueDay },
  at: at('2027-01-16T06:30:00Z'),
  reason: 'No export was handed in.',
  attempts: names.flatMap((name) => [`A reminder went to ${name}.`, longReason.slice(0, 400)]),
  tool: aReport().tool,
};

export const everyAbsence: Readonly<Record<string, NotPerformedReport>> = {
  'not-performed-on-letter': wordy,
  'not-performed-run': {
    ...wordy,
    organisation: 'Acme Corp',
    paper: 'A4',
    day: onDay('2026-12-15'),
    occasion: { kind: 'run', asOf: at('2026-12-15T06:30:00Z') },
    attempts: [],
  },
};
