import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { askFunction } from '../../lambdas/call/other-function.ts';
import { verifyElsewhere } from '../../lambdas/call/verify-elsewhere.ts';
import { problemResponse } from '../../portal/api/problem.ts';
import { standInCredentials } from '../support/aws/services/credentials.ts';
import { startService } from '../support/aws/services/json-service.ts';
import type { ServiceAnswer, ServiceStandIn } from '../support/aws/services/json-service.ts';
import { signatureFault } from '../support/aws/services/sigv4.ts';

const arn = 'arn:aws:lambda:eu-central-1:123456789012:function:access-review-prod-verify';
const event = { key: 'runs/20261005T080000Z-Zoë/report.pdf' };

let lambda: ServiceStandIn;
let asked: { readonly method: string; readonly path: string; readonly body: string; readonly fault: string | null };
let answer: ServiceAnswer;

beforeAll(async () => {
  lambda = await startService(({ method, path, headers, body }) => {
    const fault = signatureFault({ method, target: path, headers, body }, new Date(), 'lambda');
    asked = { method, path, body: body.toString(), fault };
    return answer;
  });
  vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', lambda.endpoint);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', standInCredentials.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', standInCredentials.secretAccessKey);
  vi.stubEnv('AWS_SESSION_TOKEN', 'of+this/role==');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await lambda.close();
});

test('another function is asked by the request that the client of the service would send', async () => {
  answer = { status: 200, type: 'application/json', body: '{"holds":true}' };
  await new LambdaClient().send(new InvokeCommand({ FunctionName: arn, Payload: JSON.stringify(event) }));
  const byItsClient = asked;
  expect(byItsClient.fault).toBeNull();
  expect(await askFunction(arn, event)).toEqual({ text: '{"holds":true}', failed: null });
  expect(asked).toEqual(byItsClient);
});

test('a function that failed is told from one that answered, without its message, which may quote what it read', async () => {
  const body = '{"errorMessage":"Jane Doe is not in findings.json"}';
  answer = { status: 200, type: 'application/json', body, headers: { 'x-amz-function-error': 'Unhandled' } };
  expect(await askFunction(arn, event)).toEqual({ text: null, failed: 'Unhandled' });
});

test.each(['run', 'not-performed'])(
  'what holds of a report, %s, is handed on as the function that verifies says it',
  async (kind) => {
    const signature = { subject: 'CN=Acme', fingerprint: 'ab12' };
    const holds = { kind: 'ok', value: { kind, signature, attached: 7, isReviewed: false, pages: 12 } };
    answer = { status: 200, type: 'application/json', body: JSON.stringify(holds) };
    expect(await verifyElsewhere(arn, event.key, (error) => expect.unreachable(String(error)))).toEqual(holds);
    expect(JSON.parse(asked.body)).toEqual({ key: event.key });
  },
);

test('of a report on which the function failed nothing is known: it is refused, and the failure reported', async () => {
  answer = { status: 200, type: 'application/json', body: '{}', headers: { 'x-amz-function-error': 'Unhandled' } };
  const reported: unknown[] = [];
  const verified = await verifyElsewhere(arn, event.key, (error) => reported.push(error));
  expect(verified).toMatchObject({ kind: 'refused', refusals: [{ what: 'not verified here', where: event.key }] });
  expect(reported).toEqual([new Error(`verifying ${event.key} failed: Unhandled`)]);
});

test('a function that takes no further call at this moment is asked again later, and nothing unexpected is reported', async () => {
  answer = {
    status: 429,
    type: 'application/json',
    body: '{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded"}',
  };
  const unexpected: unknown[] = [];
  const verifying = verifyElsewhere(arn, event.key, (error) => unexpected.push(error));
  await expect(verifying).rejects.toMatchObject({ name: 'Refused', status: 429 });
  expect(unexpected).toEqual([]);
  expect(problemResponse({ status: 429, refusals: [] }).headers.get('retry-after')).toBe('60');
});

test.each([403, 404, 500])('a call that the service answers by %i throws what it said', async (status) => {
  answer = { status, type: 'application/json', body: '{"Message":"said so"}' };
  await expect(askFunction(arn, event)).rejects.toThrow(`${arn} was not called: ${status} {"Message":"said so"}`);
});
