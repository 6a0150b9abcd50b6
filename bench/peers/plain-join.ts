// What somebody would write instead: the same two files, joined by e-mail alone, without evidence, history or reasons.
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parse } from 'csv-parse';

const [exportFile = '', snapshotFile = '', outFile = ''] = process.argv.slice(2);

interface Person {
  readonly state: string;
  readonly assigned: boolean;
}

const people = new Map<string, Person>();
for await (const line of createInterface({ input: createReadStream(snapshotFile) })) {
  const person = JSON.parse(line);
  if (person.kind === 'snapshot') continue;
  for (const login of [
    person.nameId,
    ...person.logins,
    ...person.aliases.map((alias: { login: string }) => alias.login),
  ]) {
    people.set(String(login).toLowerCase(), { state: person.state, assigned: person.assignments.length > 0 });
  }
}
const out = createWriteStream(outFile);
for await (const row of createReadStream(exportFile).pipe(parse({ columns: true, bom: true }))) {
  const person = people.get(row.Email.toLowerCase());
  if (person === undefined) out.write(`${row.Email},orphaned\n`);
  else if (person.state !== 'active') out.write(`${row.Email},${person.state}\n`);
  else if (!person.assigned) out.write(`${row.Email},unassigned\n`);
}
out.end();
