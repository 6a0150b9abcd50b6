// Works the frozen run out once more, draws, signs and stores it under lock; the only role that may sign.
import { KMSClient } from '@aws-sdk/client-kms';
import * as z from 'zod/mini';
import { exportReader } from '../adapters/files/export-reader.ts';
import { spoolMailer } from '../adapters/mail/spool.ts';
import { kmsSigner } from '../adapters/signing/kms.ts';
import { padesSealer } from '../adapters/signing/pades.ts';
import { bundledFiles, publishVariables } from '../core/names/variables.ts';
import { workKey } from '../core/names/object-keys.ts';
import type { Attachment } from '../core/ports/drawing.ts';
import type { Bytes } from '../core/ports/objects.ts';
import { parsePeriod } from '../core/config/calendar.ts';
import type { NotPerformedReport } from '../core/report/not-performed.ts';
import { passedSelfTest } from '../core/findings/self-test/self-test.ts';
import type { ClosingReport } from '../core/report/closing/closing.ts';
import { refusalLogText } from '../core/values/result.ts';
import { csvSheets } from '../drawing/csv/sheets.ts';
import { reportMail } from '../drawing/mail/report.ts';
import { notPerformedMail } from '../drawing/mail/not-performed.ts';
import { closingPdf } from '../drawing/closing-pdf.ts';
import { notPerformedPdf } from '../drawing/not-performed-pdf.ts';
import { pdfRenderer } from '../drawing/report-pdf.ts';
import { issuePromised } from '../steps/review/issue-promised.ts';
import { publishFrozen } from '../steps/schedule/publish-frozen.ts';
import { publishMissedRun } from '../steps/schedule/publish-missed-run.ts';
import { reportMissedReview } from '../steps/tell/report-not-performed.ts';
import { handling } from './call/handling.ts';
import { publishOrder } from './call/messages.ts';
import type { Published } from './call/messages.ts';
import { eventsOrAlarm, loggedProgress as progress } from './call/observe.ts';
import { retentionOf } from '../adapters/objects/retention.ts';
import {
  accepted,
  bundledConfig,
  bundledTool,
  clock,
  eventsOn,
  objectsIn,
  storeIn,
  uploadsIn,
  withScratch,
} from '../homes/aws.ts';

const env = z.parse(publishVariables, process.env);
const objects = objectsIn(env.EVIDENCE_BUCKET, { retention: retentionOf(env, clock), signIn: env.AUDITORS_SIGN_IN });
const signer = kmsSigner({ client: new KMSClient(), keyId: env.SIGNING_KEY_ID, objects, clock });
const fonts = new URL(`./${bundledFiles.fonts}`, import.meta.url);
const pdf = { renderer: pdfRenderer({ fontsFolder: fonts.pathname }), sealer: padesSealer({ signer }) };
const drawNotPerformed = (report: NotPerformedReport): Bytes =>
  notPerformedPdf(report, { fontsFolder: fonts.pathname });
const drawClosing = (closing: ClosingReport, attachments: readonly Attachment[]): Bytes =>
  closingPdf(closing, attachments, { fontsFolder: fonts.pathname });
const writing = { ...storeIn(env.TABLE_NAME, objects), objects, progress, sheets: csvSheets };
const reading = {
  uploads: uploadsIn(env.EXPORTS_BUCKET),
  results: objectsIn(env.EXPORTS_BUCKET),
  exportReader: exportReader(),
};

export const handler = handling('publish', publishOrder, {
  work: async (order): Promise<Published> => {
    const config = bundledConfig();
    return withScratch(async (scratch) => {
      const reporting = { ...writing, ...pdf, scratch, drawNotPerformed, tool: bundledTool() };
      if (order.kind === 'missed-review') {
        const period = accepted(parsePeriod(order.period, config.calendar));
        await reportMissedReview(reporting, { period, at: order.asOf }, config);
        return { status: 'not-performed', mail: null };
      }
      if (order.kind === 'promised') {
        const tested = passedSelfTest();
        const issuing = async () => ({ ...reporting, drawClosing, selfTest: tested });
        const { withheld } = await issuePromised({ ...reporting, ...reading, clock, issuing }, order.period);
        if (withheld.length > 0) throw new Error(withheld.map(refusalLogText).join(' '));
        return { status: 'issued', mail: null };
      }
      const mailer = spoolMailer({ objects, keyOf: (id) => workKey(order.execution, `${id}.json`) });
      if (order.kind === 'missed-run') {
        const mail = await publishMissedRun(
          { ...reporting, mailer, composeNotPerformed: notPerformedMail },
          order.inputs,
          config,
        );
        return { status: 'not-performed', mail };
      }
      return publishFrozen(
        { ...reporting, ...reading, mailer, pdf, compose: reportMail, events: eventsOrAlarm(eventsOn(env.EVENT_BUS)) },
        order,
        config,
      );
    });
  },
  logs: ({ status, mail }) => ({ status, mail }),
});
