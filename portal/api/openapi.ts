// The OpenAPI 3.1 document, worked out of the table of routes: what it does not say is not there.
import * as z from 'zod/mini';
import { isFileBody } from './route.ts';
import type { Answer, Route, Writing } from './route.ts';
import { routes } from './routes.ts';
import { problem } from './routes/values.ts';

function schemaOf(schema: z.core.$ZodType, io: 'input' | 'output'): object {
  const { $schema: _schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

/** As it is committed, under no version of the program: a release must not look like a change of the API. */
export function openApiText(): string {
  return `${JSON.stringify(openApi('1'), null, 1)}\n`;
}

export function openApi(version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [operationId, route] of Object.entries<Route>(routes)) {
    const path = `/api${route.path}`;
    paths[path] = { ...paths[path], [route.method]: { operationId, ...operation(route) } };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Access review', version, description: 'The API of the portal; sign-in is at /auth/sign-in.' },
    components: {
      schemas: { Problem: schemaOf(problem, 'output') },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-session' } },
    },
    security: [{ session: [] }],
    paths,
  };
}

function operation(route: Route): object {
  const { says, access, answer } = route;
  const parameters = [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')];
  const matching = route.method === 'post' && route.ifMatch === true;
  const problems = problemsOf(route);
  return {
    summary: says,
    'x-access': access,
    parameters: [
      ...parameters,
      ...(matching ? [{ name: 'If-Match', in: 'header', required: true, schema: { type: 'string' } }] : []),
    ],
    ...(route.method === 'post' && route.body !== undefined ? { requestBody: bodyOf(route.body) } : {}),
    responses: {
      [statusOf(answer)]: { description: 'As asked.', ...contentOf(answer) },
      ...(answer.kind === 'file'
        ? { '303': { description: 'The file is taken at another address, within a minute.' } }
        : {}),
      ...(route.method === 'get' && answer.kind === 'json' ? { '304': { description: 'As it was.' } } : {}),
      ...Object.fromEntries(
        problems.map((status) => [
          status,
          {
            description: 'Refused; nothing was changed.',
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
      ),
    },
  };
}

function statusOf(answer: Answer): number {
  return answer.kind === 'json' ? (answer.status ?? 200) : 200;
}

function problemsOf(route: Route): readonly number[] {
  const always = [400, 401, 403, 404, 422];
  if (route.method === 'get') return always;
  const { body, ifMatch } = route;
  return [...always, 409, 413, ...(body === undefined ? [] : [415]), ...(ifMatch === true ? [412, 428] : [])].toSorted(
    (a, b) => a - b,
  );
}

/** Taken in small letters too, where people type it: the app writes it as everything keeps it before it is looked at. */
const periodAsTyped = { type: 'string', pattern: String.raw`^\d{4}-[Qq][1-4]$` };

function parametersOf(schema: z.ZodMiniObject | undefined, place: 'path' | 'query'): readonly object[] {
  if (schema === undefined) return [];
  return Object.entries(schema.shape).map(([name, one]) => ({
    name,
    in: place,
    required: place === 'path' || !z.safeParse(one, undefined).success,
    schema: place === 'path' && name === 'period' ? periodAsTyped : schemaOf(one, 'input'),
  }));
}

function bodyOf(body: NonNullable<Writing['body']>): object {
  if (!isFileBody(body))
    return { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } };
  return { required: true, content: Object.fromEntries(body.mediaTypes.map((type) => [type, {}])) };
}

function contentOf(answer: Answer): object {
  switch (answer.kind) {
    case 'json':
      return { content: { 'application/json': { schema: schemaOf(answer.schema, 'output') } } };
    case 'file':
      return { content: Object.fromEntries(answer.mediaTypes.map((type) => [type, {}])) };
    case 'events':
      return { content: { 'text/event-stream': {} } };
    default:
      return answer satisfies never;
  }
}
