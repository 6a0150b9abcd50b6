// Uploads of exports and leavers files with their verdict, and the runs that are started on them.
import * as z from 'zod/mini';
import type { Route } from '../route.ts';
import { instant, putAddress, refusal, sha256, staged, text } from './values.ts';

const reading = { admin: 'all', 'control-owner': 'all', auditor: 'all' } as const;
const tables = [
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/octet-stream',
];
const fileName = text.check(z.regex(/^[^/\\\p{Cc}]+$/u, 'expected a file name'));
const mostUploadBytes = 64 * 1024 * 1024;
const count = z.string().check(z.regex(/^\d{1,7}$/, 'expected a whole number'));

const upload = z.object({
  /** SHA-256 of the bytes. */
  id: z.string(),
  kind: z.enum(['export', 'leavers']),
  name: z.string(),
  bytes: z.number(),
  uploadedBy: z.string(),
  uploadedAt: instant,
  exportedAt: z.nullable(instant),
  exportedBy: z.nullable(z.string()),
  verdict: z.object({
    accepted: z.boolean(),
    rows: z.number(),
    /** Rows, headers and status words that are not accepted, by their place. */
    refusals: z.array(refusal),
    /** How many more refusals there are, beyond those listed. */
    moreRefusals: z.number(),
    /** Rows that are left out of the comparison, and why. */
    rejected: z.array(z.object({ row: z.number(), why: z.string() })),
    /** For unknown headers or status words: a piece of configuration to complete and copy. */
    mapping: z.nullable(z.string()),
  }),
  /** The number of users that the application's page shows: typed by one person, confirmed by another. */
  count: z.object({
    shown: z.nullable(z.number()),
    typedBy: z.nullable(z.string()),
    confirmedBy: z.nullable(z.string()),
    confirmedAt: z.nullable(instant),
    /** The picture of the page that somebody attached; every report on the export carries it. */
    picture: z.nullable(
      z.object({ name: z.string(), bytes: z.number(), sha256: z.string(), by: z.string(), at: instant }),
    ),
  }),
});

export type UploadShown = z.infer<typeof upload>;

export const uploads = {
  method: 'get',
  path: '/uploads',
  says: 'The 50 files that were uploaded last with their verdicts, the latest first; `earlier` counts those before.',
  access: reading,
  recorded: 'read',
  answer: { kind: 'json', schema: z.object({ uploads: z.array(upload), earlier: z.number() }) },
} as const satisfies Route;

/** Printable ASCII, because it is sent as a header. */
const plain = text.check(z.regex(/^[ -~]+$/, 'expected letters, digits and signs of ASCII'));

export const uploadAddress = {
  method: 'post',
  path: '/uploads/addresses',
  says: 'Where the browser puts a file itself, within a minute, where files pass no request: PUT with these headers as they are. `null` where a file is sent to `/uploads/exports` or `/uploads/leavers`.',
  access: { admin: 'all' },
  body: z.strictObject({
    kind: z.enum(['export', 'leavers']),
    name: fileName,
    sha256,
    bytes: z.number().check(z.positive(), z.multipleOf(1), z.maximum(mostUploadBytes)),
    exportedAt: z._default(z.nullable(instant), null),
    exportedBy: z._default(z.nullable(plain), null),
    countShown: z._default(z.nullable(count), null),
  }),
  answer: {
    kind: 'json',
    status: 201,
    schema: z.object({ put: putAddress }),
  },
} as const satisfies Route;

export const uploadExport = {
  method: 'post',
  path: '/uploads/exports',
  says: 'Takes an export in and judges it row by row. `sha256` is the digest that the browser worked out.',
  access: { admin: 'all' },
  query: z.strictObject({
    name: fileName,
    sha256,
    exportedAt: z.optional(z.string().check(z.maxLength(40))),
    exportedBy: z.optional(text),
    countShown: z.optional(count),
  }),
  body: { mediaTypes: tables, mostBytes: mostUploadBytes },
  answer: { kind: 'json', status: 201, schema: upload },
} as const satisfies Route;

export const uploadLeavers = {
  method: 'post',
  path: '/uploads/leavers',
  says: 'Takes HR’s leavers file in and judges it row by row.',
  access: { admin: 'all' },
  query: z.strictObject({ name: fileName, sha256 }),
  body: { mediaTypes: tables, mostBytes: 16 * 1024 * 1024 },
  answer: { kind: 'json', status: 201, schema: upload },
} as const satisfies Route;

export const confirmCount = {
  method: 'post',
  path: '/uploads/{id}/confirmation',
  says: 'Confirms the number of users that the page shows: typed again by a second person, and the same.',
  access: { admin: 'other', 'control-owner': 'other' },
  params: z.strictObject({ id: sha256 }),
  body: z.strictObject({ countShown: z.number().check(z.nonnegative(), z.multipleOf(1), z.maximum(9_999_999)) }),
  answer: { kind: 'json', schema: upload },
} as const satisfies Route;

export const attachPicture = {
  method: 'post',
  path: '/uploads/{id}/picture',
  says: 'Attaches a picture of the page that shows the number of users: PNG, JPEG or PDF, told by its first bytes.',
  access: { admin: 'all', 'control-owner': 'all' },
  params: z.strictObject({ id: sha256 }),
  query: z.strictObject({ name: fileName, sha256, staged }),
  body: {
    mediaTypes: ['image/png', 'image/jpeg', 'application/pdf', 'application/octet-stream'],
    mostBytes: 8 * 1024 * 1024,
  },
  answer: { kind: 'json', schema: upload },
} as const satisfies Route;

const started = z.object({
  /** The id of this start; the run has its own id once it is done. */
  id: z.string(),
  state: z.enum(['running', 'accepted', 'held', 'failed']),
  startedBy: z.string(),
  startedAt: instant,
  /** How far it has come, in words. */
  stage: z.string(),
  run: z.nullable(z.string()),
  period: z.nullable(z.string()),
  /** Why it is held or failed. */
  refusals: z.array(refusal),
});

export const runs = {
  method: 'get',
  path: '/runs',
  says: 'Recorded runs, the latest first, and those that were started here since the server began.',
  access: reading,
  answer: {
    kind: 'json',
    schema: z.object({
      runs: z.array(z.object({ id: z.string(), period: z.string(), asOf: instant, accepted: z.boolean() })),
      started: z.array(started),
    }),
  },
} as const satisfies Route;

export const startRun = {
  method: 'post',
  path: '/runs',
  says: 'Compares an upload with the directories; answers at once, and `/runs` tells how far it is.',
  access: { admin: 'all' },
  body: z.strictObject({ export: sha256, leavers: z._default(z.nullable(sha256), null) }),
  answer: { kind: 'json', status: 202, schema: started },
} as const satisfies Route;
