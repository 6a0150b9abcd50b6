// The pages beside the review, in a real browser, by themselves: files that are handed in and out, and who sees what.
import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser/visiting.ts';
import { pagesByThemselves } from './browser/with-page.ts';

const withPage = pagesByThemselves();

describe.skipIf(!hasChromium)('an export that nobody declared', () => {
  test('is told what is unknown in it, beside the configuration that would declare it', async () => {
    await withPage(async (page) => {
      await page.goto('/upload');
      await page.getByText('Unknown headers or status words').waitFor();
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.getByRole('button', { name: 'Copy', exact: true }).click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      expect(JSON.parse(String(await page.evaluate('navigator.clipboard.readText()')))).toHaveProperty('export');
    });
  });
});

describe.skipIf(!hasChromium)('the overview', () => {
  test('tells of whom lines wait for in vain, and why a review is not closed yet', async () => {
    await withPage(async (page) => {
      await page.goto('/2026-Q4/overview');
      await page.getByText('Lines that wait for somebody who cannot decide').waitFor();
      expect(await page.locator('ul.reasons').first().innerText()).toBe(
        'chef@holding.example: no directory of the run knows them; 12 lines',
      );
      expect(await page.getByRole('button', { name: 'Close the review' }).isDisabled()).toBe(true);
      await page.getByText('It can be closed once both stages have signed.').waitFor();
    });
  });
});

describe.skipIf(!hasChromium)('an export that is handed in', () => {
  test('keeps what was typed of it over a reload, and leaves the next one to be declared anew', async () => {
    await withPage(async (page, { url }) => {
      await page.route(/\/uploads\/addresses$/, (route) => route.fulfill({ json: { put: null } }));
      await page.route(/\/uploads\/exports\?.*countShown=248/, async (route) => {
        const { uploads } = (await (await fetch(`${url}/api/uploads`)).json()) as { uploads: readonly unknown[] };
        await route.fulfill({ json: uploads[0] });
      });
      await page.goto('/upload');
      const exportedAt = page.getByRole('textbox', { name: 'Exported at' });
      const users = page.getByRole('textbox', { name: 'Number of users' });
      await exportedAt.fill('2026-10-05 08:00');
      await users.fill('248');
      await page.reload();
      expect([await exportedAt.inputValue(), await users.inputValue()]).toEqual(['2026-10-05 08:00', '248']);
      const buffer = Buffer.from('login');
      await page.getByLabel('File to upload').setInputFiles({ name: 'users.csv', mimeType: 'text/csv', buffer });
      await expect.poll(() => exportedAt.inputValue()).toBe('');
      expect(await users.inputValue()).toBe('');
      await page.reload();
      expect([await exportedAt.inputValue(), await users.inputValue()]).toEqual(['', '']);
    });
  });

  test('comes alone: of several that are dropped none is taken', async () => {
    await withPage(async (page) => {
      await page.goto('/upload');
      await page.getByRole('textbox', { name: 'Exported at' }).fill('2026-10-05 08:00');
      const sent: string[] = [];
      page.on('request', (request) => {
        if (request.method() !== 'GET') sent.push(request.url());
      });
      const dropped = await page.evaluateHandle(`(() => {
        const data = new DataTransfer();
        for (const name of ['october.csv', 'july.csv']) data.items.add(new File(['login'], name));
        return data;
      })()`);
      await page.locator('.drop').dispatchEvent('drop', { dataTransfer: dropped });
      await page.getByText('Several files were dropped').waitFor();
      expect(sent).toEqual([]);
    });
  });
});

describe.skipIf(!hasChromium)('a file', () => {
  test('is saved when its digest is the one on record, and not when it is another', async () => {
    await withPage(async (page) => {
      await page.goto('/reports');
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download 2026-Q3-review.pdf and check its digest' }).click();
      expect((await download).suggestedFilename()).toBe('2026-Q3-review.pdf');
      await page.getByText('digest checked').waitFor();
      await page.getByRole('button', { name: /^Evidence/ }).click();
      await page.getByRole('button', { name: 'Download altered.pdf and check its digest' }).click();
      await page.getByText('other bytes than on record: not saved').waitFor();
    });
  });
});

describe.skipIf(!hasChromium)('the findings at a glance', () => {
  test('are called those of the run, because decisions and removals settle some of them', async () => {
    await withPage(async (page) => {
      await page.goto('/2026-Q4');
      await page.getByText('Findings of the run, before decisions').waitFor();
      await page.getByRole('columnheader', { name: 'Findings of the run' }).waitFor();
      expect(await page.getByText('Open findings').count()).toBe(0);
    });
  });
});

describe.skipIf(!hasChromium)('a review that every stage has signed', () => {
  test('says which report carries what is said of it, before it is said, and offers no way back', async () => {
    await withPage(async (page, { company }) => {
      company.setCarriedBy('closing');
      const told = page.getByRole('dialog').getByText('only the one that closes it carries this');
      await page.goto('/2026-Q4/review');
      await page.getByRole('button', { name: 'Hand lines over' }).click();
      await told.waitFor();
      await page.goto('/2026-Q4/sign');
      await page.getByRole('button', { name: 'Approve the policy' }).click();
      await told.waitFor();
      await page.goto('/2026-Q4');
      await page.getByRole('button', { name: 'Close the review' }).waitFor();
      expect(await page.getByRole('button', { name: 'Void the review' }).count()).toBe(0);
    });
  });
});

/** Words of a table that stand on two lines: short ones, because an address has to break where there is no room. */
const brokenWords = `[...document.querySelectorAll('table td')].flatMap((cell) => {
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const broken = [];
  while (texts.nextNode()) {
    for (const word of texts.currentNode.data.matchAll(/[^ @.]+/g)) {
      if (word[0].length > 10) continue;
      const range = document.createRange();
      range.setStart(texts.currentNode, word.index);
      range.setEnd(texts.currentNode, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) broken.push(word[0]);
    }
  }
  return broken;
})`;

describe.skipIf(!hasChromium)('a table', () => {
  test.each(['review', 'findings', 'leavers', 'non-human', 'remediation'])(
    'of the page %s breaks no short word, 1280 wide',
    async (slug) => {
      await withPage(async (page) => {
        await page.setViewportSize({ width: 1280, height: 900 });
        await page.goto(`/2026-Q4/${slug}`);
        await page.locator('table td').first().waitFor();
        await page.evaluate('document.fonts.ready.then(() => null)');
        expect(await page.evaluate(brokenWords)).toEqual([]);
      });
    },
  );
});

describe.skipIf(!hasChromium)('an address', () => {
  test('names a period as people write it', async () => {
    await withPage(async (page) => {
      await page.goto('/2026-q4');
      await page.getByRole('heading', { name: 'Overview of 2026-Q4' }).waitFor();
    });
  });
});

describe.skipIf(!hasChromium)('roles', () => {
  test('a reviewer who is the fallback hands over what is another person’s', async () => {
    await withPage(async (page, { company }) => {
      company.setRoles(['reviewer']);
      const sent: unknown[] = [];
      await page.route(/\/delegations$/, async (route) => {
        sent.push(route.request().postDataJSON());
        await route.abort();
      });
      await page.goto('/2026-Q4/review');
      await page.getByRole('button', { name: 'Hand lines over' }).click();
      const dialog = page.getByRole('dialog');
      expect(await dialog.getByRole('textbox', { name: 'From' }).inputValue()).toBe('rita@acme.example');
      await dialog.getByRole('textbox', { name: 'From' }).fill('chef@holding.example');
      await dialog.getByRole('textbox', { name: 'Reason' }).fill('of the holding');
      await dialog.getByRole('button', { name: 'Hand lines over' }).click();
      await expect
        .poll(() => sent)
        .toEqual([{ from: 'chef@holding.example', to: null, until: null, reason: 'of the holding' }]);
    });
  });

  test('a reviewer finds no page that they may not read', async () => {
    await withPage(async (page, { company }) => {
      company.setRoles(['reviewer']);
      await page.goto('/2026-Q4');
      await page.getByRole('link', { name: 'Findings' }).waitFor();
      for (const name of ['Upload', 'Audit trail', 'Settings'])
        expect(await page.getByRole('link', { name, exact: true }).count()).toBe(0);
    });
  });
});
