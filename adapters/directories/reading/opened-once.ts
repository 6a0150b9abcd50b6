// A directory of any product as the steps ask for it: opened when it is first read, and then gone on with.
import type { Identity, SnapshotHeader } from '../../../core/inputs/snapshot.ts';
import type { Directory } from '../../../core/ports/inputs.ts';
import { Journal } from './journal.ts';
import type { Surroundings } from './surroundings.ts';

/** Opens it, or goes on with the token that is there; `null`, with the reason in the journal, when it cannot be. */
export type Access<Api> = (journal: Journal) => Promise<Api | null>;

export interface Product<Api> {
  readonly open: Access<Api>;
  readonly pull: (access: Access<Api>) => AsyncGenerator<Identity, SnapshotHeader, void>;
  readonly readByLogin: (api: Api, logins: readonly string[]) => AsyncGenerator<Identity, void, void>;
}

export function openedOnce<Api extends { within(journal: Journal): Api }>(
  { config, around }: { readonly config: { readonly id: string }; readonly around: Surroundings },
  { open, pull, readByLogin }: Product<Api>,
): Directory {
  let opened: Api | null = null;
  const access: Access<Api> = async (journal) =>
    opened === null ? (opened = await open(journal)) : opened.within(journal);
  return {
    id: config.id,
    pull: () => pull(access),
    async *lookUp(logins, read) {
      const journal = new Journal(around.clock);
      const api = await access(journal);
      if (api !== null) yield* readByLogin(api, logins);
      return journal.after(read);
    },
  };
}
