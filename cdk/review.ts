// The functions of a run, each with the narrow role of its one task; the durable one tells them what to do.
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type * as z from 'zod/mini';
import type {
  deliverVariables,
  publishVariables,
  reconcileVariables,
  tickVariables,
  watchVariables,
} from '../core/names/variables.ts';
import { durableFunction, startFunction } from './durable.ts';
import { functionRole, ReviewFunction } from './function.ts';
import * as grants from './access/grants.ts';
import {
  acceptedCustody,
  acceptedExport,
  confirmations,
  counts,
  evidenceKeys,
  foundBefore,
  passing,
  receipts,
  sending,
  uploadResults,
  uploadedLeavers,
  uploads,
  watchedRuns,
  witnesses,
} from './access/keys.ts';
import { HandOver } from './telling/hand-over.ts';
import type { Mail } from './telling/mail.ts';
import { PullFunction } from './pulls.ts';
import type { Settings } from './settings/settings.ts';
import { signingKey } from './storage.ts';
import type { Storage } from './storage.ts';

export interface ReviewProps {
  readonly settings: Settings;
  readonly storage: Storage;
  readonly mail: Mail;
  /** Takes a start that failed each time it was tried. */
  readonly lost: Queue;
}

export class Review extends Construct {
  readonly start: ReviewFunction;
  readonly run: ReviewFunction;
  /**
   * The functions that freeze the inputs of a run and that sign it: whoever may invoke these can make a run without
   * starting one.
   */
  readonly making: readonly ReviewFunction[];
  readonly #props: ReviewProps;
  readonly #bus: IEventBus | null;

  constructor(scope: Construct, id: string, props: ReviewProps) {
    super(scope, id);
    this.#props = props;
    const { settings, storage } = props;
    const { eventBus } = settings;
    this.#bus = eventBus === null ? null : EventBus.fromEventBusName(this, 'Bus', eventBus);
    const pulls = settings.config.directories.map((directory) => ({
      id: directory.id,
      pull: new PullFunction(this, `Pull-${directory.id}`, { settings, storage, directory }),
    }));
    const [reconcile, publish] = [this.#reconcile(), this.#publish()];
    this.making = [reconcile, publish];
    const functions = {
      PULL_FUNCTIONS: Object.fromEntries(pulls.map((one) => [one.id, one.pull.arn])),
      RECONCILE_FUNCTION: reconcile.function.functionArn,
      PUBLISH_FUNCTION: publish.function.functionArn,
      DELIVER_FUNCTION: this.#deliver().function.functionArn,
      WATCH_FUNCTION: this.#watch().function.functionArn,
      TICK_FUNCTION: this.#tick().function.functionArn,
    };
    const places = settings.config.handOver ?? [];
    const handOver =
      places.length === 0
        ? {}
        : { HAND_OVER_FUNCTION: new HandOver(this, 'HandOver', { settings, storage, places }).arn };
    const durable = { ...this.#common(), lost: props.lost };
    this.run = durableFunction(this, durable, { ...functions, ...handOver });
    this.start = startFunction(this, durable, this.run);
  }

  #common(): Pick<Settings, 'stage' | 'configFile'> {
    const { stage, configFile } = this.#props.settings;
    return { stage, configFile };
  }

  #buckets(): { readonly EXPORTS_BUCKET: string; readonly EVIDENCE_BUCKET: string; readonly TABLE_NAME: string } {
    const { exports, evidence, table } = this.#props.storage;
    return {
      EXPORTS_BUCKET: exports.bucketName,
      EVIDENCE_BUCKET: evidence.bucketName,
      TABLE_NAME: table.tableName,
    };
  }

  /** For the functions whose mail leads auditors to a report. */
  #signIn(): { readonly AUDITORS_SIGN_IN?: string } {
    const signIn = this.#props.settings.auditors?.signIn;
    return signIn === undefined ? {} : { AUDITORS_SIGN_IN: signIn };
  }

  /** For the functions that tell what is new among the findings. */
  #events(): { readonly variables: { readonly EVENT_BUS?: string }; readonly grants: readonly grants.Grant[] } {
    const { eventBus } = this.#props.settings;
    if (this.#bus === null || eventBus === null) return { variables: {}, grants: [] };
    return { variables: { EVENT_BUS: eventBus }, grants: [grants.putsEvents(this.#bus)] };
  }

  #reconcile(): ReviewFunction {
    const { exports, evidence, table, dataKey } = this.#props.storage;
    return new ReviewFunction(this, 'Reconcile', {
      ...this.#common(),
      handler: 'reconcile',
      description: 'Freezes the inputs of a run and compares them',
      memory: 2048,
      scratch: 2048,
      environment: this.#buckets() satisfies z.infer<typeof reconcileVariables>,
      grants: [
        grants.lists(exports),
        grants.reads(exports, ...uploads, uploadResults, counts, confirmations),
        grants.lists(evidence),
        grants.reads(
          evidence,
          passing.snapshots,
          passing.lookedUp,
          passing.unmatched,
          passing.inputs,
          receipts,
          'history/*',
          foundBefore.byRuns,
          acceptedExport,
          foundBefore.byWatchRuns,
          witnesses.decisions,
        ),
        grants.writesOnce(evidence, passing.inputs, passing.unmatched),
        grants.readsRecords(table),
        grants.readsOrder(table),
        grants.uses(dataKey, 's3', 'dynamodb'),
      ],
    });
  }

  #publish(): ReviewFunction {
    const { settings, storage } = this.#props;
    const { exports, evidence, table, dataKey } = storage;
    const role: Role = functionRole(this, 'PublishRole');
    const key = signingKey(this, role, settings);
    const lock = grants.lockOf(settings);
    const environment = {
      ...this.#buckets(),
      SIGNING_KEY_ID: key.keyId,
      RETENTION_MODE: lock.mode,
      RETENTION_YEARS: String(lock.years),
      ...this.#signIn(),
      ...this.#events().variables,
    } satisfies z.input<typeof publishVariables>;
    return new ReviewFunction(this, 'Publish', {
      ...this.#common(),
      handler: 'publish',
      description: 'Draws, signs and stores the report of a run under lock',
      role,
      // A whole processor; docs/performance.md has what 100,000 accounts need.
      memory: 1769,
      scratch: 4096,
      fonts: true,
      environment,
      grants: [
        grants.lists(exports),
        grants.reads(exports, ...uploads, counts),
        grants.lists(evidence),
        grants.reads(
          evidence,
          passing.snapshots,
          passing.lookedUp,
          passing.inputs,
          passing.mailOfRuns,
          watchedRuns,
          ...evidenceKeys,
        ),
        grants.writesOnce(evidence, passing.mailOfRuns, ...evidenceKeys),
        grants.locks(evidence, lock, evidenceKeys),
        grants.readsRecords(table),
        grants.writesRuns(table),
        grants.countsRuns(table),
        grants.uses(dataKey, 's3', 'dynamodb'),
        grants.exactly(['kms:Sign', 'kms:GetPublicKey'], [key.keyArn]),
        ...this.#events().grants,
      ],
    });
  }

  #deliver(): ReviewFunction {
    const { storage, mail, settings } = this.#props;
    const reached = [sending.ofRuns, sending.ofWatch, sending.ofReviews];
    return new ReviewFunction(this, 'Deliver', {
      ...this.#common(),
      handler: 'deliver',
      room: 'telling',
      inParts: true,
      description: 'Sends the mail of a run',
      environment: { EVIDENCE_BUCKET: storage.evidence.bucketName } satisfies z.infer<typeof deliverVariables>,
      grants: [
        grants.lists(storage.evidence),
        grants.reads(storage.evidence, passing.mailOfRuns, passing.mailOfWatch, passing.mailOfReviews, ...reached),
        grants.writesOnce(storage.evidence, ...reached),
        grants.uses(storage.dataKey, 's3'),
        grants.sendsMail(mail.arns, settings.sender),
      ],
    });
  }

  #watch(): ReviewFunction {
    const { exports, evidence, table, dataKey } = this.#props.storage;
    return new ReviewFunction(this, 'Watch', {
      ...this.#common(),
      handler: 'watch',
      description: 'Compares the directories of today with the export of the last accepted run',
      memory: 2048,
      scratch: 2048,
      environment: { ...this.#buckets(), ...this.#events().variables } satisfies z.infer<typeof watchVariables>,
      grants: [
        grants.lists(exports),
        grants.reads(exports, uploadedLeavers, uploadResults),
        grants.lists(evidence),
        grants.reads(
          evidence,
          passing.snapshots,
          passing.lookedUp,
          passing.mailOfWatch,
          'watch/*',
          watchedRuns,
          'history/*',
          foundBefore.byRuns,
          acceptedExport,
          ...acceptedCustody,
          witnesses.decisions,
        ),
        grants.writesOnce(evidence, passing.mailOfWatch, 'watch/*', watchedRuns),
        grants.readsRecords(table),
        grants.readsOrder(table),
        grants.writesWatches(table),
        grants.uses(dataKey, 's3', 'dynamodb'),
        ...this.#events().grants,
      ],
    });
  }

  #tick(): ReviewFunction {
    const { evidence, table, dataKey } = this.#props.storage;
    const lock = grants.lockOf(this.#props.settings);
    const environment = {
      EVIDENCE_BUCKET: evidence.bucketName,
      TABLE_NAME: table.tableName,
      RETENTION_MODE: lock.mode,
      RETENTION_YEARS: String(lock.years),
      ...this.#signIn(),
      PERFORMED_BY: this.#props.settings.portal === null ? 'run' : 'review',
    } satisfies z.input<typeof tickVariables>;
    return new ReviewFunction(this, 'Tick', {
      ...this.#common(),
      handler: 'tick',
      description: 'Moves the reviews on by a day and writes down what people are to be told',
      memory: 1024,
      environment,
      grants: [
        grants.lists(evidence),
        grants.reads(evidence, passing.told, passing.mailOfReviews, 'runs/*', watchedRuns, 'history/*', 'reviews/*'),
        grants.writesOnce(evidence, passing.told, passing.mailOfReviews, witnesses.heads),
        grants.locks(evidence, lock, [witnesses.heads]),
        grants.readsRecords(table),
        grants.writesReviews(table),
        grants.uses(dataKey, 's3', 'dynamodb'),
      ],
    });
  }
}
