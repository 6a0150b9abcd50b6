// Calls another function of the deployment and waits for its answer, by one signed request. The client that AWS offers
// knows a hundred calls, and would make most of a bundle.
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import * as z from 'zod/mini';
import { hostsOfRegion } from '../../core/names/aws-hosts.ts';
import { lambdaVariables } from '../../core/names/variables.ts';
import { defaultProvider } from '../bundle/lambda-credentials.ts';

/** Lambda sets the region; tests set the address of a stand-in, under the name that the clients of AWS use. */
const variables = z.extend(lambdaVariables, { AWS_ENDPOINT_URL_LAMBDA: z.optional(z.string()) });

/** Thrown when as many calls of a function are under way as are allowed; a moment later it can be called again. */
export class FunctionBusy extends Error {
  override readonly name = 'FunctionBusy';
  constructor(called: string) {
    super(`${called} was not called: as many calls of it are under way as may be`);
  }
}

/** What a function answered, as JSON (empty for no answer), or how it failed, in one word of Lambda. */
export type Told =
  | { readonly text: string; readonly failed: null }
  /**
   * The message of the error is not handed on, because it may quote what was read. It stands in the log of the
   * function.
   */
  | { readonly text: null; readonly failed: string };

/**
 * Asks once and never again: when a request breaks off, nobody knows how far the other function came.
 *
 * @param name the function's name or ARN
 * @throws FunctionBusy when as many calls of it are under way as may be, Error when the service takes no call otherwise
 * @example await askFunction('access-review-prod-verify', { key: 'runs/…/report.pdf' })
 */
export async function askFunction(name: string, event: unknown): Promise<Told> {
  const { AWS_REGION: region, AWS_ENDPOINT_URL_LAMBDA: endpoint } = z.parse(variables, process.env);
  const base = new URL(endpoint ?? `https://lambda.${region}.${hostsOfRegion(region).services}`);
  const signer = new SignatureV4({ service: 'lambda', region, credentials: defaultProvider(), sha256: Sha256 });
  const { headers, path, body } = await signer.sign({
    method: 'POST',
    protocol: base.protocol,
    hostname: base.hostname,
    path: `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`,
    headers: { host: base.host, 'content-type': 'application/json' },
    query: {},
    body: JSON.stringify(event),
  });
  const response = await fetch(new URL(path, base), { method: 'POST', headers, body, redirect: 'error' });
  const text = await response.text();
  if (response.status === 429) throw new FunctionBusy(name);
  if (!response.ok) throw new Error(`${name} was not called: ${response.status} ${text.slice(0, 500)}`);
  const failed = response.headers.get('x-amz-function-error');
  return failed === null ? { text, failed } : { text: null, failed };
}
