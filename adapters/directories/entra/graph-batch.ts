// Many small reads in few requests: Graph's $batch, where each of twenty answers can fail or be throttled on its own.
import * as z from 'zod/mini';
import { CallFailure } from '../reading/call-failure.ts';
import { claimsChallenge, isChallenged } from './graph.ts';
import type { Graph } from './graph.ts';
import { isTransient } from '../http/request.ts';
import type { Reply } from '../http/request.ts';
import type { CallEntry } from '../reading/journal.ts';
import { answerOf } from '../http/reply.ts';
import { askedWaitMs, backoffMs } from '../http/retry-wait.ts';

/** Graph takes no more in one batch. */
export const batchSize = 20;

export interface BatchRequest {
  /** Unique within the batch; answers come in any order. */
  readonly id: string;
  /** Below `/v1.0`, with its query. */
  readonly path: string;
}

export type BatchReply = Pick<Reply, 'status' | 'headers' | 'body'>;

const batchBody = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.number(),
      headers: z.optional(z.nullable(z.record(z.string(), z.unknown()))),
      body: z.optional(z.unknown()),
    }),
  ),
});
type Part = z.infer<typeof batchBody>['responses'][number];

/**
 * Sends up to twenty reads as one request. Answers that are missing, throttled or failing for the moment are asked for
 * again, only those, a bounded number of times.
 *
 * @returns an answer for every request; a status of 0 for one that never got any
 * @throws CallFailure when the batch itself is refused
 */
export async function readBatch(
  graph: Graph,
  entry: CallEntry,
  requests: readonly BatchRequest[],
): Promise<ReadonlyMap<string, BatchReply>> {
  const answers = new Map<string, BatchReply>();
  let open = requests;
  let renewed = false;
  // Counted apart: being asked to slow down uses up no further attempt after a fault.
  let [throttles, faults] = [0, 0];
  while (open.length > 0) {
    const parts = await sendBatch(graph, entry, open);
    for (const { id } of open) {
      const part = parts.get(id);
      answers.set(id, { ...replyOf(part), body: part?.body });
    }
    const refused = renewed ? [] : open.filter(({ id }) => parts.get(id)?.status === 401);
    if (refused.length > 0) {
      renewed = true;
      entry.retries += 1;
      await graph.renewToken();
    }
    open = open.filter((request) => isOpen(parts.get(request.id)) || refused.includes(request));
    if (open.length > 0 && open.every((request) => refused.includes(request))) continue;
    const throttled = open.some(({ id }) => parts.get(id)?.status === 429);
    const { limits } = graph.around;
    if (open.length === 0 || (throttled ? throttles >= limits.throttles : faults >= limits.retries)) break;
    const nowMs = graph.around.machine.nowMs();
    const askedMs = open.map(({ id }) => askedWaitMs(replyOf(parts.get(id)), nowMs) ?? 0);
    const ms = Math.max(...askedMs) || backoffMs(throttled ? throttles : faults);
    if (throttled) throttles += 1;
    else faults += 1;
    await graph.http.pause(entry, { ms, why: `${open.length} answers of a batch are missing or put off` });
  }
  return answers;
}

async function sendBatch(
  graph: Graph,
  entry: CallEntry,
  requests: readonly BatchRequest[],
): Promise<ReadonlyMap<string, Part>> {
  const url = graph.address('/$batch');
  const post = { requests: requests.map(({ id, path }) => ({ id, method: 'GET', url: path })) };
  const reply = await graph.exchange({ entry, url, post });
  entry.page(requests.length);
  return new Map(answerOf(reply, batchBody, url).responses.map((part) => [part.id, part]));
}

function isOpen(part: Part | undefined): boolean {
  return part === undefined || part.status === 429 || isTransient(part.status);
}

/** @returns a status of 0 for a request that got no answer */
function replyOf(part: Part | undefined): Omit<BatchReply, 'body'> {
  return { status: part?.status ?? 0, headers: headersOf(part) };
}

/** Those that are read; a number is as good as its text. */
function headersOf(part: Part | undefined): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(part?.headers ?? {})) {
    if (!['retry-after', 'www-authenticate'].includes(name.toLowerCase())) continue;
    const text = String(value);
    if ((typeof value === 'string' || typeof value === 'number') && /^[\x20-\x7e]*$/.test(text))
      headers.set(name, text);
  }
  return headers;
}

/** The answer to one request of a batch; @throws CallFailure for one that never came, or that asks for claims */
export function partOf(answers: ReadonlyMap<string, BatchReply>, request: BatchRequest): BatchReply {
  const answer = answers.get(request.id);
  const call = `GET ${request.path.split('?')[0]} in a batch`;
  if (answer !== undefined && isChallenged(answer)) throw claimsChallenge(call);
  if (answer !== undefined && answer.status !== 0) return answer;
  throw new CallFailure({
    call,
    detail: 'the batch held no answer to it',
  });
}
