// Where uploads, evidence and records are kept, and the two keys: one that encrypts them and one that signs reports.
import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { Role } from 'aws-cdk-lib/aws-iam';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { BucketProps, IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { application } from '../core/application/applications.ts';
import {
  announcedPrefix,
  confirmationsPrefix,
  countedPrefix,
  handedPrefix,
  inboxPrefix,
  incomingPrefix,
  leaversPrefix,
  passingPrefixes,
  quarantinePrefix,
  sendingPrefix,
  stagedPrefix,
  uploadResultsPrefix,
} from '../core/names/object-keys.ts';
import { leastUploadDays } from './settings/written.ts';
import { tableLayout } from '../core/names/table-keys.ts';

/** Longer than a year, so that each watch run can be compared with the one a year before. */
const passingDays = 400;

/** Nobody outside the account, no rights by object, and TLS alone. */
export const closedBucket = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
} as const satisfies BucketProps;

/**
 * Days after which the parts of an upload that broke off are removed: no list shows them, and no other rule removes
 * them.
 */
const unfinishedDays = 7;

/** A bucket that stays when the stack is deleted keeps what it demands of whoever asks it: CloudFormation would take it away. */
export function staysAsGuarded(bucket: Bucket, removalPolicy: RemovalPolicy): void {
  if (bucket.policy === undefined) throw new Error('a bucket without a policy');
  bucket.policy.applyRemovalPolicy(removalPolicy);
}

/**
 * For a bucket whose accesses are logged. The tool warns that the bucket of the logs lacks a policy, because it does
 * not see the one that is written there.
 */
export function acknowledgeLogs(bucket: Bucket): void {
  Validations.of(bucket).acknowledge({
    id: '@aws-cdk/aws-s3:accessLogsPolicyNotAdded',
    reason: 'The bucket of the access logs has the policy already; it is written beside it.',
  });
}

/** Uploads, what became of each, and what was said beside them. */
const uploadedPrefixes = [
  inboxPrefix,
  leaversPrefix,
  uploadResultsPrefix,
  announcedPrefix,
  confirmationsPrefix,
  countedPrefix,
] as const;

/**
 * What passes through the bucket of uploads, and after how many days it is removed: files that the portal exchanges
 * with browsers, and messages. Messages are judged when they arrive, and what is taken of them is kept under lock.
 */
const passingUploads = [
  { prefix: handedPrefix, days: 1 },
  { prefix: stagedPrefix, days: 1 },
  { prefix: incomingPrefix, days: 30 },
  { prefix: quarantinePrefix, days: 400 },
  { prefix: sendingPrefix, days: passingDays },
] as const;

export interface StorageProps {
  readonly isProd: boolean;
  /** `null` where uploads stay. */
  readonly uploadDays: number | null;
}

export class Storage extends Construct {
  readonly dataKey: Key;
  readonly exports: Bucket;
  readonly evidence: Bucket;
  readonly table: Table;
  /** The bucket for the access logs of S3. Given by name, so that the library does not change its policy. */
  readonly accessLogs: IBucket;

  constructor(scope: Construct, id: string, { isProd, uploadDays }: StorageProps) {
    super(scope, id);
    const removalPolicy = isProd ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.dataKey = new Key(this, 'DataKey', {
      description: `Encrypts exports, evidence, records and secrets of the ${application.name} access review`,
      enableKeyRotation: true,
      removalPolicy,
    });
    const common = this.#commonProps(removalPolicy);
    const accessLogs = this.#accessLogs(removalPolicy);
    this.accessLogs = accessLogs;

    this.exports = new Bucket(this, 'Exports', {
      ...common,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'exports/',
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(unfinishedDays) }],
    });
    notifyEventBridge(this.exports);
    if (uploadDays !== null) this.#letUploadsGo(uploadDays);
    // Also where the settings no longer take in mail: what is left of it would stay for ever.
    for (const { prefix, days } of passingUploads) this.#letGo(prefix, days, 1);
    this.evidence = new Bucket(this, 'Evidence', {
      ...common,
      // No default retention: only what is published is locked, object by object.
      objectLockEnabled: true,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'evidence/',
      lifecycleRules: passingPrefixes.map((prefix) => ({
        prefix,
        expiration: Duration.days(passingDays),
        noncurrentVersionExpiration: Duration.days(1),
      })),
    });
    for (const bucket of [this.exports, this.evidence]) {
      acknowledgeLogs(bucket);
      staysAsGuarded(bucket, removalPolicy);
    }
    if (isProd) this.#guardEvidence();
    this.table = this.#makeTable(isProd, removalPolicy);
  }

  #commonProps(removalPolicy: RemovalPolicy): BucketProps {
    return {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.dataKey,
      bucketKeyEnabled: true,
      ...closedBucket,
      versioned: true,
      removalPolicy,
    };
  }

  /**
   * A version that was replaced may be the export of a review that is still open, so it stays for the fewest days that
   * uploads must be kept.
   */
  #letUploadsGo(days: number): void {
    for (const prefix of uploadedPrefixes) this.#letGo(prefix, days, leastUploadDays);
  }

  #letGo(prefix: string, days: number, replacedDays: number): void {
    this.exports.addLifecycleRule({
      prefix,
      expiration: Duration.days(days),
      noncurrentVersionExpiration: Duration.days(replacedDays),
    });
  }

  /** Who read what, as S3 itself writes it down. */
  #accessLogs(removalPolicy: RemovalPolicy): IBucket {
    const logs = new Bucket(this, 'AccessLogs', {
      // S3 cannot write access logs under a key of the customer.
      encryption: BucketEncryption.S3_MANAGED,
      ...closedBucket,
      lifecycleRules: [{ expiration: Duration.days(passingDays) }],
      removalPolicy,
    });
    Validations.of(logs).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'It holds access logs; logging its own accesses would never end.',
    });
    logs.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'S3WritesItsAccessLogs',
        principals: [new iam.ServicePrincipal('logging.s3.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [logs.arnForObjects('*')],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    staysAsGuarded(logs, removalPolicy);
    return Bucket.fromBucketName(this, 'AccessLogsByName', logs.bucketName);
  }

  /**
   * While this policy stands nobody may go around a lock, delete the bucket or suspend its versions. Whoever may deploy
   * can take the policy away, because a deployment writes it, and can set other lifecycle rules. But an object that is
   * locked in compliance mode stays locked: not even the root user can end that before its time.
   */
  #guardEvidence(): void {
    this.evidence.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'NobodyGoesAroundALock',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: [
          's3:BypassGovernanceRetention',
          's3:PutBucketObjectLockConfiguration',
          's3:PutBucketVersioning',
          's3:DeleteBucket',
        ],
        resources: [this.evidence.bucketArn, this.evidence.arnForObjects('*')],
      }),
    );
  }

  #makeTable(isProd: boolean, removalPolicy: RemovalPolicy): Table {
    const table = new Table(this, 'Table', {
      partitionKey: { name: tableLayout.partitionKey, type: AttributeType.STRING },
      sortKey: { name: tableLayout.sortKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.dataKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // Sessions and sign-ins; nothing else has the attribute.
      timeToLiveAttribute: tableLayout.timeToLive,
      deletionProtection: isProd,
      removalPolicy,
    });
    table.addLocalSecondaryIndex({
      indexName: tableLayout.orderIndex.name,
      sortKey: { name: tableLayout.orderIndex.sortKey, type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    });
    return table;
  }
}

/** Set on the bucket itself: the library would deploy a function of its own to do it. */
function notifyEventBridge(bucket: Bucket): void {
  const { defaultChild } = bucket.node;
  if (!(defaultChild instanceof CfnBucket)) throw new Error('a bucket without its resource');
  defaultChild.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}

/**
 * The key that signs reports. Administrators may manage it and never sign; the publisher signs and nothing else.
 *
 * @param publisher the only role whose signatures the key makes
 */
export function signingKey(scope: Construct, publisher: Role, { isProd }: Pick<StorageProps, 'isProd'>): Key {
  const account = new iam.AccountRootPrincipal();
  const policy = new iam.PolicyDocument({
    statements: [
      new iam.PolicyStatement({
        sid: 'AdministratorsManageAndNeverSign',
        principals: [account],
        actions: [
          'kms:DescribeKey',
          'kms:GetKeyPolicy',
          'kms:GetPublicKey',
          'kms:ListResourceTags',
          'kms:PutKeyPolicy',
          'kms:TagResource',
          'kms:UntagResource',
          'kms:UpdateKeyDescription',
          'kms:EnableKey',
          'kms:DisableKey',
          'kms:ScheduleKeyDeletion',
          'kms:CancelKeyDeletion',
        ],
        // In a key policy, the star is this key.
        resources: ['*'],
      }),
      new iam.PolicyStatement({
        sid: 'ThePublisherSigns',
        principals: [publisher],
        actions: ['kms:Sign', 'kms:GetPublicKey'],
        resources: ['*'],
      }),
      new iam.PolicyStatement({
        sid: 'NobodyElseSigns',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['kms:Sign', 'kms:CreateGrant'],
        resources: ['*'],
        conditions: { StringNotEquals: { 'aws:PrincipalArn': publisher.roleArn } },
      }),
    ],
  });
  return new Key(scope, 'SigningKey', {
    description: `Signs the reports of the ${application.name} access review`,
    keySpec: KeySpec.RSA_3072,
    keyUsage: KeyUsage.SIGN_VERIFY,
    policy,
    removalPolicy: isProd ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
}
