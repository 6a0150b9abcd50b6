// What comes among the uploads, and the runs on schedule: from the export to the mail.
import * as z from 'zod/mini';
import { sesReceiptSchema } from '../../../core/inputs/intake/ses-receipt.ts';
import { incomingKey, workKey } from '../../../core/names/object-keys.ts';
import type { UploadPlace } from '../../../core/ports/inputs.ts';
import { quarantinedMail, repeatedMail } from '../../../drawing/mail/intake.ts';
import { notPerformedMail } from '../../../drawing/mail/not-performed.ts';
import { reportMail } from '../../../drawing/mail/report.ts';
import { uploadMail } from '../../../drawing/mail/upload.ts';
import { watchMail } from '../../../drawing/mail/watch.ts';
import { receiveMail } from '../../../steps/intake/receive-mail.ts';
import { freezeRun } from '../../../steps/schedule/freeze-run.ts';
import type { ScheduledRun } from '../../../steps/schedule/freeze-run.ts';
import { freezeUnmatched } from '../../../steps/schedule/freeze-unmatched.ts';
import { publishFrozen } from '../../../steps/schedule/publish-frozen.ts';
import { publishMissedRun } from '../../../steps/schedule/publish-missed-run.ts';
import { receiveUpload } from '../../../steps/schedule/receive-upload.ts';
import { storeSnapshot } from '../../../steps/schedule/store-snapshot.ts';
import { recordNewsSent, watch } from '../../../steps/schedule/watch.ts';
import { workOutRun } from '../../../steps/schedule/work-out-run.ts';
import { isComparison } from '../../../core/inputs/frozen-run.ts';
import { exportCsv } from '../../support/inputs/export-builder.ts';
import { leftBy } from '../../support/inputs/population-builder.ts';
import { usualMessage } from '../../support/mime/messages.ts';
import { sesEvent } from '../../support/mime/ses-event.ts';
import { at } from '../../support/time.ts';
import { anOkta } from '../../steps/schedule/world.ts';
import { config, mailed, people } from './event.ts';
import type { StoryEvent } from './event.ts';

/** @param dmarcVerdict of SES: what is not proven goes to quarantine */
export function message(name: string, when: string, dmarcVerdict: string): StoryEvent {
  const raw = usualMessage([`Date: ${new Date(when).toUTCString()}`, `Subject: ${name}`], []);
  const says = { messageId: name.replaceAll(' ', ''), receivedAt: when, dmarcVerdict };
  const schema = z.object({ Records: z.tuple([z.object({ ses: sesReceiptSchema })]) });
  const [{ ses }] = z.parse(schema, sesEvent(raw, says)).Records;
  return {
    by: 'ingest-mail',
    name,
    when,
    before: async (stage) => stage.put(incomingKey(says.messageId), raw),
    deliver: async (stage) =>
      receiveMail(
        {
          ...stage.ports,
          incoming: stage.ports.results,
          evidence: stage.ports.objects,
          mailer: stage.once(stage.ports.results),
          compose: (told) => (told.kind === 'quarantined' ? quarantinedMail(told) : repeatedMail(told)),
        },
        ses,
        config,
      ),
  };
}

/** A run on schedule, from the directory to what is to be published. */
function scheduled(
  execution: string,
  { when, known = people }: { readonly when: string; readonly known?: Parameters<typeof anOkta>[0] },
): {
  readonly run: ScheduledRun;
  readonly events: (compares: 'newest-upload' | 'accepted-run') => readonly StoryEvent[];
} {
  const snapshots = [{ directory: 'okta', key: workKey(execution, 'snapshot-okta.jsonl') }];
  const asOf = at(when);
  return {
    run: { execution, asOf, asOfSetByOperator: false, period: null, acceptedGates: [], snapshots },
    events: (compares) => [
      {
        execution,
        by: 'pull-okta',
        name: 'pull',
        when,
        deliver: async ({ ports }) => storeSnapshot(ports, anOkta(known, { takenAt: asOf }), execution),
      },
      {
        execution,
        by: 'reconcile',
        name: 'find the unmatched',
        when,
        deliver: async ({ ports }) => freezeUnmatched(ports, { execution, asOf, snapshots, compares }, config),
      },
    ],
  };
}

/** @param shown accounts of the export that is uploaded first; none for a run that has nothing to compare */
export function review(execution: string, when: string, shown: readonly string[]): readonly StoryEvent[] {
  let place: UploadPlace = { key: '', version: '' };
  let published = { status: '', mail: null as string | null };
  const { run, events } = scheduled(execution, { when });
  let reconciled: string | null = null;
  const upload: StoryEvent = {
    execution,
    by: 'ingest-export',
    name: 'ingest-export',
    when,
    before: async (stage) => {
      const csv = exportCsv(shown.map((email) => ({ email, role: 'User', createdAt: '2024-01-15' })));
      const said = { 'uploaded-by': 'jane@acme.com', 'exported-by': 'jane@acme.com', 'exported-at': when };
      place = await stage.put('inbox/users.csv', csv, { ...said, 'count-shown': String(shown.length) });
    },
    deliver: async ({ ports, once }) =>
      receiveUpload({ ...ports, mailer: once(ports.results), compose: uploadMail }, place, config),
  };
  return [
    ...(shown.length === 0 ? [] : [upload]),
    ...events('newest-upload'),
    {
      execution,
      by: 'reconcile',
      name: 'reconcile',
      when,
      deliver: async ({ ports }) => {
        const { frozen } = await freezeRun(ports, run, config);
        reconciled = isComparison(frozen) ? (await workOutRun(ports, frozen, config)).reconciled.runId : null;
        return reconciled;
      },
    },
    {
      execution,
      by: 'publish',
      name: shown.length === 0 ? 'publish that there was no export' : 'publish',
      when,
      deliver: async ({ ports, spool }) => {
        const [mailer, inputs] = [spool(execution), workKey(execution, 'inputs.json')];
        if (reconciled === null) {
          const telling = { ...ports, mailer, composeNotPerformed: notPerformedMail };
          published = { status: 'not-performed', mail: await publishMissedRun(telling, inputs, config) };
        } else {
          const publishing = { ...ports, mailer, pdf: ports, compose: reportMail };
          published = await publishFrozen(publishing, { run: reconciled, inputs }, config);
        }
        return published;
      },
    },
    {
      execution,
      by: 'deliver',
      name: 'deliver',
      when,
      deliver: async (stage) => mailed(stage, published.mail === null ? [] : [published.mail]),
    },
  ];
}

/** @param leaver who left since the export of the last accepted run */
export function dailyWatch(execution: string, when: string, leaver: string): readonly StoryEvent[] {
  const left = { state: 'deleted', left: leftBy(when), assignments: [] };
  const known = people.map((login) => (login === leaver ? { login, ...left } : { login }));
  const { run, events } = scheduled(execution, { when, known });
  let mail: string | null = null;
  return [
    ...events('accepted-run'),
    {
      execution,
      by: 'watch',
      name: 'watch',
      when,
      deliver: async ({ ports, spool }) => {
        const telling = { ...ports, mailer: spool(execution), sentLater: true, compose: watchMail };
        const watched = await watch(telling, run, config);
        mail = watched.kind === 'watched' ? watched.mail : null;
        return watched;
      },
    },
    {
      execution,
      by: 'deliver',
      name: 'deliver',
      when,
      deliver: async (stage) => mailed(stage, mail === null ? [] : [mail]),
    },
    {
      execution,
      by: 'watch',
      name: 'record that the news were sent',
      when,
      deliver: async ({ ports }) => recordNewsSent(ports, execution),
    },
  ];
}
