// Whatever people do in whatever order: no decision is lost or changed, and nobody comes to decide or sign what is theirs.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeEvent, encodeEvent } from '../../../core/review/events/stored-event.ts';
import { verifyChain } from '../../../core/review/events/chain.ts';
import type { DecisionLine, StoredReviewEvent } from '../../../core/review/events/event.ts';
import { foldReview } from '../../../core/review/events/folded.ts';
import { signOffRefusals } from '../../../core/review/signatures/refusals.ts';
import type { Result } from '../../../core/values/result.ts';
import { decide } from '../../../steps/review/decide.ts';
import type { Recorded } from '../../../steps/review/decide.ts';
import { openState } from '../../../steps/review/standing/open-state.ts';
import { delegate } from '../../../steps/review/record-review.ts';
import { given } from '../../support/given.ts';
import { anIdentity, login } from '../../support/inputs/population-builder.ts';
import { openedWorld, period } from './year/opened.ts';
import { streamsFrom } from './streams.ts';
import type { World } from './world.ts';
import { fallback, joins, owner, shows } from './year/year.ts';

/** Every name of each person who takes part; whoever is one of several names may decide nothing of the others. */
const people: readonly (readonly string[])[] = [
  ['jane@acme.com', 'j.doe@acme.com', 'jd@acme.com'],
  ['mona@acme.com'],
  ['max@acme.com'],
  [fallback],
  [owner],
];
const names = people.flat();
const accounts = [
  'jane@acme.com',
  'jd@acme.com',
  'j.doe@acme.com',
  'mona@acme.com',
  'ghost@acme.com',
  'user01@acme.com',
];

function janesThreeLogins(world: World): void {
  joins(world, 'jane@acme.com', {
    logins: ['jane@acme.com', 'j.doe@acme.com'],
    aliases: [{ login: 'jd@acme.com', source: 'proxy' }],
  });
  shows(world, 'jd@acme.com');
  shows(world, 'j.doe@acme.com', { status: 'Suspended' });
  world.people.set('max@acme.com', anIdentity({ login: 'max@acme.com', manager: 'jane@acme.com' }));
}

const name = fc.constantFrom(...names);
const spelled = name.chain((plain) =>
  fc.constantFrom(plain, plain.toUpperCase(), ` ${plain} `, plain.replace('a', '\uFF41')),
);
const verdict = fc.constantFrom('keep' as const, 'revoke' as const);
const act = fc.oneof(
  fc.record({
    kind: fc.constant('decides' as const),
    by: spelled,
    about: fc.uniqueArray(fc.constantFrom(...accounts), { minLength: 1, maxLength: 4 }),
    verdict,
    shared: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('keeps' as const), by: spelled }),
  fc.record({ kind: fc.constant('moves' as const), from: name, to: fc.option(name) }),
);
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

async function done(dependencies: World['dependencies'], one: Act): Promise<Result<Recorded> | null> {
  if (one.kind === 'moves') {
    const [from, to] = [login(one.from), one.to === null ? null : login(one.to)];
    given(await delegate(dependencies, { period, from, to, by: null, reason: 'away' }));
    return null;
  }
  const said = { by: one.by, assurance: 'asserted', period } as const;
  if (one.kind === 'keeps')
    return decide(dependencies, { ...said, asked: { kind: 'unremarkable', reason: 'unchanged' } });
  const words = { decision: one.verdict, until: null, reason: 'looked into it', shared: one.shared, where: 'here' };
  const requests = one.about.map((about) => ({ ...words, login: about }));
  return decide(dependencies, { ...said, asked: { kind: 'lines', requests } });
}

/** Whether two names are one person's, however they are written. */
function isOnePerson(one: string, other: string): boolean {
  return people.some((all) => [one, other].every((written) => all.includes(login(written))));
}

function expectKept(stream: readonly StoredReviewEvent[], recorded: readonly DecisionLine[]): void {
  const lines = stream.flatMap(({ event }) => (event.kind === 'decided' ? event.lines : []));
  expect(lines, 'each as it was recorded, in order, and no other').toEqual(recorded);
  const state = foldReview(stream);
  const last = new Map(recorded.map((line) => [line.login, line]));
  expect(new Set(state?.decisions.keys())).toEqual(new Set(last.keys()));
  for (const [about, line] of last) expect(state?.decisions.get(about)).toMatchObject(line);
  expect(verifyChain(stream).kind).toBe('ok');
  const again = stream.map((stored) => ({ ...stored, event: decodeEvent(encodeEvent(stored.event), 'an event') }));
  expect(foldReview(again)).toEqual(state);
}

function expectByOthers(stream: readonly StoredReviewEvent[]): void {
  for (const { event } of stream) {
    if (event.kind !== 'decided') continue;
    for (const line of event.lines) expect(isOnePerson(event.by, line.login), `${event.by}, ${line.login}`).toBe(false);
  }
}

/** Who may sign next, of everybody and under every name, once `first` has signed. */
async function mayFollow(dependencies: World['dependencies'], first: string): Promise<readonly string[]> {
  const { frozen, state, config } = given(await openState(dependencies, period));
  const digests = { evidenceSha256: '', decisionsSha256: '' };
  const said = { kind: 'signed', stage: 'reviewer', at: state.openedAt, assurance: 'asserted', statement: '' } as const;
  const signed = { ...state, signatures: [{ ...said, ...digests, by: first }] };
  const { lines, others } = frozen;
  const run = {
    exportedAtDeclared: true,
    exportedBy: first,
    countShown: 1,
    incomplete: [],
    controlCodes: [],
    otherVersion: null,
  };
  const facts = {
    period,
    state: signed,
    lines,
    others,
    undecided: [],
    lastPrivileged: null,
    run,
    actor: null,
    plusAddressing: config.policy.plusAddressing,
  };
  const { controlOwner: _anybody, ...reviewers } = config.reviewers;
  return names.filter((by) => signOffRefusals({ ...facts, reviewers, by: login(by) }).length === 0);
}

test(
  'no act loses or changes a decision, or lets anybody decide or sign alone what is theirs',
  { timeout: 120_000 },
  async () => {
    const world = await openedWorld(janesThreeLogins);
    const opened = await world.dependencies.reviews.load(period);
    const { lines } = given(await openState(world.dependencies, period)).frozen;
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 10 }), name, async (acts, first) => {
        const dependencies = { ...world.dependencies, reviews: streamsFrom(opened) };
        const recorded: DecisionLine[] = [];
        // What stands as it is said again by the same person is not recorded a second time.
        const last = new Map<string, string>();
        for (const one of acts) {
          const outcome = await done(dependencies, one);
          if (outcome?.kind !== 'ok' || one.kind === 'moves') continue;
          for (const line of outcome.value.lines) {
            const said = JSON.stringify([login(one.by), one.kind, line]);
            if (last.get(line.login) !== said) recorded.push(line);
            last.set(line.login, said);
          }
        }
        const stream = await dependencies.reviews.load(period);
        expectKept(stream, recorded);
        expectByOthers(stream);
        const following = await mayFollow(dependencies, first);
        const decisions = foldReview(stream)?.decisions;
        const ending = (by: string): boolean => {
          const own = lines.filter((line) => isOnePerson(by, line.login));
          return own.length > 0 && own.every((line) => decisions?.get(line.login)?.decision === 'revoke');
        };
        expect(following).toEqual(names.filter((by) => !isOnePerson(by, first) && !ending(by)));
      }),
      { numRuns: 60 },
    );
  },
);
