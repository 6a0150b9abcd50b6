// Cause 3 of a false orphan: a list that was not read to its end. Each way it happens, in both directories.
import { describe, expect, test } from 'vitest';
import {
  addressOf,
  always,
  body,
  cutAfter,
  fromAsk,
  html,
  nextLink,
  onAsk,
  onTheWire,
  rows,
  status,
  throttled,
} from '../../../support/directories/misbehaviour.ts';
import type { Misbehaviour } from '../../../support/directories/stand-in.ts';
import { expectAllLinked, expectIncomplete, graph, okta, overEntra, overOkta } from '../six-people.ts';

const withoutValue = body(() => ({}));
const sameAgain = nextLink((_link, ask) => addressOf(ask));
const elsewhere = nextLink(() => 'https://evil.example/v1.0/users');
const forEver = nextLink((_link, ask) => `${addressOf(ask)}0`);
const denied = status(403);

function without(id: string): Misbehaviour['change'] {
  return rows((row) => (row['id'] === id ? [] : [row]));
}

const inEntra: readonly (readonly [cause: string, misbehaviour: Misbehaviour, reason: RegExp])[] = [
  ['page chain cut: the people', onAsk(2, graph.users, cutAfter(2)), /lacks the person p5/],
  ['page chain cut: half a page of the people', onAsk(3, graph.users, cutAfter(1)), /lacks the person p6/],
  ['a person who is left out of the people', always(graph.users, without('p2')), /lacks the person p2/],
  ['repeating next link: the people', onAsk(2, graph.users, sameAgain), /followed before/],
  ['repeating next link: the assignments', onAsk(2, graph.assignments, sameAgain), /followed before/],
  ['repeating next link: the members', onAsk(2, graph.members, sameAgain), /followed before/],
  ['repeating next link: the deleted people', always(graph.deleted, sameAgain), /followed before/],
  ['next link to another host', onAsk(1, graph.users, elsewhere), /another host/],
  ['pages without an end', always(graph.users, forEver), /more than 50 pages/],
  ['200 with HTML: the people', fromAsk(2, graph.users, html()), /text\/html/],
  ['200 with HTML: the assignments', always(graph.assignments, html()), /text\/html/],
  [
    'a field of another kind: the reason names field, row, and what is expected',
    always(
      graph.users,
      rows((row) => [row['id'] === 'p2' ? { ...row, accountEnabled: 'true' } : row]),
    ),
    /not as documented \(accountEnabled of p2: found a text, expected true or false\)/,
  ],
  ['200 with HTML: the members, in a batch', always(graph.members, html()), /not as documented/],
  ['200 with HTML: the app', always(graph.app, html()), /unread: The app app-1 could not be read: .*text\/html/],
  ['200 without value: the people', fromAsk(2, graph.users, withoutValue), /not as documented \(value/],
  ['200 without value: the assignments', always(graph.assignments, withoutValue), /not as documented \(value/],
  ['200 without value: the members', always(graph.members, withoutValue), /not as documented \(value/],
  ['200 without value: the deleted people', always(graph.deleted, withoutValue), /not as documented \(value/],
  ['unread 429 in a batch', always(graph.members, throttled({ 'Retry-After': '7' })), /429/],
  ['unread 429 of the people', fromAsk(2, graph.users, throttled()), /429/],
  [
    'a batch that lacks an answer',
    always(
      graph.batch,
      body(() => ({ responses: [] })),
    ),
    /held no answer/,
  ],
  ['500 that stays', fromAsk(2, graph.users, status(500)), /500 Internal Server Error/],
  ['403 on the members', always(graph.members, denied), /GroupMember\.Read\.All/],
  ['truncated JSON', fromAsk(2, graph.users, onTheWire('cut-json')), /cut off/],
  ['connection reset', fromAsk(2, graph.users, onTheWire('reset')), /connection failed/],
  ['body shorter than it says', fromAsk(2, graph.users, onTheWire('short-body')), /connection failed|cut off/],
];

const inOkta: readonly (readonly [cause: string, misbehaviour: Misbehaviour, reason: RegExp])[] = [
  ['page chain cut: the people', onAsk(2, okta.people, cutAfter(2)), /lacks the person p5/],
  ['repeating next link: the people', onAsk(2, okta.people, sameAgain), /followed before/],
  ['repeating next link: the assignments', onAsk(2, okta.assigned, sameAgain), /followed before/],
  ['next link to another host', onAsk(1, okta.people, elsewhere), /another host/],
  ['pages without an end', always(okta.people, forEver), /more than 50 pages/],
  ['200 with HTML: the people', fromAsk(2, okta.people, html()), /text\/html/],
  ['200 with HTML: the assignments', fromAsk(2, okta.assigned, html()), /text\/html/],
  ['200 with HTML: the app', always(okta.app, html()), /unread: The app 0oa1 could not be read: .*text\/html/],
  ['200 with an object: the people', fromAsk(2, okta.people, withoutValue), /not as documented/],
  ['200 with an object: the assignments', fromAsk(2, okta.assigned, withoutValue), /not as documented/],
  ['unread 429 of the assignments', fromAsk(2, okta.assigned, throttled()), /429/],
  ['unread 429 of the people', fromAsk(2, okta.people, throttled()), /429/],
  ['500 that stays', fromAsk(2, okta.people, status(500)), /500 Internal Server Error/],
  ['403 on the assignments', always(okta.assigned, denied), /okta\.apps\.read/],
  ['truncated JSON', fromAsk(2, okta.people, onTheWire('cut-json')), /cut off/],
  ['connection reset', fromAsk(2, okta.people, onTheWire('reset')), /connection failed/],
];

describe('Entra', () => {
  test.each(inEntra)('%s', async (_cause, misbehaviour, reason) => {
    expectIncomplete(await overEntra({ misbehave: [misbehaviour] }), reason);
  });

  test('a page that never comes leaves the directory incomplete', async () => {
    const hang = fromAsk(2, graph.users, onTheWire('hang'));
    expectIncomplete(await overEntra({ misbehave: [hang] }, { timeoutMs: 500 }), /no full answer within 0\.5 s/);
  });

  test('an empty page in the middle is turned like any other', async () => {
    expectAllLinked(await overEntra({ emptyPages: true }));
  });
});

describe('Okta', () => {
  test.each(inOkta)('%s', async (_cause, misbehaviour, reason) => {
    expectIncomplete(await overOkta({ misbehave: [misbehaviour] }), reason);
  });

  test('a page that never comes leaves the directory incomplete', async () => {
    const hang = fromAsk(2, okta.people, onTheWire('hang'));
    expectIncomplete(await overOkta({ misbehave: [hang] }, { timeoutMs: 500 }), /no full answer within 0\.5 s/);
  });

  test('an empty page in the middle is turned like any other', async () => {
    expectAllLinked(await overOkta({ emptyPages: true }));
  });
});

test('the evidence keeps which call was not read to its end', async () => {
  const { snapshots } = await overEntra({ misbehave: [fromAsk(2, graph.users, status(500))] });
  const calls = snapshots['entra']?.calls ?? [];
  expect(calls.filter(({ ok }) => !ok)).toMatchObject([
    { call: expect.stringContaining('/users?'), pages: 1, rows: 2 },
  ]);
});
