// Who may act in a review: a typed name proves nothing, so it has to be a person who works here and whose turn it is.
import { describe, expect, test } from 'vitest';
import { aCompany } from '../../../support/program/company.ts';
import type { Company } from '../../../support/program/company.ts';
import { anIdentity } from '../../../support/inputs/population-builder.ts';

const period = ['--review', '2026-Q4', '--home', 'home'];
const lines = ['--login', 'jane@acme.com', '--decision', 'revoke', '--reason', 'left the team'];

/** Mona reviews and Carl owns the control; Bob is disabled, Gus left, Ida has an account and is in no directory. */
async function company(): Promise<Company> {
  const role = 'User';
  const made = await aCompany({
    accounts: ['jane', 'gus', 'ida', 'mona'].map((name) => ({ email: `${name}@acme.com`, role })),
    people: [
      'jane@acme.com',
      'mona@acme.com',
      anIdentity({ login: 'bob@acme.com', state: 'disabled' }),
      anIdentity({ login: 'gus@acme.com', state: 'deleted' }),
      anIdentity({ login: 'carl@acme.com', assignments: [] }),
    ],
    config: { reviewers: { fallback: 'mona@acme.com', controlOwner: 'carl@acme.com' } },
  });
  await made.run('--no-pdf', '--count-shown', '4', '--quiet');
  return made;
}

async function refused(made: Company, ...args: readonly string[]): Promise<string> {
  const { exit, stderr } = await made.command(...args);
  expect({ exit, stderr: stderr.length > 0 }).toEqual({ exit: 2, stderr: true });
  return stderr;
}

describe('somebody who', () => {
  test.each([
    [
      'is known to nobody',
      'mallory@acme.com',
      /nobody who is known.*mallory@acme\.com: no directory of the run knows them/,
    ],
    ['is disabled', 'bob@acme.com', /somebody who cannot sign in.*bob@acme\.com: disabled in okta/],
    ['left', 'gus@acme.com', /somebody who cannot sign in.*gus@acme\.com is deleted/],
    ['holds an orphaned account only', 'ida@acme.com', /an account alone is no proof \(unmatched\)/],
    ['has a plus form of somebody', 'mona+x@acme.com', /nobody who is known/],
    ['is written with what nobody sees', 'mona\u200b@acme.com', /invisible characters.*mona\\u200b@acme\.com/],
  ])(
    '%s neither opens, decides, delegates, approves, hands over nor signs, and is handed nothing',
    async (_who, by, said) => {
      const made = await company();
      expect(await refused(made, 'decide', ...lines, ...period, '--by', by)).toMatch(said);
      expect(await refused(made, 'review', 'open', ...period, '--by', by)).toMatch(said);
      const opened = await made.command('review', 'open', ...period, '--by', 'mona@acme.com');
      expect(opened.exit).toBe(0);
      const acts = [
        ['review', 'sign-off', ...period],
        ['review', 'approve-policy', ...period],
        ['review', 'work-order', ...period],
        ['review', 'delegate', ...period, '--reviewer', 'mona@acme.com', '--to', 'carl@acme.com', '--reason', 'away'],
      ];
      for (const act of acts) expect(await refused(made, ...act, '--by', by)).toMatch(said);
      const giving = ['--reviewer', 'mona@acme.com', '--reason', 'away', '--by', 'mona@acme.com', '--to', by];
      expect(await refused(made, 'review', 'delegate', ...period, ...giving)).toMatch(said);
    },
  );
});

test('a hint of an entry, which anybody may enter, entitles to nothing', async () => {
  const mallory = anIdentity({ login: 'mallory@acme.com', hints: ['carl@acme.com', 'mona@acme.com'] });
  const made = await aCompany({
    people: ['jane@acme.com', 'mona@acme.com', mallory, anIdentity({ login: 'carl@acme.com', assignments: [] })],
    accounts: ['jane', 'mona', 'mallory'].map((name) => ({ email: `${name}@acme.com`, role: 'User' })),
    config: { reviewers: { fallback: 'mona@acme.com', controlOwner: 'carl@acme.com' } },
  });
  await made.run('--no-pdf', '--count-shown', '3', '--quiet');
  await made.command('decide', ...lines, ...period, '--by', 'mona@acme.com');
  const giving = ['--reviewer', 'carl@acme.com', '--to', 'jane@acme.com', '--reason', 'away'];
  expect(await refused(made, 'review', 'delegate', ...period, ...giving, '--by', 'mallory@acme.com')).toMatch(
    /not entitled to it/,
  );
  expect(await refused(made, 'review', 'sign-off', ...period, '--by', 'mallory@acme.com')).toMatch(
    /control owner before the reviewer|not a reviewer of this review/,
  );
});

test('whoever gains by a delegation does not make it, and signs nothing by it', async () => {
  const made = await company();
  await made.command('review', 'open', ...period, '--by', 'mona@acme.com');
  const appointing = ['--reviewer', 'carl@acme.com', '--to', 'jane@acme.com', '--reason', 'away'];
  expect(await refused(made, 'review', 'delegate', ...period, ...appointing, '--by', 'jane@acme.com')).toMatch(
    /delegation by the one who gains by it/,
  );
});

/** Mona, who reviews, as she stands; Carl owns the control. */
function withMona(state: 'active' | 'disabled') {
  return [
    'jane@acme.com',
    anIdentity({ login: 'mona@acme.com', state, assignments: [] }),
    anIdentity({ login: 'carl@acme.com', assignments: [] }),
  ];
}

test('somebody who was disabled between deciding and signing neither signs, decides nor delegates any more', async () => {
  const reviewers = { fallback: 'mona@acme.com', controlOwner: 'carl@acme.com' };
  const made = await aCompany({ people: withMona('active'), config: { reviewers } });
  await made.run('--no-pdf', '--count-shown', '1', '--quiet');
  const decided = await made.command('decide', ...lines, ...period, '--by', 'mona@acme.com');
  expect(decided.exit).toBe(0);
  await made.has({ on: '2026-10-07', people: withMona('disabled') });
  expect((await made.run('--no-pdf', '--count-shown', '1', '--quiet')).exit).toBe(0);
  const giving = ['--reviewer', 'carl@acme.com', '--to', 'jane@acme.com', '--reason', 'away'];
  for (const act of [
    ['review', 'sign-off', ...period],
    ['decide', ...lines, ...period],
    ['review', 'delegate', ...period, ...giving],
    ['review', 'work-order', ...period],
  ])
    expect(await refused(made, ...act, '--by', 'mona@acme.com')).toMatch(
      /somebody who cannot sign in\. Found: mona@acme\.com: disabled in okta, as the run 20261007T090000Z-[0-9a-f]{8} read it/,
    );
});

test('nobody appoints themselves by two steps, through somebody who is away', async () => {
  const made = await company();
  await made.command('review', 'open', ...period, '--by', 'mona@acme.com');
  const hands = (from: string, to: string): readonly string[] => {
    const said = ['--reviewer', `${from}@acme.com`, '--to', `${to}@acme.com`, '--reason', 'away'];
    return ['review', 'delegate', ...period, ...said, '--by', 'mona@acme.com'];
  };
  expect((await made.command(...hands('jane', 'carl'))).exit).toBe(0);
  expect(await refused(made, ...hands('carl', 'jane'))).toMatch(
    /delegation by the one who gains by it\. Found: mona@acme\.com hands what is carl@acme\.com's to jane@acme\.com, and so to mona@acme\.com/,
  );
});

test('a delegation says how many decisions it hands over: a name that was mistyped has none', async () => {
  const made = await company();
  await made.command('review', 'open', ...period, '--by', 'mona@acme.com');
  const hands = (from: string, to = 'jane@acme.com', by = 'carl@acme.com'): readonly string[] => {
    const said = ['--reviewer', from, '--to', to, '--reason', 'away'];
    return ['review', 'delegate', ...period, ...said, '--by', by];
  };
  expect((await made.command(...hands('moma@acme.com'))).stdout).toContain('None of them waits for a decision now.');
  expect((await made.command(...hands('mona@acme.com'))).stdout).toContain('Waiting: 3 decisions.');
  const instead = await made.command(...hands('mona@acme.com', 'carl@acme.com', 'mona@acme.com'));
  expect([instead.exit, instead.stdout]).toEqual([0, expect.stringContaining('Waiting: 3 decisions.')]);
});

test('the status says whose turn it is, and what blocks the signature', async () => {
  const made = await company();
  await made.command('decide', ...lines, ...period, '--by', 'mona@acme.com');
  const told = (await made.command('review', 'status', ...period)).stdout;
  // Her own line goes past her, to the control owner.
  expect(told).toContain('Turn: mona@acme.com, 2 decisions\nTurn: carl@acme.com, 1 decision');
  const made2 = await company();
  expect((await made2.run('--no-pdf')).stdout).toContain(
    'Will block the signature of a review: number of users not declared',
  );
  expect((await made2.command('review', 'open', ...period, '--by', 'mona@acme.com')).stdout).toContain(
    'Blocks the signature: number of users not declared',
  );
  expect((await made2.command('review', 'status', ...period)).stdout).toContain(
    'Blocks the signature: number of users not declared',
  );
});

test('the control owner does not sign first, and is told whose turn it is', async () => {
  const made = await company();
  await made.command('decide', ...lines, ...period, '--by', 'mona@acme.com');
  expect(await refused(made, 'review', 'sign-off', ...period, '--by', 'carl@acme.com')).toMatch(
    /the control owner before the reviewer.*the reviewer first \(mona@acme\.com\), then carl@acme\.com/,
  );
});

/** Ann has an account and a second identity for administration, which has none. */
async function withSecondIdentity(number: string, others: number): Promise<Company> {
  const numbered = Array.from({ length: others }, (_, index) =>
    anIdentity({ login: `temp-${index}@acme.com`, employeeId: number, assignments: [] }),
  );
  const made = await aCompany({
    accounts: ['ann', 'mona'].map((name) => ({ email: `${name}@acme.com`, role: 'User' })),
    people: [
      anIdentity({ login: 'ann@acme.com', employeeId: number }),
      anIdentity({ login: 'adm-ann@acme.com', employeeId: number, assignments: [] }),
      'mona@acme.com',
      ...numbered,
    ],
    config: { reviewers: { fallback: 'mona@acme.com', controlOwner: 'adm-ann@acme.com' } },
  });
  await made.run('--no-pdf', '--count-shown', '2', '--quiet');
  return made;
}

function keeping(login: string, by: string): readonly string[] {
  return ['decide', '--login', login, '--decision', 'keep', '--reason', 'needed', ...period, '--by', by];
}

describe('whom only an employee number makes one person', () => {
  test('does not decide about the account of the other name', async () => {
    const made = await withSecondIdentity('E7', 0);
    expect(await refused(made, ...keeping('ann@acme.com', 'adm-ann@acme.com'))).toMatch(
      /decision about own access.*adm-ann@acme\.com/,
    );
    expect((await made.command(...keeping('mona@acme.com', 'adm-ann@acme.com'))).exit).toBe(0);
  });

  test('does not sign both stages', async () => {
    const made = await withSecondIdentity('E7', 0);
    expect((await made.command(...keeping('mona@acme.com', 'ann@acme.com'))).exit).toBe(0);
    expect((await made.command(...keeping('ann@acme.com', 'mona@acme.com'))).exit).toBe(0);
    expect(await refused(made, 'review', 'sign-off', ...period, '--by', 'ann@acme.com')).toMatch(
      /the control owner before the reviewer/,
    );
    expect((await made.command('review', 'sign-off', ...period, '--by', 'mona@acme.com')).exit).toBe(0);
  });

  test('are several where more bear the number than one person has names: it is a placeholder', async () => {
    const five = await withSecondIdentity('AGENCY-1', 3);
    expect((await five.command(...keeping('ann@acme.com', 'adm-ann@acme.com'))).exit).toBe(2);
    const six = await withSecondIdentity('AGENCY-1', 4);
    expect((await six.command(...keeping('ann@acme.com', 'adm-ann@acme.com'))).exit).toBe(0);
  });
});
