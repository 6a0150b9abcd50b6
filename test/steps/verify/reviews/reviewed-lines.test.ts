// `verify` on the lines of a review: that they are those of the run, compared with the review that was signed last.
import { describe, expect, it } from 'vitest';
import type { ReviewLines } from '../../../../core/review/lines/line.ts';
import { linesText } from '../../../../core/review/lines/line.ts';
import { onlyExtracted } from '../../../../core/report/proofs/timeliness.ts';
import { signOffStages } from '../../../../core/names/sign-off.ts';
import { login } from '../../../support/inputs/population-builder.ts';
import { at } from '../../../support/time.ts';
import { aRun, issued } from '../issued-report.ts';
import { laterTool, verified } from '../verified.ts';
import type { Told } from '../verified.ts';
import { chained, decidedBy, finalReport, linesOf, openedOn, run, signer, when } from '../final-report.ts';
import { brokenIn, decided, lines, refusal, signatures } from './refused.ts';

/** Lines that are not those of the run, in a review that was opened with them and signed for them. */
async function forged(forge: (lines: ReviewLines) => ReviewLines): Promise<string> {
  const other = forge(structuredClone(lines));
  return brokenIn([openedOn(run, other), decided, ...signatures], other);
}

function withGhost(says: Partial<ReviewLines['lines'][number]>): (lines: ReviewLines) => ReviewLines {
  return (all) => ({
    ...all,
    lines: all.lines.map((line) => (line.login === 'ghost@acme.com' ? { ...line, ...says } : line)),
  });
}

async function toldLater(of: ReviewLines): Promise<Told> {
  const pdf = await finalReport(chained([openedOn(run, of), decided, ...signatures]), { lines: linesText(of) });
  return verified(pdf, {}, { tool: laterTool });
}

describe('the lines of a signed report', () => {
  it('must be attached', async () => {
    const err = await refusal([openedOn(run), decided, ...signatures], { lines: null });
    expect(err).toContain('review-lines.json: not the lines that the review was opened with. Found: not attached');
  });

  it('must have the digest that the review was opened with', async () => {
    const err = await refusal([openedOn(run), decided, ...signatures], { lines: `${linesText(lines)} ` });
    expect(err).toContain('review-lines.json: not the lines that the review was opened with. Found: SHA-256 ');
  });

  it.each<[string, (lines: ReviewLines) => ReviewLines, string]>([
    ['without an account', (all) => ({ ...all, lines: all.lines.slice(1) }), 'Found: nothing'],
    ['with a situation that was prettified', withGhost({ situation: 'linked' }), 'Found: "linked"'],
    ['with a code less', withGhost({ codes: [] }), 'line of ghost@acme.com.codes'],
    ['with a privileged account that is none any more', withGhost({ privileged: true }), 'line of ghost@acme.com.pri'],
    ['with another recommendation', withGhost({ recommendation: { decision: 'keep', reason: 'fine' } }), '"keep"'],
    ['with an owner who is not told', withGhost({ own: [] }), 'line of ghost@acme.com.own'],
    ['of another run', (all) => ({ ...all, run: 'another' }), 'review-lines.json, run'],
    ['in another order', (all) => ({ ...all, lines: all.lines.toReversed() }), 'review-lines.json, lines.0'],
    ['with changes in a first review', withGhost({ changes: ['role was Admin'] }), 'line of ghost@acme.com.changes'],
  ])('are not those of the run %s', async (_, forge, said) => {
    const err = await forged(forge);
    expect(err).toContain('the run does not yield the lines that were put before the reviewer');
    expect(err).toContain(said);
  });

  it('must be those of the run', async () => {
    const other = withGhost({ situation: 'linked' })(lines);
    const err = await refusal([openedOn(run, other), decided, ...signatures], { lines: linesText(other) });
    expect(err).toMatch(/^review-lines\.json, line of ghost@acme\.com\.situation: .*Found: "linked"/);
  });

  it('are no part of a report that nobody signed', async () => {
    const pdf = await issued(run, signer, { files: { 'review-lines.json': () => linesText(lines) } });
    expect((await verified(pdf)).err).toContain('a file is attached that the manifest does not name');
  });

  it('of another version of the program hold when they say the same of every account', async () => {
    const worded = withGhost({ recommendation: { decision: 'look', reason: 'as it was worded then' } })(lines);
    expect(await toldLater(worded)).toMatchObject({ exit: 0, err: '' });
    expect((await toldLater(withGhost({ situation: 'linked' })(worded))).err).toContain('situation');
  });
});

describe('the lines of a later review', () => {
  const known = { review: '2026-Q3', decision: 'keep', until: null, by: 'grc@acme.com', at: when } as const;
  const history = [{ login: login('jane@acme.com'), ...known, codesSeen: [] }];
  const second = aRun({ countShown: 4, history: { ...run.next, decisions: history } });

  async function told(of: ReviewLines): Promise<string> {
    const later = await second;
    return brokenIn([openedOn(later, of), decidedBy('grc@acme.com', later), ...signatures], of, { of: later });
  }

  async function laterLines(): Promise<ReviewLines> {
    const opening = run.report.totals.accounts;
    const delta = { rollForward: { opening, added: 0, removed: 0, closing: opening }, changes: new Map(), gone: [] };
    return linesOf(await second, { decisions: history, delta, since: { review: '2026-Q3', run: run.report.run.id } });
  }

  it('hold with what changed since, and with what was decided before', async () => {
    expect(await told(await laterLines())).toBe('nothing');
  });

  it('are refused with changes that the run before does not show', async () => {
    const made = withGhost({ changes: ['new since 2026-Q3'] })(await laterLines());
    expect(await told(made)).toContain('line of ghost@acme.com.changes');
  });

  it('are refused when they forget what the run knew to be decided', async () => {
    const since = { review: '2026-Q2', run: 'an earlier one' };
    const delta = { rollForward: { opening: 4, added: 0, removed: 0, closing: 4 }, changes: new Map(), gone: [] };
    const forgetful = linesOf(await second, { delta, since });
    expect(await told(forgetful)).toContain('a line does not show what was decided before');
  });

  it('are refused with a roll-forward that does not come out', async () => {
    const since = { review: '2026-Q2', run: 'an earlier one' };
    const delta = { rollForward: { opening: 4, added: 1, removed: 0, closing: 4 }, changes: new Map(), gone: [] };
    expect(await told(linesOf(await second, { decisions: history, delta, since }))).toContain('rollForward');
  });
});

const reviewedIn = (review: string, exportedAt: string) => ({
  ...onlyExtracted(review, at(exportedAt)),
  signed: signOffStages.map((stage) => ({ stage, by: 'cfo@acme.com', at: at('2026-07-11T08:00:00Z') })),
});

describe('lines that are compared with another review than the last signed one', () => {
  const signedRun = {
    id: '20260710T080000Z-0a0b0c0d',
    asOf: at('2026-07-10T08:00:00Z'),
    exportedAt: at('2026-07-10T07:00:00Z'),
  };
  /** The run knows two signed reviews, of which 2026-Q2 is the later one. */
  async function told(since: ReviewLines['since']): Promise<string> {
    const later = await aRun({
      history: {
        ...run.next,
        signed: {
          review: '2026-Q2',
          signedAt: at('2026-07-11T08:00:00Z'),
          run: signedRun,
          accounts: [],
          orders: [],
          seen: [],
        },
        reviews: [reviewedIn('2026-Q1', '2026-04-02T08:00:00Z'), reviewedIn('2026-Q2', '2026-07-10T07:00:00Z')],
      },
    });
    const delta =
      since === null
        ? null
        : { rollForward: { opening: 4, added: 0, removed: 0, closing: 4 }, changes: new Map(), gone: [] };
    const frozen = linesOf(later, { delta, since });
    return brokenIn([openedOn(later, frozen)], frozen, { of: later });
  }

  it.each<readonly [string, ReviewLines['since']]>([
    ['none, where the run knew one', null],
    ['an older one that the run knew', { review: '2026-Q1', run: '20260402T090000Z-0a0b0c0d' }],
    ['one on no run', { review: '2026-Q2', run: 'never' }],
    ['one on a run that came later', { review: '2026-Q2', run: '20270101T080000Z-0a0b0c0d' }],
  ])('are refused: %s', async (_, since) => {
    expect(await told(since)).toContain('another review than the last signed one');
  });

  it.each<readonly [string, ReviewLines['since']]>([
    ['the one that the run knew', { review: '2026-Q2', run: signedRun.id }],
    ['one that was signed since', { review: '2026-Q3', run: '20260930T080000Z-0a0b0c0d' }],
  ])('are not refused for it: %s', async (_, since) => {
    expect(await told(since)).not.toContain('another review than the last signed one');
  });
});
