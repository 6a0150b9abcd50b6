// Where the review's data came from, as the report prints it: the export and each directory, with how they were read.
import type { DirectoryConfig } from '../config/directories/products.ts';
import type { ExportPopulation } from '../inputs/export/reading.ts';
import type { SnapshotHeader } from '../inputs/snapshot.ts';
import type { IdentityIndex, NumberedLogin } from '../findings/collect/identity-index.ts';
import { loginKeys, sortedWords } from '../findings/collect/known-identity.ts';
import { mostOfOneNumber } from '../findings/collect/placeholder.ts';
import type { Judgement } from '../findings/judge/judgement.ts';
import type { Called } from '../inputs/leavers/header.ts';
import type { LeaversFile } from '../inputs/leavers/leavers.ts';
import { evidenceFiles, exportFile } from '../names/evidence-files.ts';
import { matchKey } from '../values/login.ts';
import { multimap } from '../values/multimap.ts';
import type { Multimap } from '../values/multimap.ts';
import type { PlusAddressing } from '../values/login.ts';
import type { ExportSource, DirectorySource, LeaversSource } from './parts/inputs.ts';
import type { Instant } from '../values/instant.ts';
import { instantText } from '../values/time-text.ts';
import type { JudgingRules } from '../versions.ts';

export interface ExportFacts {
  readonly population: ExportPopulation;
  readonly bytes: number;
  readonly sha256: string;
  readonly exportedAt: { readonly at: Instant; readonly declared: boolean; readonly by: string | null };
  readonly countShown: number | null;
  readonly takenBy: Instant;
}

export function exportSource({
  population,
  bytes,
  sha256,
  exportedAt,
  countShown,
  takenBy,
}: ExportFacts): ExportSource {
  const { table, columns, header } = population;
  const mapped = new Set([...columns.map(({ index }) => index), population.operationColumn]);
  return {
    fileName: exportFile(table.format).name,
    format: table.format,
    encoding: table.encoding,
    delimiter: table.delimiter,
    sheet: table.sheet,
    bytes,
    sha256,
    headerRow: population.headerRow,
    columns: columns.map(({ field, header: name }) => ({ field, header: name })),
    unmappedColumns: header.filter((name, index) => name.trim() !== '' && !mapped.has(index)),
    exportedAt: exportedAt.at,
    exportedAtDeclared: exportedAt.declared,
    exportedBy: exportedAt.by,
    takenBy,
    countShown,
    editedSigns: population.editedSigns,
  };
}

export interface LeaversFacts {
  readonly file: Pick<LeaversFile, 'rows' | 'people' | 'newest' | 'furthest'> & { readonly sha256: string };
  readonly judgements: readonly Judgement[];
  readonly leaverNumbers: IdentityIndex['leaverNumbers'];
  readonly plusAddressing: PlusAddressing;
  readonly rules: JudgingRules;
}

/**
 * A row counts as matched when an account, or the person behind one, bears the login that HR named. An employee number
 * alone does not: whether somebody left under another login, or came back under it, only HR knows, so it is told.
 */
export function leaversSource({ file, judgements, leaverNumbers, plusAddressing, rules }: LeaversFacts): LeaversSource {
  const known = new Set<string>();
  for (const { account, match } of judgements) {
    known.add(matchKey(account.login, plusAddressing));
    // Whom a living identity replaced is not who has the account now: where HR names them, it is told.
    for (const judged of match.person) for (const key of loginKeys(judged.known)) known.add(key);
  }
  const gone = file.people.filter(({ isGone }) => isGone);
  const unmatched = gone.filter(({ login }) => !known.has(matchKey(login, plusAddressing)));
  const isCalled = rules.has('asks-whom-hr-names') && unmatched.some(({ called }) => called !== undefined);
  const bearers = multimap(isCalled || leaverNumbers.size > 0 ? judgements : [], numbersOf);
  const namesakes = multimap(isCalled ? judgements : [], nameMarksOf);
  // The login itself stays told as nobody's: by it nobody acts in the review either.
  const formerly = new Map(judgements.flatMap((one) => (one.named === null ? [] : [[one.named.login, one]])));
  const aliasOf = aliasesAmong(new Set(unmatched.map(({ login }) => matchKey(login, plusAddressing))), judgements);
  return {
    fileName: evidenceFiles.leavers.name,
    sha256: file.sha256,
    rows: file.rows,
    matched: gone.length - unmatched.length,
    notYet: file.people.length - gone.length,
    ...(rules.has('dates-lists') ? { newest: file.newest } : {}),
    ...(rules.has('dates-those-to-come') && file.furthest !== null ? { furthest: file.furthest } : {}),
    unmatched: unmatched.map(({ where, login, called }) => {
      const key = matchKey(login, plusAddressing);
      const why =
        formerLogin(formerly.get(key)) ??
        otherAddress(aliasOf.get(key)) ??
        sameNumber(leaverNumbers.get(key) ?? [], bearers) ??
        (isCalled && called !== undefined ? calledAs(called, { bearers, namesakes }) : null);
      return why === null ? { where, login } : { where, login, why };
    }),
  };
}

function numbersOf({ account, match }: Judgement): readonly string[] {
  const live = match.person.filter(({ state }) => state !== 'deleted');
  return [...new Set([account.employeeId, ...live.map(({ known }) => known.identity.employeeId)])].filter(
    (number) => number !== null,
  );
}

interface AliasOf {
  readonly account: Judgement['account'];
  readonly directory: string;
}

/** Of these logins those that are another address of somebody who is matched, each with the first account of theirs. */
function aliasesAmong(logins: ReadonlySet<string>, judgements: readonly Judgement[]): ReadonlyMap<string, AliasOf> {
  const found = new Map<string, AliasOf>();
  if (logins.size === 0) return found;
  for (const { account, match } of judgements)
    for (const { known } of match.person)
      for (const { key } of known.aliases)
        if (logins.has(key) && !found.has(key)) found.set(key, { account, directory: known.directory });
  return found;
}

function formerLogin(judgement: Judgement | undefined): string | null {
  if (judgement === undefined || judgement.named === null) return null;
  const { account, named } = judgement;
  const { directory, lastSeen } = named.entry;
  return `Until ${instantText(lastSeen)} ${directory} knew by this login whoever ${account.login} (row ${account.row}) belongs to, and no longer does: the account is judged as a leaver’s.`;
}

/** It may be their own, and it may be a leaver's, whose mail a successor gets: only HR knows. */
function otherAddress(alias: AliasOf | undefined): string | null {
  if (alias === undefined) return null;
  const { account, directory } = alias;
  return `It is another address of whoever ${account.login} (row ${account.row}) is matched to in ${directory}: their own, or that of somebody whose mail they get. Where they left themselves, the list must name ${account.login}.`;
}

function sameNumber(numbers: readonly NumberedLogin[], bearers: Multimap<Judgement>): string | null {
  for (const { directory, employeeId } of numbers) {
    const [bearer, ...others] = bearers.get(employeeId) ?? [];
    if (bearer === undefined || others.length >= mostOfOneNumber) continue;
    const { account, match } = bearer;
    const live = match.person.find(({ known }) => known.identity.employeeId === employeeId);
    const where = live === undefined ? 'in the export' : `in ${live.known.directory}`;
    return `${directory} knows this login under the employee number ${employeeId}, which ${account.login} (row ${account.row}) bears ${where}: somebody who left under an earlier login, or came back. Where they left, the list must name ${account.login}.`;
  }
  return null;
}

interface ByCall {
  readonly bearers: Multimap<Judgement>;
  readonly namesakes: Multimap<Judgement>;
}

/** HR may know the person by a private address: their number, or their name where one account alone has it, tells whose row it may be. */
function calledAs({ name, employeeId }: Called, { bearers, namesakes }: ByCall): string | null {
  const numbered = bearers.get(employeeId ?? '') ?? [];
  const [bearer] = numbered;
  if (bearer !== undefined && numbered.length <= mostOfOneNumber)
    return `The row has the employee number ${employeeId}, which ${bearer.account.login} (row ${bearer.account.row}) bears. Where they left, the list must name ${bearer.account.login}.`;
  const [namesake, ...others] = namesakes.get(sortedWords(name ?? '')) ?? [];
  if (namesake === undefined || others.length > 0) return null;
  const { login, row } = namesake.account;
  return `The row calls them ${name}, as whoever ${login} (row ${row}) belongs to is called. Where they left, the list must name ${login}.`;
}

function nameMarksOf({ account, match }: Judgement): readonly string[] {
  const names = [account.name, ...match.person.map(({ known }) => known.identity.name)];
  const marks = names.flatMap((name) => (name === null ? [] : sortedWords(name)));
  return [...new Set(marks)].filter((mark) => mark.includes(' '));
}

export interface SnapshotFacts {
  readonly config: DirectoryConfig;
  readonly header: SnapshotHeader;
  readonly sha256: string;
  readonly identities: number;
  readonly assignments: number;
}

export function directorySource({ config, header, sha256, identities, assignments }: SnapshotFacts): DirectorySource {
  return {
    id: config.id,
    product: header.product,
    role: config.role,
    authoritativeFor: config.authoritativeFor,
    tenant: header.tenant,
    app: header.app,
    takenAt: header.takenAt,
    completeness: header.completeness,
    reasons: header.reasons,
    identities,
    assignments,
    sha256,
    calls: header.calls,
    notes: header.notes ?? [],
    ...(header.sight === undefined ? {} : { sight: header.sight }),
    lookBack: lookBackText(header),
  };
}

function lookBackText({ lookBack }: SnapshotHeader): string | null {
  if (lookBack === undefined) return null;
  return `sign-ins from ${instantText(lookBack.from)} to ${instantText(lookBack.to)}; ${lookBack.note}`;
}
