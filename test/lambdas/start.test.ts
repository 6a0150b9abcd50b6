import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { json, startService } from '../support/aws/services/json-service.ts';
import type { ServiceStandIn } from '../support/aws/services/json-service.ts';

let lambda: ServiceStandIn;
const started: { readonly name: string | undefined; readonly payload: unknown }[] = [];

beforeAll(async () => {
  lambda = await startService(({ headers, body }) => {
    started.push({ name: headers['x-amz-durable-execution-name'], payload: JSON.parse(body.toString()) });
    return json({}, 202);
  });
  vi.stubEnv('RUN_FUNCTION', 'arn:aws:lambda:eu-central-1:123456789012:function:access-review-prod-run:live');
  vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', lambda.endpoint);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'stand-in');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'stand-in');
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.spyOn(console, 'info').mockImplementation(() => {});
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => vi.useRealTimers());
afterAll(async () => {
  vi.unstubAllEnvs();
  await lambda.close();
});

describe('a start', () => {
  test('names the run by its scheduled time, to the second, and hands over what the schedule says', async () => {
    const { handler } = await import('../../lambdas/start.ts');
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-10-05T09:59:00Z') });
    const scheduledAt = '2026-10-05T08:00:00Z';
    expect(await handler({ kind: 'watch', scheduledAt })).toEqual({ execution: '20261005T080000Z-watch' });
    expect(started.at(-1)).toEqual({
      name: '20261005T080000Z-watch',
      payload: {
        kind: 'watch',
        scheduledAt,
        period: null,
        acceptedGates: [],
        execution: '20261005T080000Z-watch',
        asOfSetByOperator: false,
      },
    });
  });

  test.each([
    ['of three hours ago was chosen by nobody', '2026-10-05T11:00:00Z', false],
    ['of more than three hours ago was chosen by somebody', '2026-10-05T11:00:01Z', true],
    ['of more than three hours to come was chosen by somebody', '2026-10-05T04:59:59Z', true],
  ])('says that a time %s', async (_what, now, chosen) => {
    const { handler } = await import('../../lambdas/start.ts');
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) });
    await handler({ kind: 'review', scheduledAt: '2026-10-05T08:00:00Z' });
    expect(started.at(-1)?.payload).toMatchObject({ asOfSetByOperator: chosen });
  });

  test('by hand hands over the period and the gates that a person accepts', async () => {
    const { handler } = await import('../../lambdas/start.ts');
    const acceptedGates = [{ gate: 'skew', by: 'grc@acme.com', reason: 'exported on Friday' }];
    await handler({ kind: 'review', scheduledAt: '2027-01-08T09:30:00Z', period: '2026-Q4', acceptedGates });
    expect(started.at(-1)?.payload).toMatchObject({ period: '2026-Q4', acceptedGates });
  });

  test('takes a period as people write it', async () => {
    const { handler } = await import('../../lambdas/start.ts');
    await handler({ kind: 'issue', scheduledAt: '2027-01-08T09:30:00Z', period: '2026-q4' });
    expect(started.at(-1)).toMatchObject({
      name: '20270108T093000Z-issue-2026-Q4',
      payload: { period: '2026-Q4' },
    });
  });

  test.each([
    ['asks/20261005T080000Z-review', { kind: 'review', period: null }, '20261005T080000Z-review'],
    ['asks/20261005T080000Z-issue-2026-Q4', { kind: 'issue', period: '2026-Q4' }, '20261005T080000Z-issue-2026-Q4'],
  ])('is what the portal asks for by an object of the name %s', async (key, asked, execution) => {
    const { handler } = await import('../../lambdas/start.ts');
    expect(await handler({ detail: { object: { key } } })).toEqual({ execution });
    expect(started.at(-1)?.payload).toMatchObject({ ...asked, scheduledAt: '2026-10-05T08:00:00Z', acceptedGates: [] });
  });

  test.each([
    [{ detail: { object: { key: 'asks/20261005T080000Z-watch' } } }, /asks for nothing that is known/],
    [{ kind: 'issue', scheduledAt: '2027-01-08T09:30:00Z' }, /expected the period to issue/],
    [{ kind: 'review', scheduledAt: 'now' }, /expected an instant/],
    [{ kind: 'review', scheduledAt: '2027-01-08T09:30:00Z', period: 'Q4' }, /expected a year and a quarter/],
    [{ kind: 'audit', scheduledAt: '2027-01-08T09:30:00Z' }, /kind/],
    [
      {
        kind: 'review',
        scheduledAt: '2027-01-08T09:30:00Z',
        acceptedGates: [{ gate: 'incomplete', by: 'grc@acme.com', reason: 'never mind' }],
      },
      /gate/,
    ],
  ])('is refused for %j', async (event, why) => {
    const { handler } = await import('../../lambdas/start.ts');
    const before = started.length;
    await expect(handler(event)).rejects.toThrow(why);
    expect(started).toHaveLength(before);
  });
});
