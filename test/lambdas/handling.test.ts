import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import * as z from 'zod/mini';

beforeAll(() => void vi.stubEnv('POWERTOOLS_DEV', 'true'));
afterAll(() => void vi.unstubAllEnvs());

const written: string[] = [];
for (const level of ['info', 'error'] as const) {
  vi.spyOn(console, level).mockImplementation((line: unknown) => void written.push(String(line)));
}
afterEach(() => void written.splice(0));

const order = z.object({ key: z.string() });

describe('a function', () => {
  test('answers what its step answers, and logs that and no more of the event', async () => {
    const { handling } = await import('../../lambdas/call/handling.ts');
    const handler = handling('deliver', order, async ({ key }) => ({ mail: key }));
    expect(await handler({ key: 'work/1/run-1.json', login: 'jane@acme.com' })).toEqual({ mail: 'work/1/run-1.json' });
    expect(written.join('')).toContain('deliver done');
    expect(written.join('')).not.toContain('jane@acme.com');
  });

  test.each([
    ['its step fails', { key: 'one' }, /is not there/],
    ['the event is another', { login: 'jane@acme.com' }, /"key"/],
  ])('fails loudly when %s, so that the alarm fires', async (_when, event, why) => {
    const { handling } = await import('../../lambdas/call/handling.ts');
    const handler = handling('deliver', order, async () => Promise.reject(new Error('the mail is not there')));
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
    const handler = handling('deliver', order, async () => Promise.reject(new Error(message, { cause })));
    const thrown: unknown = await handler({ key: 'one' }).catch((error: unknown) => error);
    const all = written.join('') + inspect(thrown);
    expect(all).toContain('(an address)');
    expect(all).toContain(message.split(' ').at(-1));
    expect(all).not.toMatch(/@acme|%40|@bücher|\bjohn\b/);
  });
});
