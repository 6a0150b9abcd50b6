// Requests that nobody would send, made from the OpenAPI document: none is answered by a fault, and nothing undocumented.
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { roles } from '../../portal/api/route.ts';
import { fallback } from '../steps/review/year.ts';
import { aPortal, period } from './portal.ts';

const operationSchema = z.object({
  parameters: z.array(z.object({ name: z.string(), in: z.string() })),
  requestBody: z.optional(z.object({ content: z.record(z.string(), z.unknown()) })),
  responses: z.record(z.string(), z.object({ content: z.optional(z.record(z.string(), z.unknown())) })),
});
const documentSchema = z.object({ paths: z.record(z.string(), z.record(z.string(), operationSchema)) });
const document = z.parse(
  documentSchema,
  JSON.parse(readFileSync(new URL('../../portal/openapi.json', import.meta.url), 'utf8')),
);
const operations = Object.entries(document.paths)
  .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
  // Events come until the caller leaves.
  .filter(({ path }) => !path.endsWith('/live'));

const requests = Number(process.env['FUZZ_REQUESTS'] ?? '300');

const word = fc.oneof(
  fc.constantFrom(period, '2026-Q2', 'user01@acme.com', 'true', '0', 'a'.repeat(64), '', '../..', '\u0000', "' OR 1=1"),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.nat().map(String),
);
const known = {
  decisions: fc.array(
    fc.record({ login: word, decision: fc.constantFrom('keep', 'revoke', 'except', 'x'), reason: word }),
  ),
  reason: word,
  from: word,
  to: fc.option(word),
  stage: fc.constantFrom('reviewer', 'control-owner', 'nobody'),
  filter: fc.constantFrom('unremarkable', 'all'),
  key: word,
  countShown: fc.oneof(fc.nat(), fc.double()),
};
const body = fc.oneof(
  fc.record(known, { requiredKeys: [] }),
  fc.json().map((text): unknown => JSON.parse(text)),
);

test(`${requests} of them`, async () => {
  const portal = await aPortal();
  const cookie = await portal.session(fallback, roles);
  const asked = fc.record({
    operation: fc.constantFrom(...operations),
    words: fc.array(word, { minLength: 24, maxLength: 24 }),
    body,
    etag: fc.constantFrom('"1-aa"', '"2-bb"', 'x'),
  });
  await fc.assert(
    fc.asyncProperty(asked, async ({ operation: { path, method, operation }, words, body: sent, etag }) => {
      const left = [...words];
      const next = (): string => left.shift() ?? 'x';
      const filled = path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(next().toWellFormed()) || 'x');
      const named = operation.parameters.filter((one) => one.in === 'query' && next().length % 2 === 0);
      const query = new URLSearchParams(Object.fromEntries(named.map(({ name }) => [name, next()]))).toString();
      const type = Object.keys(operation.requestBody?.content ?? {})[0] ?? 'application/json';
      const response = await portal.call(cookie, method.toUpperCase(), `${filled}${query === '' ? '' : `?${query}`}`, {
        ...(method === 'post' && operation.requestBody !== undefined ? { body: sent ?? {} } : {}),
        headers: { 'if-match': etag, ...(operation.requestBody === undefined ? {} : { 'content-type': type }) },
      });
      const { status } = response;
      const text = await response.text();
      const documented = operation.responses[String(status)];
      expect([path, status, documented !== undefined || status === 404, portal.unexpected]).toEqual([
        path,
        status,
        true,
        [],
      ]);
      const media = response.headers.get('content-type')?.split(';')[0];
      if (documented?.content !== undefined) expect(Object.keys(documented.content)).toContain(media);
      if (media === 'application/problem+json') expect(JSON.parse(text)).toMatchObject({ status });
    }),
    { numRuns: requests, seed: 14 },
  );
});
