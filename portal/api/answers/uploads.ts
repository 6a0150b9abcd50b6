// Answers about uploads with their verdict, and the runs that are started on them.
import { parseInstant } from '../../../core/values/instant.ts';
import { ok, refused } from '../../../core/values/result.ts';
import { pictureOf } from '../../../core/inputs/count-picture.ts';
import { attachPicture } from '../../../steps/read/keep-count.ts';
import { keepUpload, keptUpload, keptUploads, uploadNamed } from '../../../steps/read/keep-upload.ts';
import type { KeptUpload } from '../../../steps/read/keep-upload.ts';
import { confirmCount } from '../../../steps/run/confirm-count.ts';
import type { Handlers } from '../call.ts';
import { refuse } from '../problem.ts';
import type { UploadShown } from '../routes/uploads.ts';

function shownOf(upload: KeptUpload): UploadShown {
  const { id, kind, name, bytes, uploadedBy, uploadedAt, exportedAt, exportedBy } = upload;
  const { count, rows, refusals, rejected } = upload;
  return {
    id,
    kind,
    name,
    bytes,
    uploadedBy,
    uploadedAt,
    exportedAt,
    exportedBy,
    verdict: { accepted: refusals.length === 0, rows, refusals, rejected, mapping: null },
    count: {
      shown: count?.shown ?? null,
      typedBy: count?.typed.by ?? null,
      confirmedBy: count?.confirmed?.by ?? null,
      confirmedAt: count?.confirmed?.at ?? null,
      picture: pictureShown(count),
    },
  };
}

function pictureShown(count: KeptUpload['count']): UploadShown['count']['picture'] {
  if (count === null || count.picture === null) return null;
  const { name, bytes, sha256, by, at } = count.picture;
  return { name, bytes, sha256, by, at };
}

type Uploading = 'uploads' | 'uploadExport' | 'uploadLeavers' | 'confirmCount' | 'attachPicture' | 'runs' | 'startRun';

export const uploadHandlers: Handlers<Uploading> = {
  async uploads({ ports }) {
    return ok({ uploads: (await keptUploads(ports.objects)).map(shownOf) });
  },

  async uploadExport({ query: { name, sha256, exportedBy = null, ...told }, body: bytes, caller, ports }) {
    const exportedAt = told.exportedAt === undefined ? null : parseInstant(told.exportedAt);
    if (told.exportedAt !== undefined && exportedAt === null)
      return refused({
        what: 'time of the export not understood',
        where: 'exportedAt',
        found: told.exportedAt,
        expected: 'an instant such as 2026-10-05T08:00:00Z',
      });
    const countShown = told.countShown === undefined ? null : Number(told.countShown);
    const said = { kind: 'export', name, sha256, exportedAt, exportedBy, countShown, bytes } as const;
    const by = { by: caller.login, assurance: ports.assurance };
    const kept = await keepUpload(ports, { ...said, ...by }, await ports.config());
    return kept.kind === 'refused' ? kept : ok(shownOf(kept.value));
  },

  async uploadLeavers({ query: { name, sha256 }, body: bytes, caller, ports }) {
    const nobody = { exportedAt: null, exportedBy: null, countShown: null } as const;
    const said = { kind: 'leavers', name, sha256, ...nobody, bytes } as const;
    const by = { by: caller.login, assurance: ports.assurance };
    const kept = await keepUpload(ports, { ...said, ...by }, await ports.config());
    return kept.kind === 'refused' ? kept : ok(shownOf(kept.value));
  },

  async confirmCount({ params: { id }, body: { countShown: shown }, caller, ports }) {
    const upload = await uploadNamed(ports.objects, id);
    if (upload.kind === 'refused') return upload;
    const said = { exportSha256: id, shown, by: caller.login, assurance: ports.assurance, at: ports.clock.now() };
    const count = await confirmCount(ports, said);
    return count.kind === 'refused' ? count : ok(shownOf({ ...upload.value, count: count.value }));
  },

  async attachPicture({ params: { id }, query: { name, sha256 }, body: bytes, caller, ports }) {
    const upload = await uploadNamed(ports.objects, id);
    if (upload.kind === 'refused') return upload;
    const picture = pictureOf({ name, bytes });
    if (picture.kind === 'refused') return picture;
    const handed = { exportSha256: id, picture: picture.value, sha256, by: caller.login, at: ports.clock.now() };
    const count = await attachPicture(ports.objects, handed);
    return count.kind === 'refused' ? count : ok(shownOf({ ...upload.value, count: count.value }));
  },

  async runs({ ports }) {
    const runs = (await ports.runs.list()).toReversed();
    return ok({
      runs: runs.map(({ id, period, asOf, accepted }) => ({ id, period, asOf, accepted })),
      started: ports.runStarter.started(),
    });
  },

  async startRun({ body: { export: id, leavers }, caller, ports }) {
    for (const one of leavers === null ? [id] : [id, leavers])
      if ((await keptUpload(ports.objects, one)) === null)
        throw refuse(404, { what: 'no such upload', where: 'body', found: one, expected: 'the id of an upload' });
    return ports.runStarter.start({ export: id, leavers, by: caller.login });
  },
};
