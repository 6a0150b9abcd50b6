// Everything that one stage of the access review consists of.
import { CfnOutput, Stack, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { application } from '../core/application/applications.ts';
import { inboxPrefix } from '../core/names/object-keys.ts';
import { Alarms } from './alarms.ts';
import { Auditors } from './auditors.ts';
import { Fetch } from './intake/by-sftp.ts';
import { Intake } from './intake/by-mail.ts';
import { Mail } from './telling/mail.ts';
import { Portal } from './portal/portal.ts';
import { Review } from './review.ts';
import { Schedules } from './schedules.ts';
import type { Settings } from './settings/settings.ts';
import { Storage } from './storage.ts';
import { Trail } from './trail.ts';
import { lostEvents, Uploads } from './uploads.ts';

export class AccessReview extends Stack {
  constructor(scope: Construct, settings: Settings) {
    super(scope, `AccessReview-${settings.stage}`, {
      description: `Access review of ${application.name}`,
      terminationProtection: settings.isProd,
    });
    const storage = new Storage(this, 'Storage', settings);
    const mail = new Mail(this, 'Mail', settings);
    const lost = lostEvents(this, 'LostEvents');
    const { start, run, making } = new Review(this, 'Review', { settings, storage, mail, lost });
    if (settings.auditors !== null) new Auditors(this, 'Auditors', { settings, storage, auditors: settings.auditors });
    new Trail(this, 'Trail', { settings, storage, starting: [start, run, ...making] });
    const { ingest } = new Uploads(this, 'Uploads', { settings, storage, mail, lost });
    new Schedules(this, 'Schedules', { settings, start, lost });
    const intake =
      settings.mailIntake === null
        ? null
        : new Intake(this, 'Intake', { settings, storage, mail, lost, intake: settings.mailIntake });
    for (const server of settings.fetch) new Fetch(this, `Fetch-${server.id}`, { settings, storage, lost, server });
    const portal =
      settings.portal === null
        ? null
        : new Portal(this, 'Portal', { settings, storage, portal: settings.portal, start, lost });
    new Alarms(this, 'Alarms', {
      settings,
      run,
      start,
      ingest,
      ingestMail: intake?.ingest ?? null,
      lost,
      mail,
      api: portal?.api ?? null,
      assistants: portal?.assistants ?? null,
    });
    new CfnOutput(this, 'ExportsBucket', {
      value: storage.exports.bucketName,
      description: `Where exports are uploaded, under ${inboxPrefix}`,
    });
    new CfnOutput(this, 'EvidenceBucket', {
      value: storage.evidence.bucketName,
      description: 'Where reports and their evidence are kept',
    });
    new CfnOutput(this, 'StartFunction', {
      value: start.function.functionName,
      description: 'Starts a run by hand',
    });
    Tags.of(this).add('product', 'people-ai-access-review');
    Tags.of(this).add('stage', settings.stage);
    Tags.of(this).add('data', 'personal');
  }
}
