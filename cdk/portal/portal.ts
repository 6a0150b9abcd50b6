// The portal: the function that answers it, what that may do, and how what people ask for is carried on.
import { CfnOutput, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { HttpMethods } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type * as z from 'zod/mini';
import { asksPrefix } from '../../core/names/object-keys.ts';
import type { assistantsVariables, portalVariables, verifyVariables } from '../../core/names/variables.ts';
import * as grants from '../access/grants.ts';
import {
  announced,
  asks,
  confirmations,
  counts,
  handed,
  staged,
  laidByPeople,
  uploadResults,
  uploads,
  watchedRuns,
  witnesses,
} from '../access/keys.ts';
import { ReviewFunction, serviceName } from '../function.ts';
import { Network } from './network.ts';
import type { Settings } from '../settings/settings.ts';
import type { PortalSettings } from '../settings/written.ts';
import type { Storage } from '../storage.ts';

export interface PortalProps {
  readonly settings: Settings;
  readonly storage: Storage;
  readonly portal: PortalSettings;
  /** Starts runs, and the reports that signatures promise. */
  readonly start: ReviewFunction;
  /** Takes what could not be handed over. */
  readonly lost: Queue;
}

/** Longer than this no page waits; opening a review of 20,000 lines takes seconds. */
const longestAnswer = Duration.seconds(60);
const longestVerification = Duration.seconds(50);

export class Portal extends Construct {
  readonly api: ReviewFunction;
  readonly verify: ReviewFunction;
  /** `null` where the company lets no assistant ask. */
  readonly assistants: ReviewFunction | null;
  readonly #props: PortalProps;

  constructor(scope: Construct, id: string, props: PortalProps) {
    super(scope, id);
    this.#props = props;
    this.#letBrowsersThrough();
    this.#carryAsks();
    const { settings, storage, portal } = props;
    this.verify = this.#verify();
    this.api = this.#api(this.#secret());
    this.assistants = settings.config.portal?.assistants === undefined ? null : this.#assistants();
    const functions = { api: this.api.function, assistants: this.assistants?.function ?? null };
    new Network(this, 'Network', { settings, storage, portal, ...functions, longestAnswer });
  }

  get #origin(): string {
    return `https://${this.#props.portal.domain}`;
  }

  #secret(): Secret {
    const { settings, storage } = this.#props;
    const secretName = `${serviceName(settings.stage)}/portal`;
    const secret = new Secret(this, 'SignIn', {
      secretName,
      description: 'What the issuer gave the portal, as JSON; docs/runbook.md#deploy-the-portal says which',
      encryptionKey: storage.dataKey,
      removalPolicy: settings.isProd ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'The issuer gives the secret, so no function here can rotate it; docs/runbook.md says how people do.',
    });
    new CfnOutput(this, 'SignInSecret', { value: secretName, description: 'Takes the secret of the portal, as JSON' });
    return secret;
  }

  #api(secret: Secret): ReviewFunction {
    const { settings, storage } = this.#props;
    const { exports, evidence, table, dataKey } = storage;
    const lock = grants.lockOf(settings);
    const written = [witnesses.heads, ...laidByPeople];
    const environment = {
      EXPORTS_BUCKET: exports.bucketName,
      EVIDENCE_BUCKET: evidence.bucketName,
      TABLE_NAME: table.tableName,
      RETENTION_MODE: lock.mode,
      RETENTION_YEARS: String(lock.years),
      PORTAL_ORIGIN: this.#origin,
      VERIFY_FUNCTION: this.verify.function.functionArn,
      SIGN_IN_SECRET: secret.secretArn,
    } satisfies z.input<typeof portalVariables>;
    return new ReviewFunction(this, 'Api', {
      stage: settings.stage,
      configFile: settings.configFile,
      handler: 'portal',
      inParts: true,
      description: 'Answers the portal: appends what people decide, reads evidence, signs and deletes nothing',
      // So much memory comes with a whole processor: a person waits for the answer.
      memory: 1769,
      // Room for an archive of all evidence of a period.
      scratch: 2048,
      timeout: longestAnswer,
      // Enough for all reviewers of a company at once. Further requests are turned away, and the page asks again.
      atOnce: 20,
      documents: ['portal/openapi.json'],
      environment,
      grants: [
        grants.lists(exports),
        grants.reads(exports, announced, uploadResults, counts, confirmations, asks, handed, staged),
        grants.writesOnce(exports, ...uploads, announced, counts, asks, handed, staged),
        grants.lists(evidence),
        grants.reads(evidence, 'runs/*', watchedRuns, 'history/*', 'reviews/*'),
        grants.writesOnce(evidence, ...written),
        grants.locks(evidence, lock, written),
        grants.readsRecords(table),
        grants.readsPeople(table),
        grants.recordsPeople(table),
        grants.endsSessions(table),
        grants.uses(dataKey, 's3', 'dynamodb'),
        grants.decrypts(dataKey, 'secretsmanager'),
        grants.exactly(['secretsmanager:GetSecretValue'], [secret.secretArn]),
        grants.invokes(this.verify.function.functionArn),
      ],
    });
  }

  /**
   * Verifies reports. It is a function of its own that may write nothing, so that a report made to attack its reader
   * can change nothing.
   */
  #verify(): ReviewFunction {
    const { settings, storage } = this.#props;
    return new ReviewFunction(this, 'Verify', {
      stage: settings.stage,
      configFile: settings.configFile,
      handler: 'verify',
      inParts: true,
      description: 'Proves a report from its own file for whoever asks in the portal',
      // For the report unpacked in a thread, and every page of it drawn again.
      memory: 3008,
      scratch: 2048,
      fonts: true,
      readsReports: true,
      // Less than the portal waits.
      timeout: longestVerification,
      atOnce: 5,
      environment: { EVIDENCE_BUCKET: storage.evidence.bucketName } satisfies z.infer<typeof verifyVariables>,
      grants: [
        grants.lists(storage.evidence),
        grants.reads(storage.evidence, 'runs/*', 'reviews/*'),
        grants.decrypts(storage.dataKey, 's3'),
      ],
    });
  }

  #assistants(): ReviewFunction {
    const { settings, storage } = this.#props;
    const { evidence, table, dataKey } = storage;
    return new ReviewFunction(this, 'Assistants', {
      stage: settings.stage,
      configFile: settings.configFile,
      handler: 'assistants',
      description: 'Answers assistants in the name of a person: reads, and adds to the record of access alone',
      // For the report unpacked in a thread, and every page of it drawn again.
      memory: 3008,
      scratch: 2048,
      fonts: true,
      inParts: true,
      readsReports: true,
      documents: ['docs/glossary.md', 'docs/contract.md'],
      timeout: longestAnswer,
      // It answers requests without a token too, to refuse them: this bounds what they can cost.
      atOnce: 5,
      environment: {
        EVIDENCE_BUCKET: evidence.bucketName,
        TABLE_NAME: table.tableName,
        PORTAL_ORIGIN: this.#origin,
      } satisfies z.infer<typeof assistantsVariables>,
      grants: [
        grants.lists(evidence),
        grants.reads(evidence, 'runs/*', watchedRuns, 'history/*', 'reviews/*'),
        grants.readsRecords(table),
        grants.readsAccess(table),
        grants.recordsAccess(table),
        grants.decrypts(dataKey, 's3'),
        grants.uses(dataKey, 'dynamodb'),
      ],
    });
  }

  /**
   * Lets the pages of the portal, and no others, exchange files with the buckets by addresses that the API signs for a
   * minute.
   */
  #letBrowsersThrough(): void {
    const { exports, evidence } = this.#props.storage;
    exports.addCorsRule({
      allowedMethods: [HttpMethods.PUT],
      allowedOrigins: [this.#origin],
      allowedHeaders: ['content-type', 'if-none-match', 'x-amz-checksum-sha256', ...uploadSays],
      maxAge: 600,
    });
    evidence.addCorsRule({ allowedMethods: [HttpMethods.GET], allowedOrigins: [this.#origin], maxAge: 600 });
  }

  /**
   * Hands on what people ask for in the portal: the API, which can start nothing itself, writes an object whose name
   * says it, and this rule starts it.
   */
  #carryAsks(): void {
    const { storage, start, lost } = this.#props;
    new Rule(this, 'Asked', {
      description: 'The portal asks for a run, or for the report of a signature',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [storage.exports.bucketName] }, object: { key: [{ prefix: asksPrefix }] } },
      },
      targets: [
        new LambdaFunction(start.function, { deadLetterQueue: lost, retryAttempts: 3, maxEventAge: Duration.hours(2) }),
      ],
    });
  }
}

/** What an upload says beside itself. */
const uploadSays = ['uploaded-by', 'exported-at', 'exported-by', 'count-typed'].map((name) => `x-amz-meta-${name}`);
