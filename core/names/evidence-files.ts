// The files of a run and of its review: what each is called, and what is said of it where it is attached.

export function exportFileName(format: 'csv' | 'xlsx'): string {
  return `evidence/export.${format}`;
}

/** @param directory its id, which the configuration holds to a portable file name */
export function snapshotFileName(directory: string): string {
  return `evidence/snapshot-${directory}.jsonl`;
}

/** As attached to a report that somebody signed. */
export const linesFileName = 'review-lines.json';

export function isSnapshotFile(name: string): boolean {
  return name.startsWith('evidence/snapshot-');
}

export function mediaTypeOf(name: string): string {
  if (name.endsWith('.csv')) return 'text/csv';
  if (name.endsWith('.jsonl')) return 'application/jsonl';
  if (name.endsWith('.xlsx')) return 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return 'application/json';
}

const descriptions: Readonly<Record<string, string>> = {
  'findings.json': 'Findings, totals and gates of the run',
  'findings.csv': 'One row a finding',
  'population.csv': 'One row an account',
  'proposals.csv': 'Accounts proposed for suspension',
  'evidence/export.csv': 'The People.ai export, byte for byte',
  'evidence/export.xlsx': 'The People.ai export, byte for byte',
  'evidence/history.json': 'What earlier accepted runs contributed',
  'evidence/leavers.csv': 'The leavers file from HR, byte for byte',
  'evidence/manifest.json': 'Name, size and digest of every file',
  'evidence/policy.json': 'The configuration as used',
};

export function descriptionOf(name: string): string {
  return descriptions[name] ?? 'What a directory said, with the record of how it was read';
}

/** Beside `report.pdf`; like the report itself it is in no manifest, because it belongs to the key and not to the run. */
export const certificateFileName = 'report-certificate.pem';

export const findingsFileName = 'findings.json';

export const manifestFileName = 'evidence/manifest.json';

export const historyFileName = 'evidence/history.json';

export const leaversFileName = 'evidence/leavers.csv';

export const policyFileName = 'evidence/policy.json';

/** The events of the review, one a line; attached to the report that the sign-off issues. */
export const reviewFileName = 'review.jsonl';
