// API keys of the register: whoever decides one is told when nobody answers for it, and so is whoever reads the report.
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { aCompany } from '../../../support/program/company.ts';
import { pageTexts } from '../../../support/reports/read-pdf.ts';

const on = ['--review', '2026-Q4', '--home', 'home'] as const;
const pair = 'an API key pair of the register, owned by';

test('a key is told by its owner, and with why its entry does not hold where it does not', async () => {
  const key = { kind: 'api-key', purpose: 'Data warehouse' } as const;
  const company = await aCompany({
    accounts: ['jane@acme.com'],
    people: ['jane@acme.com'],
    config: {
      nonHuman: [
        { ...key, login: 'held', owner: 'jane@acme.com' },
        { ...key, login: 'left', owner: 'sam@acme.com' },
        { ...key, login: 'ended', owner: 'jane@acme.com', expires: '2026-09-30' },
        { ...key, login: 'nobodys' },
      ],
      reviewers: { fallback: 'grc@acme.com', controlOwner: 'cfo@acme.com' },
    },
  });
  expect((await company.run('--out', 'out', '--quiet')).exit).toBe(0);
  await company.command('review', 'open', ...on);
  const { stdout: sheet } = await company.command('review', 'lines', ...on);
  expect(sheet).toContain(`"${pair} jane@acme.com"`);
  expect(sheet).toContain(`${pair} sam@acme.com. The owner sam@acme.com is in no directory.`);
  expect(sheet).toContain(`${pair} jane@acme.com. The register entry expired on 30 September 2026.`);
  expect(sheet).toContain(`${pair} nobody. The register names no owner for this key.`);
  const pdf = await readFile(company.path('out/report.pdf'));
  const text = (await pageTexts(pdf)).join('\n');
  expect(text).toContain('Theownersam@acme.comisinnodirectory.');
  expect((await company.command('verify', 'out/report.pdf')).stdout).toMatch(/^INTACT/);
});
