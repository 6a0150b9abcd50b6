// Answers about uploads with their verdict, and the runs that are started on them.
import { parseInstant } from '../../../core/values/instant.ts';
import { ok, refused } from '../../../core/values/result.ts';
import { confirmCount, keepUpload, keptUpload, keptUploads } from '../../../steps/read/keep-upload.ts';
import type { KeptUpload } from '../../../steps/read/keep-upload.ts';
import type { Handlers } from '../call.ts';
import { refuse } from '../problem.ts';
import type { UploadShown } from '../routes/uploads.ts';

function shown(upload: KeptUpload): UploadShown {
  const { id, kind, name, bytes, uploadedBy, uploadedAt, exportedAt, exportedBy } = upload;
  const { countShown, confirmed, rows, refusals, rejected } = upload;
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
      shown: countShown,
      typedBy: countShown === null ? null : uploadedBy,
      confirmedBy: confirmed?.by ?? null,
      confirmedAt: confirmed?.at ?? null,
    },
  };
}

type Uploading = 'uploads' | 'uploadExport' | 'uploadLeavers' | 'confirmCount' | 'runs' | 'startRun';

export const uploadHandlers: Handlers<Uploading> = {
  async uploads({ ports }) {
    return ok({ uploads: (await keptUploads(ports.objects)).map(shown) });
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
    const said = { kind: 'export', name, sha256, exportedAt, exportedBy, countShown, bytes, by: caller.login } as const;
    const kept = await keepUpload(ports, said, await ports.config());
    return kept.kind === 'refused' ? kept : ok(shown(kept.value));
  },

  async uploadLeavers({ query: { name, sha256 }, body: bytes, caller, ports }) {
    const nobody = { exportedAt: null, exportedBy: null, countShown: null } as const;
    const said = { kind: 'leavers', name, sha256, ...nobody, bytes, by: caller.login } as const;
    const kept = await keepUpload(ports, said, await ports.config());
    return kept.kind === 'refused' ? kept : ok(shown(kept.value));
  },

  async confirmCount({ params: { id }, body: { countShown }, caller, ports }) {
    const upload = await confirmCount(ports, { id, by: caller.login, countShown });
    return upload.kind === 'refused' ? upload : ok(shown(upload.value));
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
