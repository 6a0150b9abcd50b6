// Answers about reports: listed with digests, handed out, and verified again.
import { evidenceFiles } from '../../../core/names/evidence-files.ts';
import { isObjectKey, reviewKey, reviewPrefix, runKey } from '../../../core/names/object-keys.ts';
import { foldReview } from '../../../core/review/events/folded.ts';
import { isSigned } from '../../../core/review/events/state.ts';
import type { Instant } from '../../../core/values/instant.ts';
import { ok } from '../../../core/values/result.ts';
import { zipOf } from '../../../drawing/archive/zip.ts';
import { unchanged } from '../../../steps/run/stored-evidence.ts';
import { holdManifest, storedRun } from '../../../steps/run/stored-runs.ts';
import { evidenceOf } from '../../../steps/show/evidence-of.ts';
import { holdOnRecord, onRecord } from '../../../steps/show/on-record.ts';
import { filesBelow, storedFile } from '../../../steps/show/stored-files.ts';
import type { StoredObject } from '../../../core/ports/objects.ts';
import type { Handlers } from '../call.ts';
import type { Ports } from '../ports.ts';
import { refuse } from '../problem.ts';
import type { Refused } from '../problem.ts';
import type { Caller } from '../session.ts';
import { handedOut } from '../handed-out.ts';
import { periodsOf } from './periods.ts';
import { shownFile } from './review/signatures.ts';

type Kind = 'run' | 'review' | 'closing' | 'not-performed';

const kindOfFile: ReadonlyMap<string, Kind> = new Map([
  [evidenceFiles.report.name, 'review'],
  [evidenceFiles.closingReport.name, 'closing'],
]);

async function reportsOf(ports: Ports, period: string) {
  const { objects, reviews, runs } = ports;
  const events = await reviews.load(period);
  const state = foldReview(events);
  const isFinal = state !== null && isSigned(state);
  const found = [];
  for (const run of (await runs.list()).filter((one) => one.period === period)) {
    const report = await storedFile(objects, runKey(run.id, evidenceFiles.report.name));
    const evidence = run.files.map(({ name, bytes, sha256 }) =>
      shownFile({ key: runKey(run.id, name), bytes, sha256 }),
    );
    found.push(entry('run', { run: run.id, issuedAt: run.asOf, report, evidence, final: false }));
  }
  for (const file of await filesBelow(objects, reviewPrefix(period), (key) => key.endsWith('.pdf'))) {
    const name = file.key.split('/').at(-1) ?? '';
    const isClosing = name === evidenceFiles.closingReport.name;
    const isReport = name === evidenceFiles.report.name;
    const final = isClosing || (isReport && isFinal && file.key === reviewKey(period, name));
    const at = isClosing ? state?.closed?.at : state?.signatures.at(-1)?.at;
    const issuedAt = at ?? events.at(-1)?.event.at;
    const kind = kindOfFile.get(name) ?? 'not-performed';
    if (issuedAt !== undefined)
      found.push(entry(kind, { run: state?.run ?? null, issuedAt, report: file, evidence: [], final }));
  }
  return found;
}

function entry(
  kind: Kind,
  one: {
    readonly run: string | null;
    readonly issuedAt: Instant;
    readonly final: boolean;
    readonly report: StoredObject | null;
    readonly evidence: readonly ReturnType<typeof shownFile>[];
  },
) {
  return { kind, ...one, report: one.report === null ? null : shownFile(one.report) };
}

/**
 * The file under a key, where it is a report or evidence of a period that the caller may see. Nothing else is handed
 * out.
 */
async function allowedKey(ports: Ports, caller: Caller, key: string): Promise<StoredObject> {
  if (!isObjectKey(key)) throw notThere(key, 404);
  const [root = '', owner = ''] = key.split('/');
  const run = root === 'runs' ? await ports.runs.get(owner) : null;
  const period = root === 'reviews' ? owner : (run?.period ?? '');
  const isShown = (await periodsOf(ports, { periods: null })).includes(period) || root === 'runs';
  if (caller.periods !== null && !caller.periods.includes(period)) throw notThere(key, 403);
  const isKnown = typeOf(shownFile({ key, bytes: 0, sha256: '' })) !== 'application/octet-stream';
  const file = isShown && period !== '' && isKnown ? await storedFile(ports.objects, key) : null;
  if (file === null) throw notThere(key, 404);
  const record = await onRecord(ports, period);
  if (!record.names(key)) throw notThere(key, 404);
  if (run !== null) await holdManifest(storedRun(ports.objects, run));
  holdOnRecord(ports.objects, record, file);
  return file;
}

function notThere(key: string, status: 403 | 404): Refused {
  return refuse(status, {
    what: status === 403 ? 'file of another period' : 'no such file',
    where: 'key',
    found: key,
    expected: 'a key as it was answered',
  });
}

/** Said as `access-review verify` says it. */
const notCompared = {
  run: 'PAGES NOT COMPARED: another version wrote the report. What its pages print beside run, digests and sums, only that version can tell.',
  'not-performed':
    'PAGES NOT COMPARED: another version wrote the report. What its page says beside its one conclusion and its period, only that version can tell.',
} as const;

export const reportHandlers: Handlers<'reports' | 'download' | 'evidenceZip' | 'verify'> = {
  async reports({ caller, ports }) {
    const periods = [];
    for (const period of await periodsOf(ports, caller))
      periods.push({ period, reports: await reportsOf(ports, period) });
    // To ask for the fingerprint makes a key where there is none, so it is asked only where something was sealed.
    const isSealed = periods.some(({ reports }) => reports.some(({ report }) => report !== null));
    const fingerprint = isSealed && ports.fingerprint !== undefined ? await ports.fingerprint() : null;
    return ok({ fingerprint, periods });
  },

  async download({ query: { key }, caller, ports }) {
    const file = await allowedKey(ports, caller, key);
    const shown = shownFile(file);
    const as = { name: shown.name.split('/').at(-1) ?? shown.name, mediaType: typeOf(shown) };
    if (ports.direct !== undefined) return ok({ address: await ports.direct.evidence.taking(key, as) });
    const bytes = unchanged(ports.objects, { key, sha256: file.sha256 });
    return ok({ bytes, ...as, size: file.bytes, sha256: file.sha256 });
  },

  async evidenceZip({ params: { period }, ports }) {
    const files = await evidenceOf(ports, period);
    if (files === null)
      throw refuse(404, {
        what: 'nothing on record',
        where: 'period',
        found: period,
        expected: 'a period with a run or a report',
      });
    const name = `evidence-${period}.zip`;
    const zip = { bytes: zipOf(files), name, mediaType: 'application/zip', size: null, sha256: null };
    return ok(await handedOut(ports, zip));
  },

  async verify({ body: { key }, caller, ports }) {
    await allowedKey(ports, caller, key);
    const verified = await ports.verifyReport(key);
    if (verified.kind === 'refused') return ok({ holds: false, held: [], notes: [], refusals: verified.refusals });
    const { signature, kind, attached, isReviewed, pages } = verified.value;
    const held = [
      `The signature of ${signature.subject} (SHA-256 ${signature.fingerprint}) covers every byte.`,
      ...(kind === 'run'
        ? [
            `${attached} attached files have the digests of the manifest.`,
            `Done again, the run has the same findings${pages === null ? '' : ', and every page prints the same'}.`,
            ...(isReviewed ? ['Every decision and signature was allowed when it was made.'] : []),
          ]
        : [
            `It states that the control was not performed${pages === null ? '' : ', and its page prints what it states'}.`,
          ]),
    ];
    return ok({ holds: true, held, notes: pages === null ? [notCompared[kind]] : [], refusals: [] });
  },
};

/** Every PDF is one, also the report that a control was not performed, whose name the list of evidence does not have. */
function typeOf({ key, mediaType }: Pick<ReturnType<typeof shownFile>, 'key' | 'mediaType'>): string {
  return key.endsWith('.pdf') ? 'application/pdf' : mediaType;
}
