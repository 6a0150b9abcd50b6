// `verify` on reviews in which something was taken back: each way back was allowed, or the report is refused.
import { describe, expect, it } from 'vitest';
import type { Rebased, ReviewEvent, SignatureWithdrawn, Voided } from '../../../../core/review/events/event.ts';
import { linesText } from '../../../../core/review/lines/line.ts';
import type { ReviewLine, ReviewLines } from '../../../../core/review/lines/line.ts';
import { parseConfig } from '../../../../core/config/parse.ts';
import { acme } from '../../../support/inputs/acme.ts';
import { given } from '../../../support/given.ts';
import { refusalText } from '../../../../core/values/result.ts';
import { wayBackBreak } from '../../../../core/verification/reviewed/way-back.ts';
import { sha256 } from '../../../support/bytes.ts';
import { login } from '../../../support/inputs/population-builder.ts';
import { at } from '../../../support/time.ts';
import { chained, decidedBy, digestOf, finalReport, linesOf, openedOn, run, signedBy, when } from '../final-report.ts';
import type { Final } from '../final-report.ts';
import { verified } from '../verified.ts';

const decided = decidedBy('grc@acme.com');
const bySignatures = [signedBy('grc@acme.com', 'reviewer'), signedBy('cfo@acme.com', 'control-owner')] as const;
const earlierSignature = signedBy('grc@acme.com', 'reviewer', { evidenceSha256: sha256('an earlier manifest') });

const takenBack: SignatureWithdrawn = {
  kind: 'signature-withdrawn',
  at: when,
  by: 'grc@acme.com',
  assurance: 'asserted',
  stage: 'reviewer',
  reason: 'signed too early',
};

const voided: Voided = {
  kind: 'voided',
  at: when,
  by: 'grc@acme.com',
  assurance: 'asserted',
  reason: 'opened in error',
};

const after = linesOf(run);

/** As they were on an earlier run, on which Jane had another role and somebody was there who is gone. */
const before: ReviewLines = {
  ...after,
  run: '20261001T090000Z-00000001',
  lines: [
    ...after.lines.map((line) => (line.login === 'jane@acme.com' ? { ...line, role: 'Analyst' } : line)),
    ...after.lines.flatMap((line) =>
      line.login === 'jane@acme.com' ? [{ ...line, login: login('left@acme.com'), own: [login('left@acme.com')] }] : [],
    ),
  ],
};
const earlier = linesText(before);

const openedBefore: ReviewEvent = {
  ...openedOn(run),
  run: before.run,
  runAsOf: at('2026-10-01T09:00:00Z'),
  findingsSha256: sha256('earlier findings'),
  linesSha256: sha256(earlier),
};

const decidedBefore: ReviewEvent = {
  ...decided,
  lines: [
    ...decided.lines,
    { login: login('left@acme.com'), decision: 'keep', until: null, reason: 'needed', codesSeen: [] },
  ],
};

const moved: Rebased = {
  kind: 'rebased',
  at: when,
  by: 'grc@acme.com',
  assurance: 'asserted',
  reason: 'the first export lacked a team',
  run: run.report.run.id,
  runAsOf: run.report.run.asOf,
  accounts: 4,
  findingsSha256: digestOf('findings.json'),
  linesSha256: sha256(linesText(after)),
  carried: 3,
  again: [login('jane@acme.com')],
  gone: [login('left@acme.com')],
};

/** Jane's line is decided once more. */
const decidedAgain: ReviewEvent = {
  ...decided,
  lines: decided.lines.filter((line) => line.login === 'jane@acme.com'),
};

function movedReview(
  over: Partial<Rebased> = {},
  { again = [decidedAgain], ...final }: Final & { readonly again?: readonly ReviewEvent[] } = {},
): Promise<Buffer> {
  const events = [openedBefore, decidedBefore, earlierSignature, { ...moved, ...over }, ...again, ...bySignatures];
  return finalReport(chained(events), { earlier, ...final });
}

async function refusal(pdf: Promise<Buffer>): Promise<string> {
  const { exit, out, err } = await verified(await pdf);
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  return err;
}

/** What is wrong with a move from another line of Jane's, which is otherwise the one of after. */
function movedFrom(was: Partial<ReviewLine>, became: 'carried' | 'asked again', carriesRespelled = true): string {
  const ofJane = (over: Partial<ReviewLine>): ReviewLines['lines'] =>
    after.lines.map((line) => (line.login === 'jane@acme.com' ? { ...line, ageDays: 100, ...over } : line));
  const lines = [...ofJane(was), ...before.lines.filter(({ login: one }) => one === 'left@acme.com')];
  const event = became === 'carried' ? { ...moved, again: [], carried: 4 } : moved;
  const config = given(parseConfig({ ...acme, reviewers: { controlOwner: 'grc@acme.com' } }, 'review.json'));
  const broken = wayBackBreak(event, {
    run: { period: '2026-Q4', frozen: after, config, asksMembers: true, carriesRespelled },
    before: chained([openedBefore, decidedBefore]),
    move: { before: { ...before, lines }, after: { ...after, lines: ofJane({}) }, config },
    where: 'event 3 of the review',
  });
  return broken === null ? 'nothing' : refusalText(broken);
}

describe('a review that was moved onto the run of its report', () => {
  it('holds with the lines of before and after, and prints what became of each decision', async () => {
    const { exit, out, err } = await verified(await movedReview());
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toContain('7 events of the review in an unbroken chain');
    expect(out).toMatch(/drawn again, \d+ pages print the same/);
  });

  it.each<[string, Partial<Rebased>, RegExp]>([
    ['carries a decision whose line changed', { again: [], carried: 4 }, /jane@acme\.com.*asked again/],
    ['keeps a decision whose line is gone', { gone: [], carried: 4 }, /left@acme\.com.*without a line/],
    [
      'asks again what is unchanged',
      { again: [login('jane@acme.com'), login('root@acme.com')], carried: 2 },
      /root@acme\.com.*carried/,
    ],
    ['counts what it carried wrongly', { carried: 5 }, /5 carried.*3 carried/],
    [
      'is by somebody who neither opened it nor owns the control',
      { by: 'eve@acme.com' },
      /not entitled.*eve@acme\.com/,
    ],
    ['has no reason', { reason: ' ' }, /with the words " "/],
    ['goes back to an earlier run', { runAsOf: at('2026-09-01T09:00:00Z') }, /a later run/],
    ['is onto another run', { run: '20261005T090000Z-00000002' }, /a review of another run/],
    ['is onto other findings', { findingsSha256: sha256('others') }, /a review of other findings/],
    ['is onto other lines', { linesSha256: sha256('others') }, /not the lines that the review was opened with/],
  ])('is refused when it %s', async (_what, over, says) => {
    // Decided anew in any case, so that nothing else is wrong.
    expect(await refusal(movedReview(over, { again: [decided] }))).toMatch(says);
  });

  it('is refused when the lines of before are others, are not attached, or belong to no move', async () => {
    const others = linesText({ ...before, lines: [...after.lines] });
    expect(await refusal(movedReview({}, { earlier: others }))).toContain('review-lines-before-1.json');
    const stream = chained([openedBefore, decidedBefore, moved, decidedAgain, ...bySignatures]);
    expect(await refusal(finalReport(stream))).toContain('not attached');
    const never = chained([openedOn(run), decided, ...bySignatures]);
    expect(await refusal(finalReport(never, { earlier }))).toContain('never was on another run');
  });

  it('is refused when nobody signed after the move, or every stage had signed before it', async () => {
    const late = [openedBefore, decidedBefore, earlierSignature, moved, decidedAgain];
    expect(await refusal(finalReport(chained(late), { earlier }))).toContain('events after the last signature');
    const second = signedBy('cfo@acme.com', 'control-owner', { evidenceSha256: sha256('an earlier manifest') });
    const final = [openedBefore, decidedBefore, earlierSignature, second, moved, decidedAgain, ...bySignatures];
    expect(await refusal(finalReport(chained(final), { earlier }))).toContain('events that make no review');
  });

  it('is refused when it was opened on another run than the one whose lines were decided', async () => {
    const events = [{ ...openedBefore, run: '20260901T090000Z-00000002' }, decidedBefore, earlierSignature, moved];
    const pdf = finalReport(chained([...events, decidedAgain, ...bySignatures]), { earlier });
    expect(await refusal(pdf)).toContain('Expected: one from 20261001T090000Z-00000001, whose lines were decided');
  });

  it('keeps what was decided about a role in another spelling, which every version before asked again', () => {
    const respelled = { role: ' USER' };
    expect(movedFrom(respelled, 'carried')).toBe('nothing');
    expect(movedFrom(respelled, 'carried', false)).toMatch(/jane@acme\.com.*Found: a decision that is carried/);
    for (const since of [true, false]) expect(movedFrom(respelled, 'asked again', since)).toBe('nothing');
  });

  it('asks again about an account that was made since, which versions before 0.21.0 carried', () => {
    for (const became of ['carried', 'asked again'] as const) {
      expect(movedFrom({ ageDays: 130 }, became)).toBe('nothing');
      expect(movedFrom({ ageDays: 130, role: ' USER' }, became)).toBe('nothing');
    }
    expect(movedFrom({}, 'asked again')).toMatch(/jane@acme\.com.*Found: a decision that is asked again/);
  });

  it('is refused when a line that asks again was not decided', async () => {
    expect(await refusal(movedReview({}, { again: [] }))).toMatch(/lines without a decision.*jane@acme\.com/);
  });
});

function takenBackReview(withdrawn: ReviewEvent): Promise<Buffer> {
  return finalReport(chained([openedOn(run), decided, bySignatures[0], withdrawn, ...bySignatures]));
}

describe('a signature that was taken back', () => {
  it('holds when the signer took it back, and is printed with the reason', async () => {
    const { exit, out, err } = await verified(await takenBackReview(takenBack));
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(/drawn again, \d+ pages print the same/);
  });

  it.each<[string, Partial<SignatureWithdrawn>, RegExp]>([
    ['by somebody else', { by: 'cfo@acme.com' }, /no signature to take back/],
    ['without a reason', { reason: '' }, /with the words ""/],
  ])('is refused when it was taken back %s', async (_what, over, says) => {
    expect(await refusal(takenBackReview({ ...takenBack, ...over }))).toMatch(says);
  });

  it('is refused as one that nobody gave', async () => {
    expect(await refusal(takenBackReview({ ...takenBack, stage: 'control-owner' }))).toContain(
      'events that make no review',
    );
  });
});

function afterVoid(over: Partial<Voided> = {}): Promise<Buffer> {
  const events = [openedOn(run), decided, { ...voided, ...over }, openedOn(run), decided, ...bySignatures];
  return finalReport(chained(events));
}

describe('a review that followed one that was voided', () => {
  it('holds with both on record', async () => {
    const { exit, out, err } = await verified(await afterVoid());
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(/drawn again, \d+ pages print the same/);
  });

  it('is refused when somebody voided it who neither opened it nor owns the control, or gave no reason', async () => {
    expect(await refusal(afterVoid({ by: 'eve@acme.com' }))).toMatch(/not entitled.*eve@acme\.com/);
    expect(await refusal(afterVoid({ reason: '' }))).toContain('voided with the words ""');
  });

  it('is refused when what was voided had been signed by every stage', async () => {
    const stream = [openedOn(run), decided, ...bySignatures, voided, openedOn(run), decided, ...bySignatures];
    expect(await refusal(finalReport(chained(stream)))).toContain('events that make no review');
  });
});
