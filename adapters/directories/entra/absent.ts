// Assigned people whom the list of people did not hold: gone meanwhile, or proof that the list was cut.
import * as z from 'zod/mini';
import type { Assignments } from './assignments.ts';
import { peopleNeeds } from './people.ts';
import { batchSize, partOf, readBatch } from './graph-batch.ts';
import type { Graph } from './graph.ts';
import { answerOf } from '../http/reply.ts';

const idSchema = z.object({ id: z.string() });

/**
 * Looks the absent up one by one, at most one batch of them. Somebody who is found was missing from the list, and then
 * nobody knows who else was.
 */
export async function confirmAbsent(graph: Graph, assignments: Assignments, seen: ReadonlySet<string>): Promise<void> {
  const absent = [...assignments.people()].filter((person) => !seen.has(person));
  if (absent.length === 0) return;
  if (absent.length > batchSize) {
    graph.journal.incomplete(`The list of people lacks ${absent.length} people who are assigned to the app.`);
    return;
  }
  const entry = graph.journal.begin({
    call: `POST ${graph.address('/$batch')}`,
    reads: 'the assigned people who are not in the list of people',
    needs: peopleNeeds,
  });
  await graph.journal.attempt(entry, async () => {
    const requests = absent.map((id) => ({ id, path: `/users/${encodeURIComponent(id)}?$select=id` }));
    const answers = await readBatch(graph, entry, requests);
    for (const request of requests) {
      const answer = partOf(answers, request);
      if (answer.status === 404) continue;
      const { id } = answerOf(answer, idSchema, graph.address(request.path));
      graph.journal.incomplete(`The list of people lacks the person ${id}, who is there and assigned to the app.`);
    }
    entry.ok = true;
  });
}
