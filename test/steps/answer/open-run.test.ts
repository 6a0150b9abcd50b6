// A run that is done again for a question: it is told as it was recorded, or not at all.
import { writeFile, readFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openHome, openVerifying } from '../../../homes/laptop.ts';
import { rememberedRuns } from '../../../steps/answer/answering.ts';
import { silentProgress } from '../../../cli/terminal/progress.ts';
import { sha256 } from '../../support/bytes.ts';
import { aCompany } from '../../support/program/company.ts';

/** As a version of the program that judged otherwise would have recorded the list of accounts. */
async function openedAfter(change: (population: string) => string) {
  const company = await aCompany({ accounts: ['jane@acme.com', 'ghost@acme.com'], people: ['jane@acme.com'] });
  await company.run('--no-pdf', '--quiet');
  const home = await openHome(company.path('home'));
  const verifying = { ...(await openVerifying()), progress: silentProgress };
  onTestFinished(async () => {
    home.close();
    await verifying.scratch.close();
  });
  const [record] = await home.runs.list();
  if (record === undefined) throw new Error('no run is recorded');
  let { files } = record;
  const rewrite = async (name: string, edit: (text: string) => string): Promise<readonly [string, string]> => {
    const path = company.path(`home/runs/${record.id}/${name}`);
    const before = await readFile(path, 'utf8');
    const after = edit(before);
    await writeFile(path, after);
    const digest = { bytes: Buffer.byteLength(after), sha256: sha256(after) };
    files = files.map((one) => (one.name === name ? { ...one, ...digest } : one));
    return [sha256(before), digest.sha256];
  };
  const [was, is] = await rewrite('population.csv', change);
  await rewrite('evidence/manifest.json', (text) => text.replace(was, is));
  return rememberedRuns({ ...home, ...verifying })({ ...record, files });
}

test('it comes out as it was recorded', async () => {
  const { reconciled } = await openedAfter((population) => population);
  expect(reconciled.assessment.judgements.map(({ situation }) => situation)).toEqual(['linked', 'unmatched']);
});

test.each([
  { how: 'by another rule', from: ',name-id,', to: ',login,', row: 2 },
  { how: 'to another identity', from: ',id-jane@acme.com,', to: ',somebody-else,', row: 2 },
  { how: 'in another situation', from: ',unmatched,', to: ',undetermined,', row: 3 },
  { how: 'that is not there', from: '\n3,', to: '\n3,more@acme.com,,active,,unmatched,,,,\n4,', row: 4 },
])('it is refused where an account was matched $how, although the findings are the same', async (otherwise) => {
  const { from, to, row } = otherwise;
  await expect(openedAfter((population) => population.replace(from, to))).rejects.toThrow(
    new RegExp(`population\\.csv.*does not come out as it was recorded.*row ${row}`),
  );
});
