// Where no secret is at hand a notice lies in the outbox, as a file that somebody else can hand over.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TicketDesk } from '../../core/ports/telling.ts';

/** @param folder made when the first notice comes, readable by its owner only */
export function outboxDesk(folder: string): TicketDesk {
  return {
    knowsRepeats: true,
    async send(notice) {
      const path = join(folder, `${notice.key}.json`);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(path, `${JSON.stringify(notice, null, 2)}\n`, { mode: 0o600, flush: true });
      return { reference: null, where: path };
    },
    status: () => Promise.resolve(null),
  };
}
