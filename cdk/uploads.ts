// What happens when a file lands, an export or HR's leavers: one function judges it at once, and an upload that it cannot judge is kept in a queue.
import { Duration, Validations } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type * as z from 'zod/mini';
import type { FetchedFrom, ingestExportVariables } from '../core/names/variables.ts';
import { fetchedPrefixOf, inboxPrefix, leaversPrefix } from '../core/names/object-keys.ts';
import { ReviewFunction } from './function.ts';
import * as grants from './access/grants.ts';
import { announced, sending, uploadResults, uploads } from './access/keys.ts';
import type { Mail } from './telling/mail.ts';
import type { Settings } from './settings/settings.ts';
import type { Storage } from './storage.ts';

export interface UploadsProps {
  readonly settings: Settings;
  readonly storage: Storage;
  readonly mail: Mail;
  /** Takes what could not be handed over. */
  readonly lost: Queue;
}

export class Uploads extends Construct {
  readonly ingest: ReviewFunction;

  constructor(scope: Construct, id: string, { settings, storage, mail, lost }: UploadsProps) {
    super(scope, id);
    const { exports, dataKey } = storage;
    this.ingest = new ReviewFunction(this, 'IngestExport', {
      stage: settings.stage,
      configFile: settings.configFile,
      handler: 'ingest-export',
      inParts: true,
      description: 'Judges an upload at once and tells the uploader',
      memory: 2048,
      atOnce: 2,
      lost,
      environment: { EXPORTS_BUCKET: exports.bucketName, ...fetchedVariable(settings) } satisfies z.input<
        typeof ingestExportVariables
      >,
      grants: [
        grants.lists(exports),
        grants.reads(exports, ...uploads, announced, uploadResults, sending.ofUploads),
        grants.writesOnce(exports, uploadResults),
        grants.writesOnce(exports, sending.ofUploads),
        grants.uses(dataKey, 's3'),
        grants.sendsMail(mail.arns, settings.sender),
      ],
    });
    new Rule(this, 'Landed', {
      description: 'An export or a leavers file was uploaded',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: {
          bucket: { name: [exports.bucketName] },
          object: { key: [{ prefix: inboxPrefix }, { prefix: leaversPrefix }] },
        },
      },
      targets: [
        new LambdaFunction(this.ingest.function, {
          deadLetterQueue: lost,
          retryAttempts: 3,
          maxEventAge: Duration.hours(2),
        }),
      ],
    });
  }
}

/** The servers by their prefixes, so that the receipt of a file that was fetched names its server. */
function fetchedVariable({ fetch }: Settings): { readonly FETCHED_FROM?: string } {
  if (fetch.length === 0) return {};
  const from = fetch.map((server) => [fetchedPrefixOf(server), { server: server.url, files: server.files }] as const);
  return { FETCHED_FROM: JSON.stringify(Object.fromEntries(from) satisfies FetchedFrom) };
}

/** Where events wait for a person when they could not be handed over. */
export function lostEvents(scope: Construct, id: string): Queue {
  const queue = new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  Validations.of(queue).acknowledge({
    id: 'AwsSolutions-SQS3',
    reason: 'It is itself where lost events go, of the schedules and of the uploads; an alarm looks at it.',
  });
  return queue;
}
