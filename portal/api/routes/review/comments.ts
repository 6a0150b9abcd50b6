// What people say about a line and attach to it: kept with the review, and handed out to be saved, never shown.
import * as z from 'zod/mini';
import {
  attachedMediaTypes,
  mostAttachedBytes,
  mostAttachedFiles,
} from '../../../../core/review/decisions/attached-file.ts';
import { everybody } from '../../route.ts';
import type { Route } from '../../route.ts';
import { instant, login, ofPeriod, period, putAddress, sha256, staged, statedReason } from '../values.ts';

const name = z.string().check(z.minLength(1, 'expected a file name'), z.maxLength(200, 'expected a file name'));

const attachedFile = z.object({
  name: z.string(),
  mediaType: z.string(),
  bytes: z.number(),
  sha256: z.string(),
});

export const comment = z.object({
  by: z.string(),
  at: instant,
  assurance: z.enum(['asserted', 'oidc']),
  text: z.string(),
  files: z.array(attachedFile),
});

const whoReviews = { admin: 'all', reviewer: 'all', 'control-owner': 'all' } as const;

/** Whoever may attach a file to a line, or a picture to an upload. */
export const stagedAddress = {
  method: 'post',
  path: '/staged/addresses',
  says: 'Where the browser puts a file itself, within a minute, that is too large for a request: PUT with these headers as they are, then name it with `staged`. 412 says that it is there. `null` where it is sent with the request.',
  access: whoReviews,
  body: z.strictObject({
    sha256,
    bytes: z.number().check(z.positive(), z.multipleOf(1), z.maximum(mostAttachedBytes)),
  }),
  answer: { kind: 'json', status: 201, schema: z.object({ put: putAddress }) },
} as const satisfies Route;

export const attach = {
  method: 'post',
  path: '/periods/{period}/attached',
  says: 'Keeps a file that a comment is about to name, until the last stage has signed: PDF, PNG, JPEG, text or CSV, by its first bytes.',
  access: whoReviews,
  params: ofPeriod,
  query: z.strictObject({ name, sha256, staged }),
  body: { mediaTypes: ['application/octet-stream'], mostBytes: mostAttachedBytes },
  answer: { kind: 'json', status: 201, schema: attachedFile },
} as const satisfies Route;

export const commentOn = {
  method: 'post',
  path: '/periods/{period}/lines/{login}/comments',
  says: 'Records a comment on a line, with files that were kept before; until the last stage has signed.',
  access: whoReviews,
  params: z.strictObject({ period, login }),
  body: z.strictObject({
    text: statedReason,
    files: z._default(
      z
        .array(z.strictObject({ name, sha256 }))
        .check(z.maxLength(mostAttachedFiles, `expected at most ${mostAttachedFiles} files`)),
      [],
    ),
  }),
  answer: { kind: 'json', status: 201, schema: comment },
} as const satisfies Route;

export const attached = {
  method: 'get',
  path: '/periods/{period}/attached/{sha256}',
  says: 'A file that a comment names, byte for byte, to be saved; on AWS by an address (303), whatever its size.',
  access: everybody,
  params: z.strictObject({ period, sha256 }),
  recorded: 'download',
  answer: { kind: 'file', mediaTypes: attachedMediaTypes },
} as const satisfies Route;
