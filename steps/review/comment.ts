// Records what somebody says about a line, and keeps the files that they attach under their digest.
import { sha256Of } from '../../core/values/digest.ts';
import { reviewKey } from '../../core/names/object-keys.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Clock } from '../../core/ports/world.ts';
import { attachedKind, mostAttachedFiles } from '../../core/review/decisions/attached-file.ts';
import { assuranceIn } from '../../core/review/lines/actor.ts';
import type { Assurance, AttachedFile, Commented } from '../../core/review/events/event.ts';
import { foldPeriod } from '../../core/review/events/folded.ts';
import { baseOf, isSigned } from '../../core/review/events/state.ts';
import { notOpen } from '../../core/review/signatures/not-open.ts';
import { canonicalLogin } from '../../core/values/login.ts';
import { each, ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { bytesOf } from '../bytes.ts';
import { add, changeReview, done } from '../change-review.ts';
import { namedActor } from './standing/actor.ts';
import { movedMeanwhile, signedAlready } from './record-decisions.ts';
import { openState } from './standing/open-state.ts';
import type { OpenStateDependencies } from './standing/open-state.ts';

export type CommentDependencies = OpenStateDependencies & { readonly clock: Clock };

/** Where an attached file is kept. It is evidence only once an event names it. */
export function attachedKey(period: string, sha256: string): string {
  return reviewKey(period, `attached/${sha256}`);
}

/**
 * Keeps a file for a comment, which names it by its digest afterwards. What is kept stays for years, so a file is refused
 * where no comment can name it any more.
 *
 * @param sha256 as the browser worked it out
 * @returns refused without an open review, and after its last signature
 */
export async function keepAttached(
  { objects, reviews }: Pick<CommentDependencies, 'objects' | 'reviews'>,
  period: string,
  { name, bytes, sha256 }: { readonly name: string; readonly bytes: Uint8Array; readonly sha256: string },
): Promise<Result<AttachedFile>> {
  const found = sha256Of(bytes);
  if (found !== sha256)
    return refused({ what: 'file cut or changed on its way', where: name, found, expected: sha256 });
  const mediaType = attachedKind({ name, bytes });
  if (mediaType.kind === 'refused') return mediaType;
  const { state, voids } = foldPeriod(await reviews.load(period));
  if (state === null) return refused(notOpen(period, { voids }));
  if (isSigned(state)) return refused(signedAlready(period, 'a comment'));
  await objects.put(attachedKey(period, sha256), bytes);
  return ok({ name, mediaType: mediaType.value, bytes: bytes.length, sha256 });
}

export interface CommentRequest {
  readonly period: string;
  readonly login: string;
  readonly by: string;
  readonly assurance: Assurance;
  readonly text: string;
  /** Files that were kept before. */
  readonly files: readonly Pick<AttachedFile, 'name' | 'sha256'>[];
}

/**
 * Repeatable: word for word the last comment on its line, by the same person and as surely theirs, is that comment. A
 * comment decides nothing: signatures stand. After the last one nothing is added to what was signed for.
 */
export async function comment(dependencies: CommentDependencies, request: CommentRequest): Promise<Result<Commented>> {
  const { clock, objects, reviews } = dependencies;
  const { period } = request;
  const review = await openState(dependencies, period);
  if (review.kind === 'refused') return review;
  const [login, text] = [canonicalLogin(request.login), request.text.trim()];
  const line = login === null ? undefined : review.value.lineOf.get(login);
  if (line === undefined)
    return refused({
      what: 'no line of this review',
      where: `review ${period}`,
      found: request.login,
      expected: 'the login of a line',
    });
  const by = await namedActor(review.value, request.by, `comment in ${period}`);
  if (by.kind === 'refused') return by;
  if (text === '' || request.files.length > mostAttachedFiles)
    return refused({
      what: 'comment not accepted',
      where: line.login,
      found: text === '' ? 'no text' : `${request.files.length} files`,
      expected: `a sentence, and at most ${mostAttachedFiles} files`,
    });
  const files = each(await Promise.all(request.files.map(async (one) => attached(objects, period, one))));
  if (files.kind === 'refused') return files;
  const event: Commented = {
    kind: 'commented',
    at: clock.now(),
    by: by.value,
    assurance: assuranceIn(review.value.config, request.assurance),
    login: line.login,
    text,
    files: files.value,
  };
  return changeReview<Result<Commented>>(reviews, period, async ({ state, voids, mine }) => {
    if (mine.length > 0) return done(ok(event));
    if (state === null) return done(refused(notOpen(period, { voids })));
    const last = state.comments.findLast(({ login: of }) => of === event.login);
    if (last !== undefined && saysTheSame(last, event)) return done(ok({ ...last, kind: 'commented' }));
    if (baseOf(state) !== baseOf(review.value.state)) return done(refused(movedMeanwhile(period, 'a comment')));
    return isSigned(state) ? done(refused(signedAlready(period, 'a comment'))) : add(event);
  });
}

function saysTheSame(one: Said, other: Said): boolean {
  const saying = ({ by, assurance, text, files }: Said): string =>
    JSON.stringify([by, assurance, text, files.map(({ sha256 }) => sha256)]);
  return saying(one) === saying(other);
}

type Said = Pick<Commented, 'by' | 'assurance' | 'text' | 'files'>;

async function attached(
  objects: Objects,
  period: string,
  { name, sha256 }: CommentRequest['files'][number],
): Promise<Result<AttachedFile>> {
  const stored = await objects.get(attachedKey(period, sha256));
  const bytes = stored === null ? null : await bytesOf(stored);
  // What lies there by now may be another file than the one that was kept.
  if (bytes === null || sha256Of(bytes) !== sha256)
    return refused({
      what: 'no such file',
      where: name,
      found: sha256,
      expected: 'a file that was kept for this review',
    });
  const mediaType = attachedKind({ name, bytes });
  return mediaType.kind === 'refused'
    ? mediaType
    : ok({ name, mediaType: mediaType.value, bytes: bytes.length, sha256 });
}
