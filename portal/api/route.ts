// What the table of routes says of each: how it is called, what it takes and answers, and who may call it for what.
import type * as z from 'zod/mini';

export const roles = ['admin', 'reviewer', 'control-owner', 'auditor'] as const;

export type Role = (typeof roles)[number];

/**
 * What of a route a role may reach. `own`: what is the caller's, such as lines that they are to decide; `other`: only
 * what somebody else did.
 */
export type Reach = 'all' | 'own' | 'other';

/** A role that is not named may not call it. */
export type Access = 'anybody' | 'signed-in' | Readonly<Partial<Record<Role, Reach>>>;

/** Each role may read it. Whoever is signed in without a role may not. */
export const everybody = { admin: 'all', reviewer: 'all', 'control-owner': 'all', auditor: 'all' } as const;

/** A file as the body of a request; larger ones are refused before they are read. */
export interface FileBody {
  readonly mediaTypes: readonly string[];
  readonly mostBytes: number;
}

interface Called {
  /** Below `/api`, its parameters in braces: `/periods/{period}/lines`. */
  readonly path: string;
  /** What the route is for, as the OpenAPI document says it. */
  readonly says: string;
  readonly access: Access;
  /**
   * For a route whose path names no period: it answers an auditor of some periods about those alone. Without this it is
   * refused to such an auditor.
   */
  readonly ofPeriodsShown?: true;
  readonly params?: z.ZodMiniObject;
  readonly query?: z.ZodMiniObject;
  readonly answer: Answer;
}

/** JSON, a file to keep, or events as they come (`text/event-stream`). */
export type Answer =
  | { readonly kind: 'json'; readonly schema: z.ZodMiniType; readonly status?: 200 | 201 | 202 }
  | { readonly kind: 'file'; readonly mediaTypes: readonly string[] }
  | { readonly kind: 'events' };

export interface Reading extends Called {
  readonly method: 'get';
  /** What is written into the record of access: personal data was read, or a file taken. Absent when neither. */
  readonly recorded?: 'read' | 'download';
  /**
   * The name of a list in the answer. When it is empty nothing was read, and nothing is recorded: a page may ask again
   * and again.
   */
  readonly unlessEmpty?: string;
}

export interface Writing extends Called {
  readonly method: 'post';
  /** Absent where nothing is sent. */
  readonly body?: z.ZodMiniType | FileBody;
  /**
   * Demands `If-Match` with the ETag of the overview, or of another read of the period. The write is refused when
   * something was recorded since.
   */
  readonly ifMatch?: true;
  /** Taken only from somebody who signed in during the last minutes. */
  readonly fresh?: true;
}

export type Route = Reading | Writing;

export function isFileBody(body: Writing['body']): body is FileBody {
  return body !== undefined && 'mostBytes' in body;
}
