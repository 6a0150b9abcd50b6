// What a handler is given and what it answers, typed by the route that it stands for.
import type * as z from 'zod/mini';
import type { Bytes } from '../../core/ports/objects.ts';
import type { Result } from '../../core/values/result.ts';
import type { Ports } from './ports.ts';
import type { FileBody, Route } from './route.ts';
import type { RouteName, Routes } from './routes.ts';
import type { Caller } from './session.ts';

type Parsed<Schema> = Schema extends z.ZodMiniType ? z.output<Schema> : undefined;
type Part<One, Key extends string> = One extends Readonly<Record<Key, infer Schema>> ? Parsed<Schema> : undefined;
type Body<One> = One extends { readonly body: infer Sent }
  ? Sent extends FileBody
    ? Uint8Array
    : Parsed<Sent>
  : undefined;

type Frozen<Value> = Value extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
    : Value;

export interface Call<One extends Route> {
  readonly params: Part<One, 'params'>;
  readonly query: Part<One, 'query'>;
  readonly body: Body<One>;
  readonly caller: Caller;
  readonly ports: Ports;
}

export interface TakenFile {
  readonly bytes: Bytes;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number | null;
  readonly sha256: string | null;
}

/** The browser takes the file from this address itself. */
export interface FileElsewhere {
  readonly address: string;
}

/** Sends the number of the last event whenever it rises, until the browser leaves. */
export interface LiveEvents {
  readonly period: string;
}

type Answered<One extends Route> = One['answer'] extends { readonly kind: 'json'; readonly schema: infer Schema }
  ? Schema extends z.ZodMiniType
    ? Frozen<z.input<Schema>>
    : never
  : One['answer'] extends { readonly kind: 'file' }
    ? TakenFile | FileElsewhere
    : LiveEvents;

export type Handler<Name extends RouteName> = (call: Call<Routes[Name]>) => Promise<Result<Answered<Routes[Name]>>>;

export type Handlers<Names extends RouteName = RouteName> = { readonly [Name in Names]: Handler<Name> };
