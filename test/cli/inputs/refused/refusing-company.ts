// A company with a home that refused input must leave as it was.
import { writeFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { scratchFolder } from '../../../support/program/command.ts';
import { aCompany } from '../../../support/program/company.ts';
import type { Company } from '../../../support/program/company.ts';
import { aSharedFolder } from '../../../support/folders.ts';
import { digestsBelow } from '../../../support/program/run-files.ts';

/** In place of the company's own snapshot: two of one directory would be another refusal. */
export const withoutSnapshot = ['run', '--export', 'users.csv', '--home', 'home'];

export interface RefusingCompany {
  readonly company: Company;
  /** Writes a file under a name of its own and tells the name. */
  readonly file: (name: string, content: string | Uint8Array) => Promise<string>;
  /**
   * Expects one line on stderr that says where, what was found and what is expected, nothing on stdout, exit 2, and
   * the home byte for byte as it was.
   */
  readonly refuses: (args: readonly string[], ...says: readonly string[]) => Promise<void>;
}

/** For `beforeAll`. */
export async function aRefusingCompany(): Promise<RefusingCompany> {
  const company = await aCompany({}, await aSharedFolder());
  const first = await company.run('--no-pdf');
  if (first.exit !== 0) throw new Error(first.stderr);
  let files = 0;
  return {
    company,
    async file(name, content) {
      files += 1;
      await writeFile(company.path(`${files}-${name}`), content);
      return `${files}-${name}`;
    },
    async refuses(args, ...says) {
      const before = await digestsBelow(company.path('home'));
      const { exit, stdout, stderr } = await company.command(...args);
      expect({ exit, stdout, stderr }).toMatchObject({ exit: 2, stdout: '' });
      const refusals = stderr.split('\n').filter((line) => line.includes('Expected: '));
      expect(refusals).toEqual([expect.stringMatching(/^\S.*: .+\. Found: .+\. Expected: .+\.$/)]);
      for (const part of says) expect(refusals[0]).toContain(part);
      expect(stderr).not.toMatch(/Invalid input|^ {4}at /m);
      expect(await digestsBelow(company.path('home'))).toEqual(before);
      expect(await digestsBelow(company.path(scratchFolder))).toEqual({});
    },
  };
}
