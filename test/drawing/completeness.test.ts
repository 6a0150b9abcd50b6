// An evidence report that loses a cell is worse than none: what goes in is read back, cell for cell.
import { describe, expect, test } from 'vitest';
import { codes } from '../../core/names/codes.ts';
import { drawn } from '../support/drawn.ts';
import { elementsOf, opened, pagesOf, rowsOf, textOfPage, withoutBlanks } from '../support/read-pdf.ts';
import { aFinding, aPopulation, aPopulationRow, aReport, findingsOf } from '../support/report-builder.ts';

const columnsOfAppendix = 11;

async function appendixRows(pdf: Uint8Array): Promise<readonly (readonly string[])[]> {
  const rows = await rowsOf(await opened(pdf));
  return rows.filter((row) => row.length === columnsOfAppendix && row[0] !== 'Row');
}

/** The parts of an Arabic letter that a font draws on their own are read as joiners, which change nothing. */
function withoutJoiners(text: string): string {
  return text.replaceAll('\u200D', '');
}

describe('the population', () => {
  test('is listed whole, over as many pages as it takes', async () => {
    const population = aPopulation(250);
    const pdf = await drawn(aReport({ population }));
    expect(await appendixRows(pdf)).toEqual(
      population.map((account) => [
        String(account.row),
        account.login,
        withoutBlanks(account.name ?? ''),
        account.status,
        account.role ?? '',
        account.situation,
        account.rule ?? '',
        account.directory ?? '',
        account.identity ?? '',
        account.findings.join(','),
        account.lastLogin ?? '',
      ]),
    );
  });

  test('has its header read once and seen on every page', async () => {
    const document = await opened(await drawn(aReport({ population: aPopulation(120) })));
    const headers = (await elementsOf(document, 'TH')).filter((text) => text === 'Directory');
    const pages = await pagesOf(document);
    const landscape = pages.filter((page) => page.view[2] !== undefined && page.view[2] > 800);
    const texts = await Promise.all(landscape.map(textOfPage));
    expect(headers).toHaveLength(1);
    expect(texts.length).toBeGreaterThan(2);
    for (const text of texts) expect(text).toContain('RowLoginNameStatusRoleSituation');
  });

  test.each([
    ['Latin with accents', 'Zoë Ångström-Łukasiewicz'],
    ['Vietnamese', 'Nguyễn Thị Ánh Tuyết'],
    ['Cyrillic', 'Ольга Иванова'],
    ['Greek', 'Αλέξανδρος Παπαδόπουλος'],
    ['Chinese', '王小明'],
    ['Japanese', '田中さくら'],
    ['Korean', '김철수'],
    ['Arabic', 'محمد عبد الله'],
    ['Hebrew', 'דוד כהן'],
    ['symbols', '✓ → ≥ −'],
    ['two characters that a font draws alike', '一\u2F00'],
    ['markup', `<b>R&D</b> "x" (y) \\ ]]>`],
  ])('keeps %s as written', async (_script, name) => {
    const rows = await appendixRows(await drawn(aReport({ population: [aPopulationRow({ name })] })));
    expect(withoutJoiners(rows[0]?.[2] ?? '')).toBe(withoutBlanks(name));
  });

  test('keeps a login that is wider than its column', async () => {
    const login = `${'x'.repeat(300)}@${'sub.'.repeat(20)}acme.com`;
    const rows = await appendixRows(await drawn(aReport({ population: [aPopulationRow({ login })] })));
    expect(rows[0]?.[1]).toBe(login);
  });
});

describe('a character that leaves no ink', () => {
  test.each([
    ['a control character', 'jane\u0000doe', 'jane[U+0000]doe'],
    ['a tab', 'jane\tdoe', 'jane[U+0009]doe'],
    ['a line break', 'jane\r\ndoe', 'jane[U+000D][U+000A]doe'],
    ['a reversal of direction', 'jane\u202Edoe', 'jane[U+202E]doe'],
    ['a blank without width', 'jane\u200Bdoe', 'jane[U+200B]doe'],
    ['a private character', 'jane\uE000doe', 'jane[U+E000]doe'],
    ['half a character', 'jane\uD83Ddoe', 'jane[U+D83D]doe'],
    ['a picture that no font has', 'jane\u{1F9D1}doe', 'jane[U+1F9D1]doe'],
  ])('is shown as its code point: %s', async (_what, name, shown) => {
    const document = await opened(await drawn(aReport({ population: [aPopulationRow({ name })] })));
    const rows = (await rowsOf(document)).filter((row) => row.length === columnsOfAppendix);
    expect(rows.at(-1)?.[2]).toBe(shown);
    const listed = (await elementsOf(document, 'P')).at(-1);
    for (const [, code] of shown.matchAll(/\[(U\+[0-9A-F]+)\]/g)) expect(listed).toContain(code);
  });
});

describe('the findings', () => {
  test('are listed whole, each with its reason, its facts and its history', async () => {
    const findings = [
      ...findingsOf(aPopulation(200)),
      aFinding({ code: 'LEAVER_ACCOUNT', situation: 'deleted', directory: 'entra', identity: 'id-7', reviewsOpen: 3 }),
      aFinding({ code: 'SSO_NOT_PROVEN', login: null, state: 'reopened', continues: 'f_0123456789abcdef' }),
    ];
    const rows = (await rowsOf(await opened(await drawn(aReport({ findings }))))).map((row) => row.join('|'));
    for (const finding of findings) {
      const found = rows.filter((row) => row.includes(finding.id));
      expect(found).toHaveLength(1);
      for (const text of [
        finding.login ?? 'Control',
        finding.reason,
        finding.severity,
        finding.state,
        finding.row === null ? '' : `Row ${finding.row} of the export`,
        finding.situation ?? '',
        finding.directory ?? '',
        finding.identity ?? '',
        finding.continues ?? '',
        'Last login: 1 October 2026',
        'entra, 5 October 2026, 07:30 UTC',
        'First seen 5 October 2026, 08:00 UTC',
        `Open in ${finding.reviewsOpen} review`,
      ]) {
        expect(found[0]).toContain(withoutBlanks(text));
      }
    }
  });

  test('stand under a heading for each code', async () => {
    const findings = [aFinding(), aFinding({ code: 'LEAVER_ACCOUNT' })];
    const headings = await elementsOf(await opened(await drawn(aReport({ findings }))), 'H3');
    for (const { code } of findings) expect(headings).toContain(withoutBlanks(`${codes[code].title} (${code})`));
  });

  test('lose nothing of a reason that is longer than a page', async () => {
    const reason = Array.from({ length: 3000 }, (_, index) => `word${index}`).join(' ');
    const document = await opened(await drawn(aReport({ findings: [aFinding({ reason })] })));
    const pieces = (await rowsOf(document)).filter((row) => row.length === 3).map((row) => row[1] ?? '');
    expect(pieces.length).toBeGreaterThan(6);
    expect(pieces.join('')).toContain(withoutBlanks(reason));
  });
});
