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
});
