// The two pipes by which an assistant asks: a message a line, bounded while it is read, and no answer lost when it leaves.
import type { Readable, Writable } from 'node:stream';
import {
  deserializeMessage,
  isJSONRPCErrorResponse,
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  serializeMessage,
} from '@modelcontextprotocol/server';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';

/** Contract, section 1. */
const mostBytes = 10 * 1024 * 1024;

/** How long answers may still take after the client has left: even a report of many pages is verified in less. */
const patienceInMs = 60_000;

const lineBreak = 0x0a;

/** How the connection ended, and how many questions were not answered although the client may still read. */
export interface Ending {
  /** `left`: the client closed one of the pipes. `broken`: it sent a message that is too long to be read. */
  readonly how: 'left' | 'broken';
  readonly unanswered: number;
}

interface Pipes {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly patience?: number;
}

/**
 * The transport of the server over stdin and stdout. The library's own is not used for three reasons: it ends with
 * stdin, so that questions under way are never answered; it joins all that it has read at each chunk, which takes fifty
 * times as long for a long message; and it adds a listener to stdout for each answer that waits.
 */
export class Stdio implements Transport {
  declare onclose?: () => void;
  declare onerror?: (error: Error) => void;
  declare onmessage?: (message: JSONRPCMessage) => void;

  readonly #pipes: Required<Pipes>;
  /** What has come so far of the message that is being read. */
  #pieces: Buffer[] = [];
  #bytes = 0;
  /** By id, how many questions have no answer yet. A client may use an id twice. */
  readonly #asked = new Map<string | number, number>();
  #how: Ending['how'] | null = null;
  #isOver = false;
  #timer: NodeJS.Timeout | undefined;
  readonly #ended = Promise.withResolvers<Ending>();
  readonly ended = this.#ended.promise;

  /** @param pipes with `patience` in milliseconds */
  constructor({ stdin, stdout, patience = patienceInMs }: Pipes) {
    this.#pipes = { stdin, stdout, patience };
  }

  async start(): Promise<void> {
    const { stdin } = this.#pipes;
    stdin.on('error', (error: Error) => this.onerror?.(error));
    stdin.on('end', this.#left);
    stdin.on('close', this.#left);
    stdin.on('data', this.#read);
  }

  async send(message: JSONRPCMessage): Promise<void> {
    try {
      await this.#written(serializeMessage(message));
    } catch (error) {
      // The client reads no more, so no question waits for an answer.
      this.#asked.clear();
      this.#end('left');
      throw error;
    }
    if (isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message)) this.#settle(message.id);
  }

  async close(): Promise<void> {
    this.#end('left');
  }

  async #written(line: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    this.#pipes.stdout.write(line, (error) => (error ? reject(error) : resolve(undefined)));
    await promise;
  }

  readonly #read = (chunk: Buffer): void => {
    let rest = chunk;
    while (this.#how === null && rest.length > 0) {
      const end = rest.indexOf(lineBreak);
      const piece = end === -1 ? rest : rest.subarray(0, end);
      rest = rest.subarray(end === -1 ? rest.length : end + 1);
      this.#pieces.push(piece);
      this.#bytes += piece.length;
      if (this.#bytes > mostBytes) this.#tooLong();
      else if (end !== -1) this.#tell();
    }
  };

  #tooLong(): void {
    this.#pieces = [];
    this.onerror?.(new Error(`a message exceeded the maximum size of ${mostBytes} bytes`));
    this.#stop('broken');
  }

  /** Stdin ended. What was read last counts as a message, with or without a line break. */
  readonly #left = (): void => {
    if (this.#how === null && this.#bytes > 0) this.#tell();
    this.#stop('left');
  };

  #tell(): void {
    const line = Buffer.concat(this.#pieces).toString();
    this.#pieces = [];
    this.#bytes = 0;
    if (line.trim() === '') return;
    try {
      const message = deserializeMessage(line);
      this.#count(message);
      this.onmessage?.(message);
    } catch (error) {
      // The error of the parser is not passed on: it quotes what it read, which may hold data.
      const isJson = !(error instanceof SyntaxError);
      this.onerror?.(new Error(isJson ? 'a line is no message of the protocol' : 'a line is no JSON'));
    }
  }

  #count(message: JSONRPCMessage): void {
    // A subscription is not counted: its answer comes only when it ends.
    if (isJSONRPCRequest(message) && message.method !== 'subscriptions/listen')
      this.#asked.set(message.id, (this.#asked.get(message.id) ?? 0) + 1);
    // A question that was cancelled gets no answer.
    if (isJSONRPCNotification(message) && message.method === 'notifications/cancelled') {
      const id: unknown = message.params?.['requestId'];
      if (typeof id === 'string' || typeof id === 'number') this.#settle(id);
    }
  }

  #settle(id: string | number | undefined): void {
    if (id === undefined) return;
    const left = (this.#asked.get(id) ?? 0) - 1;
    if (left > 0) this.#asked.set(id, left);
    else this.#asked.delete(id);
    if (this.#how !== null && this.#asked.size === 0) this.#end(this.#how);
  }

  /** Reads nothing more, and ends when all questions are answered or the time for it is over. */
  #stop(how: Ending['how']): void {
    if (this.#how !== null) return;
    this.#how = how;
    this.#pipes.stdin.off('data', this.#read).pause();
    if (this.#asked.size === 0) this.#end(how);
    else this.#timer = setTimeout(() => this.#end(how), this.#pipes.patience);
  }

  #end(how: Ending['how']): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#how ??= how;
    this.#pipes.stdin.off('data', this.#read).pause();
    clearTimeout(this.#timer);
    this.#ended.resolve({ how: this.#how, unanswered: [...this.#asked.values()].reduce((sum, n) => sum + n, 0) });
    this.#asked.clear();
    this.onclose?.();
  }
}
