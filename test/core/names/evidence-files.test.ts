// The files of the evidence: each is found by its name, and what is said of it where it is attached stays the same.
import { describe, expect, test } from 'vitest';
import {
  evidenceFileCalled,
  evidenceFiles,
  exportFile,
  isSnapshotFile,
  snapshotFile,
  suspendFile,
} from '../../../core/names/evidence-files.ts';

const made = [snapshotFile('entra'), snapshotFile('okta-eu.1'), suspendFile(1), suspendFile(1000)];
const all = [...Object.values(evidenceFiles), ...made];

test('no two files have one name', () => {
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
});

test.each(all)('$name is found by its name', (file) => {
  expect(evidenceFileCalled(file.name)).toEqual(file);
});

test.each(['', 'findings', 'Findings.json', 'evidence/findings.json', 'evidence/snapshot-.jsonl', 'suspend-0001.csv'])(
  'nothing is called %j',
  (name) => {
    expect(evidenceFileCalled(name)).toBeNull();
  },
);

test('the export is called after its format', () => {
  expect([exportFile('csv').name, exportFile('xlsx').name]).toEqual(['evidence/export.csv', 'evidence/export.xlsx']);
});

test('only snapshots may lie beside the report', () => {
  expect(all.map(({ name }) => name).filter(isSnapshotFile)).toEqual([
    'evidence/snapshot-entra.jsonl',
    'evidence/snapshot-okta-eu.1.jsonl',
  ]);
});

describe('a file of a report', () => {
  const csv = 'text/csv';
  const json = 'application/json';
  const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

  test.each([
    ['findings.json', json, 'Data', 'Findings, totals and gates of the run'],
    ['findings.csv', csv, 'Data', 'One row a finding'],
    ['population.csv', csv, 'Data', 'One row an account'],
    ['proposals.csv', csv, 'Data', 'Accounts proposed for suspension'],
    ['evidence/export.csv', csv, 'Source', 'The People.ai export, byte for byte'],
    ['evidence/export.xlsx', xlsx, 'Source', 'The People.ai export, byte for byte'],
    ['evidence/history.json', json, 'Source', 'What earlier accepted runs contributed'],
    ['evidence/leavers.csv', csv, 'Source', 'The leavers file from HR, byte for byte'],
    ['evidence/manifest.json', json, 'Source', 'Name, size and digest of every file'],
    ['evidence/policy.json', json, 'Source', 'The configuration as used'],
    [
      'evidence/snapshot-okta.jsonl',
      'application/jsonl',
      'Source',
      'What a directory said, with the record of how it was read',
    ],
    [
      'review.jsonl',
      'application/jsonl',
      'Source',
      'Decisions and signatures of the review, each bound to the one before',
    ],
    ['review-lines.json', json, 'Source', 'The lines of the review, as they were put before the reviewer'],
  ])('%s is attached as it always was', (name, ...[mediaType, relationship, says]) => {
    expect(evidenceFileCalled(name)).toEqual({ name, mediaType, relationship, says });
  });
});
