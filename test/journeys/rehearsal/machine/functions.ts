// The functions of the template, each invoked as Lambda would: its own bundle, its own environment, a process of its own
// that stays for the next invocation until somebody kills it, and another one beside it while it is busy.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';
import type { Resource } from '../../../support/aws/deployment/template.ts';

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

/** The function threw, or was killed while it worked. */
class InvocationFailed extends Error {
  override readonly name = 'InvocationFailed';
}

const answerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answer'), answer: z.unknown() }),
  z.object({ kind: z.literal('error'), message: z.string() }),
]);

/** The processes in which functions of one stage run. */
export class ExecutionEnvironments {
  readonly #idle = new Map<DeployedFunction, ExecutionEnvironment[]>();
  readonly #all = new Set<ExecutionEnvironment>();

  /**
   * @param signal kills the function's process where it stands, as Lambda does at a time-out
   * @returns what the function answers
   * @throws InvocationFailed
   */
  async invoke(called: DeployedFunction, event: unknown, signal?: AbortSignal): Promise<unknown> {
    const idle = this.#idle.get(called) ?? [];
    this.#idle.set(called, idle);
    const environment = idle.pop() ?? new ExecutionEnvironment(called);
    this.#all.add(environment);
    const answer = await environment.invoke(event, signal);
    if (environment.isAlive) idle.push(environment);
    else this.#all.delete(environment);
    if (answer === null) throw new InvocationFailed(`${called.name} was killed or did not start: ${environment.said}`);
    const told = z.parse(answerSchema, JSON.parse(answer));
    if (told.kind === 'error') throw new InvocationFailed(`${called.name} failed: ${told.message}`);
    return told.answer;
  }

  /** @returns the last that the processes wrote to standard error, in the order in which they were started */
  async close(): Promise<readonly string[]> {
    return Promise.all([...this.#all].map(async (environment) => environment.end()));
  }
}

class ExecutionEnvironment {
  readonly #child: ChildProcess;
  /** Told the answer, or `null` when the process is gone. */
  #tell: ((answer: string | null) => void) | null = null;
  #said = '';

  constructor({ bundle, handler, environment }: DeployedFunction) {
    const program = join(import.meta.dirname, 'invoke-process.ts');
    this.#child = spawn(process.execPath, [program, bundle, handler], {
      env: environment,
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    });
    const [, , , answers] = this.#child.stdio;
    if (!isReadable(answers)) throw new Error('a process without its third channel');
    createInterface(answers).on('line', (line) => this.#tell?.(line));
    this.#child.stdout?.resume();
    this.#child.stderr?.on('data', (bytes: Buffer) => {
      this.#said = `${this.#said}${bytes.toString()}`.slice(-2000);
    });
    // Written to while it dies: its end is told below.
    this.#child.stdin?.on('error', () => {});
    this.#child.on('error', () => {});
    this.#child.on('close', () => this.#tell?.(null));
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null && !this.#child.killed;
  }

  /** The last that it wrote to standard error. */
  get said(): string {
    return this.#said;
  }

  async invoke(event: unknown, signal?: AbortSignal): Promise<string | null> {
    const kill = (): void => this.kill();
    signal?.addEventListener('abort', kill, { once: true });
    const answer = await new Promise<string | null>((resolve) => {
      this.#tell = resolve;
      this.#child.stdin?.write(`${JSON.stringify(event)}\n`);
    });
    this.#tell = null;
    signal?.removeEventListener('abort', kill);
    return answer;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async end(): Promise<string> {
    const closed = once(this.#child, 'close');
    this.#child.stdin?.end();
    if (this.isAlive) await closed;
    return this.#said;
  }
}

/** The whole text of a channel of a child process. */
export async function readStream(stream: unknown): Promise<string> {
  return isReadable(stream) ? text(stream) : '';
}

function isReadable(stream: unknown): stream is Readable {
  return typeof stream === 'object' && stream !== null && Symbol.asyncIterator in stream;
}
