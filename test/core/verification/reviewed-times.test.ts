// What a signed review says of time, and of its run, is held against the run and against itself.
import { expect, test } from 'vitest';
import { hourInMs, instantFromMs, msOf } from '../../../core/values/instant.ts';
import { timesBreak } from '../../../core/verification/reviewed/times.ts';
import { at } from '../../support/time.ts';
import { chained, decidedBy, openedOn, run, signedBy } from '../../steps/verify/final-report.ts';

const facts = { period: run.report.period.id, asOf: run.report.run.asOf, accounts: 4, inOrder: true, asksMissed: true };
const opened = openedOn(run);
const decided = decidedBy('grc@acme.com');
const signed = signedBy('grc@acme.com', 'reviewer');
const broken = (over: readonly Partial<{ at: typeof opened.at; runAsOf: typeof opened.at; accounts: number }>[]) =>
  timesBreak(chained([opened, decided, signed].map((event, index) => ({ ...event, ...over[index] }))), facts)?.what;

test('a review in the order of time is as it could be recorded', () => {
  expect(broken([])).toBeUndefined();
});

test.each([
  ['signed in 1999', [{}, {}, { at: at('1999-01-01T00:00:00Z') }], 'an event before the one that it follows'],
  ['decided in 2098', [{}, { at: at('2098-01-01T00:00:00Z') }], 'an event before the one that it follows'],
  ['opened before its run', [{ at: at('2026-10-01T00:00:00Z') }], 'a review that begins before its run'],
  ['of a run at another time', [{ runAsOf: at('2026-10-04T00:00:00Z') }], 'another time of the run than it has'],
  ['of more accounts', [{ accounts: 5 }], 'another number of accounts than the run has'],
])('%s, it is refused', (_what, over, what) => {
  expect(broken(over)).toBe(what);
});

test.each([
  [23, undefined],
  [25, 'an event before the one that it follows'],
])(
  'a signature %i hours back, of a version that had only clocks to go by, is judged with a day to spare',
  (hours, what) => {
    const signedAt = instantFromMs(msOf(decided.at) - hours * hourInMs);
    const told = timesBreak(chained([opened, decided, { ...signed, at: signedAt }]), {
      ...facts,
      inOrder: false,
      asksMissed: false,
    });
    expect(told?.what).toBe(what);
  },
);

test.each([
  ['of the review since which the run tells, after it and before the opening', {}, undefined],
  ['of another review', { review: '2026-Q2' }, 'a closing that does not tell what the run tells'],
  ['before the run', { closedAt: at('2026-10-01T00:00:00Z') }, 'a closing that does not tell what the run tells'],
  ['after the opening', { closedAt: at('2098-01-01T00:00:00Z') }, 'a closing that does not tell what the run tells'],
])('a review may leave what changed to a closing %s', (_which, over, what) => {
  const told = { review: '2026-Q3', closedAt: opened.at, ...over };
  const stream = chained([{ ...opened, toldBy: told }, decided, signed]);
  expect(timesBreak(stream, { ...facts, signed: { review: '2026-Q3' } })?.what).toBe(what);
  expect(timesBreak(stream, facts)?.what).toBe('a closing that does not tell what the run tells');
  const since = { review: '2026-Q3', closedAt: opened.at };
  expect(timesBreak(stream, { ...facts, signed: since })?.what).toBe('a closing that does not tell what the run tells');
});

const reported = { review: '2026-Q2', signedAt: decided.at, asOf: facts.asOf };
test.each([
  ['that was signed after the run, reaches to it and lies before the signature', {}, undefined],
  ['of the review since which the run tells', { review: '2026-Q3' }, 'a report that does not tell what the run tells'],
  ['of this review', { review: facts.period }, 'a report that does not tell what the run tells'],
  ['that the run knew', { signedAt: at('2026-10-01T00:00:00Z') }, 'a report that does not tell what the run tells'],
  ['of a later signature', { signedAt: at('2098-01-01T00:00:00Z') }, 'a report that does not tell what the run tells'],
  ['that ends before the run', { asOf: at('2026-10-01T00:00:00Z') }, 'a report that does not tell what the run tells'],
  [
    'that reaches beyond itself',
    { asOf: at('2098-01-01T00:00:00Z') },
    'a report that does not tell what the run tells',
  ],
])('a signature may leave what changed to a report %s', (_which, over, what) => {
  const stream = chained([opened, decided, { ...signed, toldBy: { ...reported, ...over } }]);
  expect(timesBreak(stream, { ...facts, signed: { review: '2026-Q3' } })?.what).toBe(what);
  expect(timesBreak(stream, facts)?.what).toBe('a report that does not tell what the run tells');
});
