// One execution environment of one function, in a process of its own with the very environment of the template: events
// come in on standard input, a line each, answers go out on the third channel, and what is logged stays on the others.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [bundle = '', name = ''] = process.argv.slice(2);
const { [name]: handler }: Readonly<Record<string, unknown>> = await import(pathToFileURL(bundle).href);
if (typeof handler !== 'function') throw new Error(`${bundle} has no handler ${name}`);
const timeoutMs = 900_000;
for await (const line of createInterface(process.stdin)) {
  const begun = performance.now();
  const context = {
    awsRequestId: randomUUID(),
    getRemainingTimeInMillis: () => Math.max(0, begun + timeoutMs - performance.now()),
  };
  writeFileSync(3, `${JSON.stringify(await answerTo(JSON.parse(line), context))}\n`);
  // For whoever begins anew: a process that is killed leaves nothing of what it compiled.
  flushCompileCache();
}
// Lambda lets nothing go on after the answer.
process.exit(0);

async function answerTo(event: unknown, context: object): Promise<object> {
  if (typeof handler !== 'function') throw new Error('not reached: the handler is checked above');
  try {
    return { kind: 'answer', answer: await Reflect.apply(handler, undefined, [event, context]) };
  } catch (error) {
    return { kind: 'error', message: error instanceof Error ? error.message : String(error) };
  }
}
