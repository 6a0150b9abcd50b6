// Requests that nobody would send, made from the committed OpenAPI document: none is answered by a fault, and nothing
// that the document does not say, neither a status nor a body.
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as full from 'zod';
import * as z from 'zod/mini';
import { roles } from '../../portal/api/route.ts';
import { fallback } from '../steps/review/year/year.ts';
import { aPortal, period } from './portal.ts';

const contentSchema = z.record(z.string(), z.object({ schema: z.optional(z.record(z.string(), z.unknown())) }));
const operationSchema = z.object({
  parameters: z.array(z.object({ name: z.string(), in: z.string(), required: z._default(z.boolean(), false) })),
  requestBody: z.optional(z.object({ content: z.record(z.string(), z.unknown()) })),
  responses: z.record(z.string(), z.object({ content: z.optional(contentSchema) })),
});
const documentSchema = z.object({
  components: z.object({ schemas: z.object({ Problem: z.record(z.string(), z.unknown()) }) }),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
});
const document = z.parse(
  documentSchema,
  JSON.parse(readFileSync(new URL('../../portal/openapi.json', import.meta.url), 'utf8')),
);
const operations = Object.entries(document.paths)
  .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
  // Events come until the caller leaves.
  .filter(({ path }) => !path.endsWith('/live'));

type Operation = (typeof operations)[number];

const requests = Number(process.env['FUZZ_REQUESTS'] ?? '2000');

/** What the document says of the body of an answer; every schema is read once. */
const read = new Map<object, full.ZodType>();
function bodyFaults(said: Readonly<Record<string, unknown>>, body: unknown): readonly string[] {
  const own = said['$ref'] === undefined ? said : document.components.schemas.Problem;
  const schema = read.get(own) ?? full.fromJSONSchema(own);
  read.set(own, schema);
  const result = schema.safeParse(body);
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

const word = fc.oneof(
  fc.constantFrom(period, '2026-Q2', 'user01@acme.com', 'true', '0', 'a'.repeat(64), '', '../..', '\u0000', "' OR 1=1"),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.nat().map(String),
);
/** What is there, for most requests: else all end at the first look. */
const fitting: Readonly<Record<string, readonly string[]>> = {
  period: [period],
  login: ['user01@acme.com', 'ghost@acme.com', 'key-1', 'root@acme.com'],
  after: ['0', '1'],
  mine: ['true', 'false'],
  sort: ['name', 'gravity', 'decision', 'reviewer'],
  direction: ['up', 'down'],
  decision: ['undecided', 'keep'],
  reviewer: ['mona@acme.com'],
  text: ['user', '%', ''],
  key: [`reviews/${period}/report.pdf`],
};
const known = {
  decisions: fc.array(
    fc.record(
      {
        login: fc.oneof(fc.constantFrom('user01@acme.com', 'ghost@acme.com', 'root@acme.com'), word),
        decision: fc.constantFrom('keep', 'revoke', 'except', 'x'),
        until: fc.constantFrom(null, '2026-05-01', '2026-02-31', 'x'),
        reason: word,
      },
      { requiredKeys: ['login', 'decision', 'reason'] },
    ),
    { maxLength: 4 },
  ),
  reason: word,
  from: fc.oneof(fc.constantFrom(fallback, 'mona@acme.com'), word),
  to: fc.option(fc.oneof(fc.constantFrom(fallback, 'mona@acme.com'), word)),
  stage: fc.constantFrom('reviewer', 'control-owner', 'nobody'),
  filter: fc.constantFrom('unremarkable', 'all'),
  key: word,
  countShown: fc.oneof(fc.nat(), fc.double()),
};
const names = Object.keys(known);
const someNames = fc.oneof(
  fc.constantFrom(
    ['decisions'],
    ['reason'],
    ['from', 'to', 'reason'],
    ['filter', 'reason'],
    ['stage'],
    ['key'],
    ['countShown'],
  ),
  fc.subarray(names),
);
const body = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.record(known), someNames).map(([all, some]) => picked(all, some)) },
  { weight: 1, arbitrary: fc.json().map((text): unknown => JSON.parse(text)) },
);

function picked(all: Readonly<Record<string, unknown>>, some: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(some.map((name) => [name, all[name]]));
}

interface Chosen {
  readonly words: readonly string[];
  /** Of each parameter in turn: whether it is what is there. */
  readonly fits: readonly number[];
}

function addressOf({ path, operation }: Operation, { words, fits }: Chosen): string {
  let at = 0;
  const valueOf = (name: string): string => {
    const [made = 'x', choice = 0] = [words[at], fits[at]];
    at += 1;
    const real = fitting[name];
    return real === undefined || choice > 7 ? made : (real[choice % real.length] ?? made);
  };
  const filled = path.replaceAll(
    /\{(\w+)\}/g,
    (_all, name: string) => encodeURIComponent(valueOf(name).toWellFormed()) || 'x',
  );
  const asked = operation.parameters.filter(
    (one) => one.in === 'query' && (one.required || (fits[at++] ?? 0) % 3 === 0),
  );
  const query = new URLSearchParams(Object.fromEntries(asked.map(({ name }) => [name, valueOf(name)]))).toString();
  return `${filled}${query === '' ? '' : `?${query}`}`;
}

test(
  `each of ${requests} requests that nobody would send is answered as the document says`,
  { timeout: 240_000 },
  async () => {
    const portal = await aPortal();
    const cookie = await portal.session(fallback, roles);
    const etagNow = async (): Promise<string> =>
      (await portal.call(cookie, 'GET', `/api/periods/${period}`)).headers.get('etag') ?? '';
    const answered = new Map<number, number>();
    const asked = fc.record({
      operation: fc.constantFrom(...operations),
      words: fc.array(word, { minLength: 40, maxLength: 40 }),
      fits: fc.array(fc.nat({ max: 9 }), { minLength: 60, maxLength: 60 }),
      body,
      etag: fc.constantFrom('now', '"2-bb"', 'x'),
    });
    await fc.assert(
      fc.asyncProperty(asked, async ({ operation: chosen, words, fits, body: sent, etag }) => {
        const { path, method, operation } = chosen;
        const type = Object.keys(operation.requestBody?.content ?? {})[0] ?? 'application/json';
        const matching = operation.parameters.some(({ name }) => name === 'If-Match');
        const response = await portal.call(cookie, method.toUpperCase(), addressOf(chosen, { words, fits }), {
          ...(method === 'post' && operation.requestBody !== undefined ? { body: sent ?? {} } : {}),
          headers: {
            ...(matching ? { 'if-match': etag === 'now' ? await etagNow() : etag } : {}),
            ...(operation.requestBody === undefined ? {} : { 'content-type': type }),
          },
        });
        const { status } = response;
        answered.set(status, (answered.get(status) ?? 0) + 1);
        const text = await response.text();
        const documented = operation.responses[String(status)];
        expect([method, path, status, documented !== undefined, portal.unexpected]).toEqual([
          method,
          path,
          status,
          true,
          [],
        ]);
        const media = response.headers.get('content-type')?.split(';')[0] ?? '';
        const content = documented?.content;
        if (content === undefined) return;
        expect([path, Object.keys(content)]).toEqual([path, expect.arrayContaining([media])]);
        const said = content[media]?.schema;
        if (said !== undefined) expect([path, status, bodyFaults(said, JSON.parse(text))]).toEqual([path, status, []]);
      }),
      { numRuns: requests, seed: 14, endOnFailure: true },
    );
    // That all are refused at the door would prove nothing.
    expect(answered.get(200) ?? 0).toBeGreaterThan(requests / 10);
    expect(answered.get(422) ?? 0).toBeGreaterThan(requests / 200);
  },
);
