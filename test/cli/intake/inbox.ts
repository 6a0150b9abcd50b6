// A company with a folder `inbox` that it takes in from, and what of it is then kept in its home.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { parseConfig } from '../../../core/config/parse.ts';
import { openHome, openReading, systemClock } from '../../../homes/laptop.ts';
import { keepUpload } from '../../../steps/read/keep-upload.ts';
import { given } from '../../support/given.ts';
import { login } from '../../support/inputs/population-builder.ts';
import { aCompany } from '../../support/program/company.ts';
import type { Company } from '../../support/program/company.ts';
import type { Outcome } from '../../support/program/command.ts';
import { sha256 } from '../../support/bytes.ts';
import { digestsBelow } from '../../support/program/run-files.ts';

const intake = {
  senders: [
    { address: 'jane@acme.com', sends: ['export'] },
    { address: 'hr@acme.com', sends: ['leavers'] },
  ],
  receiver: { authservId: 'mx.acme.com', scansAll: true, requiresTls: true },
};

const uploadSchema = z.object({
  kind: z.string(),
  uploadedBy: z.string(),
  exportedAt: z.nullable(z.string()),
  countShown: z.nullable(z.number()),
  rows: z.number(),
});

export interface Inbox {
  readonly company: Company;
  /** Lays a file into the folder. */
  readonly lies: (name: string, bytes: string | Uint8Array) => Promise<void>;
  readonly take: (...options: readonly string[]) => Promise<Outcome>;
  /** What is written in a file of the home. */
  readonly jsonAt: (path: string) => Promise<unknown>;
  /** What is kept of an upload, by what stands in it. */
  readonly uploadOf: (content: string) => Promise<z.infer<typeof uploadSchema>>;
  readonly receiptsOf: (content: string) => Promise<readonly unknown[]>;
  /** Hands a file in as the portal does, where a person says what it is. */
  readonly handsIn: (kind: 'export' | 'leavers', content: string) => Promise<void>;
}

/** For `beforeEach`: a company of three, whose HR sends leavers and whose Jane sends exports. */
export async function anInbox(): Promise<Inbox> {
  const three = ['ann@acme.com', 'bob@acme.com', 'cho@acme.com'];
  const company = await aCompany({ accounts: three, people: three, config: { intake } });
  await mkdir(company.path('inbox'));
  const jsonAt = async (path: string): Promise<unknown> =>
    JSON.parse(await readFile(company.path(join('home', path)), 'utf8'));
  const config = async () =>
    given(parseConfig(JSON.parse(await readFile(company.path('review.json'), 'utf8')), 'review.json'));
  const by = ['--by', 'grc@acme.com', '--config', 'review.json', '--home', 'home'];
  return {
    company,
    jsonAt,
    lies: async (name, bytes) => writeFile(company.path(join('inbox', name)), bytes),
    take: async (...options) => company.command('intake', 'inbox', ...by, ...options),
    uploadOf: async (content) => z.parse(uploadSchema, await jsonAt(`uploads/${sha256(content)}/upload.json`)),
    async receiptsOf(content) {
      const kept = Object.keys(await digestsBelow(company.path('home')));
      return Promise.all(kept.filter((path) => path.includes(`receipts/${sha256(content)}`)).map(jsonAt));
    },
    async handsIn(kind, content) {
      const [home, reading] = [await openHome(company.path('home')), await openReading()];
      const nothing = { exportedAt: null, exportedBy: null, countShown: null } as const;
      const who = { by: login('grc@acme.com'), assurance: 'oidc' } as const;
      const handed = { kind, name: 'list.csv', bytes: Buffer.from(content), sha256: sha256(content) };
      given(
        await keepUpload(
          { ...home, ...reading, clock: systemClock },
          { ...handed, ...nothing, ...who },
          await config(),
        ),
      );
      await reading.scratch.close();
      home.close();
    },
  };
}
