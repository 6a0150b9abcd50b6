// People whom no list shows, asked for by the login of their account: the lists of Graph are eventually consistent.
import type { Identity } from '../../../core/inputs/snapshot.ts';
import { Assignments } from './assignments.ts';
import { batchSize, partOf, readBatch } from './graph-batch.ts';
import type { Graph } from './graph.ts';
import { userSchema } from './identity.ts';
import { peopleNeeds, personOf, presentQuery } from './people.ts';
import type { PeopleContext } from './people.ts';
import { loginInPath } from '../reading/login-forms.ts';
import { answerOf } from '../http/reply.ts';

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
        const answer = partOf(answers, request);
        if (answer.status === 404) continue;
        const user = answerOf(answer, userSchema, graph.address(request.path));
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
    entry.ok = true;
  } catch (error) {
    graph.journal.failed(error, entry);
  }
}

function pathOf(graph: Graph, login: string): string {
  return `/users/${loginInPath(login)}?${presentQuery(graph)}`;
}
