// Comments and attached files: kept under their digest, named by the event, printed, verified, and never shown inline.
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { comment } from '../../steps/review/comment.ts';
import { eventText } from '../../steps/show/events.ts';
import { fallback, keepsTheRest, managers, owner, signs } from '../steps/review/year/year.ts';
import { verified } from '../steps/verify/verified.ts';
import { given } from '../support/given.ts';
import { pageTexts, withoutBlanks } from '../support/reports/read-pdf.ts';
import { aPortal, period, whatOf } from './portal.ts';
import type { Portal } from './portal.ts';

const [mona] = managers;
const ticket = Buffer.from('%PDF-1.7\nticket 4711: access confirmed by the owner\n');
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface Held {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly sha256?: string;
  readonly of?: string;
}

async function attach(portal: Portal, cookie: string, { name, bytes, sha256 = digest(bytes), of = period }: Held) {
  const query = new URLSearchParams({ name, sha256 }).toString();
  const headers = { 'content-type': 'application/octet-stream' };
  return portal.call(cookie, 'POST', `/api/periods/${of}/attached?${query}`, { body: bytes, headers });
}

interface Words {
  readonly text: string;
  readonly files?: readonly object[];
}

async function say(portal: Portal, cookie: string, body: Words) {
  return portal.call(cookie, 'POST', `/api/periods/${period}/lines/user01@acme.com/comments`, { body });
}

const storySchema = z.object({
  comments: z.array(z.object({ by: z.string(), text: z.string(), files: z.array(z.object({ name: z.string() })) })),
});

describe('a comment with a file', () => {
  test('is shown with its line, and the file is handed out to be saved and nothing else', async () => {
    const portal = await aPortal();
    const cookie = await portal.session(mona, ['reviewer']);
    expect((await attach(portal, cookie, { name: 'ticket.pdf', bytes: ticket })).status).toBe(201);
    const file = `/api/periods/${period}/attached/${digest(ticket)}`;
    expect((await portal.call(cookie, 'GET', file)).status, 'no comment names it yet').toBe(404);
    const said = await say(portal, cookie, {
      text: 'The owner confirmed it.',
      files: [{ name: 'ticket.pdf', sha256: digest(ticket) }],
    });
    expect(said.status).toBe(201);
    const story = await portal.call(cookie, 'GET', `/api/periods/${period}/lines/user01@acme.com`);
    expect(z.parse(storySchema, await story.json()).comments).toEqual([
      { by: mona, text: 'The owner confirmed it.', files: [{ name: 'ticket.pdf' }] },
    ]);
    const taken = await portal.call(await portal.session('ann@audit.example', ['auditor']), 'GET', file);
    expect(Object.fromEntries(taken.headers)).toMatchObject({
      'content-disposition': 'attachment; filename="ticket.pdf"',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
    });
    expect(Buffer.from(await taken.arrayBuffer()).equals(ticket)).toBe(true);
    const event = (await portal.ports.reviews.load(period)).at(-1)?.event;
    expect(event).toMatchObject({ kind: 'commented', by: mona, assurance: 'oidc', login: 'user01@acme.com' });
    expect(event === undefined ? '' : eventText(event)).toBe(
      'A comment on user01@acme.com, with 1 file: The owner confirmed it.',
    );
  });

  test('is one comment though the request comes twice, at one moment too, until somebody has said another', async () => {
    const portal = await aPortal();
    const [cookie, other] = [await portal.session(mona, ['reviewer']), await portal.session(owner, ['reviewer'])];
    const files = [{ name: 'ticket.pdf', sha256: digest(ticket) }];
    await attach(portal, cookie, { name: 'ticket.pdf', bytes: ticket });
    const asked = async (by: string, text: string): Promise<number> => (await say(portal, by, { text, files })).status;
    expect(await Promise.all([asked(cookie, 'Which ticket?'), asked(cookie, 'Which ticket?')])).toEqual([201, 201]);
    expect(await asked(cookie, 'Which ticket?')).toBe(201);
    for (const by of [other, cookie]) expect(await asked(by, 'Which ticket?')).toBe(201);
    const story = await portal.call(cookie, 'GET', `/api/periods/${period}/lines/user01@acme.com`);
    expect(z.parse(storySchema, await story.json()).comments.map(({ by }) => by)).toEqual([mona, owner, mona]);
  });

  test('of somebody who signed in is recorded beside the same words that somebody typed under their name', async () => {
    const portal = await aPortal();
    const said = { period, login: 'user01@acme.com', text: 'Which ticket?', files: [] };
    expect(await comment(portal.world.dependencies, { ...said, by: mona, assurance: 'asserted' })).toHaveProperty(
      'value',
    );
    expect((await say(portal, await portal.session(mona, ['reviewer']), { text: said.text })).status).toBe(201);
    const events = (await portal.ports.reviews.load(period)).map(({ event }) => event);
    const comments = events.filter((event) => event.kind === 'commented');
    expect(comments.map(({ assurance }) => assurance)).toEqual(['asserted', 'oidc']);
  });

  test('that was changed where it lies is neither named nor handed out', async () => {
    const portal = await aPortal();
    const cookie = await portal.session(mona, ['reviewer']);
    const files = [{ name: 'ticket.pdf', sha256: digest(ticket) }];
    await attach(portal, cookie, { name: 'ticket.pdf', bytes: ticket });
    const stored = portal.world.dependencies.objects.location(`reviews/${period}/attached/${digest(ticket)}`);
    await writeFile(stored, '%PDF-1.7\nticket 4712\n');
    expect(await whatOf(await say(portal, cookie, { text: 'Confirmed.', files }))).toBe('no such file');
    await writeFile(stored, ticket);
    expect((await say(portal, cookie, { text: 'Confirmed.', files })).status).toBe(201);
    await writeFile(stored, '%PDF-1.7\nticket 4712\n');
    const taken = await portal.call(cookie, 'GET', `/api/periods/${period}/attached/${digest(ticket)}`);
    expect(taken.status).toBe(500);
  });

  test('stands in the signed report with the digest, and the report verifies', async () => {
    const portal = await aPortal();
    const { world } = portal;
    const cookie = await portal.session(mona, ['reviewer']);
    await attach(portal, cookie, { name: 'ticket.pdf', bytes: ticket });
    await say(portal, cookie, {
      text: 'The owner confirmed it.',
      files: [{ name: 'ticket.pdf', sha256: digest(ticket) }],
    });
    await keepsTheRest(world, period, owner);
    given(await signs(world, period, fallback));
    expect((await say(portal, cookie, { text: 'Between the signatures.' })).status).toBe(201);
    const { reportKey } = given(await signs(world, period, owner));
    const pdf = await world.stored(reportKey);
    expect(await verified(pdf)).toMatchObject({ exit: 0 });
    const texts = await pageTexts(pdf);
    const pages = withoutBlanks(texts.join(' '));
    expect(pages).toContain('Commentsandattachedfiles');
    expect(pages).toContain(digest(ticket));
    expect((await say(portal, cookie, { text: 'Too late.' })).status).toBe(422);
    const zip = await portal.call(cookie, 'GET', `/api/periods/${period}/evidence-zip`);
    expect(Buffer.from(await zip.arrayBuffer()).includes(ticket)).toBe(true);
  });
});

async function archived(portal: Portal, cookie: string): Promise<Buffer> {
  const zip = await portal.call(cookie, 'GET', `/api/periods/${period}/evidence-zip`);
  return Buffer.from(await zip.arrayBuffer());
}

test('a file that no comment names is not in the archive of the period', async () => {
  const portal = await aPortal();
  const cookie = await portal.session(mona, ['reviewer']);
  expect((await attach(portal, cookie, { name: 'ticket.pdf', bytes: ticket })).status).toBe(201);
  expect((await archived(portal, cookie)).includes(digest(ticket))).toBe(false);
  await say(portal, cookie, { text: 'Confirmed.', files: [{ name: 'ticket.pdf', sha256: digest(ticket) }] });
  expect((await archived(portal, cookie)).includes(digest(ticket))).toBe(true);
});

test('nothing is kept for a period without a review, nor after the last signature', async () => {
  const portal = await aPortal();
  const cookie = await portal.session(mona, ['reviewer']);
  const early = await attach(portal, cookie, { name: 'ticket.pdf', bytes: ticket, of: '9999-Q1' });
  expect([early.status, await whatOf(early)]).toEqual([422, 'review not open']);
  await keepsTheRest(portal.world, period, owner);
  for (const person of [fallback, owner]) given(await signs(portal.world, period, person));
  const late = await attach(portal, cookie, { name: 'ticket.pdf', bytes: ticket });
  expect([late.status, await whatOf(late)]).toEqual([422, 'review signed already']);
  for (const of of [period, '9999-Q1'])
    expect(await portal.ports.objects.list(`reviews/${of}/attached/`), of).toEqual([]);
});

test.each<[string, string, Uint8Array]>([
  ['a page', 'page.html', Buffer.from('<script>')],
  ['a program that calls itself a picture', 'cat.png', Buffer.from('MZ\u0000')],
  ['a text with bytes that are none', 'notes.txt', Buffer.from([0xff, 0xfe, 0x00])],
  ['an empty file', 'empty.txt', Buffer.alloc(0)],
  ['a path', '../report.pdf', ticket],
  ['a name that reads backwards', 'fdp.\u202etxt.pdf', ticket],
])('%s is not taken', async (_what, name, bytes) => {
  const portal = await aPortal();
  const cookie = await portal.session(mona, ['reviewer']);
  expect((await attach(portal, cookie, { name, bytes })).status).toBe(422);
});

test('a file that was cut on its way, or is too large, is not taken; and one that nobody kept is not named', async () => {
  const portal = await aPortal();
  const cookie = await portal.session(mona, ['reviewer']);
  expect(
    (await attach(portal, cookie, { name: 'ticket.pdf', bytes: ticket.subarray(0, 12), sha256: digest(ticket) }))
      .status,
  ).toBe(422);
  const large = Buffer.alloc(10 * 1024 * 1024 + 1);
  expect((await attach(portal, cookie, { name: 'large.txt', bytes: large })).status).toBe(413);
  expect(
    (await say(portal, cookie, { text: 'See the file.', files: [{ name: 'a.pdf', sha256: 'a'.repeat(64) }] })).status,
  ).toBe(422);
  expect(await portal.ports.reviews.load(period)).toHaveLength(1);
});
