// Every account that something is to be said about, its story in one row: its access, what was found, what came of it.
import { isSettled } from '../../core/findings/finding.ts';
import { settledIn } from '../../core/report/told/progress.ts';
import type { Finding } from '../../core/findings/finding.ts';
import { codes } from '../../core/names/codes.ts';
import type { Report } from '../../core/report/report.ts';
import type { PopulationRow } from '../../core/report/parts/accounts.ts';
import type { DecidedRow, RemovalRow } from '../../core/report/parts/review.ts';
import type { Story } from '../../core/report/told/stories.ts';
import { dayText, instantText, stampText } from '../../core/values/time-text.ts';
import type { Book } from '../layout/book.ts';
import type { Cell, CellPart } from '../layout/cell.ts';
import { columnsOf } from '../layout/columns.ts';
import { chapter, paragraph } from '../layout/prose.ts';
import { tableSection } from '../layout/table.ts';
import type { Told } from './told.ts';
import { counted } from '../wording.ts';

const findingsColumn = { 'What was found, and why': 4.1 };

export function* stories(book: Book, told: Told): Generator<void, void> {
  const { report } = told;
  chapter(book, 'Findings, account by account');
  paragraph(book, introduction(report));
  if (report.notJudged > 0) {
    const earlier = counted(report.notJudged, 'open finding');
    paragraph(book, `${earlier} of earlier runs could not be judged, because this run is not complete.`);
  }
  const snapshots = commonSnapshots(report);
  const controls = report.findings.filter(({ login }) => login === null);
  if (controls.length > 0) {
    yield* tableSection(book, 'The control itself', {
      listed: true,
      size: 7,
      air: 0.45,
      columns: columnsOf({ About: 2.5, ...findingsColumn }),
      rows: controls.map((finding) => [subjectOf(finding), findingParts(finding, { account: null, snapshots })]),
    });
  }
  if (told.stories.length === 0) return;
  yield* tableSection(book, 'Accounts', {
    listed: true,
    size: 7,
    air: 0.45,
    columns: columnsOf({ 'Account, access and what comes of it': 2.5, ...findingsColumn }),
    rows: told.stories.map((story) => storyCells(told, story, snapshots)),
  });
}

function introduction(report: Report): string {
  const snapshots = commonSnapshots(report);
  const one = report.findings[0]?.evidence.snapshots.length === 1;
  const rests =
    snapshots === ''
      ? ''
      : ` It rests on the row of the export and on the ${one ? 'snapshot' : 'snapshots'} of ${snapshots}, which are attached.`;
  const settled = report.findings.some(settledIn(report))
    ? ' Findings that were closed or excepted are listed, and not counted as open.'
    : '';
  return `The gravest first. A finding keeps its id from review to review.${rests}${settled}`;
}

/** Snapshots that every finding rests on: said once, in place of with each. */
function commonSnapshots({ findings }: Report): string {
  const texts = new Set(findings.map(snapshotsText));
  const [only = ''] = texts;
  return texts.size === 1 ? only : '';
}

function snapshotsText({ evidence }: Finding): string {
  return evidence.snapshots.map(({ directory, takenAt }) => `${directory}, ${instantText(takenAt)}`).join('; ');
}

function storyCells({ anchors }: Told, story: Story, snapshots: string): readonly Cell[] {
  const { login, account, findings, decision, removal, next } = story;
  const anchor = anchors.get(login);
  const access = account === null ? [{ text: 'No row of the export has this login.' }] : accessParts(account);
  const match = account === null ? [] : [{ text: matchText(account), muted: true }];
  const told = { account, snapshots };
  const found = findings.length === 0 ? [{ text: 'Nothing was found.' }] : [];
  return [
    [
      { text: login, face: 'bold', ...(anchor === undefined ? {} : { anchor }) },
      ...access,
      { text: next, face: 'bold' },
      ...decisionParts(decision),
      ...removalParts(removal),
    ],
    [...match, ...found, ...findings.flatMap((finding) => findingParts(finding, told))],
  ];
}

function accessParts(account: PopulationRow): readonly CellPart[] {
  const { name, role, team, manager, license, status, row, privileged, situation } = account;
  const access = [
    `Role ${role ?? 'not given'}${privileged ? ', privileged' : ''}`,
    `team ${team ?? 'not given'}`,
    `manager ${manager ?? 'not known'}`,
    ...(license === null ? [] : [`licence ${license}`]),
  ];
  return [
    { text: `${name === null ? '' : `${name}. `}${access.join('; ')}.` },
    { text: `Status ${status}; situation ${situation}; row ${row}. ${lastUseText(account)}` },
  ];
}

const ruleMeanings: Readonly<Record<string, string>> = {
  'name-id': 'the name that the directory sends at sign-in',
  login: 'a login of the identity',
  alias: 'an alias of the identity',
  'approved-alias': 'an alias that a person approved',
  'employee-id': 'the same employee id',
};

function matchText({ match, rule, identity }: PopulationRow): string {
  const meaning = rule === null ? undefined : ruleMeanings[rule];
  const how = meaning === undefined ? '' : ` (${meaning})`;
  return `Match: ${match}${how}${identity === null ? '' : `; identity ${identity}`}.`;
}

function lastUseText({ lastLogin, lastSignIn }: PopulationRow): string {
  const login = lastLogin === null ? 'Last login not in the export' : `Last login ${stampText(lastLogin, 'whole')}`;
  return lastSignIn === null ? `${login}.` : `${login}; last sign-in ${lastSignIn}.`;
}

function subjectOf(finding: Finding): readonly CellPart[] {
  return [
    { text: codes[finding.code].title, face: 'bold' },
    ...(finding.directory === null ? [] : [{ text: `Directory ${finding.directory}` }]),
  ];
}

/** What the story of an account says already, so that its findings do not repeat it. */
interface Beside {
  readonly account: PopulationRow | null;
  readonly snapshots: string;
}

function findingParts(finding: Finding, { account, snapshots: common }: Beside): readonly CellPart[] {
  const { code, severity, state, reason, evidence, row, situation, directory, identity, id } = finding;
  const snapshots = snapshotsText(finding);
  const facts = evidence.facts
    .filter(({ label, value }) => !isBeside(account, label, value))
    .map(({ label, value }) => `${label}: ${value.replace(/\.$/, '')}`);
  const isMatched = account !== null && directory === account.directory && identity === account.identity;
  const source = [
    ...(row === null || row === account?.row ? [] : [`row ${row} of the export`]),
    ...(situation === null || situation === account?.situation ? [] : [situation]),
    ...(directory === null || isMatched ? [] : [identity === null ? directory : `${directory}, identity ${identity}`]),
    ...(snapshots === common ? [] : [`snapshots ${snapshots}`]),
  ];
  const history = [
    `${id}, first seen ${instantText(finding.firstSeen)}`,
    ...(isSettled(finding) ? [] : [`open in ${counted(finding.reviewsOpen, 'review')}`]),
    ...(finding.continues === null ? [] : [`continues ${finding.continues}`]),
  ];
  return [
    { text: `${severity}  ${code}, ${state}`, face: 'bold', mark: severity },
    { text: reason },
    { text: [...facts, ...source, ...history].join('; '), muted: true },
  ];
}

function isBeside(account: PopulationRow | null, label: string, value: string): boolean {
  return (label === 'Status' && value === account?.status) || (label === 'Role' && value === account?.role);
}

function decisionParts(decision: DecidedRow | null): readonly CellPart[] {
  if (decision === null) return [];
  const { decision: word, by, at, until, reason, inBulk } = decision;
  const what = until === null ? word : `${word} until ${dayText(until)}`;
  return [
    { text: `Decision: ${what}, by ${by} on ${instantText(at)}${inBulk ? ', in bulk' : ''}.` },
    { text: `Reason: ${reason}` },
  ];
}

function removalParts(removal: RemovalRow | null): readonly CellPart[] {
  if (removal?.order === null || removal === null) return [];
  const { number, at, dueDay } = removal.order;
  return [{ text: `Work order ${number} of ${instantText(at)}, due ${dayText(dueDay)}.`, muted: true }];
}
