// The command `decide`: one account, one finding, or a file of decisions, recorded as events of the open review.
import { parseDay } from '../core/instant.ts';
import type { Day } from '../core/instant.ts';
import type { TableRow } from '../core/ports.ts';
import { ok, refused } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { DecisionRequest } from '../core/review/decision.ts';
import { plural } from '../core/findings/words.ts';
import { decide } from '../steps/decide.ts';
import { emailArgument, reasonArgument } from './arguments.ts';
import { readInput } from './files.ts';
import { openHome, openReading, systemClock } from './services.ts';
import type { HomeServices } from './services.ts';
import { exitCodes, refuse } from './terminal.ts';
import type { ExitCode, Terminal } from './terminal.ts';

export interface DecideOptions {
  readonly login?: string;
  readonly finding?: string;
  readonly file?: string;
  readonly decision?: string;
  readonly until?: string;
  readonly by?: string;
  readonly reason?: string;
  readonly home: string;
  readonly json: boolean;
}

export async function decideCommand(options: DecideOptions, terminal: Terminal): Promise<ExitCode> {
  const by = emailArgument('--by', options.by);
  if (by.kind === 'refused') return refuse(terminal, by.refusals);
  const home = await openHome(options.home);
  try {
    const requests = await requestsOf(options, home);
    if (requests.kind === 'refused') return refuse(terminal, requests.refusals);
    const decided = await decide({ ...home, clock: systemClock }, { requests: requests.value, by: by.value });
    if (decided.kind === 'refused') return refuse(terminal, decided.refusals);
    const { review, openedNow, lines } = decided.value;
    if (options.json) terminal.out(JSON.stringify({ schema: 1, review, decisions: lines }, null, 2));
    else {
      if (openedNow) terminal.out(`Opened the review ${review} on its latest accepted run.`);
      const counts = Object.entries(Object.groupBy(lines, ({ decision }) => decision)).map(
        ([decision, some]) => `${some.length} ${decision}`,
      );
      terminal.out(
        `Recorded ${plural(lines.length, 'decision')} in the review ${review}: ${counts.join(', ')}; by ${by.value}, typed and not authenticated.`,
      );
    }
    return exitCodes.done;
  } finally {
    home.close();
  }
}

async function requestsOf(options: DecideOptions, home: HomeServices): Promise<Result<readonly DecisionRequest[]>> {
  const { login, finding, file } = options;
  if ([login, finding, file].filter((one) => one !== undefined).length !== 1) {
    return refused({
      what: 'nothing or too much to decide',
      where: 'decide',
      found: 'not exactly one of them',
      expected: 'one of --login, --finding, --file',
    });
  }
  if (file !== undefined) return fileRequests(file, options);
  const rest = wordsOf(options, 'decide');
  if (rest.kind === 'refused') return rest;
  if (login !== undefined) return ok([{ ...rest.value, login, where: '--login' }]);
  const found = await home.findings.get(finding ?? '');
  if (found === null)
    return refused({
      what: 'no such finding',
      where: '--finding',
      found: finding ?? '',
      expected: 'the id of a finding, such as f_1a2b3c4d5e6f7a8b',
    });
  if (found.login === null)
    return refused({
      what: 'finding about a control',
      where: '--finding',
      found: found.code,
      expected: 'a finding about an account; a control is mended, not decided',
    });
  return ok([{ ...rest.value, login: found.login, where: `--finding ${found.id}` }]);
}

interface Words {
  readonly decision: DecisionRequest['decision'];
  readonly until: Day | null;
  readonly reason: string;
}

function wordsOf(words: Pick<DecideOptions, 'decision' | 'until' | 'reason'>, where: string): Result<Words> {
  const decision = words.decision?.trim().toLowerCase();
  if (decision !== 'keep' && decision !== 'revoke' && decision !== 'except') {
    return refused({
      what: 'no decision',
      where: `${where}, decision`,
      found: words.decision ?? 'nothing',
      expected: 'keep, revoke or except',
    });
  }
  const reason = reasonArgument(`${where}, reason`, words.reason);
  if (reason.kind === 'refused') return reason;
  const untilText = words.until?.trim() ?? '';
  const until = untilText === '' ? null : parseDay(untilText);
  if (untilText !== '' && until === null) {
    return refused({
      what: 'no day',
      where: `${where}, until`,
      found: untilText,
      expected: 'an ISO date such as 2027-03-31',
    });
  }
  return ok({ decision, until, reason: reason.value });
}

/** Columns by header: login, decision, until, reason; the last three may come from the options for all rows. */
async function fileRequests(path: string, options: DecideOptions): Promise<Result<readonly DecisionRequest[]>> {
  const file = await readInput('--file', path);
  if (file.kind === 'refused') return file;
  const reading = await openReading();
  try {
    const tables = await reading.exportReader.tables(file.value.bytes, file.value.name);
    if (tables.kind === 'refused') return tables;
    return rowRequests(tables.value[0]?.rows() ?? [], { fileName: file.value.name, options });
  } finally {
    await reading.scratch.close();
  }
}

function rowRequests(
  rows: Iterable<TableRow>,
  { fileName, options }: { readonly fileName: string; readonly options: DecideOptions },
): Result<readonly DecisionRequest[]> {
  let header: readonly string[] | null = null;
  const requests: DecisionRequest[] = [];
  const refusals = [];
  for (const row of rows) {
    const where = `${fileName}, line ${row.row}`;
    if (row.kind === 'fault')
      return refused({ what: 'unreadable line', where, found: row.found, expected: row.expected });
    if (header === null) {
      header = row.cells.map((cell) => cell.trim().toLowerCase());
      if (!header.includes('login'))
        return refused({
          what: 'no login column',
          where,
          found: row.cells.join(', '),
          expected: 'the columns login, decision, until, reason',
        });
      continue;
    }
    const request = rowRequest(row.cells, { header, where, options });
    if (request.kind === 'ok' && request.value !== null) requests.push(request.value);
    if (request.kind === 'refused') refusals.push(...request.refusals);
  }
  return refusals.length > 0 ? refused(...refusals) : ok(requests);
}

interface RowContext {
  readonly header: readonly string[];
  readonly where: string;
  readonly options: DecideOptions;
}

/** A row without a decision is not decided yet: the sheet may come back half done. */
function rowRequest(cells: readonly string[], { header, where, options }: RowContext): Result<DecisionRequest | null> {
  const cell = (name: string, otherwise: string | undefined): string => {
    const text = (cells[header.indexOf(name)] ?? '').trim();
    return text === '' ? (otherwise ?? '') : text;
  };
  const decision = cell('decision', options.decision);
  if (decision === '') return ok(null);
  const words = wordsOf(
    { decision, until: cell('until', options.until), reason: cell('reason', options.reason) },
    where,
  );
  return words.kind === 'refused' ? words : ok({ ...words.value, login: cell('login', undefined), where });
}
