import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import * as z from 'zod/mini';
import { refused, Unusable } from '../../core/values/result.ts';
import type { Logged } from '../../lambdas/call/handling.ts';

beforeAll(() => void vi.stubEnv('POWERTOOLS_DEV', 'true'));
afterAll(() => void vi.unstubAllEnvs());

const written: string[] = [];
for (const level of ['info', 'error'] as const) {
  vi.spyOn(console, level).mockImplementation((line: unknown) => void written.push(String(line)));
}
afterEach(() => void written.splice(0));

const order = z.object({ key: z.string() });

function failing(why: Error): { readonly work: () => Promise<never>; readonly logs: () => Logged } {
  return { work: async () => Promise.reject(why), logs: () => ({}) };
}

describe('a function', () => {
  test('answers what its step answers, and logs no more than it says, and nothing of the event', async () => {
    const { handling } = await import('../../lambdas/call/handling.ts');
    const handler = handling('deliver', order, {
      work: async ({ key }) => ({ mail: key }),
      logs: ({ mail }) => ({ mail }),
    });
    expect(await handler({ key: 'work/1/run-1.json', login: 'jane@acme.com' })).toEqual({ mail: 'work/1/run-1.json' });
    expect(written.join('')).toContain('deliver done');
    expect(written.join('')).not.toContain('jane@acme.com');
  });

  test('logs of a report that does not hold that it was refused, and nobody whom the refusal quotes', async () => {
    const { handling } = await import('../../lambdas/call/handling.ts');
    const where = 'findings.json, finding ab12 ("LEAVER_ACCOUNT", "jane.doe@acme.com")';
    const found = refused({ what: 'not what was found', where, found: '"Jane Doe"', expected: 'nobody' });
    const handler = handling('verify', order, { work: async () => found, logs: ({ kind }) => ({ kind }) });
    expect(await handler({ key: 'runs/1/report.pdf' })).toEqual(found);
    expect(written.join('')).toContain('"refused"');
    expect(written.join('')).not.toMatch(/jane/i);
  });

  test('says of what it cannot use where and what, and not what was found there', async () => {
    const { handling } = await import('../../lambdas/call/handling.ts');
    const refusal = {
      what: 'a run cannot be compared',
      where: 'run 1',
      found: 'row 3: "Jane Doe"',
      expected: 'as it was',
    };
    const handler = handling('tick', order, {
      work: async () => Promise.reject(new Unusable(refusal)),
      logs: () => ({}),
    });
    const thrown: unknown = await handler({ key: 'one' }).catch((error: unknown) => error);
    const all = written.join('') + inspect(thrown);
    expect(all).toContain('run 1: a run cannot be compared. Expected: as it was.');
    expect(all).not.toMatch(/jane/i);
  });

  test.each([
    ['its step fails', { key: 'one' }, /is not there/],
    ['the event is another', { login: 'jane@acme.com' }, /"key"/],
  ])('fails loudly when %s, so that the alarm fires', async (_when, event, why) => {
    const { handling } = await import('../../lambdas/call/handling.ts');
    const handler = handling('deliver', order, failing(new Error('the mail is not there')));
    await expect(handler(event)).rejects.toThrow(why);
    expect(written.join('')).toContain('deliver failed');
    expect(written.join('')).not.toContain('jane@acme.com');
  });

  test.each([
    'Address is not verified: Jane Doe <jane@acme.com> (EU-WEST-1)',
    'ghost.gone+x@acme.com is live in the export of the run 20261005T080000Z-1a2b3c4d',
    'GET https://acme.okta.com/api/v1/users/jane%40acme.com: 404',
    'found: "jörg.müller@bücher.example", expected: another',
  ])('names nobody when it fails, neither in its log nor in what it throws: %s', async (message) => {
    const { handling } = await import('../../lambdas/call/handling.ts');
    const cause = new Error('told by john@acme.com');
    const handler = handling('deliver', order, failing(new Error(message, { cause })));
    const thrown: unknown = await handler({ key: 'one' }).catch((error: unknown) => error);
    const all = written.join('') + inspect(thrown);
    expect(all).toContain('(an address)');
    expect(all).toContain(message.split(' ').at(-1));
    expect(all).not.toMatch(/@acme|%40|@bücher|\bjohn\b/);
  });

  test('fails with what went wrong, also where an error is its own cause', async () => {
    const { handling } = await import('../../lambdas/call/handling.ts');
    const circular = new Error('the mail is not there');
    circular.cause = circular;
    await expect(handling('deliver', order, failing(circular))({ key: 'one' })).rejects.toThrow(
      'the mail is not there',
    );
  });
});
