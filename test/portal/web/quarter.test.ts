// A whole quarter by the pages of `access-review serve` alone, in a real browser: from the upload to the closing report.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { periodOf } from '../../../core/config/calendar.ts';
import { instantFromMs } from '../../../core/values/instant.ts';
import { act, decidesAll, signs } from './browser/done-on-pages.ts';
import { people, serveCompany } from './browser/served.ts';
import type { Served, Who } from './browser/served.ts';
import { focusOn, hasChromium, openChromium, signIn, tabTo, visit } from './browser/visiting.ts';
import type { Visitor } from './browser/visiting.ts';

const { id: period } = periodOf(instantFromMs(Date.now()), { timeZone: 'UTC', fiscalYearStart: 1 });
const review = `/${period}/review`;
const picture = join(import.meta.dirname, '../../../sample/users-page.png');

let browser: Browser;
let served: Served;
const visitors = new Map<Who, Visitor>();

beforeAll(async () => {
  if (!hasChromium) return;
  served = await serveCompany();
  browser = await openChromium();
}, 180_000);

afterAll(async () => {
  if (!hasChromium) return;
  await browser.close();
  await served.close();
});

/** Pages that nobody looks at ask the server for news all the same. */
afterEach(async () => {
  for (const { page } of visitors.values()) await page.goto('about:blank');
});

/** Everybody keeps their own browser over the whole quarter. */
async function as(who: Who, address: string): Promise<Page> {
  const known = visitors.get(who);
  if (known !== undefined) {
    await known.page.goto(address);
    return known.page;
  }
  const visitor = await visit(browser, served.url);
  visitors.set(who, visitor);
  await signIn(visitor.page, people[who], address);
  return visitor.page;
}

/** Signs in a moment ago, as a signature asks, and comes back to the page. */
async function anew(who: Who, address: string): Promise<Page> {
  const page = await as(who, address);
  await page.goto(`/auth/sign-in?fresh=1&return=${encodeURIComponent(address)}`);
  await page.getByRole('button', { name: people[who], exact: true }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

async function uploads(path: string, users: number): Promise<void> {
  const admin = await as('admin', '/upload');
  await admin
    .getByRole('textbox', { name: 'Exported at' })
    .fill(new Date().toISOString().slice(0, 19).replace('T', ' '));
  await admin.getByRole('textbox', { name: 'Number of users' }).fill(String(users));
  await admin.getByLabel('File to upload').setInputFiles(path);
  await admin.getByText(`accepted, ${users} rows`).first().waitFor();
}

async function confirms(users: number): Promise<void> {
  const owner = await as('owner', '/upload');
  await act(owner, 'Confirm the number', { 'Number of users': String(users) });
  await owner.getByText(`confirmed by carl.owner@acme.com`).first().waitFor();
}

/** @param nth how many were started in all */
async function starts(nth: number): Promise<void> {
  const admin = await as('admin', '/upload');
  await act(admin, 'Start the run');
  await admin
    .getByText('accepted: Done')
    .nth(nth - 1)
    .waitFor({ timeout: 60_000 });
}

describe.skipIf(!hasChromium)('a quarter in the browser', { timeout: 180_000 }, () => {
  test('the administrator uploads an export, with a picture of the page', async () => {
    const { path, users } = await served.exportOf();
    await uploads(path, users);
    const { page: admin } = visitors.get('admin') ?? fail();
    await admin.getByText('You typed the number of users; a second person confirms it.').waitFor();
    expect(await admin.getByRole('button', { name: 'Confirm the number' }).count()).toBe(0);
    await admin.getByLabel('Picture of the page').setInputFiles(picture);
    await admin.getByText('Picture of the page: users-page.png').waitFor();
  });

  test('a second person confirms the number, and the run is started and told from the page', async () => {
    const { users } = await served.exportOf();
    await confirms(users);
    await starts(1);
    const admin = await as('admin', `/${period}`);
    await admin.getByText(`${users} users shown by the application`).waitFor();
    for (const page of ['review', 'sign', 'remediation', 'non-human']) {
      await admin.goto(`/${period}/${page}`);
      await admin.getByText('Nobody has opened it yet.').waitFor();
      expect(await admin.getByRole('main').textContent()).not.toContain('access-review ');
      await admin.getByRole('link', { name: 'Go to the overview' }).click();
      await admin.waitForURL(({ pathname }) => pathname === '/');
    }
    await act(admin, 'Open the review');
    await admin.getByRole('heading', { name: 'Who owes what' }).waitFor();
  });

  test('one reviewer keeps in bulk with a reason, decides the rest at once, and comments with a file', async () => {
    const sofia = await as('sales', `${review}?mine=true`);
    await act(sofia, /^Keep \d+ unremarkable lines$/, { Reason: 'Linked and unchanged.' });
    await sofia.goto(`${review}?mine=true&decision=undecided&recommendation=revoke`);
    await sofia.getByRole('checkbox', { name: 'Select every line of this page' }).check({ force: true });
    await sofia.getByRole('button', { name: 'Revoke', exact: true }).click();
    await sofia.getByRole('textbox', { name: 'Reason' }).fill('Nobody of the team knows them.');
    await sofia.getByRole('button', { name: /^Stage for \d+ lines$/ }).click();
    await sofia.getByRole('button', { name: /^Record \d+ decisions$/ }).click();
    await sofia.getByText('2 decisions recorded.').waitFor();
    await sofia.goto(`${review}?line=${encodeURIComponent('ghost@acme.com')}`);
    await sofia.getByText(/^Comments and files \(0\)/).click();
    await sofia.getByLabel('Files for the comment on ghost@acme.com').setInputFiles(picture);
    await sofia.getByRole('textbox', { name: 'Comment' }).fill('The page shows no owner.');
    await sofia.getByRole('button', { name: 'Record the comment' }).click();
    await sofia.getByRole('link', { name: 'users-page.png' }).waitFor();
  });

  test('a second browser on the same line sees the decision without a reload, and keeps its own text', async () => {
    const line = `${review}?mine=true&decision=undecided&line=${encodeURIComponent('colleague00@acme.com')}`;
    const { page: second } = await visit(browser, served.url);
    await signIn(second, people.sales, line);
    await second.getByRole('textbox', { name: 'Reason' }).fill('My own words.');
    const first = await as('sales', line);
    await first.getByRole('button', { name: 'Keep', exact: true }).click();
    await first.getByRole('textbox', { name: 'Reason' }).fill('Leads the team.');
    await first.getByRole('button', { name: 'Stage', exact: true }).click();
    await first.getByRole('button', { name: 'Record 1 decision' }).click();
    await first.getByText('Nothing is left for you to decide.').waitFor();
    await second.getByText('Decided while you were writing').waitFor();
    await second.getByText(/Keep, by you, .*: Leads the team\. What you wrote is kept below/).waitFor();
    expect(await second.getByRole('textbox', { name: 'Reason' }).inputValue()).toBe('My own words.');
    await second.context().close();
  });

  test('a session that ends in the middle of a decision comes back to the line, with nothing lost', async () => {
    const line = 'colleague01@acme.com';
    const omar = await as('support', `${review}?mine=true&decision=undecided&line=${encodeURIComponent(line)}`);
    await omar.getByRole('button', { name: 'Except', exact: true }).click();
    await omar.getByRole('textbox', { name: 'Until' }).fill('2099-12-31');
    await omar.getByRole('textbox', { name: 'Reason' }).fill('Half a sentence');
    const elsewhere = await omar.context().newPage();
    await elsewhere.goto(served.url);
    await elsewhere.getByRole('button', { name: people.support }).click();
    await elsewhere.getByRole('menuitem', { name: 'Sign out' }).click();
    await elsewhere.getByRole('link', { name: 'Sign in' }).waitFor();
    await elsewhere.close();
    await omar.getByText('Your session has ended.').first().waitFor();
    await omar.getByRole('link', { name: 'Sign in' }).first().click();
    await omar.getByRole('button', { name: people.support, exact: true }).click();
    await omar.getByRole('heading', { name: line }).waitFor();
    expect(await omar.getByRole('textbox', { name: 'Until' }).inputValue()).toBe('2099-12-31');
    expect(await omar.getByRole('textbox', { name: 'Reason' }).inputValue()).toBe('Half a sentence');
    await omar.getByRole('button', { name: 'Keep', exact: true }).click();
    await omar.getByRole('textbox', { name: 'Reason' }).fill('Half a sentence, and the other half.');
    await omar.getByRole('button', { name: 'Stage', exact: true }).click();
    await omar.getByRole('button', { name: 'Record 1 decision' }).click();
    await omar.getByText('1 decision recorded.').waitFor();
  });

  test.each([
    ['sales', '/upload'],
    ['sales', `/${period}/trail`],
    ['sales', '/settings'],
  ] as const)('a page that is not for them turns them away: %s at %s', async (who, address) => {
    const page = await as(who, address);
    await page.getByText('not for this role. Found: reviewer.').first().waitFor();
  });

  test.each([
    { who: 'auditor', address: '/upload', shown: 'users-18.csv', missing: 'Hand a file in' },
    { who: 'auditor', address: `${review}?line=ghost%40acme.com`, shown: 'Match', missing: 'Stage' },
    { who: 'admin', address: `/${period}/sign`, shown: 'Stages', missing: 'Approve the policy' },
  ] as const)('a page offers nobody what is not theirs to do: $who at $address', async (offered) => {
    const page = await as(offered.who, offered.address);
    await page.getByText(offered.shown).first().waitFor();
    expect(await page.getByText(offered.missing, { exact: true }).count()).toBe(0);
  });

  test.each([
    ['sales', `periods/${period}/policy-approval`],
    ['sales', 'runs'],
    ['auditor', `periods/${period}/decisions/filtered`],
    ['auditor', `periods/${period}/closing`],
    ['admin', `periods/${period}/policy-approval`],
  ] as const)('the server refuses what is not theirs, whatever the page offers: %s, %s', async (who, path) => {
    const page = await as(who, '/reports');
    const status = await page.evaluate(
      async (address) => (await fetch(address, { method: 'POST' })).status,
      `/api/${path}`,
    );
    expect(status).toBe(403);
  });

  test('the other reviewer decides by keyboard alone', async () => {
    const omar = await as('support', `${review}?mine=true&decision=undecided`);
    const lines = omar.getByRole('table', { name: 'Lines' }).getByRole('link', { name: /@acme\.com/ });
    await lines.first().waitFor();
    const mine = await lines.count();
    expect(mine).toBeGreaterThan(2);
    await tabTo(omar, lines.first());
    await omar.keyboard.press('j');
    for (let line = 0; line < mine; line += 1) {
      await omar.keyboard.press('1');
      await focusOn(omar, omar.getByRole('textbox', { name: 'Reason' }));
      await omar.keyboard.type(`Works with it, as line ${line + 1} says.`);
      await tabTo(omar, omar.getByRole('button', { name: 'Stage', exact: true }));
      await omar.keyboard.press('Enter');
      await omar.getByText(`${line + 1} decision${line === 0 ? '' : 's'} staged, not recorded yet`).waitFor();
    }
    await tabTo(omar, omar.getByRole('button', { name: /^Record \d+ decisions$/ }), 'Shift+Tab');
    await omar.keyboard.press('Enter');
    await omar.getByText(`${mine} decisions recorded.`).waitFor();
  });

  test('the control owner signs after the reviewer', async () => {
    const admin = await as('admin', `${review}?mine=true&decision=undecided`);
    await decidesAll(admin);
    const owner = await as('owner', `${review}?mine=true&decision=undecided`);
    await decidesAll(owner);
    await anew('owner', `/${period}/sign`);
    await act(owner, 'Approve the policy');
    await owner.getByText('Approved by carl.owner@acme.com').waitFor();
    await anew('admin', `/${period}/sign`);
    await signs(admin);
    await admin.getByText(/Signed by ada\.admin@acme\.com/).waitFor();
    await anew('owner', `/${period}/sign`);
    await signs(owner);
    await owner.getByText('Every stage has signed.').waitFor();
  });

  test('the work order is handed over, its digest checked in the browser', async () => {
    const admin = await as('admin', `/${period}/remediation`);
    await act(admin, 'Issue a work order');
    await admin.getByRole('heading', { name: 'Work order 1' }).waitFor();
    const download = admin.waitForEvent('download');
    await admin.getByRole('button', { name: /^Download .*suspend-001\.csv and check its digest/ }).click();
    const saved = await readFile(await (await download).path(), 'utf8');
    for (const login of ['joe@acme.com', 'ghost@acme.com']) expect(saved).toContain(login);
  });

  test('the next export proves the removals, and the review is closed with its report', async () => {
    // Its time is typed in whole seconds, and an export of the second of the order proves nothing.
    await setTimeout(1000);
    const { path, users } = await served.exportOf(['joe', 'ghost']);
    await uploads(path, users);
    await confirms(users);
    await starts(2);
    const owner = await as('owner', `/${period}/remediation`);
    await owner.getByText('closed', { exact: true }).nth(1).waitFor();
    await anew('owner', `/${period}`);
    await act(owner, 'Close the review');
    await owner.getByText('Closed', { exact: true }).first().waitFor();
    expect(await owner.getByText(/days? (left|late)$/).count()).toBe(0);
  });

  test('the auditor downloads the closing report with its digest checked, and has it verified', async () => {
    const auditor = await as('auditor', '/reports');
    const download = auditor.waitForEvent('download');
    await auditor.getByRole('button', { name: 'Download closing.pdf and check its digest' }).click();
    const bytes = await readFile(await (await download).path());
    await auditor.getByText('digest checked: it is the file on record').waitFor();
    await auditor.getByText(createHash('sha256').update(bytes).digest('hex')).first().waitFor();
    await auditor.getByText(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/).waitFor();
    await auditor.getByRole('button', { name: 'Verify closing.pdf' }).click();
    await auditor.getByText('The report holds').waitFor({ timeout: 60_000 });
  });

  test('what the pages did broke no policy and threw no error', () => {
    expect([...visitors.values()].flatMap(({ faults }) => faults)).toEqual([]);
  });
});

function fail(): never {
  throw new Error('the administrator was here before');
}
