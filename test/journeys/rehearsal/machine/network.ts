// CloudFront as the template lays it out, on this machine: its paths, methods, headers and permissions, before the stage's
// own function and bucket. What it does not model, it refuses.
import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import * as z from 'zod/mini';
import { account } from '../../../support/aws/deployment/template.ts';
import type { Stage } from './stage.ts';

export interface Network {
  /** `https://review.acme.com` */
  readonly origin: string;
  /** As a browser asks: `Host` and path lead, cookies and headers go along. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

const caching = { disabled: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad', optimized: '658327ea-f89d-4fab-a63d-7e88639e58f6' };
const allButHost = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

const behaviourSchema = z.strictObject({
  PathPattern: z.optional(z.string()),
  TargetOriginId: z.string(),
  AllowedMethods: z.optional(z.array(z.string())),
  CachePolicyId: z.enum([caching.disabled, caching.optimized]),
  Compress: z.boolean(),
  OriginRequestPolicyId: z.optional(z.literal(allButHost)),
  ResponseHeadersPolicyId: z.string(),
  ViewerProtocolPolicy: z.enum(['https-only', 'redirect-to-https']),
  FunctionAssociations: z.optional(
    z.tuple([z.strictObject({ EventType: z.literal('viewer-request'), FunctionARN: z.string() })]),
  ),
});
type Behaviour = z.infer<typeof behaviourSchema>;

const originSchema = z.looseObject({
  Id: z.string(),
  DomainName: z.string(),
  /** Absent where nobody signs: of a function that looks at a token of its own. */
  OriginAccessControlId: z.optional(z.string()),
  CustomOriginConfig: z.optional(z.looseObject({ OriginProtocolPolicy: z.literal('https-only') })),
});
type Origin = z.infer<typeof originSchema>;

const distributionSchema = z.object({
  DistributionConfig: z.looseObject({
    Aliases: z.tuple([z.string()]),
    Enabled: z.literal(true),
    DefaultRootObject: z.literal('index.html'),
    DefaultCacheBehavior: behaviourSchema,
    CacheBehaviors: z.array(behaviourSchema),
    Origins: z.array(originSchema),
    ViewerCertificate: z.looseObject({ MinimumProtocolVersion: z.literal('TLSv1.2_2021') }),
  }),
});

const overriding = z.looseObject({ Override: z.literal(true) });
const headersSchema = z.object({
  ResponseHeadersPolicyConfig: z.object({
    Name: z.string(),
    CustomHeadersConfig: z.object({
      Items: z.array(z.object({ Header: z.string(), Value: z.string(), Override: z.literal(true) })),
    }),
    SecurityHeadersConfig: z.strictObject({
      ContentSecurityPolicy: z.object({ ContentSecurityPolicy: z.string(), Override: z.boolean() }),
      ContentTypeOptions: overriding,
      FrameOptions: z.object({ FrameOption: z.string(), Override: z.literal(true) }),
      ReferrerPolicy: z.object({ ReferrerPolicy: z.string(), Override: z.literal(true) }),
      StrictTransportSecurity: z.object({
        AccessControlMaxAgeSec: z.number(),
        IncludeSubdomains: z.boolean(),
        Override: z.literal(true),
      }),
    }),
  }),
});

const permissionSchema = z.object({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  FunctionUrlAuthType: z.optional(z.string()),
  SourceArn: z.optional(z.string()),
  InvokedViaFunctionUrl: z.optional(z.boolean()),
});

const answerSchema = z.object({
  statusCode: z.number(),
  headers: z._default(z.record(z.string(), z.string()), {}),
  cookies: z._default(z.array(z.string()), []),
  body: z._default(z.string(), ''),
  isBase64Encoded: z._default(z.boolean(), false),
});

/** Largest event that Lambda takes, and answer that it hands back. */
const mostBytes = 6 * 1024 * 1024;

export function networkOf(stage: Stage): Network {
  const [only] = stage.resources.filter(({ type }) => type === 'AWS::CloudFront::Distribution');
  if (only === undefined) throw new Error('the template has no distribution');
  const { DistributionConfig: config } = z.parse(distributionSchema, only.properties);
  const arn = `arn:aws:cloudfront::${account}:distribution/${only.id.toLowerCase()}`;
  const origin = `https://${config.Aliases[0]}`;
  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const behaviour =
      config.CacheBehaviors.find(({ PathPattern }) => matches(PathPattern ?? '*', pathname)) ??
      config.DefaultCacheBehavior;
    if (!(behaviour.AllowedMethods ?? ['GET', 'HEAD']).includes(request.method)) return refusal('this method');
    const target = config.Origins.find(({ Id }) => Id === behaviour.TargetOriginId);
    if (target === undefined) throw new Error(`no origin ${behaviour.TargetOriginId}`);
    expectSigned(stage, target);
    const answered =
      target.CustomOriginConfig === undefined
        ? await fromBucket(stage, target, rewritten(stage, behaviour, pathname))
        : await fromFunction(stage, { request, behaviour, target, arn });
    return withHeaders(stage, behaviour, answered);
  };
  return { origin, fetch: async (path, init) => answer(new Request(`${origin}${path}`, init)) };
}

function matches(pattern: string, path: string): boolean {
  return new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(path);
}

function refusal(what: string): Response {
  return new Response(`CloudFront does not take ${what}`, { status: 403 });
}

/**
 * Each origin is asked with a signature of CloudFront's own, always: a viewer's own `Authorization` never gets there. One
 * without it is a function whose address anybody may ask.
 */
function expectSigned(stage: Stage, { OriginAccessControlId, CustomOriginConfig }: Origin): void {
  if (OriginAccessControlId === undefined && CustomOriginConfig !== undefined) return;
  const control = stage.resources.find(({ id }) => id.toLowerCase() === OriginAccessControlId);
  z.parse(
    z.object({
      OriginAccessControlConfig: z.looseObject({
        SigningBehavior: z.literal('always'),
        SigningProtocol: z.literal('sigv4'),
        OriginAccessControlOriginType: z.literal(CustomOriginConfig === undefined ? 's3' : 'lambda'),
      }),
    }),
    control?.properties,
  );
}

function rewritten(stage: Stage, { FunctionAssociations }: Behaviour, uri: string): string {
  const [associated] = FunctionAssociations ?? [];
  if (associated === undefined) return uri;
  const id = associated.FunctionARN.split('/').at(-1);
  const found = stage.resources.find((one) => one.type === 'AWS::CloudFront::Function' && one.id.toLowerCase() === id);
  const { FunctionCode: code } = z.parse(z.object({ FunctionCode: z.string() }), found?.properties);
  const event = { version: '1.0', request: { method: 'GET', uri, querystring: {}, headers: {}, cookies: {} } };
  const request: unknown = runInNewContext(`${code};handler(event)`, { event });
  return z.parse(z.object({ uri: z.string() }), request).uri;
}

async function fromBucket({ s3 }: Stage, { DomainName }: Origin, uri: string): Promise<Response> {
  const bucket = s3.buckets.get(DomainName.split('.')[0] ?? '');
  const found = bucket?.version(uri === '/' ? 'index.html' : uri.slice(1), null);
  // Whoever may not list is not told that nothing is there.
  if (found === undefined || found === null) return new Response('AccessDenied', { status: 403 });
  return new Response(new Uint8Array(found.body), { headers: found.headers });
}

interface Calling {
  readonly request: Request;
  readonly behaviour: Behaviour;
  readonly target: Origin;
  readonly arn: string;
}

async function fromFunction(stage: Stage, { request, behaviour, target, arn }: Calling): Promise<Response> {
  if (behaviour.CachePolicyId !== caching.disabled) throw new Error('what people are answered is cached');
  const url = stage.resources.find(
    ({ type, id }) => type === 'AWS::Lambda::Url' && target.DomainName.startsWith(`${id.toLowerCase()}.`),
  );
  const { AuthType, TargetFunctionArn: called } = z.parse(
    z.object({ AuthType: z.string(), TargetFunctionArn: z.string() }),
    url?.properties,
  );
  const body = Buffer.from(await request.arrayBuffer());
  const isSigned = target.OriginAccessControlId !== undefined;
  const isLetIn = isSigned
    ? AuthType === 'AWS_IAM' && mayInvoke(stage, called, arn) && isBodySigned(request, body)
    : AuthType === 'NONE' && mayAnybody(stage, called);
  if (!isLetIn) return new Response('{"Message":"Forbidden"}', { status: 403 });
  const event = eventOf(request, behaviour, { body, host: target.DomainName, isSigned });
  // A file is in the event as base64.
  if (JSON.stringify(event).length > mostBytes) return new Response('{"Message":"Too large"}', { status: 413 });
  const deployed = stage.functions.get(called);
  if (deployed === undefined) throw new Error(`the template has no function ${called}`);
  const answered = await stage.invoke(deployed, event);
  const told = z.parse(answerSchema, answered);
  if (JSON.stringify(told).length > mostBytes) return new Response('Internal Server Error', { status: 502 });
  const headers = new Headers(told.headers);
  for (const cookie of told.cookies) headers.append('set-cookie', cookie);
  const bytes = Buffer.from(told.body, told.isBase64Encoded ? 'base64' : 'utf8');
  const isEmpty = [204, 303, 304].includes(told.statusCode);
  return new Response(isEmpty ? null : new Uint8Array(bytes), { status: told.statusCode, headers });
}

function permissionsOf(stage: Stage, functionArn: string): readonly z.infer<typeof permissionSchema>[] {
  return stage.resources
    .filter(({ type }) => type === 'AWS::Lambda::Permission')
    .map(({ properties }) => z.parse(permissionSchema, properties))
    .filter(({ FunctionName }) => FunctionName === functionArn);
}

function mayAnybody(stage: Stage, functionArn: string): boolean {
  return permissionsOf(stage, functionArn).some(
    ({ Action, Principal, FunctionUrlAuthType: type }) =>
      Action === 'lambda:InvokeFunctionUrl' && Principal === '*' && type === 'NONE',
  );
}

/** A function URL asks for both, and for whom each is meant. */
function mayInvoke(stage: Stage, functionArn: string, distribution: string): boolean {
  const permissions = permissionsOf(stage, functionArn).filter(
    ({ Principal, SourceArn }) => Principal === 'cloudfront.amazonaws.com' && SourceArn === distribution,
  );
  return (
    permissions.some(({ Action }) => Action === 'lambda:InvokeFunctionUrl') &&
    permissions.some((one) => one.Action === 'lambda:InvokeFunction' && one.InvokedViaFunctionUrl === true)
  );
}

/** CloudFront signs without having the body: whoever sends one says its digest, and Lambda looks. */
function isBodySigned({ method, headers }: Request, body: Buffer): boolean {
  if (method === 'GET' || method === 'HEAD') return true;
  return headers.get('x-amz-content-sha256') === createHash('sha256').update(body).digest('hex');
}

function eventOf(
  request: Request,
  behaviour: Behaviour,
  { body, host, isSigned }: { readonly body: Buffer; readonly host: string; readonly isSigned: boolean },
): object {
  if (behaviour.OriginRequestPolicyId !== allButHost)
    throw new Error('the function is asked with the host of the viewer');
  const { pathname, search } = new URL(request.url);
  const { cookie, authorization, ...others } = Object.fromEntries(request.headers);
  const headers = { ...others, ...(isSigned || authorization === undefined ? {} : { authorization }) };
  const isText = /json|text|form/.test(others['content-type'] ?? 'text');
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: pathname,
    rawQueryString: search.slice(1),
    ...(cookie === undefined ? {} : { cookies: cookie.split(/; */) }),
    headers: { ...headers, host, via: '2.0 network (CloudFront)', 'x-forwarded-proto': 'https' },
    requestContext: {
      accountId: account,
      domainName: host,
      domainPrefix: host.split('.')[0],
      http: { method: request.method, path: pathname, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: 'r',
      routeKey: '$default',
      stage: '$default',
      time: '05/Oct/2026:08:00:00 +0000',
      timeEpoch: Date.now(),
    },
    ...(body.length === 0 ? {} : { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: !isText,
  };
}

function withHeaders(stage: Stage, { ResponseHeadersPolicyId }: Behaviour, response: Response): Response {
  const policy = stage.resources.find(
    ({ type, id }) => type === 'AWS::CloudFront::ResponseHeadersPolicy' && id.toLowerCase() === ResponseHeadersPolicyId,
  );
  const { ResponseHeadersPolicyConfig: said } = z.parse(headersSchema, policy?.properties);
  const { SecurityHeadersConfig: security, CustomHeadersConfig: custom } = said;
  const { AccessControlMaxAgeSec: age, IncludeSubdomains: below } = security.StrictTransportSecurity;
  const headers = new Headers(response.headers);
  const { ContentSecurityPolicy: ofPages, Override: isSet } = security.ContentSecurityPolicy;
  if (isSet || !headers.has('content-security-policy')) headers.set('content-security-policy', ofPages);
  headers.set('x-content-type-options', 'nosniff');
  headers.set('x-frame-options', security.FrameOptions.FrameOption);
  headers.set('referrer-policy', security.ReferrerPolicy.ReferrerPolicy);
  headers.set('strict-transport-security', `max-age=${age}${below ? '; includeSubDomains' : ''}`);
  for (const { Header, Value } of custom.Items) headers.set(Header, Value);
  return new Response(response.body, { status: response.status, headers });
}
