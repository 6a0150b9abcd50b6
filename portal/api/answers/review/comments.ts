// Answers about comments on lines, and the files that are attached to them.
import { foldReview } from '../../../../core/review/events/folded.ts';
import type { ReviewState } from '../../../../core/review/events/state.ts';
import { ok } from '../../../../core/values/result.ts';
import { addressToStage } from '../../../../steps/read/staged-file.ts';
import { attachedKey, comment, keepAttached } from '../../../../steps/review/comment.ts';
import { unchanged } from '../../../../steps/run/stored-evidence.ts';
import { holdOnRecord } from '../../../../steps/show/on-record.ts';
import { storedFile } from '../../../../steps/show/stored-files.ts';
import type { Handlers } from '../../call.ts';
import { sentOrStaged } from '../sent-file.ts';
import { refuse } from '../../problem.ts';
import type { Refused } from '../../problem.ts';

type Comment = Omit<ReviewState['comments'][number], 'login' | 'sequence'>;

export function shownComment({ by, at, assurance, text, files }: Comment) {
  return { by, at, assurance, text, files: [...files] };
}

export const commentHandlers: Handlers<'stagedAddress' | 'attach' | 'commentOn' | 'attached'> = {
  async stagedAddress({ body: { sha256, bytes }, caller: { login: by }, ports: { direct } }) {
    return ok({ put: direct === undefined ? null : await addressToStage(direct.uploads, { by, sha256, bytes }) });
  },

  async attach({ params: { period }, query: { name, sha256, staged }, body, caller, ports }) {
    const sent = await sentOrStaged(ports, { body, staged, sha256, by: caller.login });
    return sent.kind === 'refused' ? sent : keepAttached(ports, period, { name, bytes: sent.value, sha256 });
  },

  async commentOn({ params: { period, login }, body: { text, files }, caller, ports }) {
    const { assurance } = ports;
    const done = await comment(ports, { period, login, text, files, by: caller.login, assurance });
    return done.kind === 'refused' ? done : ok(shownComment(done.value));
  },

  async attached({ params: { period, sha256 }, ports }) {
    const comments = foldReview(await ports.reviews.load(period))?.comments ?? [];
    const file = comments.flatMap(({ files }) => files).find((one) => one.sha256 === sha256);
    const key = attachedKey(period, sha256);
    const stored = await storedFile(ports.objects, key);
    if (file === undefined || stored === null) throw notNamed(period, sha256);
    holdOnRecord(ports.objects, { digests: new Map([[key, sha256]]) }, stored);
    const { name, mediaType, bytes: size } = file;
    // A function answers less than 6 MB, and an attached file may have more.
    if (ports.direct !== undefined)
      return ok({ address: await ports.direct.evidence.taking(key, { name, mediaType }) });
    return ok({ bytes: unchanged(ports.objects, { key, sha256 }), name, mediaType, size, sha256 });
  },
};

function notNamed(period: string, sha256: string): Refused {
  return refuse(404, {
    what: 'no such file',
    where: `review ${period}`,
    found: sha256,
    expected: 'a file that a comment names',
  });
}
