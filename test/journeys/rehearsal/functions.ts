// The functions of the template, each invoked as AWS would: its own bundle, its own environment, a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import * as z from 'zod/mini';
import type { Resource } from '../../support/aws/template.ts';

const functionSchema = z.object({
  FunctionName: z.string(),
  Handler: z.string(),
  Runtime: z.literal('nodejs24.x'),
  Code: z.object({ S3Key: z.string() }),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }),
});

export interface DeployedFunction {
  readonly name: string;
  readonly bundle: string;
  readonly handler: string;
  /** Nothing but what the template and Lambda set, and where compiled code is kept. */
  readonly environment: Readonly<Record<string, string>>;
}

/** @param lambda what Lambda itself adds to every function's environment */
export function deployed(
  resource: Resource,
  assembly: string,
  lambda: Readonly<Record<string, string>>,
): DeployedFunction {
  const { FunctionName, Handler, Code, Environment } = z.parse(functionSchema, resource.properties);
  const folder = join(assembly, `asset.${Code.S3Key.replace(/\.zip$/, '')}`);
  const [file = '', handler = ''] = Handler.split('.');
  const bundle = readdirSync(folder).find((name) => name === `${file}.mjs`);
  if (bundle === undefined) throw new Error(`${FunctionName} has no bundle in ${folder}`);
  return {
    name: FunctionName,
    bundle: join(folder, bundle),
    handler,
    environment: { ...lambda, ...Environment.Variables, AWS_LAMBDA_FUNCTION_NAME: FunctionName },
  };
}

export interface Invoked {
  readonly answer: unknown;
  readonly log: string;
}

/** The function threw, or was killed while it worked. */
export class InvocationFailed extends Error {
  override readonly name = 'InvocationFailed';
  readonly log: string;
  constructor(message: string, log: string) {
    super(message);
    this.log = log;
  }
}

const answerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answer'), answer: z.unknown() }),
  z.object({ kind: z.literal('error'), message: z.string() }),
]);

/** @param signal kills the function's process where it stands, as Lambda does at a time-out */
export async function invoke(
  { name, bundle, handler, environment }: DeployedFunction,
  event: unknown,
  signal?: AbortSignal,
): Promise<Invoked> {
  const program = join(import.meta.dirname, 'invoke-process.ts');
  const child = spawn(process.execPath, [program, bundle, handler], {
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    killSignal: 'SIGKILL',
    ...(signal === undefined ? {} : { signal }),
  });
  child.on('error', () => {});
  child.stdin?.end(JSON.stringify(event));
  const [out, err, answer] = await Promise.all([
    readStream(child.stdout),
    readStream(child.stderr),
    readStream(child.stdio[3]),
    child.exitCode === null ? once(child, 'close').catch(() => null) : null,
  ]);
  const log = `${out}${err}`;
  if (answer === '') throw new InvocationFailed(`${name} was killed or did not start: ${err.slice(-2000)}`, log);
  const told = z.parse(answerSchema, JSON.parse(answer));
  if (told.kind === 'error') throw new InvocationFailed(`${name} failed: ${told.message}`, log);
  return { answer: told.answer, log };
}

/** The whole text of a channel of a child process. */
export async function readStream(stream: unknown): Promise<string> {
  return isReadable(stream) ? text(stream) : '';
}

function isReadable(stream: unknown): stream is Readable {
  return typeof stream === 'object' && stream !== null && Symbol.asyncIterator in stream;
}
