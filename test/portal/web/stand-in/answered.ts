// What everything that stands in for the server answers with.
import { createHash } from 'node:crypto';
import type * as z from 'zod/mini';
import type { Code } from '../../../../core/names/codes.ts';
import { codes } from '../../../../core/names/codes.ts';
import type { RouteName, Routes } from '../../../../portal/api/routes.ts';

export const caller = 'rita@acme.example';
export const at = '2026-10-05T09:00:00.000Z';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

export interface Answered {
  readonly status: number;
  readonly json?: unknown;
  readonly bytes?: Buffer;
}

export type Json<Name extends RouteName> = Routes[Name]['answer'] extends { readonly schema: infer Schema }
  ? Schema extends z.ZodMiniType
    ? z.output<Schema>
    : never
  : never;

export function ok<Name extends RouteName>(json: Json<Name>): Answered {
  return { status: 200, json };
}

export function problem(status: number, title: string, detail: string): Answered {
  return { status, json: { type: 'about:blank', title, status, detail } };
}

export function findingOf(code: Code, login: string): Json<'findings'>['findings'][number] {
  const { title, severity } = codes[code];
  return {
    id: `f_${createHash('sha256').update(`${code} ${login}`).digest('hex').slice(0, 16)}`,
    code,
    title,
    severity,
    login,
    situation: 'linked',
    reason: 'The person left on 2026-08-31, and the account is active.',
    state: 'open',
    firstSeen: at,
    reviewsOpen: 1,
    row: 17,
    directory: 'entra',
    continues: null,
    facts: [{ label: 'Last day', value: '2026-08-31' }],
  };
}
