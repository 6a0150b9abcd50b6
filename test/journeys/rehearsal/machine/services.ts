// The services of a stage whose answers are few: secrets, federation, and Lambda as far as functions speak to it.
import { durableStandIn } from '../../../support/aws/deployment/durable-stand-in.ts';
import type { DurableStandIn } from '../../../support/aws/deployment/durable-stand-in.ts';
import { json, startService } from '../../../support/aws/services/json-service.ts';
import type { ServiceStandIn } from '../../../support/aws/services/json-service.ts';
import * as z from 'zod/mini';
import { federatedStatement } from '../company.ts';

/** By directory: what stands in its secret. */
export type Secrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

export async function startSecrets(secrets: Secrets): Promise<ServiceStandIn> {
  return startService(({ target, body }) => {
    const { SecretId } = z.parse(z.object({ SecretId: z.string() }), JSON.parse(body.toString()));
    const name = SecretId.split(':').at(-1) ?? '';
    const [, held] = Object.entries(secrets).find(([directory]) => name.includes(directory)) ?? [];
    if (target !== 'secretsmanager.GetSecretValue' || held === undefined) {
      return json({ __type: 'ResourceNotFoundException', message: SecretId }, 400);
    }
    return json({ ARN: SecretId, Name: SecretId, SecretString: JSON.stringify(held) });
  });
}

export async function startSts(): Promise<ServiceStandIn> {
  return startService(({ body }) => {
    const ask = new URLSearchParams(body.toString());
    const isRight =
      ask.get('Action') === 'GetWebIdentityToken' && ask.get('Audience.member.1') === 'api://AzureADTokenExchange';
    const token = isRight ? federatedStatement : 'for.somebody.else';
    const result = `<GetWebIdentityTokenResult><WebIdentityToken>${token}</WebIdentityToken></GetWebIdentityTokenResult>`;
    return {
      status: 200,
      type: 'text/xml',
      body: `<GetWebIdentityTokenResponse>${result}</GetWebIdentityTokenResponse>`,
    };
  });
}

/** A start as the schedule's function asked Lambda for it. */
export interface Started {
  readonly functionArn: string;
  readonly name: string;
  readonly payload: unknown;
}

export interface Lambda extends ServiceStandIn {
  readonly started: readonly Started[];
  readonly durable: DurableStandIn;
}

/** @param call invokes a function and waits for its answer */
export async function startLambda(call: (functionArn: string, payload: unknown) => Promise<object>): Promise<Lambda> {
  const started: Started[] = [];
  const durable = durableStandIn();
  const service = await startService(async (ask) => {
    const { path, body, headers } = ask;
    if (path.startsWith('/2025-12-01/durable-executions/')) return durable.answer(ask);
    const [, functionArn = ''] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(path) ?? [];
    if (headers['x-amz-invocation-type'] !== 'Event') {
      try {
        return json(await call(decodeURIComponent(functionArn), JSON.parse(body.toString())));
      } catch (error) {
        // A function that fails is answered for as well.
        return { ...json({ errorMessage: String(error) }), headers: { 'x-amz-function-error': 'Unhandled' } };
      }
    }
    started.push({
      functionArn: decodeURIComponent(functionArn),
      name: headers['x-amz-durable-execution-name'] ?? '',
      payload: JSON.parse(body.toString()),
    });
    return { status: 202, type: 'application/json', body: '' };
  });
  return { ...service, started, durable };
}
