// The pipes of the command `mcp`: what they read, what they write, and how they come to an end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { Stdio } from '../../cli/answer/stdio.ts';
import type { Company } from '../support/program/company.ts';
import { aSharedFolder } from '../support/folders.ts';
import { compiled } from '../support/program/command.ts';
import { bundledProgram } from '../support/program/program.ts';
import { aHostileCompany } from './asking.ts';

const mebibyte = 1024 * 1024;

interface Opened {
  readonly stdin: PassThrough;
  readonly stdout: PassThrough;
  readonly pipes: Stdio;
  readonly heard: readonly JSONRPCMessage[];
  readonly wrong: readonly string[];
}

async function opened(patience?: number): Promise<Opened> {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const pipes = new Stdio({ stdin, stdout, ...(patience === undefined ? {} : { patience }) });
  const heard: JSONRPCMessage[] = [];
  const wrong: string[] = [];
  Object.assign(pipes, {
    onmessage: (message: JSONRPCMessage) => void heard.push(message),
    onerror: ({ message }: Error) => void wrong.push(message),
  });
  await pipes.start();
  return { stdin, stdout, pipes, heard, wrong };
}

function question(id: number, more: object = {}): string {
  return `${JSON.stringify({ jsonrpc: '2.0', id, method: 'ping', params: more })}\n`;
}

function answer(id: number): JSONRPCMessage {
  return { jsonrpc: '2.0', id, result: {} };
}

const settled = async (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

test('a message is one however it was cut, and also where no line break ends the last', async () => {
  const { stdin, heard, pipes } = await opened();
  const bytes = Buffer.from(`${question(1, { name: 'Zoë 李' })}\r\n\n${question(2)}${question(3).trim()}`);
  for (const byte of bytes) stdin.write(Buffer.of(byte));
  stdin.end();
  await once(stdin, 'end');
  for (const id of [1, 2, 3]) await pipes.send(answer(id));
  expect(heard).toEqual([1, 2, 3].map((id): unknown => expect.objectContaining({ id })));
  expect(heard[0]).toMatchObject({ params: { name: 'Zoë 李' } });
  expect(await pipes.ended).toEqual({ how: 'left', unanswered: 0 });
});

test('what is under way when the client stops asking is waited for, what it cancelled is not', async () => {
  const { stdin, stdout, pipes } = await opened();
  const cancelled = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } };
  stdin.end(`${question(1)}${question(2)}${JSON.stringify(cancelled)}\n`);
  await once(stdin, 'end');
  let isOver = false;
  void pipes.ended.then(() => (isOver = true));
  await settled();
  expect(isOver).toBe(false);
  await pipes.send(answer(1));
  expect(await pipes.ended).toEqual({ how: 'left', unanswered: 0 });
  expect(String(stdout.read())).toBe(`${JSON.stringify(answer(1))}\n`);
});

test('an answer that never comes is waited for no longer than patience lasts, and counted', async () => {
  const { stdin, pipes } = await opened(20);
  stdin.end(question(1) + question(1) + question(2));
  expect(await pipes.ended).toEqual({ how: 'left', unanswered: 3 });
});

test('nothing is waited for where nobody reads', async () => {
  const { stdin, stdout, pipes } = await opened();
  stdout.on('error', () => undefined).destroy();
  stdin.write(question(1) + question(2));
  await settled();
  await expect(pipes.send(answer(1))).rejects.toThrow();
  expect(await pipes.ended).toEqual({ how: 'left', unanswered: 0 });
});

test('answers that wait for a slow reader add nothing to the pipe but themselves', async () => {
  const { stdout, pipes } = await opened();
  const sent = Array.from({ length: 200 }, (_, id) => pipes.send(answer(id)));
  const listeners = stdout.eventNames().map((name) => stdout.listenerCount(name));
  expect(Math.max(...listeners)).toBeLessThan(5);
  expect(await text(stdout.on('data', () => undefined).end())).toBe('');
  await Promise.all(sent);
});

test('a line that is no message is told without what stands in it, and the next one is heard', async () => {
  const { stdin, heard, wrong } = await opened();
  stdin.write(`Jane Miller\n{"jsonrpc":"2.0"}\n[]\n${question(1)}`);
  await settled();
  expect(heard).toHaveLength(1);
  expect(wrong).toEqual([
    'a line is no JSON',
    'a line is no message of the protocol',
    'a line is no message of the protocol',
  ]);
});

test('a message is refused as soon as it is too long, with what was asked before it answered', async () => {
  const { stdin, pipes, heard, wrong } = await opened();
  stdin.write(question(1));
  const piece = Buffer.alloc(mebibyte, 'x');
  for (let sent = 0; sent < 10; sent += 1) stdin.write(piece);
  await settled();
  expect(wrong).toEqual([]);
  stdin.write('x');
  await settled();
  expect(wrong).toEqual([expect.stringContaining('exceeded the maximum size')]);
  await pipes.send(answer(1));
  expect(await pipes.ended).toEqual({ how: 'broken', unanswered: 0 });
  expect(heard).toHaveLength(1);
});

let company: Company;
beforeAll(async () => {
  company = await aHostileCompany(await aSharedFolder());
}, 60_000);

/** @returns what a client hears that writes all of it and closes stdin at once */
async function toldAtOnce(lines: string) {
  const child = spawn(process.execPath, [await bundledProgram(), 'mcp', '--home', 'home'], {
    cwd: company.folder,
    env: compiled(),
  });
  onTestFinished(() => void child.kill());
  child.stdin.end(lines);
  const [said, answered, [exit]] = await Promise.all([text(child.stderr), text(child.stdout), once(child, 'close')]);
  const ids = answered.split('\n').flatMap((line) => /"id":(\d+)/.exec(line)?.[1] ?? []);
  return { exit, said, answers: ids.map(Number).toSorted((a, b) => a - b) };
}

function called(id: number, name: string, given: object): string {
  return `${JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: given } })}\n`;
}

const hello = `${JSON.stringify({
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'a test', version: '1' } },
})}\n${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`;

test('a client that asks 200 times and closes stdin at once has 200 answers, and no warning', async () => {
  const ids = Array.from({ length: 200 }, (_, index) => index + 1);
  const asked = ids.map((id) => called(id, 'find_findings', { settled: true, limit: 200 })).join('');
  expect(await toldAtOnce(hello + asked)).toEqual({ exit: 0, said: '', answers: [0, ...ids] });
}, 30_000);
