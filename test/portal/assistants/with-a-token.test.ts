// What a program with a token may send, and how much of it at once.
import { describe, expect, onTestFinished, test } from 'vitest';
import { aToken } from './asked.ts';

describe('with a token', () => {
  test('nothing but a question is taken: there is no stream to open, and no session to end', async () => {
    const { address, headers } = await aToken();
    for (const method of ['GET', 'DELETE', 'PUT', 'PATCH']) {
      const answer = await fetch(address, { method, headers });
      expect({ method, status: answer.status, allow: answer.headers.get('allow') }).toEqual({
        method,
        status: 405,
        allow: 'POST',
      });
    }
  });

  test('a question may come in pieces, and is read no further than it may be long', async () => {
    const { address, headers } = await aToken();
    const asked = async (body: string | ReadableStream): Promise<number> => {
      const how = { method: 'POST', headers, body, duplex: 'half' } as const;
      return (await fetch(address, how)).status;
    };
    expect(await asked(inPieces(10))).toBe(200);
    expect(await asked(inPieces(1_000_001))).toBe(413);
    expect(await asked('x'.repeat(1_000_001))).toBe(413);
  });

  test('a question that is nested deeper than can be written is refused in words, and recorded', async () => {
    const { address, headers, ports } = await aToken();
    const nested = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const body = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"find_findings","arguments":{"x":${nested}}}}`;
    const answer = await (await fetch(address, { method: 'POST', headers, body })).text();
    expect(answer).toContain('find_findings: not asked by this tool');
    const [asked] = await ports.access.page({ before: null, by: null, most: 1 });
    expect(asked).toMatchObject({ act: 'asked', what: 'find_findings "nested deeper than can be written"' });
  });
});

/** Without a length beside it. */
function inPieces(blanks: number): ReadableStream {
  const pieces = ['{"jsonrpc":"2.0","id":1,"method":"tools/list",', ' '.repeat(blanks), '"params":{}}'];
  return ReadableStream.from(pieces.map((piece) => Buffer.from(piece)));
}

test('two hundred questions at once are answered, and none leaves a listener behind', async () => {
  const warnings: Error[] = [];
  const heard = (warning: Error): void => void warnings.push(warning);
  process.on('warning', heard);
  onTestFinished(() => void process.off('warning', heard));
  const { address, headers } = await aToken();
  const asked = Array.from({ length: 200 }, async (_, id) => {
    const params = { name: 'find_findings', arguments: {} };
    const body = JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params });
    return (await fetch(address, { method: 'POST', headers, body })).text();
  });
  const answers = await Promise.all(asked);
  expect(answers.filter((answer) => answer.includes('structuredContent'))).toHaveLength(200);
  expect(warnings).toEqual([]);
});
