// `verify` against a forger who binds events rightly that no step of this program appends.
import { describe, expect, test } from 'vitest';
import { toolVersion } from '../../../../cli/terminal/tool.ts';
import type { ReviewEvent } from '../../../../core/review/events/event.ts';
import { linesText } from '../../../../core/review/lines/line.ts';
import { refusalText } from '../../../../core/values/result.ts';
import { unlawfulIn } from '../../../../steps/review/standing/unlawful.ts';
import { sha256 } from '../../../support/bytes.ts';
import { login } from '../../../support/inputs/population-builder.ts';
import {
  approved,
  cfo,
  commented,
  decided,
  delegated,
  first,
  ghost,
  grc,
  jane,
  opened,
  order,
  second,
} from './acts.ts';
import { chained, decidedBy, digestOf, finalReport, linesOf, openedOn, run, signedBy, when } from '../final-report.ts';
import type { Final } from '../final-report.ts';
import { aRun } from '../issued-report.ts';
import { verified } from '../verified.ts';

async function brokenIn(events: readonly ReviewEvent[], asksForm = true): Promise<string> {
  const [frozen, ahead] = [linesOf(run), null];
  const rules = {
    same: true,
    asksWho: true,
    asksFarther: true,
    asksForm,
    asksMembers: asksForm,
    asksSince: asksForm,
    judgesActors: true,
    attachesProofs: false,
    asksNames: false,
    endsExceptions: true,
    asksEnded: true,
    uncovers: true,
    carriesRespelled: true,
    regardsDecisions: true,
    ends: 'signed',
    ahead,
  } as const;
  const broken = await unlawfulIn({ earlier: [], stream: chained(events), frozen }, run.worked, rules);
  return broken === null ? 'nothing' : refusalText(broken);
}

/** One more event, before anybody signs. */
function withEvent(event: ReviewEvent): readonly ReviewEvent[] {
  return [opened, decided, event, first, second];
}

test.each<ReviewEvent>([delegated, commented, order, approved])(
  'an event as it is recorded holds: $kind',
  async (event) => {
    expect(await brokenIn(withEvent(event))).toBe('nothing');
  },
);

const otherNames = ['', ' ', 'GRC@acme.com', ' grc@acme.com', 'grc@acme.com\u200b', '\uff47rc@acme.com'];

describe.each(otherNames)('the name %j in place of the recorded one is refused', (by) => {
  test.each<[string, readonly ReviewEvent[]]>([
    ['of who opened', [{ ...opened, by }, decided, first, second]],
    ['of who decided', [opened, { ...decided, by }, first, second]],
    ['of who signed', [opened, decided, { ...first, by }, second]],
    ['of who commented', withEvent({ ...commented, by })],
    ['of who approved', withEvent({ ...approved, by })],
    ['of who ordered', withEvent({ ...order, by })],
    ['of who delegated', withEvent({ ...delegated, by })],
  ])('%s', async (_who, events) => {
    expect(await brokenIn(events)).toContain('an event in another form than it is recorded in');
  });
});

const lineOf = (name: string) => decided.lines.filter((line) => line.login === name);

describe('refused is', () => {
  test.each<[string, readonly ReviewEvent[], string]>([
    [
      'a review that a stranger opened',
      [{ ...opened, by: 'nobody@else.example' }, decided, first, second],
      'nobody who is known',
    ],
    [
      'a review that was opened by who left',
      [{ ...opened, by: 'gone@acme.com' }, decided, first, second],
      'somebody who cannot sign in',
    ],
    ['a decision about nothing', withEvent({ ...decided, lines: [] }), 'about 0 lines'],
    [
      'a decision about one account twice',
      withEvent({ ...decided, lines: [...lineOf(jane), ...lineOf(jane)] }),
      `about ${jane} twice`,
    ],
    [
      'a decision by a filter that there is not',
      withEvent({ ...decided, lines: lineOf(jane), filter: 'all' }),
      'by the filter "all"',
    ],
    [
      'a reason that nobody sees',
      withEvent({ ...decided, lines: lineOf(jane).map((line) => ({ ...line, reason: '\u200b' })) }),
      'with the words',
    ],
    ['a delegation without a reason', withEvent({ ...delegated, reason: '' }), 'with the words ""'],
    [
      'a delegation by nobody who is known, of what is theirs',
      withEvent({ ...delegated, by: 'nobody@else.example', from: login('nobody@else.example') }),
      'nobody who is known. Found: nobody@else.example',
    ],
    [
      'a delegation by who left, of what is theirs',
      withEvent({ ...delegated, by: 'gone@acme.com', from: login('gone@acme.com') }),
      'somebody who cannot sign in',
    ],
    [
      'a delegation to nobody who is known',
      withEvent({ ...delegated, to: login('nobody@else.example') }),
      'nobody who is known. Found: nobody@else.example',
    ],
    [
      'a comment by nobody who is known',
      withEvent({ ...commented, by: 'nobody@else.example' }),
      'nobody who is known. Found: nobody@else.example',
    ],
    ['a comment by who left', withEvent({ ...commented, by: 'gone@acme.com' }), 'somebody who cannot sign in'],
    [
      'a comment on an account that the review has not',
      withEvent({ ...commented, login: login('nobody@else.example') }),
      'a comment on no line',
    ],
    [
      'an approval by nobody who is known',
      withEvent({ ...approved, by: 'nobody@else.example' }),
      'nobody who is known. Found: nobody@else.example',
    ],
    ['a comment of blanks', withEvent({ ...commented, text: ' ' }), 'with the words " "'],
    ['an order without files', withEvent({ ...order, files: [] }), 'without files'],
    ['an order about one account twice', withEvent({ ...order, logins: [ghost, ghost] }), `about ${ghost} twice`],
  ])('%s', async (_what, events, told) => {
    expect(await brokenIn(events)).toContain(told);
  });
});

test('a reason in another form than decisions are recorded with is refused of versions before 0.7.0 too', async () => {
  const lines = lineOf(jane).map((line) => ({ ...line, reason: ` ${line.reason}` }));
  expect(await brokenIn(withEvent({ ...decided, lines }), false)).toContain('a decision in another form');
});

describe('a delegation that nobody made', () => {
  const unasked = { kind: 'delegated', at: when, by: null, reason: 'on leave' } as const;
  test.each([
    ['to somebody whom no run names', { from: grc, to: jane }],
    ['of the signature of the control owner', { from: cfo, to: null }],
    ['of the signature of the control owner, to somebody', { from: cfo, to: jane }],
  ])('is refused: %s', async (_what, moved) => {
    expect(await brokenIn(withEvent({ ...unasked, ...moved }), false)).toContain('a delegation that no run makes');
  });

  test('holds where it is as a run makes it', async () => {
    expect(await brokenIn(withEvent({ ...unasked, from: grc, to: null }))).not.toMatch(/no run makes|none is recorded/);
  });
});

async function refusal(events: readonly ReviewEvent[], final: Final = {}): Promise<string> {
  const { exit, err } = await verified(await finalReport(chained(events, final.of), final));
  return exit === 0 ? 'nothing' : err;
}

/** What is said of a review that this person opened on a run of this version. */
async function openedBy(by: string, version: string): Promise<string> {
  const of = await aRun({ countShown: 4, tool: { ...toolVersion(), version } });
  const own = { evidenceSha256: digestOf('evidence/manifest.json', of) };
  const signatures = [signedBy('grc@acme.com', 'reviewer', own), signedBy('cfo@acme.com', 'control-owner', own)];
  const events = [{ ...openedOn(of), by }, decidedBy('grc@acme.com', of), ...signatures];
  return refusal(events, { of, lines: linesText(linesOf(of)) });
}

test('the form is asked of reports from 0.7.0 on', async () => {
  expect(await openedBy('nobody@else.example', '0.7.0')).toContain('nobody who is known');
  expect(await openedBy('grc@acme.com', '0.7.0')).toBe('nothing');
  expect(await openedBy('nobody@else.example', '0.6.0')).toBe('nothing');
});

describe('review.jsonl in another writing than the stored one is refused', () => {
  test.each<[string, (text: string) => string]>([
    ['a mark before its first byte', (text) => `\ufeff${text}`],
    ['a number with an exponent', (text) => text.replace('"sequence":1,', '"sequence":1e0,')],
    ['a number with a fraction', (text) => text.replace('"accounts":4', '"accounts":4.0')],
    ['blanks behind a line', (text) => text.replace('}\n', '}  \n')],
    ['the line ends of another system', (text) => text.replaceAll('\n', '\r\n')],
    ['a letter in its escape', (text) => text.replace('"grc@', String.raw`"\u0067rc@`)],
    ['another order of its members', (text) => text.replace(/("previous":"\w+"),("sequence":1)/, '$2,$1')],
    ['no end of its last line', (text) => text.trimEnd()],
  ])('%s', async (_what, text) => {
    const changed = (before: string): string => {
      expect(text(before)).not.toBe(before);
      return text(before);
    };
    expect(await refusal([opened, decided, first, second], { text: changed })).toContain('in another writing');
  });
});

describe('review-lines.json that says more than the lines is refused', () => {
  const text = linesText(linesOf(run));
  test.each([
    ['beside them', text.replace('{', '{"note":"NO FINDINGS",')],
    ['in a line', text.replace('"login"', '"note":"NO FINDINGS","login"')],
    ['in blanks', `${text} `],
  ])('%s', async (_where, lines) => {
    const events = [{ ...opened, linesSha256: sha256(lines) }, decided, first, second];
    expect(await refusal(events, { lines })).toContain('lines in another form than they are stored in');
  });
});
