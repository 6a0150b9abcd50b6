// One of several processes that append to one review: `node append-decisions.ts FILE WHO COUNT`, telling each append.
import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../../adapters/stores/sqlite/store.ts';
import { kept } from '../../support/inputs/records.ts';

const [file = '', who = '', count = ''] = process.argv.slice(2);
const store = openSqliteStore({ file });
let expected = 0;
for (let appended = 0; appended < Number(count);) {
  const answer = await store.reviews.append('2026-Q4', expected, kept([`account-${appended}@acme.com`], who));
  expected = answer.kind === 'appended' ? expected + 1 : answer.sequence;
  if (answer.kind === 'conflict') continue;
  appended += 1;
  writeSync(1, `appended ${appended}\n`);
}
store.close();
