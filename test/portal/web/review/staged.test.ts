// What stays staged in the browser when the server has answered.
import { expect, test } from 'vitest';
import { named, stillStaged, withRefusals } from '../../../../portal/web/api/still-staged.ts';
import type { Staged } from '../../../../portal/web/api/still-staged.ts';

const keep = (login: string, reason = 'In the team.'): Staged => ({
  login,
  decision: 'keep',
  until: null,
  reason,
  refused: null,
});
const recorded = ({ login, decision, until, reason }: Staged) => ({ login, decision, until, reason });
const taken = (login: string) => ({
  what: 'decided by somebody else at this moment',
  where: login,
  found: 'revoke by omar@acme.com',
  expected: 'nobody else deciding',
});

test('what was recorded is staged no more, and what somebody else decided stays with their decision beside it', () => {
  const sent = [keep('ann@acme.com'), keep('bob@acme.com')];
  expect(stillStaged(sent, sent, { recorded: sent.slice(0, 1).map(recorded), taken: [taken('bob@acme.com')] })).toEqual(
    [{ ...keep('bob@acme.com'), refused: 'decided by somebody else at this moment: revoke by omar@acme.com' }],
  );
});

test('a login that stands within another one is not taken for it', () => {
  const sent = [keep('ann@acme.com'), keep('joann@acme.com')];
  const left = stillStaged(sent, sent, { recorded: sent.slice(0, 1).map(recorded), taken: [taken('joann@acme.com')] });
  expect(left.map(({ login }) => login)).toEqual(['joann@acme.com']);
});

test.each([
  ['decided otherwise', { ...keep('ann@acme.com'), decision: 'revoke' }],
  ['told another reason', keep('ann@acme.com', 'Left in August.')],
] as const)('what was %s while the answer was on its way stays', (_name, now) => {
  const sent = [keep('ann@acme.com')];
  expect(stillStaged([now], sent, { recorded: sent.map(recorded), taken: [] })).toEqual([now]);
  expect(stillStaged([now], sent, { recorded: [], taken: [taken('ann@acme.com')] })).toEqual([now]);
});

test('what was staged since stays', () => {
  const sent = [keep('ann@acme.com')];
  const since = keep('bob@acme.com');
  expect(stillStaged([...sent, since], sent, { recorded: sent.map(recorded), taken: [] })).toEqual([since]);
});

const noReason = (where: string) => ({ what: 'no reason', where, found: 'nothing', expected: 'a sentence' });

test('what is refused is told by the line, and kept beside it until the line is said otherwise', () => {
  const sent = [keep('ann@acme.com', ''), keep('bob@acme.com'), keep('cid@acme.com', '')];
  const refusals = [noReason('decisions[0].reason'), noReason('decisions[2].login'), noReason('review 2026-Q4')];
  expect(withRefusals(sent, sent, [taken('bob@acme.com')])[1]?.refused).toMatch(/^decided by somebody else/);
  expect(named(refusals, sent).map(({ where }) => where)).toEqual([
    'ann@acme.com, reason',
    'cid@acme.com',
    'review 2026-Q4',
  ]);
  const since = keep('cid@acme.com', 'Leads the team.');
  const now = sent.with(2, since).with(1, { ...keep('bob@acme.com'), refused: 'of before' });
  expect(withRefusals(now, sent, refusals)).toEqual([
    { ...keep('ann@acme.com', ''), refused: 'no reason: nothing' },
    keep('bob@acme.com'),
    since,
  ]);
});
