// An evidence report that loses a cell is worse than none: what goes in is read back, cell for cell.
import { describe, expect, test } from 'vitest';
import { codes } from '../../core/names/codes.ts';
import { dayText, hoursText, stampText } from '../../core/values/time-text.ts';
import { drawn } from '../support/reports/drawn.ts';
import { elementsOf, opened, pagesOf, rowsOf, textOfPage, withoutBlanks } from '../support/reports/read-pdf.ts';
import { aFinding, aPopulation, aPopulationRow, aReport, findingsOf } from '../support/reports/report-builder.ts';
import { aSignedReport } from '../support/reports/signed-report.ts';
import { at } from '../support/time.ts';

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
        withoutBlanks(stampText(account.lastLogin ?? '', 'short')),
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
    const [listed] = (await elementsOf(document, 'LBody')).filter((text) => text.includes('leavenoink'));
    for (const [, code] of shown.matchAll(/\[(U\+[0-9A-F]+)\]/g)) expect(listed).toContain(code);
  });
});

describe('the findings', () => {
  test('are listed whole with their account, each with its reason, its facts and its history', async () => {
    const findings = [
      ...findingsOf(aPopulation(200)),
      aFinding({ code: 'LEAVER_ACCOUNT', situation: 'deleted', directory: 'entra', identity: 'id-7', reviewsOpen: 3 }),
      aFinding({ code: 'SSO_NOT_PROVEN', login: null, state: 'reopened', continues: 'f_0123456789abcdef' }),
    ];
    const document = await opened(await drawn(aReport({ findings })));
    const rows = (await rowsOf(document)).map((row) => row.join('|'));
    for (const finding of findings) {
      const found = rows.filter((row) => row.includes(finding.id));
      expect(found).toHaveLength(1);
      for (const text of [
        finding.login ?? codes[finding.code].title,
        finding.code,
        finding.reason,
        finding.severity,
        finding.state,
        finding.row === null ? '' : `row ${finding.row}`,
        finding.situation ?? '',
        finding.directory ?? '',
        finding.identity ?? '',
        finding.continues ?? '',
        'Last login: 1 October 2026',
        'first seen 5 October 2026, 08:00 UTC',
        `open in ${finding.reviewsOpen} review`,
      ]) {
        expect(found[0]).toContain(withoutBlanks(text));
      }
    }
    expect((await elementsOf(document, 'P')).join('')).toContain(withoutBlanks('entra, 5 October 2026, 07:30 UTC'));
  });

  test('name their snapshots with each, where they do not all rest on the same', async () => {
    const other = aFinding({ code: 'LEAVER_ACCOUNT' });
    const snapshots = [{ directory: 'okta', takenAt: at('2026-10-05T07:45:00Z') }];
    const findings = [aFinding(), { ...other, evidence: { ...other.evidence, snapshots } }];
    const rows = (await rowsOf(await opened(await drawn(aReport({ findings }))))).flat();
    for (const text of ['snapshots entra, 5 October 2026, 07:30 UTC', 'snapshots okta, 5 October 2026, 07:45 UTC'])
      expect(rows).toContainEqual(expect.stringContaining(withoutBlanks(text)));
  });

  test('are found by their code, with the page of the account that each is about', async () => {
    const findings = [aFinding(), aFinding({ code: 'LEAVER_ACCOUNT' }), aFinding({ login: 'ghost@acme.com' })];
    const rows = await rowsOf(await opened(await drawn(aReport({ findings }))));
    for (const { code, login } of findings) {
      const [row] = rows.filter(
        (cells) => cells.length === 5 && cells[1] === withoutBlanks(`${code}${codes[code].title}`),
      );
      expect(row?.join('')).toMatch(new RegExp(`${login},p\\.\\d+`));
    }
  });

  test('lose nothing of a reason that is longer than a page', async () => {
    const reason = Array.from({ length: 3000 }, (_, index) => `word${index}`).join(' ');
    const document = await opened(await drawn(aReport({ findings: [aFinding({ reason })] })));
    const pieces = (await rowsOf(document)).filter((row) => row.length === 2).map((row) => row[1] ?? '');
    expect(pieces.length).toBeGreaterThan(6);
    expect(pieces.join('')).toContain(withoutBlanks(reason));
  });
});

describe('the story of an account', () => {
  test('tells its access, how it was matched, when it was used, and what was found', async () => {
    const account = aPopulationRow({
      role: 'Admin',
      privileged: true,
      team: 'Revenue',
      manager: 'mona@acme.com',
      license: 'Full',
      lastLogin: '2026-09-30 07:00',
      lastSignIn: '2 October 2026, 06:00 UTC in entra',
      findings: ['PRIVILEGED_ACCOUNT', 'DORMANT_ACCOUNT'],
    });
    const findings = [aFinding({ code: 'PRIVILEGED_ACCOUNT' }), aFinding({ code: 'DORMANT_ACCOUNT' })];
    const rows = await rowsOf(await opened(await drawn(aReport({ population: [account], findings }))));
    const [story, ...others] = rows.filter(([first = '']) => first.includes('RoleAdmin,privileged'));
    expect(others).toEqual([]);
    for (const text of [
      'Role Admin, privileged; team Revenue; manager mona@acme.com; licence Full.',
      'Status active; situation linked; row 2. Last login 30 September 2026, 07:00 UTC; last sign-in 2 October 2026, 06:00 UTC in entra.',
      'To be decided before the signatures.',
    ])
      expect(story?.[0]).toContain(withoutBlanks(text));
    for (const text of [
      `Match: ${account.match} (the name that the directory sends at sign-in); identity ${account.identity}.`,
      'PRIVILEGED_ACCOUNT',
      'DORMANT_ACCOUNT',
    ])
      expect(story?.[1]).toContain(withoutBlanks(text));
  });
});

describe('the decisions', () => {
  test('are listed whole, by reviewer, with the access that was certified', async () => {
    const report = aSignedReport();
    const rows = await rowsOf(await opened(await drawn(report)));
    const listed = rows.filter((row) => row.length === 9 && row[0] !== 'Login');
    expect(listed).toHaveLength(report.decisions?.length ?? 0);
    for (const { login, name, role, team, manager, decision, reason, codesSeen } of report.decisions ?? []) {
      const [row] = listed.filter(([first]) => first === login);
      expect(row?.slice(0, 5)).toEqual([login, name, role, team, manager].map((text) => withoutBlanks(text ?? '–')));
      expect(row?.[5]).toContain(decision);
      expect(row?.[7]).toBe(withoutBlanks(reason));
      expect(row?.[8]).toBe(codesSeen.join(','));
    }
  });

  test('say for each removal its order, due day, proof and how long it took', async () => {
    const report = aSignedReport();
    const rows = await rowsOf(await opened(await drawn(report)));
    const tracked = rows.filter((row) => row.length === 7 && row[0] !== 'Account');
    for (const { login, order, hours, proof } of report.review?.removals ?? []) {
      const [row] = tracked.filter(([first = '']) => first.startsWith(login));
      expect(row?.[2]).toContain(order === null ? '–' : `no.${order.number}`);
      expect(row?.[3]).toBe(order === null ? '–' : withoutBlanks(dayText(order.dueDay)));
      expect(row?.[4]).toContain(proof === null ? '–' : `run${proof.run}`);
      expect(row?.[5]).toBe(hours === null ? '–' : withoutBlanks(hoursText(hours)));
    }
  });
});

test('an account that was revoked is called still live by no export from before the decision', async () => {
  const { export: source } = aReport();
  const revoked = { review: '2026-Q4', by: 'grc@acme.com', shown: 'live' } as const;
  const drawnAt = async (decided: string): Promise<string> => {
    const report = aReport({ revokedBefore: [{ ...revoked, login: 'ghost@acme.com', at: at(decided) }] });
    return (await rowsOf(await opened(await drawn(report)))).flat().join(' ');
  };
  expect(source.exportedAt < '2026-10-06').toBe(true);
  expect(await drawnAt('2026-10-06T09:00:00Z')).not.toContain(withoutBlanks('STILL LIVE'));
  expect(await drawnAt('2026-10-06T09:00:00Z')).toContain(withoutBlanks('live, before the decision'));
  expect(await drawnAt('2026-07-06T09:00:00Z')).toContain(withoutBlanks('STILL LIVE'));
});
