// What is printed on the pages, held against the data that travels inside: a reader on paper must see the same.
import { situations } from '../names/situations.ts';
import type { Totals } from '../findings/totals.ts';
import type { ReportFile } from './report-file.ts';
import type { Report } from '../report/report.ts';
import type { SignOff } from '../names/sign-off.ts';
import type { Refusal } from '../values/result.ts';
import { grouped } from '../values/text.ts';
import type { ManifestFile } from './stated.ts';

export interface PrintedData {
  readonly run: Pick<Report['run'], 'id' | 'inputsSha256'>;
  readonly totals: Totals;
  /** Every file of the evidence, the manifest itself included. */
  readonly files: readonly ManifestFile[];
  readonly signOffs: readonly SignOff[];
}

/**
 * Looks on the pages for the run, the digest of its inputs, every file with its size and digest, every sum of the
 * tie-out, and the digests that were signed. Only the numbers and their order count, not the words between them, so that
 * the report of another version is judged alike.
 *
 * @returns the first that is not printed, or `null`
 */
export function printedBreak(
  { pages, info }: ReportFile,
  { run, totals, files, signOffs }: PrintedData,
): Refusal | null {
  const named = info.get('RunId') ?? 'no run';
  if (named !== run.id) {
    return {
      what: 'the document information names another run',
      where: 'RunId of the PDF',
      found: named,
      expected: run.id,
    };
  }
  const print = pages.join('').replaceAll(/\s/g, '');
  const texts = [
    { what: 'the run', text: run.id },
    { what: 'the digest of the inputs', text: run.inputsSha256 },
    ...files.map(({ name, bytes, sha256 }) => ({
      what: `size and SHA-256 of ${name}`,
      text: `${name}${grouped(bytes)}${sha256}`,
    })),
    ...signOffs.map(({ stage, digest }) => ({ what: `the digest that the ${stage} signed`, text: digest })),
  ];
  const missing = texts.find(({ text }) => !print.includes(text));
  if (missing !== undefined) return notPrinted(missing.what, missing.text);
  const row = tieOutRows(totals).find(({ numbers }) => !isPrinted(numbers, print));
  return row === undefined ? null : notPrinted(row.what, row.numbers.map(grouped).join(' … '));
}

function notPrinted(what: string, expected: string): Refusal {
  return {
    what: `${what} is not printed as the data says`,
    where: 'the pages of the report',
    found: 'nothing of that kind',
    expected,
  };
}

/** The rows of the printed tie-out: the parts, then their sum. */
function tieOutRows({ byStatus, rollForward, ...totals }: Totals): readonly { what: string; numbers: number[] }[] {
  const { rowsRead, accounts, rejected, duplicates } = totals;
  const { active, pending, suspended } = byStatus;
  const perSituation = situations.map((situation) => totals.situations[situation]);
  const rows = [
    { what: 'the sum of the rows', numbers: [accounts, rejected, duplicates, rowsRead] },
    { what: 'the sum over status', numbers: [active, pending, suspended, accounts] },
    { what: 'the sum over situations', numbers: [...perSituation, accounts] },
  ];
  if (rollForward === null) return rows;
  const { opening, added, removed, closing } = rollForward;
  return [...rows, { what: 'the roll-forward', numbers: [opening, added, removed, closing] }];
}

/** In this order, with some words and no other number between two of them. */
function isPrinted(numbers: readonly number[], print: string): boolean {
  const [first = '', ...rest] = numbers.map(grouped);
  return new RegExp(`(?<![\\d,])${first}${rest.map((number) => `\\D{1,40}?${number}`).join('')}(?!,?\\d)`).test(print);
}
