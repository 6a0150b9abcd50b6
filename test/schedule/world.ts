// What the steps on schedule ask of the world, in memory and in folders: uploads, results, records, and mail that is kept.
import { createHash } from 'node:crypto';
import { exportReader } from '../../adapters/files/export-reader.ts';
import { openFolderObjects } from '../../adapters/objects/folder.ts';
import { openFolderScratch } from '../../adapters/objects/scratch.ts';
import { openSqliteStore } from '../../adapters/stores/sqlite/store.ts';
import type { SqliteStore } from '../../adapters/stores/sqlite/store.ts';
import { parseConfig } from '../../core/contract/config.ts';
import type { Config } from '../../core/contract/config.ts';
import type {
  ExportReader,
  Mail,
  Mailer,
  Objects,
  Progress,
  Scratch,
  Upload,
  UploadPlace,
  Uploads,
} from '../../core/ports.ts';
import { aFolder } from '../support/folders.ts';
import { countingIds } from '../support/ids.ts';
import { at, clockAt } from '../support/time.ts';

export interface ScheduleWorld extends SqliteStore {
  readonly uploads: Uploads;
  /** Puts a file into the inbox, at this time and with what is declared. */
  upload(body: string, when: string, declared?: Record<string, string>): UploadPlace;
  readonly results: Objects;
  readonly objects: Objects;
  readonly scratch: Scratch;
  readonly progress: Progress;
  readonly exportReader: ExportReader;
  readonly mailer: Mailer;
  readonly mails: readonly Mail[];
}

export async function aWorld(): Promise<ScheduleWorld> {
  const clock = clockAt('2026-10-05T08:00:00Z');
  const uploaded = new Map<string, Upload>();
  const mails: Mail[] = [];
  const ids = countingIds();
  return {
    ...openSqliteStore({ file: ':memory:' }),
    uploads: { read: async (place) => uploaded.get(place.version) ?? null },
    upload: (body, when, declared = {}) => {
      const version = createHash('sha256').update(`${body}${when}`).digest('hex').slice(0, 8);
      const place = { key: 'inbox/users.csv', version };
      const upload = { place, name: 'users.csv', bytes: Buffer.from(body), uploadedAt: at(when), declared };
      uploaded.set(version, upload);
      return place;
    },
    results: await openFolderObjects({ root: await aFolder(), clock, ids }),
    objects: await openFolderObjects({ root: await aFolder(), clock, ids }),
    scratch: await openFolderScratch({ root: await aFolder(), clock }),
    progress: { stage() {}, advance() {} },
    exportReader: exportReader(),
    mailer: {
      send: async (mail) => {
        mails.push(mail);
        return mail.id;
      },
    },
    mails,
  };
}

/** @example aConfig({ calendar: { timeZone: 'UTC', fiscalYearStart: 2 } }) */
export function aConfig(says: object = {}): Config {
  const parsed = parseConfig(
    {
      organisation: 'Acme Corp',
      directories: [{ id: 'okta', kind: 'okta', orgUrl: 'https://acme.okta.example', appId: 'app' }],
      policy: { companyDomains: ['acme.com'] },
      mail: { to: ['grc@acme.com'], from: 'access-review@acme.com' },
      ...says,
    },
    'review.json',
  );
  if (parsed.kind === 'refused') throw new Error('the test wrote no configuration');
  return parsed.value;
}
