// People whom no list shows, asked for by the login of their account: the lists of Graph are eventually consistent.
import type { Identity } from '../../../core/inputs/snapshot.ts';
import { Assignments } from './assignments.ts';
import { batchSize, partOf, readBatch } from './graph-batch.ts';
import type { BatchReply, BatchRequest } from './graph-batch.ts';
import type { Graph } from './graph.ts';
import { userSchema } from './identity.ts';
import type { UserRow } from './identity.ts';
import { peopleNeeds, personOf, presentQuery } from './people.ts';
import type { PeopleContext } from './people.ts';
import { addressText, CallFailure } from '../reading/call-failure.ts';
import { rowParser } from '../http/reply.ts';

/** Streams whoever is found; what could not be asked stands in the journal. */
export async function* readByLogin(graph: Graph, logins: readonly string[]): AsyncGenerator<Identity, void, void> {
  const call = `POST ${graph.address('/$batch')}`;
  const entry = graph.journal.begin({ call, reads: 'the people whom no list shows', needs: peopleNeeds });
  const context: PeopleContext = {
    assignments: new Assignments(),
    onLeave: new Set(),
    lastSignIns: new Map(),
    seen: new Set(),
  };
  try {
    for (let from = 0; from < logins.length; from += batchSize) {
      const requests = logins.slice(from, from + batchSize).map((id) => ({ id, path: pathOf(graph, id) }));
      const answers = await readBatch(graph, entry, requests);
      for (const request of requests) {
        for (const user of usersOf(graph, request, partOf(answers, request))) {
          if (context.seen.has(user.id)) continue;
          context.seen.add(user.id);
          if (typeof user.userPrincipalName !== 'string') {
            graph.journal.incomplete(
              `The person ${user.id}, whom their login found, came without userPrincipalName; this needs ${peopleNeeds}.`,
            );
            continue;
          }
          yield personOf(user, graph, { context, deleted: false });
        }
      }
    }
    entry.ok = true;
  } catch (error) {
    graph.journal.failed(error, entry);
  }
}

/**
 * `/users/{name}` knows people by their user principal name alone, and an account may bear their mail or another
 * address. All three are asked for at once, as Microsoft does before it invites somebody ("Azure AD B2B API"), and without
 * ConsistencyLevel: the index behind that lags too. The word in front of an address tells the first one from others.
 */
function pathOf(graph: Graph, login: string): string {
  const named = [
    `userPrincipalName eq ${quoted(login)}`,
    `mail eq ${quoted(login)}`,
    ...['smtp', 'SMTP'].map((word) => `proxyAddresses/any(one:one eq ${quoted(`${word}:${login}`)})`),
  ];
  return `/users?$filter=${encodeURIComponent(named.join(' or '))}&${presentQuery(graph)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Nobody is an empty list. @throws CallFailure for a list that goes on: so many bear no address */
function usersOf(graph: Graph, { path }: BatchRequest, answer: BatchReply): readonly UserRow[] {
  const url = graph.address(path);
  const { rows, next } = graph.page(answer, url);
  if (next !== null) throw new CallFailure({ call: `GET ${addressText(url)}`, detail: '200, but the list goes on' });
  return rows.map(rowParser(userSchema, url));
}
