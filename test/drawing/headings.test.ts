// A heading at the foot of a page, its table on the next, is read as a section with nothing in it.
import { expect, test } from 'vitest';
import type { Code } from '../../core/names/codes.ts';
import type { Finding } from '../../core/findings/finding.ts';
import { drawn } from '../support/reports/drawn.ts';
import { everyReport } from '../support/reports/every-report.ts';
import { opened, pagesOf, textOfPage } from '../support/reports/read-pdf.ts';
import { aFinding, aPopulation, aReport, findingsOf } from '../support/reports/report-builder.ts';
import { aSignedReport } from '../support/reports/signed-report.ts';

/** A finding whose row in the report has a line for each of its facts, and a few more. */
function tall(code: Code, label: string, lines: number): Finding {
  const finding = aFinding({ code, login: code === 'SSO_NOT_PROVEN' ? null : 'jane.doe@acme.com' });
  const facts = Array.from({ length: lines }, (_, index) => ({ label, value: `number ${index} ${'x'.repeat(70)}` }));
  return { ...finding, evidence: { ...finding.evidence, facts } };
}

/** The page with the heading of the accounts, and all pages together. */
async function pageOfAccounts(findings: readonly Finding[]): Promise<{ page: string | undefined; all: string }> {
  const pages = await pagesOf(await opened(await drawn(aReport({ findings }))));
  const texts = await Promise.all(pages.map(textOfPage));
  const page = texts.find((text) => text.includes('AccountsAccount,access') && !text.includes('Contents'));
  return { page, all: texts.join('') };
}

test.each([0, 6, 12, 18, 24, 30, 36, 42])(
  'a heading stays with the head and the first row of its table, %i lines further down',
  async (lines) => {
    const findings = [tall('SSO_NOT_PROVEN', 'Above', lines), tall('ORPHANED_ACCOUNT', 'Below', 16)];
    const { page } = await pageOfAccounts(findings);
    expect(page).toMatch(/AccountsAccount,access.*Whatwasfound,andwhy.*Below:number15/);
  },
);

test.each([54, 58, 60, 61, 62, 63, 66])('a first row of more than %i lines begins below its heading', async (lines) => {
  const { page, all } = await pageOfAccounts([tall('ORPHANED_ACCOUNT', 'Fact', lines)]);
  expect(page).toContain('Fact:number0');
  expect(all).toContain(`Fact:number${lines - 1}`);
});

test.each(Object.keys(everyReport).filter((name) => name.startsWith('signed-with')))(
  'a chapter that begins with a section has it on the same page: %s',
  async (name) => {
    const pages = await pagesOf(await opened(await drawn(everyReport[name] ?? aReport())));
    const texts = await Promise.all(pages.map(textOfPage));
    const page = texts.find((text) => text.includes('Queriesandcalls') && !text.includes('Contents'));
    expect(page).toContain('Readfrom');
  },
);

test('no chapter ends a page with its heading, on Letter as well', async () => {
  const gone = 'person.3@acme.com';
  for (const paper of ['A4', 'Letter'] as const) {
    for (let accounts = 4; accounts < 24; accounts += 1) {
      const population = aPopulation(accounts);
      const report = aReport({ population, findings: findingsOf(population), paper });
      const signed = aSignedReport({ report, ordered: [gone], proven: [gone], decided: { [gone]: 'revoke' } });
      const pages = await pagesOf(await opened(await drawn(signed)));
      const texts = await Promise.all(pages.map(textOfPage));
      const page = texts.find((text) => text.includes('Remediation') && !text.includes('Contents'));
      expect(page).toContain('Revokedinthisreview');
    }
  }
});

test('the contents and their legend stay on their page, however many headings there are', async () => {
  const [directory] = aReport().directories;
  if (directory === undefined) throw new Error('the report has a directory');
  for (let count = 1; count <= 20; count += 1) {
    const directories = Array.from({ length: count }, (_, index) => ({ ...directory, id: `directory-${index}` }));
    for (const more of [{}, { roles: [] }]) {
      expect((await drawn(aReport({ directories, ...more }))).length).toBeGreaterThan(0);
    }
  }
});
