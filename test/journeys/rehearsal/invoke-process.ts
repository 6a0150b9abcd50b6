// One invocation of one function, in a process of its own with the very environment of the template: the event comes in
// on standard input, the answer goes out on the third channel, and what the function logs stays on the others.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import * as z from 'zod/mini';

const [bundle = '', name = ''] = process.argv.slice(2);
const module: unknown = await import(pathToFileURL(bundle).href);
const handlers = z.parse(z.record(z.string(), z.unknown()), { ...z.parse(z.looseObject({}), module) });
const handler = handlers[name];
if (typeof handler !== 'function') throw new Error(`${bundle} has no handler ${name}`);
const event: unknown = JSON.parse(await text(process.stdin));
const timeoutMs = 900_000;
const context = {
  awsRequestId: randomUUID(),
  getRemainingTimeInMillis: () => Math.max(0, timeoutMs - performance.now()),
};
try {
  const answer: unknown = await Reflect.apply(handler, undefined, [event, context]);
  writeFileSync(3, JSON.stringify({ kind: 'answer', answer }));
} catch (error) {
  writeFileSync(3, JSON.stringify({ kind: 'error', message: error instanceof Error ? error.message : String(error) }));
}
// Lambda lets nothing go on after the answer.
process.exit(0);
