// The files of a run and of its review: what each is called, in which format it is, and what is said of it.
import { application } from '../application/applications.ts';

export interface EvidenceFile {
  /** Below the folder of its run or review, and in the PDF where it is attached. */
  readonly name: string;
  readonly mediaType: string;
  /** Stands beside its name where it is attached. */
  readonly says: string;
  /** How an attached file relates to the report (PDF/A-3): what it was made from, or what it shows as data. */
  readonly relationship: 'Source' | 'Data';
}

const csv = { mediaType: 'text/csv' } as const;
const json = { mediaType: 'application/json' } as const;
const jsonLines = { mediaType: 'application/jsonl' } as const;
const pdf = { mediaType: 'application/pdf' } as const;
const pem = { mediaType: 'application/pem-certificate-chain' } as const;
const text = { mediaType: 'text/plain' } as const;
const xlsx = { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } as const;
const data = { relationship: 'Data' } as const;
const source = { relationship: 'Source' } as const;
const theExport = { ...source, says: `The ${application.name} export, byte for byte` } as const;

const thePage = { ...source, says: `The page of ${application.name} that shows the number of users` } as const;

/** Those whose names are always the same. */
export const evidenceFiles = {
  /** All that the report of a control that was not performed states, from which its page is drawn. */
  absence: { name: 'not-performed.json', ...json, ...data, says: 'What this report states, as data' },
  /** What `review close` states; its digest stands in the event that closes the review. */
  closing: { name: 'closing.json', ...json, ...data, says: 'What the closing report shows, as data' },
  closingReport: { name: 'closing.pdf', ...pdf, ...data, says: 'The closing report, signed' },
  /** An input of the run: what was written down when its files came. */
  custody: { name: 'evidence/custody.json', ...json, ...source, says: 'How the files of the run came here' },
  countPng: { name: 'evidence/count-page.png', mediaType: 'image/png', ...thePage },
  countJpeg: { name: 'evidence/count-page.jpg', mediaType: 'image/jpeg', ...thePage },
  countPdf: { name: 'evidence/count-page.pdf', ...pdf, ...thePage },
  findings: { name: 'findings.json', ...json, ...data, says: 'Findings, totals and gates of the run' },
  findingRows: { name: 'findings.csv', ...csv, ...data, says: 'One row a finding' },
  population: { name: 'population.csv', ...csv, ...data, says: 'One row an account' },
  proofs: { name: 'proofs.json', ...json, ...data, says: 'Use after the end, changes outside the process, timeliness' },
  proposals: { name: 'proposals.csv', ...csv, ...data, says: 'Accounts proposed for suspension' },
  exportCsv: { name: 'evidence/export.csv', ...csv, ...theExport },
  exportXlsx: { name: 'evidence/export.xlsx', ...xlsx, ...theExport },
  history: { name: 'evidence/history.json', ...json, ...source, says: 'What earlier accepted runs contributed' },
  leavers: { name: 'evidence/leavers.csv', ...csv, ...source, says: 'The leavers file from HR, byte for byte' },
  manifest: { name: 'evidence/manifest.json', ...json, ...source, says: 'Name, size and digest of every file' },
  policy: { name: 'evidence/policy.json', ...json, ...source, says: 'The configuration as used' },
  /** What changed until the last signature; its digest stands in the event of the signature. */
  rollForward: {
    name: 'roll-forward.json',
    ...json,
    ...data,
    says: 'What changed between the run under review and the last signature',
  },
  /** One stored event a line; attached to the report that the sign-off issues. */
  review: {
    name: 'review.jsonl',
    ...jsonLines,
    ...source,
    says: 'Decisions and signatures of the review, each bound to the one before',
  },
  /** As attached to a report that somebody signed. */
  reviewLines: {
    name: 'review-lines.json',
    ...json,
    ...source,
    says: 'The lines of the review, as they were put before the reviewer',
  },
  report: { name: 'report.pdf', ...pdf, ...data, says: 'The report, signed' },
  /** Like the report beside which it lies it is in no manifest, because it belongs to the key and not to the run. */
  certificate: { name: 'report-certificate.pem', ...pem, ...source, says: 'The certificate of the key that signed it' },
  workOrder: { name: 'work-order.txt', ...text, ...data, says: 'What the administrator is asked to do' },
} as const satisfies Readonly<Record<string, EvidenceFile>>;

export function exportFile(format: 'csv' | 'xlsx'): EvidenceFile {
  return format === 'csv' ? evidenceFiles.exportCsv : evidenceFiles.exportXlsx;
}

/**
 * The export among the files of a run, which has one.
 *
 * @throws Error for the files of anything else
 * @example exportIn(record.files).name // 'evidence/export.csv'
 */
export function exportIn<Named extends { readonly name: string }>(files: readonly Named[]): Named {
  const found = files.find(({ name }) => isExportFile(name));
  if (found === undefined) throw new Error('a run is recorded without an export');
  return found;
}

export function isExportFile(name: string): boolean {
  return name === evidenceFiles.exportCsv.name || name === evidenceFiles.exportXlsx.name;
}

const countPages = [evidenceFiles.countPng, evidenceFiles.countJpeg, evidenceFiles.countPdf] as const;

/** The picture of the page whose number of users was typed. */
export function countPageFile(mediaType: (typeof countPages)[number]['mediaType']): EvidenceFile {
  const file = countPages.find((one) => one.mediaType === mediaType);
  if (file === undefined) throw new Error(`no picture of a page is ${mediaType}`);
  return file;
}

const snapshotPrefix = 'evidence/snapshot-';

/**
 * @param directory its id, which the configuration holds to a portable file name
 * @example snapshotFile('okta').name // 'evidence/snapshot-okta.jsonl'
 */
export function snapshotFile(directory: string): EvidenceFile {
  return {
    name: `${snapshotPrefix}${directory}.jsonl`,
    ...jsonLines,
    ...source,
    says: 'What a directory said, with the record of how it was read',
  };
}

export function isSnapshotFile(name: string): boolean {
  return name.startsWith(snapshotPrefix);
}

/**
 * @param number counted from 1 within a work order
 * @example suspendFile(1).name // 'suspend-001.csv'
 */
export function suspendFile(number: number): EvidenceFile {
  return {
    name: `suspend-${String(number).padStart(3, '0')}.csv`,
    ...csv,
    ...data,
    says: `Accounts to suspend, in the import form of ${application.name}`,
  };
}

/**
 * Attached to a report whose review was moved onto a later run, once for each move.
 *
 * @param number of the move, from 1
 * @example earlierLinesFile(1).name // 'review-lines-before-1.json'
 */
export function earlierLinesFile(number: number): EvidenceFile {
  return {
    name: `review-lines-before-${number}.json`,
    ...json,
    ...source,
    says: 'The lines of the review, as they were before it was moved onto a later run',
  };
}

const earlierLinesName = /^review-lines-before-([1-9]\d*)\.json$/;

export function isEarlierLinesFile(name: string): boolean {
  return earlierLinesName.test(name);
}

const proofPrefix = 'proof/';

/**
 * A file of a later run, whose export proves removals, as it is attached to a closing report.
 *
 * @throws Error for a name that no run has
 * @example proofFile('20270110T080000Z-1a2b3c4d', 'evidence/export.csv').name // 'proof/20270110T080000Z-1a2b3c4d/evidence/export.csv'
 */
export function proofFile(run: string, name: string): EvidenceFile {
  return fileBelow(proofPrefix, { run, name });
}

/** @returns the run and the file of it that a closing report attaches under `name`; `null` for every other name */
export function proofCalled(name: string): FileOfRun | null {
  return calledBelow(proofPrefix, name);
}

const aheadPrefix = 'roll-forward/';

/**
 * A file of a later run, to which a signature was rolled forward, as it is attached to the report.
 *
 * @throws Error for a name that no run has
 * @example aheadFile('20270110T080000Z-1a2b3c4d', 'findings.json').name // 'roll-forward/20270110T080000Z-1a2b3c4d/findings.json'
 */
export function aheadFile(run: string, name: string): EvidenceFile {
  return fileBelow(aheadPrefix, { run, name });
}

/** @returns the run and the file of it that a report attaches under `name`; `null` for every other name */
export function aheadCalled(name: string): FileOfRun | null {
  return calledBelow(aheadPrefix, name);
}

export interface FileOfRun {
  readonly run: string;
  /** Among the files of that run. */
  readonly name: string;
}

function fileBelow(prefix: string, { run, name }: FileOfRun): EvidenceFile {
  const file = ownFileCalled(name);
  if (file === null) throw new Error(`${name} is no file of a run`);
  return { ...file, name: `${prefix}${run}/${name}`, says: `${file.says}; of the run ${run}` };
}

function calledBelow(prefix: string, attached: string): FileOfRun | null {
  if (!attached.startsWith(prefix)) return null;
  const [run = '', ...rest] = attached.slice(prefix.length).split('/');
  const name = rest.join('/');
  return run === '' || ownFileCalled(name) === null ? null : { run, name };
}

const files: readonly EvidenceFile[] = Object.values(evidenceFiles);

/** @returns `null` for a name that no file of a run or of its review has */
export function evidenceFileCalled(name: string): EvidenceFile | null {
  const proof = proofCalled(name);
  if (proof !== null) return proofFile(proof.run, proof.name);
  const ahead = aheadCalled(name);
  return ahead === null ? ownFileCalled(name) : aheadFile(ahead.run, ahead.name);
}

const { report, certificate, findings, findingRows, population, proofs, proposals } = evidenceFiles;
const results: readonly string[] = [report, certificate, findings, findingRows, population, proofs, proposals].map(
  ({ name }) => name,
);

/** Whether a run writes a file of this name, whatever its inputs are; the others are of its review. */
export function isFileOfRun(name: string): boolean {
  return results.includes(name) || (name.startsWith('evidence/') && ownFileCalled(name) !== null);
}

function ownFileCalled(name: string): EvidenceFile | null {
  const fixed = files.find((file) => file.name === name);
  if (fixed !== undefined) return fixed;
  const move = earlierLinesName.exec(name)?.[1];
  if (move !== undefined) return earlierLinesFile(Number(move));
  const [, directory, number] = /^evidence\/snapshot-(.+)\.jsonl$|^suspend-(\d{3,})\.csv$/.exec(name) ?? [];
  const made = directory === undefined ? suspendFile(Number(number)) : snapshotFile(directory);
  return made.name === name ? made : null;
}
