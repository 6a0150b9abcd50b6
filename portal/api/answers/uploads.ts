// Answers about uploads with their verdict, and the runs that are started on them.
import { browserUploadKey } from '../../../core/names/object-keys.ts';
import { parseInstant } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import { ok, refused } from '../../../core/values/result.ts';
import { notYetTaken } from '../../../core/inputs/custody.ts';
import { pictureOf } from '../../../core/inputs/count-picture.ts';
import { announce } from '../../../steps/read/custody/announced.ts';
import { attachPicture } from '../../../steps/read/custody/keep-count.ts';
import { keepUpload, keptUpload, keptUploads, exportNamed } from '../../../steps/read/keep-upload.ts';
import type { Objects } from '../../../core/ports/objects.ts';
import type { Refusal, Result } from '../../../core/values/result.ts';
import { countTyped, judgedExport, judgedUpload, judgedUploads } from '../../../steps/read/judged-uploads.ts';
import type { JudgedUploads } from '../../../steps/read/judged-uploads.ts';
import type { KeptUpload } from '../../../steps/read/keep-upload.ts';
import { confirmCount } from '../../../steps/run/confirm-count.ts';
import type { Handlers } from '../call.ts';
import type { Ports } from '../ports.ts';
import { refuse } from '../problem.ts';
import { sentOrStaged } from './sent-file.ts';
import type { UploadShown } from '../routes/uploads.ts';

function shownOf(upload: KeptUpload): UploadShown {
  const { id, kind, name, bytes, uploadedBy, uploadedAt, exportedAt, exportedBy } = upload;
  const { count, rows, refusals, moreRefusals = 0, rejected, mapping = null } = upload;
  return {
    id,
    kind,
    name,
    bytes,
    uploadedBy,
    uploadedAt,
    exportedAt,
    exportedBy,
    verdict: { accepted: refusals.length === 0, rows, refusals, moreRefusals, rejected, mapping },
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

/**
 * The uploads with their verdicts. Where browsers put files into the store themselves, the verdicts were written when
 * the files landed.
 */
async function uploadsOf({ direct, objects }: Ports): Promise<JudgedUploads> {
  if (direct !== undefined) return judgedUploads(direct.results, mostShown);
  const kept = await keptUploads(objects);
  const uploads = kept.slice(0, mostShown);
  return { uploads, earlier: kept.length - uploads.length };
}

const mostShown = 50;

async function isThere({ direct, objects }: Ports, { id, kind }: Pick<KeptUpload, 'id' | 'kind'>): Promise<boolean> {
  const upload =
    direct === undefined ? await keptUpload(objects, id, kind) : await judgedUpload(direct.results, id, kind);
  return upload !== null;
}

/** The store that keeps what people say beside an upload, such as the number of users. */
function besideUploads({ direct, objects }: Ports): Objects {
  return direct === undefined ? objects : direct.results;
}

async function exportOf({ direct, objects }: Ports, id: string): Promise<Result<KeptUpload>> {
  return direct === undefined ? exportNamed(objects, id) : judgedExport(direct.results, id);
}

/** On AWS no file is sent to the portal itself, because a request may be smaller than an export. */
function sentWrong(ports: Ports): Refusal | null {
  if (ports.direct === undefined) return null;
  return {
    what: 'file sent to where none is taken',
    where: 'body',
    found: 'a file',
    expected: 'a PUT to the address that POST /uploads/addresses answers',
  };
}

function instantIn(text: string | null, { clock }: Ports): Result<Instant | null> {
  const at = text === null ? null : parseInstant(text);
  const early = at === null ? null : notYetTaken({ where: 'exportedAt', at }, clock.now());
  if (early !== null) return refused(early);
  if (text === null || at !== null) return ok(at);
  return refused({
    what: 'time of the export not understood',
    where: 'exportedAt',
    found: text,
    expected: 'an instant such as 2026-10-05T08:00:00Z',
  });
}

type Uploading =
  | 'uploads'
  | 'uploadAddress'
  | 'uploadExport'
  | 'uploadLeavers'
  | 'confirmCount'
  | 'attachPicture'
  | 'runs'
  | 'startRun';

export const uploadHandlers: Handlers<Uploading> = {
  async uploads({ ports }) {
    const { uploads, earlier } = await uploadsOf(ports);
    return ok({ uploads: uploads.map(shownOf), earlier });
  },

  async uploadAddress({ body: { kind, name, sha256, bytes, countShown, exportedBy, ...told }, caller, ports }) {
    const exportedAt = instantIn(told.exportedAt, ports);
    if (exportedAt.kind === 'refused') return exportedAt;
    if (ports.direct === undefined) return ok({ put: null });
    const said = {
      'uploaded-by': caller.login,
      ...(exportedAt.value === null ? {} : { 'exported-at': exportedAt.value }),
      ...(exportedBy === null ? {} : { 'exported-by': exportedBy }),
      ...(countShown === null ? {} : { [countTyped]: countShown }),
    };
    const at = ports.clock.now();
    const key = browserUploadKey(kind, { at, sha256, name });
    const who = { by: caller.login, assurance: ports.assurance } as const;
    await announce(ports.direct.results, { key, ...who, at, browserSha256: sha256, said });
    return ok({ put: await ports.direct.uploads.putting(key, { sha256, bytes, said }) });
  },

  async uploadExport({ query: { name, sha256, exportedBy = null, ...told }, body: bytes, caller, ports }) {
    const wrong = sentWrong(ports);
    if (wrong !== null) return refused(wrong);
    const read = instantIn(told.exportedAt ?? null, ports);
    if (read.kind === 'refused') return read;
    const exportedAt = read.value;
    const countShown = told.countShown === undefined ? null : Number(told.countShown);
    const said = { kind: 'export', name, sha256, exportedAt, exportedBy, countShown, bytes } as const;
    const who = { by: caller.login, assurance: ports.assurance };
    const kept = await keepUpload(ports, { ...said, ...who }, await ports.config());
    return kept.kind === 'refused' ? kept : ok(shownOf(kept.value));
  },

  async uploadLeavers({ query: { name, sha256 }, body: bytes, caller, ports }) {
    const wrong = sentWrong(ports);
    if (wrong !== null) return refused(wrong);
    const nobody = { exportedAt: null, exportedBy: null, countShown: null } as const;
    const said = { kind: 'leavers', name, sha256, ...nobody, bytes } as const;
    const who = { by: caller.login, assurance: ports.assurance };
    const kept = await keepUpload(ports, { ...said, ...who }, await ports.config());
    return kept.kind === 'refused' ? kept : ok(shownOf(kept.value));
  },

  async confirmCount({ params: { id }, body: { countShown: shown }, caller, ports }) {
    const upload = await exportOf(ports, id);
    if (upload.kind === 'refused') return upload;
    const said = { exportSha256: id, shown, by: caller.login, assurance: ports.assurance, at: ports.clock.now() };
    const count = await confirmCount({ ...ports, counts: besideUploads(ports) }, said);
    return count.kind === 'refused' ? count : ok(shownOf({ ...upload.value, count: count.value }));
  },

  async attachPicture({ params: { id }, query: { name, sha256, staged }, body, caller, ports }) {
    const upload = await exportOf(ports, id);
    if (upload.kind === 'refused') return upload;
    const sent = await sentOrStaged(ports, { body, staged, sha256, by: caller.login });
    if (sent.kind === 'refused') return sent;
    const picture = pictureOf({ name, bytes: sent.value });
    if (picture.kind === 'refused') return picture;
    const handed = { exportSha256: id, picture: picture.value, sha256, by: caller.login, at: ports.clock.now() };
    const count = await attachPicture(besideUploads(ports), handed);
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
    const list = leavers === null ? [] : [{ id: leavers, kind: 'leavers', says: 'a leavers file' } as const];
    for (const { says, ...one } of [{ id, kind: 'export', says: 'an export' } as const, ...list])
      if (!(await isThere(ports, one)))
        throw refuse(404, {
          what: 'no such upload',
          where: 'body',
          found: one.id,
          expected: `the id of an upload that was handed in as ${says}`,
        });
    return ports.runStarter.start({ export: id, leavers, by: caller.login });
  },
};
