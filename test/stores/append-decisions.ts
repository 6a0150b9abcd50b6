// One of several processes that append to one review: `node append-decisions.ts FILE WHO COUNT`.
import { openSqliteStore } from '../../adapters/stores/sqlite/store.ts';
import { kept } from '../support/records.ts';

const [file = '', who = '', count = ''] = process.argv.slice(2);
const { reviews, close } = openSqliteStore({ file });
let expected = 0;
for (let appended = 0; appended < Number(count);) {
  const answer = await reviews.append('2026-Q4', expected, kept([`account-${appended}@acme.com`], who));
  if (answer.kind === 'appended') appended += 1;
  expected = answer.kind === 'appended' ? expected + 1 : answer.sequence;
}
close();
