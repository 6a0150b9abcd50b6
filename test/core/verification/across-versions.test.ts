// Two versions may word a run in their own ways; what they found, and of which inputs, is the same.
import { describe, expect, test } from 'vitest';
import { shownLogin } from '../../../core/findings/finding.ts';
import { situations } from '../../../core/names/situations.ts';
import { differenceAcrossVersions, tellsInputsOtherwise } from '../../../core/verification/across-versions.ts';
import type { StatedRun } from '../../../core/verification/stated.ts';
import { at } from '../../support/time.ts';

type Finding = StatedRun['findings'][number];

const lastSignIn = { label: 'Last sign-in', value: '3 March 2026' };
const manager = { label: 'Manager', value: 'john@acme.com' };
const facts = [lastSignIn, manager];
const ghost = { id: 'f_1', code: 'ORPHAN_ACCOUNT', severity: 'critical', login: 'ghost@acme.com', reason: 'Nobody.' };
const temp = { id: 'f_2', code: 'LEAVER_ACCOUNT', severity: 'high', login: 'temp@acme.com', reason: 'Left.' };

const run: StatedRun = {
  schema: 1,
  run: {
    id: '20261005T080000Z-1a2b3c4d',
    asOf: at('2026-10-05T08:00:00Z'),
    asOfSetByOperator: false,
    inputsSha256: '1'.repeat(64),
    period: '2026-Q3',
    exportedAt: at('2026-10-05T07:00:00Z'),
    exportedAtDeclared: true,
    exportedBy: null,
    countShown: null,
    acceptedGates: [],
    tool: { name: 'peopleai-access-review', version: '0.9.0' },
    selfTest: { passed: 30, total: 30 },
  },
  reasons: ['A directory was not read to its end.'],
  gates: [{ gate: 'skew', passed: true, reason: 'An hour apart.' }],
  totals: {
    rowsRead: 2,
    accounts: 2,
    rejected: 0,
    duplicates: 0,
    live: 2,
    byStatus: { active: 2, pending: 0, suspended: 0 },
    situations: Object.fromEntries(situations.map((one) => [one, 0])) as StatedRun['totals']['situations'],
    rollForward: null,
    countShown: null,
  },
  notJudged: 0,
  findings: [{ ...ghost, evidence: { facts, row: 3 } }, temp],
  unjudged: [],
  unusedColumns: ['Nickname'],
  leavers: { rows: 2 },
  custody: { chains: [{ by: 'peopleai-access-review 0.9.0' }] },
};

function differenceFrom(stated: Partial<StatedRun>): string {
  const difference = differenceAcrossVersions({ ...run, ...stated }, run);
  return difference === null ? 'none' : `${difference.where}: ${difference.what}`;
}

function withGhost(over: Partial<Finding>): Pick<StatedRun, 'findings'> {
  return { findings: [{ ...ghost, evidence: { facts, row: 3 }, ...over }, temp] };
}

const otherManager = { ...manager, value: 'eve@acme.com' };
const ofAnotherVersion = { label: 'Team', value: 'Sales' };

describe('of what an earlier version states', () => {
  test.each<[string, Partial<StatedRun>]>([
    ['why the run is as it is', { reasons: ['Entra was cut.'] }],
    ['why a gate is as it is', { gates: [{ gate: 'skew', passed: true, reason: 'One hour.' }] }],
    ['why a finding is one', withGhost({ reason: 'No identity.' })],
    ['a finding without words and facts', withGhost({ evidence: { facts: [], row: 3 } })],
    ['the order of its facts', withGhost({ evidence: { facts: facts.toReversed(), row: 3 } })],
    ['a fact that only it tells', withGhost({ evidence: { facts: [...facts, ofAnotherVersion], row: 3 } })],
    ['a fact that only this one tells', withGhost({ evidence: { facts: [lastSignIn], row: 3 } })],
    ['its name, and its tests', { run: { ...run.run, tool: undefined, selfTest: undefined } }],
    ['what it says of the inputs', { unjudged: undefined, unusedColumns: [], leavers: null, custody: undefined }],
  ])('%s does not count', (_what, stated) => {
    expect(differenceFrom(stated)).toBe('none');
  });

  test.each<[string, Partial<StatedRun>, string]>([
    ['another input', { run: { ...run.run, inputsSha256: '2'.repeat(64) } }, 'an input is not the one'],
    ['another run', { run: { ...run.run, id: 'another' } }, 'an input is not the one'],
    ['another period', { run: { ...run.run, period: '2026-Q4' } }, 'run.period: the run does not yield'],
    ['one reason less', { reasons: [] }, 'reasons'],
    ['a gate that held', { gates: [{ gate: 'skew', passed: false, reason: 'An hour apart.' }] }, 'gates.0.passed'],
    ['other sums', { totals: { ...run.totals, live: 1 } }, 'totals.live'],
    [
      'a finding of another severity',
      withGhost({ severity: 'low' }),
      'finding f_1 ("ORPHAN_ACCOUNT", "ghost@acme.com"), severity',
    ],
    ['one on another row', withGhost({ evidence: { facts, row: 4 } }), 'evidence.row'],
    ['one with another fact', withGhost({ evidence: { facts: [lastSignIn, otherManager], row: 3 } }), 'facts.1.value'],
    ['one without evidence', withGhost({ evidence: undefined }), 'evidence'],
    ['a finding less', { findings: [temp] }, 'finding f_1 ("ORPHAN_ACCOUNT", "ghost@acme.com"): a finding is missing'],
    ['a finding more', { findings: [...run.findings, { ...temp, id: 'f_3' }] }, 'does not follow from the evidence'],
    ['a finding twice', { findings: [...run.findings, temp] }, 'not listed as the run yields them'],
    ['the findings in another order', { findings: run.findings.toReversed() }, 'not listed as the run yields them'],
    ['another login', withGhost({ login: 'eve@acme.com' }), 'login'],
  ])('%s counts', (_what, stated, told) => {
    expect(differenceFrom(stated)).toContain(told);
  });

  test('a login counts as it is shown', () => {
    const login = 'temp\u0007@acme.com';
    const again = { ...run, findings: [{ ...temp, login: shownLogin(login) }] };
    expect(differenceAcrossVersions({ ...run, findings: [{ ...temp, login }] }, again)).toBeNull();
    expect(differenceAcrossVersions({ ...run, findings: [temp] }, again)).not.toBeNull();
  });
});

describe('what an earlier version says of the inputs', () => {
  test('is the same but for the name that each version gives itself', () => {
    const tool = { name: 'peopleai-access-review', version: '0.20.0' };
    const again = { ...run, run: { ...run.run, tool }, custody: { chains: [{ by: 'peopleai-access-review 0.20.0' }] } };
    expect(tellsInputsOtherwise(run, again)).toBe(false);
    expect(tellsInputsOtherwise(run, { ...again, custody: { chains: [{ by: 'jane@acme.com' }] } })).toBe(true);
  });

  test.each([['unjudged'], ['unusedColumns'], ['leavers'], ['custody']])('is another with another %s', (member) => {
    expect(tellsInputsOtherwise({ ...run, [member]: [1] }, run)).toBe(true);
  });

  test('is nothing in one before 0.3.0, which told none of it', () => {
    const { unjudged: _unjudged, unusedColumns: _unusedColumns, leavers: _leavers, ...told } = run;
    expect(tellsInputsOtherwise(told, run)).toBe(false);
    const { custody: _custody, ...untold } = told;
    expect(tellsInputsOtherwise(untold, { ...run, custody: undefined })).toBe(false);
  });
});
