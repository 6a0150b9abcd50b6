// The home on a laptop, whatever door leads to it: the embedded default, SQLite and folders below one home. What only some
// commands need is loaded when it is asked for: most of them neither draw, sign, mail nor verify.
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportReader } from '../adapters/files/export-reader.ts';
import { openFolderObjects } from '../adapters/objects/folder.ts';
import { openFolderScratch } from '../adapters/objects/scratch.ts';
import type { FolderScratch } from '../adapters/objects/scratch.ts';
import { aloneBy } from '../adapters/stores/sqlite/alone.ts';
import { openLookup } from '../adapters/stores/sqlite/lookup.ts';
import { openSqliteStore } from '../adapters/stores/sqlite/store.ts';
import type { SqliteOptions, SqliteStore } from '../adapters/stores/sqlite/store.ts';
import { sendingKey } from '../core/names/object-keys.ts';
import { instantFromMs } from '../core/values/instant.ts';
import type { Renderer, Sheets } from '../core/ports/drawing.ts';
import type { ExportReader } from '../core/ports/inputs.ts';
import type { Bytes, Lookup, Objects } from '../core/ports/objects.ts';
import type { ReportReader, SealCheck, Sealer } from '../core/ports/proof.ts';
import type { Alone } from '../core/ports/stores.ts';
import type { Mailer } from '../core/ports/telling.ts';
import type { Clock, Ids } from '../core/ports/world.ts';
import { ok, refusedAll } from '../core/values/result.ts';
import type { Result } from '../core/values/result.ts';
import { lazy } from '../steps/lazy.ts';
import { witnessedReviews } from '../steps/witnessed-reviews.ts';
import type { closingPdf } from '../drawing/closing-pdf.ts';
import type { notPerformedPdf } from '../drawing/not-performed-pdf.ts';
import { csvSheets } from '../drawing/csv/sheets.ts';

export const systemClock: Clock = { now: () => instantFromMs(Math.floor(Date.now() / 1000) * 1000) };
export const systemIds: Ids = { next: () => randomUUID() };

/** What is needed to read inputs. None of it touches the home, so that refused input leaves the home as it was. */
export interface ReadingServices {
  readonly exportReader: ExportReader;
  readonly scratch: FolderScratch;
}

export async function openReading(): Promise<ReadingServices> {
  return { exportReader: exportReader(), scratch: await openFolderScratch({ root: tmpdir() }) };
}

/** What is needed to verify. There is no home in it, so that an auditor needs nothing but the report. */
export interface VerifyServices extends ReadingServices {
  readonly checkSeal: SealCheck;
  readonly reportReader: ReportReader;
  readonly renderer: Renderer;
  readonly drawClosing: typeof closingPdf;
  readonly drawNotPerformed: typeof notPerformedPdf;
  readonly sheets: Sheets;
}

/** @param reading services that are open already, where the caller reads inputs as well */
export async function openVerifying(reading?: ReadingServices): Promise<VerifyServices> {
  const { checkSignature } = await import('../adapters/signing/check.ts');
  const { reportReader } = await import('../adapters/evidence/report-pdf.ts');
  return {
    ...(reading ?? (await openReading())),
    checkSeal: checkSignature,
    reportReader: reportReader(),
    renderer: rendererWhenDrawing(),
    drawClosing: drawClosingWhenDrawing,
    drawNotPerformed: drawNotPerformedWhenDrawing,
    sheets: csvSheets,
  };
}

function rendererWhenDrawing(): Renderer {
  let opened: Renderer | undefined;
  return {
    async *render(report, attachments) {
      const { pdfRenderer } = await import('../drawing/report-pdf.ts');
      opened ??= pdfRenderer();
      yield* opened.render(report, attachments);
    },
  };
}

async function* drawClosingWhenDrawing(...given: Parameters<typeof closingPdf>): Bytes {
  const drawing = await import('../drawing/closing-pdf.ts');
  yield* drawing.closingPdf(...given);
}

async function* drawNotPerformedWhenDrawing(...given: Parameters<typeof notPerformedPdf>): Bytes {
  const drawing = await import('../drawing/not-performed-pdf.ts');
  yield* drawing.notPerformedPdf(...given);
}

export interface HomeServices extends SqliteStore {
  readonly objects: Objects;
  readonly handingOverAlone: Alone;
  readonly openLookup: () => Lookup;
  readonly sheets: Sheets;
  readonly renderer: Renderer;
  readonly drawClosing: typeof closingPdf;
  /** The outbox folder; a relay when SMTP_URL names one. */
  readonly mailer: () => Promise<Result<Mailer>>;
  /** Opened, and the key made, only when something is signed. */
  readonly sealer: () => Promise<Sealer>;
}

/** Its presence tells a home from any other folder. */
export const databaseName = 'access-review.db';

/** @param waiting how it waits for another process that holds its database */
export async function openHome(home: string, waiting: Omit<SqliteOptions, 'file'> = {}): Promise<HomeServices> {
  const objects = await openFolderObjects({ root: home, clock: systemClock, ids: systemIds });
  const store = openSqliteStore({ file: join(home, databaseName), ...waiting });
  return {
    ...store,
    objects,
    reviews: witnessedReviews(store.reviews, { objects, runs: store.runs }),
    handingOverAlone: aloneBy(join(home, 'handing-over.lock')),
    openLookup,
    sheets: csvSheets,
    renderer: rendererWhenDrawing(),
    drawClosing: drawClosingWhenDrawing,
    mailer: () => openMailer(home),
    sealer: async () => {
      const { openLocalSigner } = await import('../adapters/signing/local-key.ts');
      const { padesSealer } = await import('../adapters/signing/pades.ts');
      return padesSealer({ signer: await openLocalSigner({ folder: join(home, 'key'), clock: systemClock }) });
    },
  };
}

/** @param home its folder `outbox` takes the mails, unless SMTP_URL names a relay; nothing is written yet */
export async function openMailer(home: string): Promise<Result<Mailer>> {
  const url = process.env['SMTP_URL']?.trim() ?? '';
  if (url !== '') {
    const { smtpMailer } = await import('../adapters/mail/smtp.ts');
    const relay = smtpMailer({ url, clock: systemClock });
    if (relay.kind === 'ok') return ok(sentOnce(relay.value, home));
    return refusedAll(relay.refusals.map((refusal) => ({ ...refusal, where: 'environment, SMTP_URL' })));
  }
  const { outboxMailer } = await import('../adapters/mail/outbox.ts');
  return ok(outboxMailer({ folder: join(home, 'outbox'), clock: systemClock, ids: systemIds }));
}

/**
 * Sends each mail once to each person, as the outbox keeps one file of each mail: a command that is given again sends
 * it only to those whom it has not reached yet.
 */
function sentOnce(mailer: Mailer, home: string): Mailer {
  const open = lazy(async () => {
    const { mailedOnce } = await import('../adapters/mail/once.ts');
    const objects = await openFolderObjects({ root: home, clock: systemClock, ids: systemIds });
    const alone = aloneBy(join(home, 'mailing.lock'));
    return mailedOnce({ mailer, objects, keyOf: sendingKey, alone: () => alone, clock: systemClock });
  });
  return { send: async (mail) => (await open()).send(mail) };
}
